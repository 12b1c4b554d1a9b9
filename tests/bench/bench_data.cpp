#include "tests/bench/bench_data.h"

#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"
#include "repo/organizations/organizations_sql.h"
#include "repo/organizations/scope_mapping.h"
#include "tests/bench/filter_levels.h"
#include "tests/bench/report.h"

#include <QDir>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

bool exists(db::Connection &connection, const QString &database)
{
    db::Rows found = connection.query({u"SELECT count(*) FROM pg_database WHERE datname = ?"_s, {database}});
    return found.next() && found.bigint() == 1;
}

} // namespace

BenchData::BenchData(const QString &folder, const QString &url) : m_url(url)
{
    if (!m_url.isEmpty())
        return;
    QDir().mkpath(folder);
    m_server = std::make_unique<db::EmbeddedPostgres>(folder + u"/postgres"_s);
    m_server->ensureRunning();
}

db::ConnectionOptions BenchData::database(int users, int events)
{
    return kept(u"bench_%1_%2"_s.arg(users).arg(events), u"template0"_s,
                [&](const db::ConnectionOptions &database) { fill(database, users, events); });
}

db::ConnectionOptions BenchData::databaseWithLevels(int users, int events)
{
    const QString plain = database(users, events).value(u"dbname"_s);
    return kept(plain + u"_levels"_s, plain, [](const db::ConnectionOptions &database) {
        db::Connection connection(database);
        connection.executeText(levelsScript());
        connection.executeText(u"VACUUM ANALYZE"_s);
    });
}

db::ConnectionOptions BenchData::kept(const QString &name, const QString &origin,
                                      const std::function<void(const db::ConnectionOptions &)> &fill)
{
    if (!m_server)
        return db::ConnectionOptions::fromUrl(m_url).withDatabase(name);
    db::Connection maintenance(m_server->options(u"postgres"_s));
    const db::ConnectionOptions database = m_server->options(name);
    if (exists(maintenance, name)) {
        db::Connection connection(database);
        db::Migrator(connection).up(); // it may be of an earlier build
        return database;
    }
    const QString unfinished = name + u"_new"_s;
    maintenance.executeText(u"DROP DATABASE IF EXISTS %1"_s.arg(unfinished));
    maintenance.executeText(u"CREATE DATABASE %1 TEMPLATE %2"_s.arg(unfinished, origin));
    fill(m_server->options(unfinished));
    maintenance.executeText(u"ALTER DATABASE %1 RENAME TO %2"_s.arg(unfinished, name));
    return database;
}

/// Indexes come after the rows: that is faster.
void BenchData::fill(const db::ConnectionOptions &database, int users, int events)
{
    db::Connection connection(database);
    const double ms = milliseconds([&] {
        connection.executeText(u"SET maintenance_work_mem = '512MB'"_s);
        db::Migrator(connection).up(1);
        db::DemoRequest request;
        request.users = users;
        request.events = events;
        request.asOf = {1'795'000'000'000};
        db::loadDemo(connection, request);
        db::Migrator(connection).up();
        connection.executeText(u"VACUUM ANALYZE"_s);
    });
    std::printf("Filled with %d users and %d events in %.0f s.\n", users, events, ms / 1'000);
}

Scope BenchData::scopeOf(const db::ConnectionOptions &database)
{
    db::Connection connection(database);
    db::Rows rows = connection.query(sql::scopesOf(db::demoAdminEmail));
    Scope scope;
    while (rows.next())
        if (const Scope each = mapScope(rows); each.organization.slug == organizationSlug)
            scope = each;
    return scope;
}

} // namespace pivotal::bench
