#include "repo/audit/sql_audit_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QTest>
#include <functional>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

Q_DECLARE_METATYPE(std::function<void(pivotal::AuditFilter &)>)

class AuditRepositoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void filtersMatchWhatTheySay_data();
    void filtersMatchWhatTheySay();
    void sortsAsTheDatabaseDoes_data();
    void sortsAsTheDatabaseDoes();
    void trailIsWhole();
    void refusesBadInput();
    void nullsComeAsNothing();

private:
    std::unique_ptr<TestDatabase> m_database;
    Scope m_scope;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<SqlAuditRepository> m_audit;
};

void AuditRepositoryTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); });
    m_audit = std::make_unique<SqlAuditRepository>(RepositoryContext{*m_executor, *m_executor, m_scope});
}

void AuditRepositoryTest::cleanupTestCase()
{
    m_audit.reset();
    m_executor.reset();
    m_database.reset();
}

void AuditRepositoryTest::filtersMatchWhatTheySay_data()
{
    using Set = std::function<void(AuditFilter &)>;
    QTest::addColumn<Set>("set");
    QTest::addColumn<QString>("condition");
    const auto row = [](const char *name, const Set &set, const char *condition) {
        QTest::newRow(name) << set << QString::fromLatin1(condition);
    };
    row(
        "none", [](AuditFilter &) {}, "true");
    row(
        "action", [](AuditFilter &f) { f.actions = QStringList{u"auth.login"_s}; }, "action = 'auth.login'");
    row(
        "actions", [](AuditFilter &f) { f.actions = QStringList{u"users.*"_s}; }, "action LIKE 'users.%'");
    row(
        "literal underscore", [](AuditFilter &f) { f.actions = QStringList{u"auth.login_*"_s}; }, "action = 'auth.login_failed'");
    row(
        "type", [](AuditFilter &f) { f.entityTypes = QStringList{u"Role"_s}; }, "\"entityType\" = 'Role'");
    row(
        "actor by email", [](AuditFilter &f) { f.actor = u"Admin@Northwind.example"_s; },
        "\"userId\" IN (SELECT id FROM users WHERE email = 'admin@northwind.example')");
    row(
        "ip prefix", [](AuditFilter &f) { f.ipAddress = u"10.1.*"_s; }, "\"ipAddress\" LIKE '10.1.%'");
    row(
        "range",
        [](AuditFilter &f) {
            f.created = {parseInstant(u"2026-03-01"_s, RangeEnd::From, QTimeZone::utc()),
                         parseInstant(u"2026-03-31"_s, RangeEnd::To, QTimeZone::utc())};
        },
        "\"createdAt\" >= '2026-03-01' AND \"createdAt\" < '2026-04-01'");
    row(
        "several",
        [](AuditFilter &f) {
            f.actions = QStringList{u"users.update"_s};
            f.entityTypes = QStringList{u"User"_s};
            f.ipAddress = u"2001:*"_s;
        },
        "action = 'users.update' AND \"entityType\" = 'User' AND \"ipAddress\" LIKE '2001:%'");
}

void AuditRepositoryTest::filtersMatchWhatTheySay()
{
    QFETCH(std::function<void(AuditFilter &)>, set);
    QFETCH(QString, condition);
    AuditFilter filter;
    set(filter);
    const auto reply = await(m_audit->page(filter, defaultAuditSort, {1, 100, Total::Count}));
    QVERIFY(reply.value);
    QCOMPARE(QString::number(reply.value->total),
             m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ? AND "_s + condition,
                               {m_scope.organization.id.value}));
    QVERIFY2(reply.value->total > 0, "the demo data has none to filter: the test shows nothing");
}

void AuditRepositoryTest::sortsAsTheDatabaseDoes_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QString>("order");
    QTest::newRow("newest") << "createdAt:desc"
                            << "\"createdAt\" DESC, id DESC";
    QTest::newRow("oldest") << "createdAt:asc"
                            << "\"createdAt\", id";
    QTest::newRow("action") << "action:asc"
                            << "action, \"createdAt\", id";
    QTest::newRow("type") << "entityType:desc"
                          << "\"entityType\" DESC, \"createdAt\" DESC, id DESC";
}

void AuditRepositoryTest::sortsAsTheDatabaseDoes()
{
    QFETCH(QString, sort);
    QFETCH(QString, order);
    const auto reply = await(m_audit->page({}, parseAuditSort(sort), {3, 100, Total::Count}));
    QStringList ids;
    for (const AuditEvent &event : reply.value->items)
        ids << event.id.value;
    QCOMPARE(
        ids.join(u','),
        m_database->value(
            u"SELECT string_agg(id, ',') FROM (SELECT id FROM audit_logs WHERE \"organizationId\" = ? ORDER BY %1 LIMIT 100 OFFSET 200) p"_s
                .arg(order),
            {m_scope.organization.id.value}));
}

void AuditRepositoryTest::trailIsWhole()
{
    const QString user = m_database->value(
        u"SELECT \"entityId\" FROM audit_logs WHERE \"organizationId\" = ? AND \"entityType\" = 'User' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"_s,
        {m_scope.organization.id.value});
    const auto reply = await(m_audit->trail(u"User"_s, user, {1, 100, Total::Count}));
    QVERIFY(reply.value && reply.value->total > 10);
    for (const AuditEvent &event : reply.value->items)
        QCOMPARE(event.entityId, user);
    QCOMPARE(QString::number(reply.value->total),
             m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"entityType\" = 'User' AND \"entityId\" = ?"_s, {user}));
}

void AuditRepositoryTest::refusesBadInput()
{
    AuditFilter filter;
    filter.actions = QStringList{u"a"_s + QChar(QChar::Null)};
    QCOMPARE(await(m_audit->page(filter, defaultAuditSort, {})).error->code, ErrorCode::ValidationError);
    filter = {};
    filter.created = {Instant{9}, Instant{1}};
    QCOMPARE(await(m_audit->page(filter, defaultAuditSort, {})).error->code, ErrorCode::ValidationError);
}

void AuditRepositoryTest::nullsComeAsNothing()
{
    m_database->execute(
        u"INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\") VALUES ('bare', ?, 'test.bare', 'Thing', 'x')"_s,
        {m_scope.organization.id.value});
    AuditFilter filter;
    filter.actions = QStringList{u"test.bare"_s};
    const auto reply = await(m_audit->page(filter, defaultAuditSort, {}));
    const AuditEvent event = reply.value->items.first();
    QVERIFY(!event.actorId);
    QVERIFY(!event.oldValues && !event.newValues && !event.ipAddress);
    QVERIFY(fieldChanges(event).isEmpty());
}

QTEST_GUILESS_MAIN(AuditRepositoryTest)
#include "tst_audit_repository.moc"
