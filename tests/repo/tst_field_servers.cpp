#include "repo/db/closing.h"
#include "repo/db/transaction.h"
#include "repo/embedded/demo_loader.h"
#include "repo/embedded/embedded_postgres.h"
#include "repo/migrations/migrator.h"
#include "repo/session/console_session.h"
#include "tests/support/await.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// Servers as they occur: with time limits, users who may only read, other encodings, an environment of its own.
class FieldServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { db::waitForClosed(); }
    void aLimitOfTheRoleDoesNotCutMigrationsOff();
    void behindAPoolerTheLimitIsNamed();
    void whoMayOnlyReadReads_data();
    void whoMayOnlyReadReads();
    void rightsOnSomeColumnsAreEnough();
    void rowsThatMayOnlyBeSeenAreNotChanged();
    void aConnectionWhoseProbeFailedIsClosed();
    void otherEncodingsWork();
    void aLaterStatementsFailureIsRecorded();
    void whatIsRefusedIsSaidInTheFuture();
    void theEmbeddedServerTakesNothingFromTheEnvironment();

private:
    [[nodiscard]] static std::unique_ptr<ConsoleSession> open(const QString &url);
    static void makeUsers(const TestDatabase &database, int count);
};

namespace {

struct Recorder : metrics::StatementObserver
{
    QList<metrics::StatementRecord> records;
    void onStatement(const metrics::StatementRecord &record) override { records.append(record); }
};

QString problemOf(const std::function<void()> &act)
{
    try {
        act();
        return {};
    } catch (const RepositoryError &error) {
        return nameOf(error.code) + u' ' + error.message + u' ' + error.detail;
    }
}

} // namespace

std::unique_ptr<ConsoleSession> FieldServersTest::open(const QString &url)
{
    auto session = std::make_unique<ConsoleSession>(SessionRequest{url, u"northwind"_s, u"admin@northwind.example"_s});
    bool isOver = false;
    connect(session.get(), &ConsoleSession::connected, session.get(), &ConsoleSession::enterOrganization);
    connect(session.get(), &ConsoleSession::entered, session.get(), [&isOver] { isOver = true; });
    connect(session.get(), &ConsoleSession::failed, session.get(), [&isOver](const RepositoryError &error) {
        qWarning("%s %s", error.what(), qPrintable(error.detail));
        isOver = true;
    });
    session->connectToServer();
    (void)QTest::qWaitFor([&isOver] { return isOver; }, tests::patience);
    return session;
}

void FieldServersTest::makeUsers(const TestDatabase &database, int count)
{
    database.execute(u"INSERT INTO organizations (id, name, slug, \"updatedAt\") VALUES ('o', 'O', 'o', now())"_s);
    database.execute(
        u"INSERT INTO users (id, \"organizationId\", email, \"firstName\", \"lastName\", \"updatedAt\") SELECT md5(n::text), 'o', "
        "md5(n::text) || '@x.example', md5((n + 1)::text), md5((n + 2)::text), now() FROM generate_series(1, %1) n"_s.arg(count));
}

void FieldServersTest::aLimitOfTheRoleDoesNotCutMigrationsOff()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    {
        db::Connection connection(database.options());
        QCOMPARE(db::Migrator(connection).up(1).size(), 1);
    }
    makeUsers(database, 100'000);
    for (const char *setting : {"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"})
        database.execute(u"ALTER DATABASE %1 SET %2 = '25ms'"_s.arg(database.name(), QLatin1String(setting)));
    db::Connection connection(database.options());
    const QString problem = problemOf([&] { QCOMPARE(db::Migrator(connection).up().size(), db::migrations().size() - 1); });
    QCOMPARE(problem, QString());
    QCOMPARE(connection.executeText(u"SELECT count(*) FROM pg_index WHERE NOT indisvalid"_s).value(0), u"0"_s);
    QCOMPARE(connection.executeText(u"SHOW statement_timeout"_s).value(0), u"25ms"_s); // again
    QCOMPARE(connection.executeText(u"SHOW lock_timeout"_s).value(0), u"25ms"_s);
}

void FieldServersTest::behindAPoolerTheLimitIsNamed()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    {
        db::Connection connection(database.options());
        QCOMPARE(db::Migrator(connection).up(1).size(), 1);
    }
    makeUsers(database, 100'000);
    database.execute(u"ALTER DATABASE %1 SET statement_timeout = '25ms'"_s.arg(database.name()));
    const tests::PgBouncer bouncer(database.options().value(u"host"_s));
    db::Connection connection(
        db::ConnectionOptions::fromUrl(u"postgresql://pivotal@127.0.0.1:%1/%2"_s.arg(bouncer.port()).arg(database.name())));
    QVERIFY(connection.isPooled());
    const QString problem = problemOf([&] { db::Migrator(connection).up(); });
    QVERIFY2(problem.contains(u"statement_timeout = 25ms"_s), qPrintable(problem));
}

