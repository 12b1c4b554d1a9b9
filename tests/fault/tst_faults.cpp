// Faults, tried for real. Prints what became of every write; zeros for lost, doubled and torn are what passes.
// PIVOTAL_FAULT_EDITS=500 tst_faults: the long form; without it a short one.

#include "repo/audit/audit_outbox.h"
#include "repo/cache/redis_cache.h"
#include "repo/db/closing.h"
#include "repo/db/transaction.h"
#include "repo/domain/cuid.h"
#include "repo/embedded/demo_loader.h"
#include "repo/embedded/embedded_postgres.h"
#include "repo/migrations/migrator.h"
#include "repo/organizations/organizations_sql.h"
#include "repo/organizations/scope_mapping.h"
#include "tests/support/await.h"
#include "tests/support/edit_load.h"
#include "tests/support/postgres_pair.h"
#include "tests/support/proxied.h"
#include "tests/support/service.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <csignal>
#include <memory>
#include <thread>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::EditLoad;
using tests::LoadReport;
using tests::Proxied;
using tests::TcpProxy;
using tests::TestDatabase;

namespace {

constexpr int loadPatience = 120'000; // ms
constexpr int users = 8;

int editCount()
{
    const int wanted = qEnvironmentVariableIntValue("PIVOTAL_FAULT_EDITS");
    return wanted > 0 ? wanted : 120;
}

Scope demoScope(db::Connection &connection)
{
    db::Rows rows = connection.query(sql::scopesOf(db::demoAdminEmail));
    rows.next();
    return mapScope(rows);
}

QList<UserId> someUsers(db::Connection &connection, const Scope &scope)
{
    QList<UserId> ids;
    db::Rows rows = connection.query({u"SELECT id FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL ORDER BY id LIMIT ?"_s,
                                      {scope.organization.id.value, users}});
    while (rows.next())
        ids.append({rows.text()});
    return ids;
}

void fill(db::Connection &connection)
{
    db::Migrator(connection).up();
    db::DemoRequest request;
    request.users = 200;
    request.events = 1'000;
    db::loadDemo(connection, request);
}

NewAuditEvent thing(int n)
{
    return {u"fault.event"_s, u"Thing"_s, QString::number(n), {}, {}};
}

/// The console that is killed: appends events for ever, and says which are safe.
int spoolForEver(const QString &url, const QString &spoolPath)
{
    const db::ConnectionOptions options = db::ConnectionOptions::fromUrl(url);
    db::Executor executor([options] { return options; }, 1);
    Scope scope;
    {
        db::Connection connection(options);
        scope = demoScope(connection);
    }
    AuditOutbox outbox(executor, scope, u"db"_s, spoolPath);
    for (int n = 0;; ++n) {
        const auto outcome = await(outbox.append({thing(n)}));
        if (!outcome.value)
            return 1;
        std::printf("%s\n", qPrintable(outcome.value->first().value));
        std::fflush(stdout);
    }
}

} // namespace

class FaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverKilledInTheMiddleOfEdits();
    void connectionCutAroundCommit();
    void stalledNetwork();
    void serverBackOnAnotherPort();
    void primaryKilledStandbyPromoted();
    void aStandbyRefusesWritesByName();
    void serializableWritersOnOneRow();
    void writersThatDeadlock();
    void redisKilledAndWiped();
    void consoleKilledWhileEventsAreSpooled();
};

