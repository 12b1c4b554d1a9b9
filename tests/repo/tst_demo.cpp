#include "repo/embedded/demo_loader.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::TestDatabase;

class DemoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hasExactlyWhatWasAskedFor();
    void isDeterministic();
    void replayingTheTrailGivesTheRow();
    void oldValuesFollowFromTheEventBefore();
    void referencesHold();
    void isVaried_data();
    void isVaried();
    void refusesADatabaseThatIsNotEmpty();
    void fillsAnEmptyOrganization();
    void worksWithFewEvents();

private:
    std::unique_ptr<TestDatabase> m_database;
};

namespace {

db::DemoRequest request(int users, int events)
{
    db::DemoRequest demo;
    demo.users = users;
    demo.events = events;
    demo.asOf = *parseInstant(u"2026-11-20T12:00:00Z"_s, RangeEnd::From, QTimeZone::utc());
    return demo;
}

} // namespace

void DemoTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
}

void DemoTest::hasExactlyWhatWasAskedFor()
{
    QCOMPARE(m_database->value(u"SELECT count(*) FROM users"_s), QString::number(TestDatabase::demoUsers));
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs"_s), QString::number(TestDatabase::demoEvents));
    QCOMPARE(m_database->value(u"SELECT count(*) FROM organizations"_s), u"3"_s);
}

void DemoTest::isDeterministic()
{
    TestDatabase again(TestDatabase::Kind::Schema);
    db::Connection connection(again.options());
    db::loadDemo(connection, request(TestDatabase::demoUsers, TestDatabase::demoEvents));
    for (const char *table : {"organizations", "users", "roles", "user_roles", "audit_logs"}) {
        const QString digest = u"SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM %1 t"_s.arg(QLatin1String(table));
        QCOMPARE(again.value(digest), m_database->value(digest));
    }
}

