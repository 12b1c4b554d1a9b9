#include "repo/db/closing.h"
#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"
#include "repo/session/console_session.h"
#include "repo/tuning/table_indexes.h"
#include "tests/support/await.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// The application's tables in a schema that the URL names, beside others of the same names in public: directly, and through a
/// pooler whose sessions keep nothing.
class SchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everythingWorksInTheSchema_data();
    void everythingWorksInTheSchema();
    void aSchemaWithoutTablesIsNotTheOthers_data() { everythingWorksInTheSchema_data(); }
    void aSchemaWithoutTablesIsNotTheOthers();
    void theMigrationsOfTwoSchemasAreToldApart();

private:
    static constexpr int users = 40;

    [[nodiscard]] QString url(bool isPooled, const QString &schema) const;
    [[nodiscard]] QString decoy() const;
    void workOn(const QString &url);

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<tests::PgBouncer> m_bouncer;
};

void SchemaTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo); // the decoy, with 600 users
    m_bouncer = std::make_unique<tests::PgBouncer>(m_database->options().value(u"host"_s));
}

void SchemaTest::cleanupTestCase()
{
    db::waitForClosed();
    m_bouncer.reset();
    m_database.reset();
}

QString SchemaTest::url(bool isPooled, const QString &schema) const
{
    const QString name = QString::fromLatin1(QUrl::toPercentEncoding(schema));
    return isPooled ? u"postgresql://pivotal@127.0.0.1:%1/%2?pgbouncer=true&connection_limit=5&schema=%3"_s.arg(
               QString::number(m_bouncer->port()), m_database->name(), name)
                    : m_database->url() + u"&pool_timeout=10&schema="_s + name;
}

/// All that stands in public.
QString SchemaTest::decoy() const
{
    QString all;
    for (const char *table : {"organizations", "users", "roles", "user_roles", "audit_logs"})
        all += m_database->value(u"SELECT md5(string_agg(t::text, '' ORDER BY t.id)) FROM public.%1 t"_s.arg(QLatin1String(table)));
    return all + m_database->value(u"SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'"_s);
}

void SchemaTest::everythingWorksInTheSchema_data()
{
    QTest::addColumn<bool>("isPooled");
    QTest::addColumn<QString>("schema");
    QTest::newRow("directly") << false << "app";
    QTest::newRow("through a pooler") << true << "pooled";
    QTest::newRow("directly, an odd name") << false << "My \"App\".v2, üö";
    QTest::newRow("through a pooler, an odd name") << true << "Its \"App\".v2; ' %1 ? üö";
}

void SchemaTest::everythingWorksInTheSchema()
{
    QFETCH(bool, isPooled);
    QFETCH(QString, schema);
    const QString before = decoy();
    const QString where = url(isPooled, schema);
    try {
        db::Connection connection(db::ConnectionOptions::fromUrl(where));
        QCOMPARE(connection.isPooled(), isPooled);
        db::Migrator migrator(connection);
        QCOMPARE(migrator.status().first().state, db::MigrationState::Pending);
        QCOMPARE(migrator.up().size(), db::migrations().size());
        db::DemoRequest request;
        request.users = users;
        request.events = 200;
        request.asOf = Instant::now();
        db::loadDemo(connection, request);
        QCOMPARE(missingIndexNames(connection), QStringList());
        QCOMPARE(migrator.down(2).size(), 2); // the search index, too
        QCOMPARE(migrator.up().size(), 2);
    } catch (const RepositoryError &error) {
        QFAIL(qPrintable(error.message + error.detail));
    }
    workOn(where);
    QCOMPARE(decoy(), before);
    const QString own = m_database->value(u"SELECT count(*) FROM pg_indexes WHERE schemaname = ? AND indexname LIKE 'idx_%'"_s, {schema});
    QCOMPARE(own, QString::number(db::migrations().size() - 1));
    db::Connection other(m_database->options()); // nothing of it stays in a session of the pool
    QCOMPARE(other.executeText(u"SHOW search_path"_s).value(0), u"\"$user\", public"_s);
}

