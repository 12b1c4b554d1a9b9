#include "tests/support/test_database.h"

#include "repo/db/closing.h"
#include "repo/db/executor.h"
#include "repo/domain/cuid.h"
#include "repo/embedded/demo_loader.h"
#include "repo/embedded/embedded_postgres.h"
#include "repo/migrations/migrator.h"
#include "repo/organizations/organizations_sql.h"
#include "repo/organizations/scope_mapping.h"

#include <QTemporaryDir>
#include <memory>

using namespace Qt::StringLiterals;

namespace pivotal::tests {

namespace {

const QString schemaTemplate = u"template_schema"_s;
const QString demoTemplate = u"template_demo"_s;

/// The server of a test that runs alone, as from an IDE.
struct OwnServer
{
    OwnServer() : postgres(folder.path() + u"/pg"_s)
    {
        QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeOther | QFile::ExeGroup);
        postgres.ensureRunning();
        TestDatabase::createTemplates(postgres.options(u"postgres"_s));
    }
    QTemporaryDir folder;
    db::EmbeddedPostgres postgres;
};

db::ConnectionOptions server()
{
    const QString socket = qEnvironmentVariable("PIVOTAL_TEST_SERVER");
    if (!socket.isEmpty())
        return db::ConnectionOptions::onSocket(socket, u"postgres"_s, u"pivotal"_s);
    static const OwnServer own;
    return own.postgres.options(u"postgres"_s);
}

void create(db::Connection &maintenance, const QString &name, const QString &from)
{
    maintenance.executeText(u"CREATE DATABASE %1 TEMPLATE %2 STRATEGY file_copy"_s.arg(name, from));
}

} // namespace

void TestDatabase::createTemplates(const db::ConnectionOptions &server)
{
    db::Connection maintenance(server);
    create(maintenance, schemaTemplate, u"template0"_s);
    {
        db::Connection connection(server.withDatabase(schemaTemplate));
        db::Migrator(connection).up();
    }
    create(maintenance, demoTemplate, schemaTemplate);
    db::Connection connection(server.withDatabase(demoTemplate));
    db::DemoRequest request;
    request.users = demoUsers;
    request.events = demoEvents;
    request.asOf = *parseInstant(u"2026-11-20T12:00:00Z"_s, RangeEnd::From, QTimeZone::utc());
    db::loadDemo(connection, request);
}

TestDatabase::TestDatabase(Kind kind) : m_name(u"t_"_s + newCuid())
{
    db::Connection maintenance(server());
    create(maintenance, m_name, kind == Kind::Empty ? u"template0"_s : kind == Kind::Schema ? schemaTemplate : demoTemplate);
}

TestDatabase::~TestDatabase()
{
    db::waitForClosed(); // their workers may still look at this one
    db::Connection maintenance(server());
    maintenance.executeText(u"DROP DATABASE %1 WITH (FORCE)"_s.arg(m_name));
}

db::ConnectionOptions TestDatabase::options() const
{
    return server().withDatabase(m_name);
}

QString TestDatabase::url() const
{
    return u"postgresql:///%1?host=%2&user=pivotal"_s.arg(m_name, server().value(u"host"_s));
}

QString TestDatabase::value(const QString &sql, const QVariantList &binds) const
{
    db::Connection connection(options());
    db::Rows rows = connection.query({sql, binds});
    return rows.next() ? rows.text() : QString();
}

void TestDatabase::execute(const QString &sql, const QVariantList &binds) const
{
    db::Connection connection(options());
    if (binds.isEmpty())
        connection.executeText(sql); // DDL can't be prepared
    else
        connection.execute({sql, binds});
}

Scope TestDatabase::demoScope() const
{
    db::Connection connection(options());
    db::Rows rows = connection.query(sql::scopesOf(db::demoAdminEmail));
    rows.next();
    return mapScope(rows);
}

} // namespace pivotal::tests