void FieldServersTest::whoMayOnlyReadReads_data()
{
    QTest::addColumn<QString>("grant");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("code");
    QTest::newRow("no rights to write") << "GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"
                                        << "UPDATE users"
                                        << "PERMISSION_DENIED";
    QTest::newRow("default_transaction_read_only")
        << "GRANT ALL ON ALL TABLES IN SCHEMA public TO %1; ALTER ROLE %1 SET default_transaction_read_only = on"
        << "default_transaction_read_only"
        << "READ_ONLY";
}

void FieldServersTest::whoMayOnlyReadReads()
{
    QFETCH(QString, grant);
    QFETCH(QString, reason);
    QFETCH(QString, code);
    TestDatabase database(TestDatabase::Kind::Demo);
    const QString role = u"r_"_s + database.name();
    database.execute(
        u"CREATE ROLE %1 LOGIN; GRANT USAGE ON SCHEMA pivotal_console TO %1; GRANT SELECT ON ALL TABLES IN SCHEMA pivotal_console TO %1; "_s
            .arg(role)
        + grant.arg(role));
    {
        const auto session = open(QString(database.url()).replace(u"user=pivotal"_s, u"user="_s + role));
        for (const auto action : {db::WriteAction::EditUsers, db::WriteAction::CreateUsers, db::WriteAction::ChangeRoles,
                                  db::WriteAction::RecordEvents, db::WriteAction::DeleteEvents, db::WriteAction::BuildIndexes})
            QVERIFY(!session->capabilities().writeProblem(action).isEmpty());
        QVERIFY2(session->capabilities().writeProblem(db::WriteAction::EditUsers).contains(reason),
                 qPrintable(session->capabilities().writeProblem(db::WriteAction::EditUsers)));
        const auto page = await(session->users().page({}, defaultUserSort, {}));
        QVERIFY(page.value && page.value->total > 0);
        UserFilter filter;
        filter.text = u"olivia"_s;
        QVERIFY(await(session->users().page(filter, defaultUserSort, {})).value);
        QVERIFY(await(session->users().roles()).value);
        QVERIFY(await(session->audit().page({}, defaultAuditSort, {})).value);
        QVERIFY(await(session->migrations().status()).value);
        const auto refused = await(session->users().update(page.value->items.at(1), {{UserField::DisplayName, u"No"_s}}));
        QVERIFY(refused.error);
        QCOMPARE(nameOf(refused.error->code), code);
    }
    QCOMPARE(database.value(u"SELECT count(*) FROM users WHERE \"displayName\" = 'No'"_s), u"0"_s);
    db::waitForClosed();
    database.execute(u"DROP OWNED BY %1; DROP ROLE %1"_s.arg(role));
}

void FieldServersTest::rightsOnSomeColumnsAreEnough()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    const QString role = u"r_"_s + database.name();
    database.execute(u"CREATE ROLE %1 LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1; GRANT UPDATE (\"displayName\", "
                     u"\"updatedAt\") ON users TO %1; "
                     "GRANT INSERT ON audit_logs TO %1"_s.arg(role));
    {
        const auto session = open(QString(database.url()).replace(u"user=pivotal"_s, u"user="_s + role));
        QCOMPARE(session->capabilities().writeProblem(db::WriteAction::EditUsers), QString());
        QVERIFY(!session->capabilities().writeProblem(db::WriteAction::CreateUsers).isEmpty());
        QVERIFY(await(session->migrations().status()).value); // without a right on the console's schema
        const User user = await(session->users().page({}, defaultUserSort, {})).value->items.at(1);
        const auto edited = await(session->users().update(user, {{UserField::DisplayName, u"Allowed"_s}}));
        QVERIFY2(edited.value, edited.error ? qPrintable(edited.error->message + edited.error->detail) : "");
        const auto refused = await(session->users().update(*edited.value, {{UserField::Phone, u"+49 1"_s}}));
        QCOMPARE(refused.error->code, ErrorCode::PermissionDenied);
    }
    db::waitForClosed();
    database.execute(u"DROP OWNED BY %1; DROP ROLE %1"_s.arg(role));
}