void FaultsTest::serverKilledInTheMiddleOfEdits()
{
    QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeOther | QFile::ExeGroup);
    db::EmbeddedPostgres server(folder.path() + u"/pg"_s);
    server.ensureRunning();
    const db::ConnectionOptions options = server.options(u"postgres"_s);
    auto admin = std::make_unique<db::Connection>(options);
    fill(*admin);
    const Scope scope = demoScope(*admin);
    const QList<UserId> ids = someUsers(*admin, scope);
    db::Executor executor([&server, options] {
        server.ensureRunning();
        return options;
    });
    SqlUsersRepository repository({executor, executor, scope});
    EditLoad load(repository, ids, editCount());
    int kills = 0;
    load.onAnswer = [&](int answers) {
        if (answers >= (kills + 1) * editCount() / 4 && kills < 3) {
            ++kills;
            tests::killPostmaster(server.root() + u"/data"_s);
        }
    };
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), loadPatience);
    server.ensureRunning();
    admin->reopen();
    const LoadReport report = load.check(*admin);
    report.print("PostgreSQL killed (-9) three times");
    QVERIFY(report.isClean());
    QCOMPARE(kills, 3);
    QVERIFY(report.acknowledged > editCount() / 2);
}

void FaultsTest::connectionCutAroundCommit()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    Proxied proxied(database);
    db::Connection admin(database.options());
    db::Executor executor([&proxied] { return proxied.options(); });
    SqlUsersRepository repository({executor, executor, database.demoScope()});
    EditLoad load(repository, someUsers(admin, database.demoScope()), editCount());
    load.onAnswer = [&](int answers) {
        if (answers % 5 == 0)
            proxied.proxy.cutNextCommit(TcpProxy::Cut(1 + answers / 5 % 3));
    };
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), loadPatience);
    const LoadReport report = load.check(admin);
    report.print("connection cut before, during, after COMMIT");
    QVERIFY(report.isClean());
    QCOMPARE(report.acknowledged, editCount()); // each was resolved, none failed
}

void FaultsTest::stalledNetwork()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    Proxied proxied(database);
    db::Connection admin(database.options());
    db::Executor executor([&proxied] { return proxied.options(); });
    SqlUsersRepository repository({executor, executor, database.demoScope()});
    EditLoad load(repository, someUsers(admin, database.demoScope()), editCount() / 2);
    load.onAnswer = [&](int answers) {
        if (answers != editCount() / 4)
            return;
        proxied.proxy.setStalled(true);
        QTimer::singleShot(1'500, &load, [&] { proxied.proxy.setStalled(false); });
    };
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), loadPatience);
    const LoadReport report = load.check(admin);
    report.print("network stalled for 1.5 s");
    QVERIFY(report.isClean());
}

void FaultsTest::serverBackOnAnotherPort()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    const QString socket = database.options().value(u"host"_s) + u"/.s.PGSQL.5432"_s;
    auto first = std::make_unique<TcpProxy>(socket);
    TcpProxy second(u"127.0.0.1:1"_s);
    const auto options = db::ConnectionOptions::fromUrl(
        u"host=127.0.0.1,127.0.0.1 port=%1,%2 user=pivotal dbname=%3 target_session_attrs=read-write sslmode=disable gssencmode=disable"_s
            .arg(first->port())
            .arg(second.port())
            .arg(database.name()));
    db::Connection admin(database.options());
    db::Executor executor([options] { return options; });
    SqlUsersRepository repository({executor, executor, database.demoScope()});
    EditLoad load(repository, someUsers(admin, database.demoScope()), editCount());
    load.onAnswer = [&](int answers) {
        if (answers == editCount() / 2) {
            first.reset();
            second.setTarget(socket);
        }
    };
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), loadPatience);
    const LoadReport report = load.check(admin);
    report.print("server back on another port");
    QVERIFY(report.isClean());
    QVERIFY(report.acknowledged > editCount() / 2);
}

void FaultsTest::primaryKilledStandbyPromoted()
{
    tests::PostgresPair pair;
    auto admin = std::make_unique<db::Connection>(pair.options(u"postgres"_s));
    fill(*admin);
    const Scope scope = demoScope(*admin);
    const QList<UserId> ids = someUsers(*admin, scope);
    db::Executor executor([&pair] { return pair.options(u"postgres"_s); });
    SqlUsersRepository repository({executor, executor, scope});
    EditLoad load(repository, ids, editCount());
    std::thread failOver;
    load.onAnswer = [&](int answers) {
        if (answers == editCount() / 2)
            failOver = std::thread([&pair] { pair.failOver(); });
    };
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), loadPatience);
    failOver.join();
    admin = std::make_unique<db::Connection>(pair.options(u"postgres"_s));
    const LoadReport report = load.check(*admin);
    report.print("primary killed (-9), standby promoted");
    QVERIFY(report.isClean());
    QVERIFY(report.acknowledged > editCount() / 2);
}