void SchemaTest::workOn(const QString &where)
{
    ConsoleSession session({where, u"northwind"_s, u"admin@northwind.example"_s});
    QSignalSpy entered(&session, &ConsoleSession::entered);
    QString failed;
    connect(&session, &ConsoleSession::failed, this, [&failed](const RepositoryError &error) { failed = error.message + error.detail; });
    connect(&session, &ConsoleSession::connected, &session, &ConsoleSession::enterOrganization);
    session.connectToServer();
    QTRY_VERIFY_WITH_TIMEOUT(!entered.isEmpty() || !failed.isEmpty(), tests::patience);
    QCOMPARE(failed, QString());
    QVERIFY(session.capabilities().canFold);
    QCOMPARE(session.missingIndexes(), QStringList());
    const auto page = await(session.users().page({}, defaultUserSort, {.page = 1, .pageSize = 100}));
    QVERIFY2(page.value, page.error ? page.error->what() : "");
    QVERIFY(page.value->total < users);
    UserFilter filter;
    filter.text = page.value->items.at(1).email.left(6);
    QVERIFY(await(session.users().page(filter, defaultUserSort, {})).value->total >= 1);
    QVERIFY(await(session.users().count({}, Freshness::Fresh)).value);
    QVERIFY(await(session.users().anchors({}, defaultUserSort, AnchorRequest{})).value);
    QVERIFY(await(session.users().estimate({})).value);
    const User user = page.value->items.at(1);
    const auto edited = await(session.users().update(user, {{UserField::DisplayName, u"In the schema"_s}}));
    QVERIFY2(edited.value, edited.error ? edited.error->what() : "");
    QCOMPARE(await(session.users().get(user.id, Freshness::Fresh)).value->displayName, u"In the schema"_s);
    const QList<Role> roles = *await(session.users().roles()).value;
    const auto granted = await(session.users().assignRole(user.id, roles.first().id));
    QVERIFY2(granted.value, granted.error ? granted.error->what() : "");
    NewUser added;
    added.email = u"new@northwind.example"_s;
    added.fields = {{UserField::FirstName, u"New"_s}, {UserField::LastName, u"One"_s}};
    const auto created = await(session.users().create(added));
    QVERIFY2(created.value, created.error ? created.error->what() : "");
    AuditFilter trail;
    trail.entityId = created.value->id.value;
    QCOMPARE(await(session.audit().page(trail, defaultAuditSort, {})).value->total, 1);
    QSignalSpy drained(&session.outbox(), &AuditOutbox::drained);
    QVERIFY(await(session.outbox().append({{u"audit.trail_viewed"_s, u"User"_s, user.id.value, {}, {}}})).value);
    QTRY_VERIFY(!drained.isEmpty());
}

void SchemaTest::aSchemaWithoutTablesIsNotTheOthers()
{
    QFETCH(bool, isPooled);
    const QString before = decoy();
    ConsoleSession session({url(isPooled, u"nothing here"_s), {}, u"admin@northwind.example"_s});
    QString failed;
    connect(&session, &ConsoleSession::failed, this, [&failed](const RepositoryError &error) { failed = error.message; });
    connect(&session, &ConsoleSession::connected, &session, &ConsoleSession::enterOrganization);
    session.connectToServer();
    QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), tests::patience);
    QVERIFY2(failed.contains(u"“nothing here”"_s), qPrintable(failed));
    {
        db::Connection connection(db::ConnectionOptions::fromUrl(url(isPooled, u"nothing here"_s)));
        QVERIFY_EXCEPTION_THROWN(db::Migrator(connection).upOne(db::migrations().at(1).name), RepositoryError); // it has no table for it
    }
    QCOMPARE(decoy(), before);
}

void SchemaTest::theMigrationsOfTwoSchemasAreToldApart()
{
    db::Connection connection(db::ConnectionOptions::fromUrl(url(false, u"third"_s)));
    db::Migrator migrator(connection);
    QCOMPARE(migrator.up(2).size(), 2);
    QCOMPARE(migrator.status().at(1).state, db::MigrationState::Applied);
    QCOMPARE(migrator.status().at(2).state, db::MigrationState::Pending);
    QCOMPARE(migrator.down(2).size(), 2);
    db::Connection inPublic(db::ConnectionOptions::fromUrl(url(false, u"public"_s)));
    for (const db::MigrationStatus &status : db::Migrator(inPublic).status())
        QCOMPARE(status.state, db::MigrationState::Applied);
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "tst_schema.moc"