/// Row-level security refuses an UPDATE without a word: no row is changed.
void FieldServersTest::rowsThatMayOnlyBeSeenAreNotChanged()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    const QString role = u"r_"_s + database.name();
    database.execute(
        u"CREATE ROLE %1 LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO %1; ALTER TABLE users ENABLE ROW LEVEL SECURITY; "
        "CREATE POLICY seen ON users FOR SELECT USING (true); CREATE POLICY own ON users FOR UPDATE USING (\"firstName\" = 'Mine')"_s.arg(
            role));
    {
        const auto session = open(QString(database.url()).replace(u"user=pivotal"_s, u"user="_s + role));
        QCOMPARE(session->capabilities().writeProblem(db::WriteAction::EditUsers), QString()); // rights don't tell
        const QList<User> users = await(session->users().page({}, defaultUserSort, {})).value->items;
        const QString events = database.value(u"SELECT count(*) FROM audit_logs"_s);
        const auto refused = await(session->users().update(users.at(1), {{UserField::DisplayName, u"No"_s}}));
        QVERIFY(refused.error);
        QCOMPARE(nameOf(refused.error->code), u"PERMISSION_DENIED"_s);
        QVERIFY2(refused.error->message.contains(u"row-level security"_s), qPrintable(refused.error->message));
        const RoleId admin = await(session->users().roles()).value->first().id;
        QCOMPARE(await(session->users().assignRole(users.at(1).id, admin)).error->code, ErrorCode::PermissionDenied);
        User nobody = users.at(1);
        nobody.id.value = u"nobody"_s;
        QCOMPARE(await(session->users().update(nobody, {{UserField::DisplayName, u"No"_s}})).error->code, ErrorCode::RecordNotFound);
        QCOMPARE(database.value(u"SELECT count(*) FROM users WHERE \"displayName\" = 'No'"_s), u"0"_s);
        QCOMPARE(database.value(u"SELECT count(*) FROM audit_logs"_s), events);
        database.execute(u"UPDATE users SET \"firstName\" = 'Mine' WHERE id = ?"_s, {users.at(2).id.value});
        const User mine = *await(session->users().get(users.at(2).id, Freshness::Fresh)).value;
        QVERIFY(await(session->users().update(mine, {{UserField::DisplayName, u"Yes"_s}})).value);
    }
    db::waitForClosed();
    database.execute(u"DROP POLICY seen ON users; DROP POLICY own ON users; DROP OWNED BY %1; DROP ROLE %1"_s.arg(role));
}

/// Where an application's function stands before the server's own.
void FieldServersTest::aConnectionWhoseProbeFailedIsClosed()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    const TestDatabase outer(TestDatabase::Kind::Empty);
    database.execute(
        u"CREATE FUNCTION public.pg_backend_pid() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no probe'; END $$"_s);
    outer.execute(u"ALTER DATABASE %1 SET search_path = public, pg_catalog"_s.arg(database.name()));
    const auto open = [&] { return outer.value(u"SELECT count(*) FROM pg_stat_activity WHERE datname = ?"_s, {database.name()}); };
    QTRY_COMPARE_WITH_TIMEOUT(open(), u"0"_s, tests::patience);
    db::Connection connection([&] { return database.options(); }, {}, nullptr);
    for (int turn = 0; turn < 3; ++turn) {
        const QString problem = problemOf([&] { connection.ensureOpen(); });
        QVERIFY2(problem.contains(u"no probe"_s), qPrintable(problem));
        QVERIFY(!connection.isUsable());
        connection.canceller().request(); // nothing is left that it could cancel
        connection.canceller().reset();
    }
    QTRY_COMPARE_WITH_TIMEOUT(open(), u"0"_s, tests::patience);
    outer.execute(u"ALTER DATABASE %1 RESET search_path"_s.arg(database.name()));
    QCOMPARE(problemOf([&] { connection.ensureOpen(); }), QString());
    QCOMPARE(connection.executeText(u"SELECT 1"_s).value(0), u"1"_s);
}

