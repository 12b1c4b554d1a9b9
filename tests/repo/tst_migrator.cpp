#include "repo/db/capabilities.h"
#include "repo/domain/index_info.h"
#include "repo/migrations/migrator.h"
#include "repo/tuning/table_indexes.h"
#include "tests/support/test_database.h"

#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;

using namespace pivotal;
using db::MigrationState;
using db::Migrator;
using tests::TestDatabase;

class MigratorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheWholeSchema();
    void recordsWhatItDid();
    void everyIndexRollsBackAndComesAgain();
    void tablesWithDataAreNotDropped();
    void statusWritesNothing();
    void aBackendsObjectsAreAdoptedNotTouched();
    void withoutCreateRightsItIsPermissionDenied();
    void aBrokenIndexIsBuiltAnew();
    void aChangedFileIsRefused();
    void eachIndexIsNeededBySomething();

private:
    [[nodiscard]] static qsizetype all() { return db::migrations().size(); }
    [[nodiscard]] static QStringList missing(db::Connection &connection)
    {
        return missingIndexNames(withStates(indexesOn(connection, consoleTables()), {}));
    }
    [[nodiscard]] static QList<MigrationState> states(Migrator &migrator)
    {
        QList<MigrationState> list;
        for (const db::MigrationStatus &status : migrator.status())
            list << status.state;
        return list;
    }
};

void MigratorTest::makesTheWholeSchema()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    db::Connection connection(database.options());
    Migrator migrator(connection);
    QCOMPARE(migrator.up().size(), all());
    QVERIFY(migrator.up().isEmpty());
    QCOMPARE(states(migrator), QList<MigrationState>(all(), MigrationState::Applied));
    const db::Capabilities found = db::probeCapabilities(connection);
    QVERIFY(found.missingTables.isEmpty());
    QCOMPARE(missing(connection), QStringList());
    // A few of SCHEMA's facts that are easy to lose.
    const QString column = u"SELECT data_type || coalesce('(' || datetime_precision || ')', '(' || character_maximum_length || ')', '') || "
                           u"' ' || is_nullable || coalesce(' ' || column_default, '') "
                           "FROM information_schema.columns WHERE table_name = ? AND column_name = ?"_s;
    QCOMPARE(database.value(column, {u"users"_s, u"updatedAt"_s}), u"timestamp without time zone(3) NO"_s);
    QCOMPARE(database.value(column, {u"users"_s, u"locale"_s}), u"character varying(10) NO 'en-US'::character varying"_s);
    QCOMPARE(database.value(column, {u"audit_logs"_s, u"metadata"_s}), u"jsonb NO '{}'::jsonb"_s);
    QCOMPARE(database.value(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_audit_logs_org_action'"_s),
             u"CREATE INDEX idx_audit_logs_org_action ON public.audit_logs USING btree (\"organizationId\", action, \"createdAt\" DESC)"_s);
}

void MigratorTest::recordsWhatItDid()
{
    TestDatabase database(TestDatabase::Kind::Schema);
    QCOMPARE(
        database.value(
            u"SELECT count(*) FROM pivotal_console.migrations WHERE length(checksum) = 64 AND applied_by = 'pivotal' AND duration_ms >= 0 AND NOT adopted"_s),
        QString::number(all()));
}

void MigratorTest::everyIndexRollsBackAndComesAgain()
{
    TestDatabase database(TestDatabase::Kind::Schema);
    db::Connection connection(database.options());
    Migrator migrator(connection);
    QCOMPARE(migrator.down(), QStringList{db::migrations().last().name});
    QCOMPARE(migrator.down(int(all()) - 2).size(), all() - 2);
    QCOMPARE(missing(connection).size(), all() - 1); // each but the tables
    for (const QString &name : db::seedIndexes())
        QVERIFY2(missing(connection).contains(name), qPrintable(name));
    QCOMPARE(migrator.up(3).size(), 3);
    QCOMPARE(migrator.up().size(), all() - 4);
    QCOMPARE(missing(connection), QStringList());
    QCOMPARE(migrator.down(int(all())).size(), all()); // no organizations: the tables may go
    QVERIFY(!db::probeCapabilities(connection).hasTables());
}