void DemoTest::replayingTheTrailGivesTheRow()
{
    // The last value that the trail gives each field of each user, against the row.
    const QString different = m_database->value(uR"(
        WITH told AS (
            SELECT DISTINCT ON (a."entityId", f.key) a."entityId" AS id, f.key, f.value
            FROM audit_logs a, jsonb_each(a."newValues") f
            WHERE a."entityType" = 'User' AND a.action <> 'users.role_added' AND f.key <> 'reason'
            ORDER BY a."entityId", f.key, a."createdAt" DESC, a.id DESC
        ), actual AS (
            SELECT u.id, f.key, f.value FROM users u, jsonb_each(to_jsonb(u)) f
        )
        SELECT string_agg(DISTINCT t.key, ',') FROM told t JOIN actual c USING (id, key)
        WHERE CASE WHEN t.key LIKE '%At' OR t.key = 'lockedUntil'
                   THEN (t.value #>> '{}')::timestamptz AT TIME ZONE 'UTC' IS DISTINCT FROM (c.value #>> '{}')::timestamp
                   ELSE t.value IS DISTINCT FROM c.value END)"_s);
    QCOMPARE(different, QString());
    QCOMPARE(m_database->value(u"SELECT count(*) > 10 FROM users WHERE \"loginCount\" > 5"_s), u"t"_s);
}

void DemoTest::oldValuesFollowFromTheEventBefore()
{
    const QString broken = m_database->value(uR"(
        WITH told AS (
            SELECT a."entityId", f.key, a."createdAt", a.id, a."oldValues"->f.key AS before, jsonb_exists(a."oldValues", f.key) AS has_before,
                   lag(f.value) OVER (PARTITION BY a."entityId", f.key ORDER BY a."createdAt", a.id) AS previous
            FROM audit_logs a, jsonb_each(a."newValues") f
            WHERE a."entityType" = 'User' AND a.action NOT LIKE 'users.role%' AND f.key <> 'reason')
        SELECT string_agg(DISTINCT key, ',') FROM told WHERE has_before AND previous IS NOT NULL AND before IS DISTINCT FROM previous)"_s);
    QCOMPARE(broken, QString());
}

void DemoTest::referencesHold()
{
    for (const char *orphans : {"SELECT count(*) FROM users u LEFT JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.id IS NULL",
                                "SELECT count(*) FROM user_roles r LEFT JOIN users u ON u.id = r.\"userId\" AND u.\"organizationId\" = "
                                "r.\"organizationId\" WHERE u.id IS NULL",
                                "SELECT count(*) FROM user_roles g LEFT JOIN roles r ON r.id = g.\"roleId\" AND r.\"organizationId\" = "
                                "g.\"organizationId\" WHERE r.id IS NULL",
                                "SELECT count(*) FROM audit_logs a LEFT JOIN users u ON u.id = a.\"userId\" AND u.\"organizationId\" = "
                                "a.\"organizationId\" WHERE a.\"userId\" IS NOT NULL AND u.id IS NULL",
                                "SELECT count(*) FROM users WHERE id !~ '^c[0-9a-z]{24}$'"})
        QCOMPARE(m_database->value(QLatin1String(orphans)), u"0"_s);
}

void DemoTest::isVaried_data()
{
    QTest::addColumn<QString>("condition");
    for (const char *condition :
         {"status = 'active'", "status = 'inactive'", "status = 'pending'", "status = 'suspended'", "\"deletedAt\" IS NOT NULL",
          "\"mfaEnabled\"", "\"lockedUntil\" > '2026-11-23'", "NOT \"emailVerified\"", "\"displayName\" IS NULL",
          "\"firstName\" ~ '[А-Яа-я]'", "\"firstName\" ~ '[一-龥]'", "\"firstName\" ~ '[ء-ي]'", "\"lastName\" ~ '[''’]'",
          "length(\"lastName\") > 60", "\"displayName\" ~ '[“%\\\\]'"})
        QTest::newRow(condition) << QString::fromUtf8(condition);
}

void DemoTest::isVaried()
{
    static const auto large = [] { // rare things need more than the template's few
        auto database = std::make_unique<TestDatabase>(TestDatabase::Kind::Schema);
        db::Connection connection(database->options());
        db::loadDemo(connection, request(5'000, 50'000));
        return database;
    }();
    QFETCH(QString, condition);
    QVERIFY(large->value(u"SELECT count(*) FROM users WHERE "_s + condition).toInt() > 0);
}

void DemoTest::refusesADatabaseThatIsNotEmpty()
{
    db::Connection connection(m_database->options());
    QVERIFY_EXCEPTION_THROWN(db::loadDemo(connection, request(10, 10)), RepositoryError);
    db::DemoRequest taken = request(10, 10);
    taken.organization = u"northwind"_s;
    QVERIFY_EXCEPTION_THROWN(db::loadDemo(connection, taken), RepositoryError);
    QVERIFY_EXCEPTION_THROWN(db::loadDemo(connection, request(-1, 10)), RepositoryError);
}

void DemoTest::fillsAnEmptyOrganization()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    database.execute(u"INSERT INTO organizations (id, name, slug, \"updatedAt\") VALUES ('new', 'New', 'new', now())"_s);
    db::Connection connection(database.options());
    db::DemoRequest demo = request(50, 500);
    demo.organization = u"new"_s;
    db::loadDemo(connection, demo);
    QCOMPARE(database.value(u"SELECT count(*) FROM users WHERE \"organizationId\" = 'new'"_s), u"50"_s);
    QCOMPARE(database.value(u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = 'new'"_s), u"500"_s);
}

void DemoTest::worksWithFewEvents()
{
    TestDatabase database(TestDatabase::Kind::Schema);
    db::Connection connection(database.options());
    db::loadDemo(connection, request(100, 7));
    QCOMPARE(database.value(u"SELECT count(*) FROM users"_s), u"100"_s);
    QCOMPARE(database.value(u"SELECT count(*) FROM audit_logs"_s), u"7"_s);
    QCOMPARE(
        database.value(
            u"SELECT count(*) FROM users u JOIN user_roles g ON g.\"userId\" = u.id JOIN roles r ON r.id = g.\"roleId\" WHERE r.name = 'admin' AND u.status = 'active'"_s),
        u"3"_s);
}

QTEST_GUILESS_MAIN(DemoTest)
#include "tst_demo.moc"