void FaultsTest::aStandbyRefusesWritesByName()
{
    tests::PostgresPair pair;
    db::Connection primary(pair.options(u"postgres"_s));
    fill(primary);
    const Scope scope = demoScope(primary);
    const QList<UserId> ids = someUsers(primary, scope);
    db::Executor executor([&pair] { return pair.standbyOptions(u"postgres"_s); });
    SqlUsersRepository repository({executor, executor, scope});
    QTRY_VERIFY(await(repository.get(ids.first())).value); // as soon as it has been replicated
    const User user = *await(repository.get(ids.first())).value;
    const auto outcome = await(repository.update(user, {{UserField::Phone, u"12345"_s}}));
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::ReadOnly);
}

void FaultsTest::serializableWritersOnOneRow()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    database.execute(u"CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)"_s);
    std::atomic<int> acknowledged = 0;
    std::atomic<int> retries = 0;
    const auto write = [&] {
        db::Connection connection(database.options());
        db::TransactionOptions options;
        options.name = u"count"_s;
        options.isolation = db::Isolation::Serializable;
        options.retry.maxAttempts = 50;
        for (int i = 0; i < 100; ++i) {
            connection.beginOperation({options.name, newCuid()});
            db::withTransaction(connection, options, [&](db::Transaction &) {
                db::Rows rows = connection.query({u"SELECT n FROM counter"_s, {}});
                rows.next();
                return connection.execute({u"UPDATE counter SET n = ?"_s, {rows.integer() + 1}});
            });
            ++acknowledged;
            retries += connection.cost().attempts - 1;
        }
    };
    std::thread a(write);
    std::thread b(write);
    a.join();
    b.join();
    const int counted = database.value(u"SELECT n FROM counter"_s).toInt();
    std::printf("%-46s acknowledged %4d  counted %d  retries %d  lost %d\n", "two serializable writers on one row", acknowledged.load(),
                counted, retries.load(), acknowledged - counted);
    QCOMPARE(counted, 200);
}

void FaultsTest::writersThatDeadlock()
{
    TestDatabase database(TestDatabase::Kind::Empty);
    database.execute(u"ALTER DATABASE %1 SET deadlock_timeout = '20ms'"_s.arg(database.name()));
    database.execute(u"CREATE TABLE counter (id int PRIMARY KEY, n int); INSERT INTO counter VALUES (1, 0), (2, 0)"_s);
    std::atomic<int> retries = 0;
    const auto write = [&](int first, int second) {
        db::Connection connection(database.options());
        db::TransactionOptions options;
        options.name = u"cross"_s;
        options.retry.maxAttempts = 50;
        options.timeout = std::chrono::seconds(60);
        for (int i = 0; i < 40; ++i) {
            connection.beginOperation({options.name, newCuid()});
            db::withTransaction(connection, options, [&](db::Transaction &) {
                connection.execute({u"UPDATE counter SET n = n + 1 WHERE id = ?"_s, {first}});
                return connection.execute({u"UPDATE counter SET n = n + 1 WHERE id = ?"_s, {second}});
            });
            retries += connection.cost().attempts - 1;
        }
    };
    std::thread a(write, 1, 2);
    std::thread b(write, 2, 1);
    a.join();
    b.join();
    const QString counted = database.value(u"SELECT string_agg(n::text, ',' ORDER BY id) FROM counter"_s);
    std::printf("%-46s acknowledged   80  counted %s  retries %d\n", "two writers in opposite order (deadlocks)", qPrintable(counted),
                retries.load());
    QCOMPARE(counted, u"80,80"_s);
}