void FieldServersTest::otherEncodingsWork()
{
    TestDatabase outer(TestDatabase::Kind::Empty);
    const QString name = outer.name() + u"_latin1"_s;
    outer.execute(u"CREATE DATABASE %1 ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"_s.arg(name));
    const QString url = QString(outer.url()).replace(outer.name(), name);
    {
        db::Connection connection(db::ConnectionOptions::fromUrl(url));
        QCOMPARE(problemOf([&] { db::Migrator(connection).up(); }), QString());
        connection.executeText(
            u"INSERT INTO organizations (id, name, slug, \"updatedAt\") VALUES ('o', 'Zoë & Söhne', 'northwind', now())"_s);
        connection.executeText(
            u"INSERT INTO users (id, \"organizationId\", email, \"firstName\", \"lastName\", \"updatedAt\") SELECT 'u' || n, 'o', CASE n "
            u"WHEN 0 THEN "
            "'admin@northwind.example' ELSE 'é' || n || '@x.example' END, 'Zoë' || n, 'Ångström', now() FROM generate_series(0, 60) n"_s);
    }
    {
        const auto session = open(url);
        QSet<QString> seen;
        for (int page = 1; page <= 4; ++page) {
            const auto read =
                await(session->users().page({}, {UserSortField::Name, SortDirection::Ascending}, {.page = page, .pageSize = 20}));
            QVERIFY(read.value);
            for (const User &user : read.value->items)
                seen.insert(user.id.value);
        }
        QCOMPARE(seen.size(), 61);
        UserFilter filter;
        filter.text = u"zoë1"_s;
        QVERIFY(await(session->users().page(filter, defaultUserSort, {})).value->total > 0);
        const User user = *await(session->users().get({u"u5"_s}, Freshness::Fresh)).value;
        const auto edited = await(session->users().update(user, {{UserField::DisplayName, u"Señor Ü"_s}}));
        QVERIFY2(edited.value, edited.error ? qPrintable(edited.error->message + edited.error->detail) : "");
        QCOMPARE(edited.value->displayName, u"Señor Ü"_s);
        const auto refused = await(session->users().update(*edited.value, {{UserField::DisplayName, u"5 €"_s}}));
        QVERIFY2(refused.error && refused.error->message.contains(u"“€” (U+20AC)"_s),
                 refused.error ? qPrintable(refused.error->message) : "saved");
        QVERIFY(refused.error->message.contains(u"LATIN1"_s));
        QCOMPARE(refused.error->code, ErrorCode::ValidationError);
    }
    db::waitForClosed();
    outer.execute(u"DROP DATABASE %1 WITH (FORCE)"_s.arg(name));
}

void FieldServersTest::aLaterStatementsFailureIsRecorded()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    Recorder recorder;
    db::Connection connection([&] { return database.options(); }, {}, &recorder);
    connection.ensureOpen();
    QVERIFY(!problemOf([&] { connection.executeText(u"SELECT 1; SELECT 1 / 0"_s); }).isEmpty());
    QCOMPARE(recorder.records.size(), 1);
    QVERIFY(recorder.records.first().error);
    QCOMPARE(recorder.records.first().rows, -1);
    QCOMPARE(connection.executeText(u"SELECT 1; SELECT 2"_s), QStringList{u"2"_s});
    QVERIFY(!recorder.records.last().error);
}

void FieldServersTest::whatIsRefusedIsSaidInTheFuture()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    const auto session = open(database.url());
    QVERIFY(await(session->users().page({}, defaultUserSort, {})).value); // the count is cached now
    const auto noRows = await(session->users().page({}, defaultUserSort, {.page = 2, .pageSize = 0}));
    QVERIFY(noRows.error);
    QCOMPARE(noRows.error->operation, u"users.listUsers"_s);
    UserFilter bad;
    bad.text = QString(10'000, u'x');
    const auto refused = await(session->users().count(bad, Freshness::Cached));
    QVERIFY(refused.error);
    QVERIFY(!refused.error->operation.isEmpty());
}

void FieldServersTest::theEmbeddedServerTakesNothingFromTheEnvironment()
{
    const QList<std::pair<const char *, const char *>> variables{{"PGHOSTADDR", "10.9.9.9"},
                                                                 {"PGSERVICE", "nowhere"},
                                                                 {"PGTARGETSESSIONATTRS", "standby"},
                                                                 {"PGREQUIREPEER", "nobody-there"},
                                                                 {"PGOPTIONS", "-c nonsense=1"},
                                                                 {"PGSSLMODE", "verify-full"},
                                                                 {"PGPORT", "7777"},
                                                                 {"PGDATA", "/nowhere"},
                                                                 {"PGTZ", "No/Where"},
                                                                 {"PGCLIENTENCODING", "nonsense"},
                                                                 {"PGCHANNELBINDING", "require"},
                                                                 {"PGGSSENCMODE", "require"},
                                                                 {"PGUSER", "stranger"},
                                                                 {"PGDATABASE", "none"},
                                                                 {"PGSSLMINPROTOCOLVERSION", "nonsense"}};
    QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeOther | QFile::ExeGroup);
    for (const auto &[name, value] : variables)
        qputenv(name, value);
    const QString problem = problemOf([&] {
        db::EmbeddedPostgres postgres(folder.path() + u"/pg"_s);
        postgres.ensureRunning();
        db::Connection connection(postgres.options(u"postgres"_s));
        QCOMPARE(connection.executeText(u"SELECT current_user"_s).value(0), u"pivotal"_s);
    });
    for (const auto &[name, value] : variables)
        qunsetenv(name);
    QCOMPARE(problem, QString());
}

QTEST_GUILESS_MAIN(FieldServersTest)
#include "tst_field_servers.moc"
