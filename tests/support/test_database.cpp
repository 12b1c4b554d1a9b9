#include "tests/support/test_database.h"

#include "repo/db/closing.h"
#include "repo/embedded/demo_loader.h"
#include "repo/embedded/embedded_postgres.h"
#include "repo/db/executor.h"
#include "repo/migrations/migrator.h"
#include "repo/domain/cuid.h"
#include "repo/organizations/scope_mapping.h"
#include "repo/organizations/organizations_sql.h"

#include <QTemporaryDir>
#include <memory>

namespace pivotal::tests {

namespace {

const QString schemaTemplate = QStringLiteral("template_schema");
const QString demoTemplate = QStringLiteral("template_demo");

/// The server of a test that runs alone, as from an IDE.
struct OwnServer
{
    OwnServer() : postgres(folder.path() + QStringLiteral("/pg"))
    {
        QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeOther | QFile::ExeGroup);
        postgres.ensureRunning();
        TestDatabase::createTemplates(postgres.options(QStringLiteral("postgres")));
    }
    QTemporaryDir folder;
    db::EmbeddedPostgres postgres;
};

db::ConnectionOptions server()
{
    const QString socket = qEnvironmentVariable("PIVOTAL_TEST_SERVER");
    if (!socket.isEmpty())
        return db::ConnectionOptions::onSocket(socket, QStringLiteral("postgres"), QStringLiteral("pivotal"));
    static const OwnServer own;
    return own.postgres.options(QStringLiteral("postgres"));
}

void create(db::Connection &maintenance, const QString &name, const QString &from)
{
    maintenance.executeText(QStringLiteral("CREATE DATABASE %1 TEMPLATE %2 STRATEGY file_copy").arg(name, from));
}

} // namespace

void TestDatabase::createTemplates(const db::ConnectionOptions &server)
{
    db::Connection maintenance(server);
    create(maintenance, schemaTemplate, QStringLiteral("template0"));
    {
        db::Connection connection(server.withDatabase(schemaTemplate));
        db::Migrator(connection).up();
    }
    create(maintenance, demoTemplate, schemaTemplate);
    db::Connection connection(server.withDatabase(demoTemplate));
    db::DemoRequest request;
    request.users = demoUsers;
    request.events = demoEvents;
    request.asOf = *parseInstant(QStringLiteral("2026-11-20T12:00:00Z"), RangeEnd::From, QTimeZone::utc());
    db::loadDemo(connection, request);
}

TestDatabase::TestDatabase(Kind kind) : m_name(QStringLiteral("t_") + newCuid())
{
    db::Connection maintenance(server());
    create(maintenance, m_name,
           kind == Kind::Empty        ? QStringLiteral("template0")
               : kind == Kind::Schema ? schemaTemplate
                                      : demoTemplate);
}

TestDatabase::~TestDatabase()
{
    db::waitForClosed(); // their workers may still look at this one
    db::Connection maintenance(server());
    maintenance.executeText(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(m_name));
}

db::ConnectionOptions TestDatabase::options() const
{
    return server().withDatabase(m_name);
}

QString TestDatabase::url() const
{
    return QStringLiteral("postgresql:///%1?host=%2&user=pivotal").arg(m_name, server().value(QStringLiteral("host")));
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