/// Each read that follows an acknowledged edit has to show it, whatever Redis is up to.
void FaultsTest::redisKilledAndWiped()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    tests::RedisServer redis;
    redis.start();
    const Scope scope = database.demoScope();
    db::Executor executor([&database] { return database.options(); });
    const auto cache = std::make_shared<cache::ReadThrough>(std::make_shared<cache::RedisCache>(cache::RedisOptions::fromUrl(redis.url())),
                                                            std::make_shared<metrics::Telemetry>(), cache::CacheOptions());
    SqlUsersRepository repository({executor, executor, scope, cache});
    User user = *await(repository.get(await(repository.page({}, defaultUserSort, {})).value->items.at(7).id)).value;
    int stale = 0;
    const int rounds = editCount() / 2;
    for (int i = 0; i < rounds; ++i) {
        if (i % 20 == 5)
            redis.kill();
        if (i % 20 == 12)
            redis.start(); // empty
        const auto after = await(repository.update(user, {{UserField::Phone, QString::number(1000 + i)}}));
        QVERIFY2(after.value, after.error ? after.error->what() : "");
        user = *after.value;
        stale += await(repository.get(user.id, Freshness::Cached)).value->phone != user.phone;
        stale += await(repository.get(user.id, Freshness::Cached)).value->phone != user.phone;
    }
    std::printf("%-46s acknowledged %4d  stale reads %d\n", "Redis killed (-9) and wiped", rounds, stale);
    QCOMPARE(stale, 0);
}

void FaultsTest::consoleKilledWhileEventsAreSpooled()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    Proxied proxied(database);
    QTemporaryDir folder;
    const QString spool = folder.filePath(u"spool.sqlite"_s);
    const QString url =
        u"postgresql://pivotal@127.0.0.1:%1/%2?sslmode=disable&gssencmode=disable"_s.arg(proxied.proxy.port()).arg(database.name());
    QStringList safe;
    for (int round = 0; round < 4; ++round) {
        QProcess console;
        console.start(QCoreApplication::applicationFilePath(), {u"spool-for-ever"_s, url, spool});
        const int wanted = 20 + 15 * round;
        QTRY_VERIFY_WITH_TIMEOUT(console.bytesAvailable() > wanted * 26, tests::patience);
        if (round == 2) // and while the server is away
            proxied.proxy.setTarget(u"127.0.0.1:1"_s), proxied.proxy.cutAll();
        ::kill(pid_t(console.processId()), SIGKILL);
        console.waitForFinished();
        QStringList ids = QString::fromLatin1(console.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        if (!ids.isEmpty() && ids.last().size() != 25)
            ids.removeLast(); // killed in the middle of saying it
        safe += ids;
        proxied.proxy.setTarget(database.options().value(u"host"_s) + u"/.s.PGSQL.5432"_s);
    }
    db::Executor executor([&proxied] { return proxied.options(); }, 1);
    AuditOutbox outbox(executor, database.demoScope(), u"db"_s, spool);
    QSignalSpy drained(&outbox, &AuditOutbox::drained);
    QTRY_VERIFY_WITH_TIMEOUT(!drained.isEmpty(), tests::patience);
    int lost = 0;
    for (const QString &id : std::as_const(safe))
        lost += database.value(u"SELECT count(*) FROM audit_logs WHERE id = ?"_s, {id}) != u"1"_s;
    const int waiting = int(local::AuditSpool(spool).depth(u"db/"_s + database.demoScope().organization.id.value));
    const int doubled = database.value(u"SELECT count(*) - count(DISTINCT id) FROM audit_logs WHERE action = 'fault.event'"_s).toInt();
    std::printf("%-46s safe %4d  lost %d  doubled %d  waiting %d\n", "console killed (-9) while it spools, four times", int(safe.size()),
                lost, doubled, waiting);
    QCOMPARE(lost, 0);
    QCOMPARE(doubled, 0);
    QCOMPARE(waiting, 0);
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"spool-for-ever"_s)
        return spoolForEver(arguments.value(2), arguments.value(3));
    FaultsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_faults.moc"