void MigratorTest::tablesWithDataAreNotDropped()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    db::Connection connection(database.options());
    Migrator migrator(connection);
    migrator.down(int(all()) - 1);
    QVERIFY_EXCEPTION_THROWN(migrator.down(), RepositoryError);
    QCOMPARE(database.value(u"SELECT count(*) FROM users"_s), QString::number(TestDatabase::demoUsers));
}

void MigratorTest::statusWritesNothing()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    db::Connection connection(database.options());
    QCOMPARE(states(*std::make_unique<Migrator>(connection)), QList<MigrationState>(all(), MigrationState::Pending));
    QCOMPARE(database.value(u"SELECT count(*) FROM pg_namespace WHERE nspname = 'pivotal_console'"_s), u"0"_s);
}

void MigratorTest::aBackendsObjectsAreAdoptedNotTouched()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    database.execute(u"DROP SCHEMA pivotal_console CASCADE"_s); // now it is as the backend left it
    database.execute(u"DROP INDEX idx_users_org_email"_s);
    db::Connection connection(database.options());
    Migrator migrator(connection);
    QList<MigrationState> expected(all(), MigrationState::Present);
    const QList<db::Migration> &files = db::migrations(); // the search index went with the schema that holds its function
    const auto search =
        std::find_if(files.begin(), files.end(), [](const db::Migration &file) { return file.object == u"idx_users_search"_s; })
        - files.begin();
    expected[2] = expected[search] = MigrationState::Pending;
    QCOMPARE(states(migrator), expected);
    migrator.up();
    expected.fill(MigrationState::Adopted);
    expected[2] = expected[search] = MigrationState::Applied;
    QCOMPARE(states(migrator), expected);
    migrator.down(int(all()));
    QCOMPARE(missing(connection), (QStringList{u"idx_users_org_email"_s, u"idx_users_search"_s})); // its own only
    QCOMPARE(database.value(u"SELECT count(*) FROM users"_s), QString::number(TestDatabase::demoUsers));
}

void MigratorTest::withoutCreateRightsItIsPermissionDenied()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    database.execute(u"DROP SCHEMA pivotal_console CASCADE"_s);
    const QString role = database.name() + u"_reader"_s;
    database.execute(u"CREATE ROLE %1 LOGIN"_s.arg(role));
    database.execute(u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"_s.arg(role));
    {
        db::Connection connection(db::ConnectionOptions::onSocket(database.options().value(u"host"_s), database.name(), role));
        Migrator migrator(connection);
        QCOMPARE(migrator.status().size(), all());
        QVERIFY(db::probeCapabilities(connection).hasTables());
        try {
            migrator.up();
            QFAIL("created without the right to");
        } catch (const RepositoryError &error) {
            QCOMPARE(error.code, ErrorCode::PermissionDenied);
        }
    }
    database.execute(u"DROP OWNED BY %1"_s.arg(role));
    database.execute(u"DROP ROLE %1"_s.arg(role));
}

void MigratorTest::aBrokenIndexIsBuiltAnew()
{
    TestDatabase database(TestDatabase::Kind::Schema);
    db::Connection connection(database.options());
    Migrator migrator(connection);
    const QString last = db::migrations().last().object;
    migrator.down();
    connection.executeText(u"CREATE INDEX %1 ON users (email)"_s.arg(last));
    connection.executeText(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%1'::regclass"_s.arg(last));
    QCOMPARE(migrator.status().last().state, MigrationState::Pending);
    QCOMPARE(migrator.up().size(), 1);
    QVERIFY(database.value(u"SELECT indexdef FROM pg_indexes WHERE indexname = '%1'"_s.arg(last)).contains(u"audit_logs"_s));
}

void MigratorTest::aChangedFileIsRefused()
{
    TestDatabase database(TestDatabase::Kind::Schema);
    database.execute(u"UPDATE pivotal_console.migrations SET checksum = 'other' WHERE name LIKE '004%'"_s);
    db::Connection connection(database.options());
    Migrator migrator(connection);
    QCOMPARE(migrator.status().at(3).state, MigrationState::Changed);
    QVERIFY_EXCEPTION_THROWN(migrator.up(), RepositoryError);
}

void MigratorTest::eachIndexIsNeededBySomething()
{
    for (const db::Migration &file : db::migrations().mid(1)) // the first makes the tables
        QVERIFY2(!neededBy(file.object).isEmpty(), qPrintable(file.object));
}

QTEST_GUILESS_MAIN(MigratorTest)
#include "tst_migrator.moc"
