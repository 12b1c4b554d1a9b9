#include "repo/embedded/embedded_demo.h"

#include "repo/db/connection.h"
#include "repo/domain/text.h"
#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"
#include "repo/sql/dashboard_mark.h"

#include <QFile>
#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

constexpr int setUpTimeoutMs = 120'000;
constexpr qint64 msecsPerHour = 3'600'000;

bool answersYes(Connection &connection, const QString &question)
{
    Rows rows = connection.query(sql::marked({question, {}}));
    return rows.next() && rows.flag();
}

void createDatabase(const EmbeddedPostgres &server)
{
    Connection maintenance(server.options(u"postgres"_s));
    if (!answersYes(maintenance, u"SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'pivotal')"_s))
        maintenance.executeText(u"CREATE DATABASE pivotal"_s);
}

/// Where the server has it loaded: for the statistics of its statements.
void createStatementStatistics(Connection &connection)
{
    if (answersYes(connection, u"SELECT current_setting('pg_stat_statements.max', true) IS NOT NULL AND EXISTS (SELECT 1 FROM "
                               "pg_available_extensions a WHERE a.name = 'pg_stat_statements' AND a.installed_version IS NULL)"_s))
        connection.executeText(u"CREATE EXTENSION pg_stat_statements"_s);
}

/// Tables, rows, then indexes: loading into indexed tables takes twice as long.
void fill(Connection &connection, const EmbeddedPostgres::Progress &tell)
{
    Migrator migrator(connection);
    if (!answersYes(connection, u"SELECT to_regclass('organizations') IS NOT NULL"_s))
        migrator.up(1);
    if (!answersYes(connection, u"SELECT EXISTS (SELECT 1 FROM organizations)"_s)) {
        DemoRequest request;
        request.asOf = {Instant::now().msecs / msecsPerHour * msecsPerHour};
        loadDemo(connection, request, tell);
    }
    tell(Text::tr("Building the indexes…"));
    migrator.up();
}

} // namespace

ConnectionOptions openEmbeddedDemo(EmbeddedPostgres &server, const EmbeddedPostgres::Progress &progress,
                                   const std::function<void(Canceller *)> &fills)
{
    const EmbeddedPostgres::Progress tell = progress ? progress : [](const QString &) {};
    server.ensureRunning(tell);
    const ConnectionOptions options = server.options(u"pivotal"_s);
    const FileLock settingUp = FileLock::lock(server.root() + u"/set-up.lock"_s, FileLock::Mode::Exclusive, setUpTimeoutMs);
    createDatabase(server);
    Connection connection(options);
    createStatementStatistics(connection);
    // A mark of its own, not a look at the tables: what the user migrates down later stays down.
    QFile ready(server.root() + u"/demo-ready"_s);
    if (!ready.exists()) {
        fills(&connection.canceller());
        const auto isOver = qScopeGuard([&fills] { fills(nullptr); });
        fill(connection, tell);
        if (!ready.open(QIODevice::WriteOnly))
            throw RepositoryError(ErrorCode::DatabaseConnection, Text::tr("Can't write to %1.").arg(server.root()), ready.errorString());
    }
    return options;
}

} // namespace pivotal::db
