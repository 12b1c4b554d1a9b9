#include "repo/cache/memory_cache.h"
#include "repo/cache/redis_cache.h"
#include "repo/migrations/migrator.h"
#include "repo/server/server_repository.h"
#include "repo/tuning/tuning_repository.h"
#include "tests/support/await.h"
#include "tests/support/postgres_pair.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QTest>
#include <thread>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

namespace {

const QString counted = u"SELECT count(*) AS planted FROM users WHERE status = 'active'"_s;

/// A database user of the test, dropped at its end; roles belong to the whole server.
class LoginRole
{
public:
    explicit LoginRole(const TestDatabase &database) : m_database(database) { m_database.execute(u"CREATE ROLE %1 LOGIN"_s.arg(name)); }
    ~LoginRole()
    {
        m_database.execute(u"DROP OWNED BY %1"_s.arg(name));
        m_database.execute(u"DROP ROLE %1"_s.arg(name));
    }
    [[nodiscard]] db::ConnectionOptions options() const
    {
        const db::ConnectionOptions owner = m_database.options();
        return db::ConnectionOptions::onSocket(owner.value(u"host"_s), m_database.name(), name);
    }

    const QString name = u"visitor_%1"_s.arg(QCoreApplication::applicationPid());

private:
    const TestDatabase &m_database;
};

/// A session that runs one statement on a thread of its own, and says how it ended.
class Runner
{
public:
    Runner(const db::ConnectionOptions &options, const QString &statement)
    {
        m_thread = std::thread([this, options, statement] {
            db::Connection connection(options);
            try {
                connection.executeText(statement);
                state = u"done"_s;
            } catch (const RepositoryError &error) {
                state = error.sqlState;
            }
            hasEnded = true;
        });
    }
    ~Runner() { m_thread.join(); }

    QString state; ///< once it has ended
    std::atomic<bool> hasEnded = false;

private:
    std::thread m_thread;
};

StatementStats statement(qint64 id, qint64 calls, double totalMs, double maxMs)
{
    StatementStats stats;
    stats.queryId = id;
    stats.calls = calls;
    stats.totalMs = totalMs;
    stats.maxMs = maxMs;
    stats.squaredMs = totalMs * totalMs / double(calls); // each call took the same
    return stats;
}

} // namespace

/// The statistics of the server, on real ones.
class ServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void statementsAreCountedWithinTheWindow();
    void onlyWorkIsCounted();
    void aLongStatementIsWhole();
    void aMissingExtensionIsNamed();
    void theWindowSurvivesResets();
    void theWindowAddsUpUsers();
    void anIncompleteSnapshotInventsNothing();
    void aBlockedBackendIsSeenAndCancelled();
    void aBlockedBackendIsTerminated();
    void anotherBackendsStartChangesNothing();
    void databaseFigures();
    void tableFigures();
    void aRoleWithoutPrivilegesGetsHints();
    void itMayNotEndOthers();
    void redisFigures();
    void redisThatIsDown();
    void redisInfoIsParsed();
    void replicationFigures();

private:
    template <class T>
    [[nodiscard]] T figures(QFuture<Section<T>> future);
    template <class T>
    [[nodiscard]] std::optional<Unavailable> unavailable(QFuture<Section<T>> future);
    [[nodiscard]] std::optional<Backend> blocked();
    [[nodiscard]] QString auditCount(const QString &action) const;
    [[nodiscard]] QString lockOneUser() const;

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<ServerRepository> m_server;
};

void ServerTest::init()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); }, 2);
    m_server = std::make_unique<ServerRepository>(*m_executor, m_database->demoScope());
}

void ServerTest::cleanup()
{
    m_server.reset();
    m_executor.reset();
    m_database.reset();
}

/// The section's value; a default one where it has none, which the test then fails by.
template <class T>
T ServerTest::figures(QFuture<Section<T>> future)
{
    const auto outcome = await(future);
    if (outcome.error)
        qWarning("%s %s", outcome.error->what(), qPrintable(outcome.error->detail));
    if (!outcome.value)
        return {};
    if (const auto *missing = std::get_if<Unavailable>(&*outcome.value))
        qWarning("%s", qPrintable(missing->hint));
    const T *found = std::get_if<T>(&*outcome.value);
    return found ? *found : T();
}

template <class T>
std::optional<Unavailable> ServerTest::unavailable(QFuture<Section<T>> future)
{
    const auto outcome = await(future);
    const Unavailable *missing = outcome.value ? std::get_if<Unavailable>(&*outcome.value) : nullptr;
    return missing ? std::optional(*missing) : std::nullopt;
}

std::optional<Backend> ServerTest::blocked()
{
    for (const Backend &backend : figures(m_server->activity()).backends)
        if (!backend.blockedBy.isEmpty())
            return backend;
    return std::nullopt;
}

QString ServerTest::auditCount(const QString &action) const
{
    return m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = ?"_s, {action});
}

QString ServerTest::lockOneUser() const
{
    return u"UPDATE users SET phone = phone WHERE id = '%1'"_s.arg(m_database->value(u"SELECT min(id) FROM users"_s));
}

void ServerTest::statementsAreCountedWithinTheWindow()
{
    m_database->execute(u"CREATE SCHEMA tools; CREATE EXTENSION pg_stat_statements SCHEMA tools"_s); // not on the search path
    db::Connection connection(m_database->options());
    connection.executeText(counted); // before the window
    const StatementSnapshot before = figures(m_server->statements());
    QVERIFY(before.at.msecs > 0 && before.resetAt && before.isComplete && before.hint.isEmpty());
    for (int i = 0; i < 7; ++i)
        connection.executeText(counted);
    const StatementSnapshot after = figures(m_server->statements());
    const StatementWindow window = difference(after, before);
    QVERIFY(window.msecs > 0 && !window.wasReset);
    int found = 0;
    for (const StatementDelta &delta : window.statements) {
        if (!delta.query.startsWith(u"SELECT count(*) AS planted"_s))
            continue;
        ++found;
        QCOMPARE(delta.query, u"SELECT count(*) AS planted FROM users WHERE status = $1"_s);
        QCOMPARE(delta.calls, 7);
        QCOMPARE(delta.rows, 7);
        QVERIFY(delta.totalMs > 0 && delta.meanMs > 0 && delta.meanMs <= delta.maxMs);
        QVERIFY(qAbs(delta.totalMs - 7 * delta.meanMs) < 0.001);
        QVERIFY(delta.sharedHit > 0 && delta.cacheHit().value_or(0) > 0.5);
    }
    QCOMPARE(found, 1);
    for (qsizetype i = 1; i < window.statements.size(); ++i)
        QVERIFY(window.statements.at(i - 1).totalMs >= window.statements.at(i).totalMs);

    m_database->execute(u"SELECT tools.pg_stat_statements_reset(0, d.oid, 0) FROM pg_database d WHERE d.datname = current_database()"_s);
    connection.executeText(counted);
    for (const StatementDelta &delta : difference(figures(m_server->statements()), after).statements)
        if (delta.query.startsWith(u"SELECT count(*) AS planted"_s))
            QCOMPARE(delta.calls, 1);
}

/// Neither utility statements nor what the dashboard asks, prepared or not; all else, however it begins.
void ServerTest::onlyWorkIsCounted()
{
    m_database->execute(u"CREATE EXTENSION pg_stat_statements"_s);
    TuningRepository tuning(*m_executor);
    const auto lookAtAll = [&] {
        (void)figures(m_server->activity());
        (void)figures(m_server->database());
        (void)figures(m_server->tables());
        (void)figures(m_server->replication());
        (void)await(tuning.diagnose({u"SELECT id FROM audit_logs WHERE \"sessionId\" = 'x'"_s, {}}, Analyze::No));
        return figures(m_server->statements());
    };
    (void)lookAtAll();
    {
        db::Connection connection(m_database->options());
        const QStringList texts{u"SELECT count(*) AS planted FROM users"_s,
                                u"/* SELECT */ EXPLAIN SELECT 'planted'"_s,
                                u"EXPLAIN ANALYZE SELECT 'planted'"_s,
                                u"CREATE TABLE planted AS SELECT 1 AS one"_s,
                                u"-- EXPLAIN\nVALUES (1)"_s,
                                u"/* a * b */ (( SELECT max(one) FROM planted ) )"_s,
                                u"with p AS (SELECT one FROM planted) SELECT max(one) FROM p"_s,
                                u"INSERT INTO planted VALUES (2)"_s,
                                u"PREPARE \"a b\" (text) AS (SELECT max(one) FROM planted WHERE one::text = $1)"_s,
                                u"EXECUTE \"a b\" ('1')"_s,
                                u"VACUUM planted"_s,
                                u"DROP TABLE planted"_s};
        (void)db::Migrator(connection).status();
        for (const QString &text : texts)
            connection.executeText(text);
        (void)connection.query({u"TABLE users"_s, {}}); // prepared
    }
    QStringList found;
    for (const StatementStats &each : lookAtAll().statements)
        found << each.query.section(u"planted"_s, 0, 0);
    for (const QString &own :
         {u"pg_stat"_s, u"hypopg"_s, u"pg_index"_s, u"reltuples"_s, u"pg_backend_pid"_s, u"pivotal_console"_s, u"to_regclass"_s})
        QVERIFY2(found.filter(own).isEmpty(), qPrintable(found.filter(own).join(u'\n')));
    const auto counted = [&](const QString &start) { return found.filter(start).size(); };
    QCOMPARE(counted(u"SELECT count(*) AS "_s), 1);
    QCOMPARE(counted(u"TABLE users"_s), 1);
    QCOMPARE(counted(u"-- EXPLAIN\nVALUES ($1)"_s), 1);
    QCOMPARE(counted(u"/* a * b */ (( SELECT max(one) FROM "_s), 1);
    QCOMPARE(counted(u"with p AS (SELECT one FROM "_s), 1);
    QCOMPARE(counted(u"INSERT INTO "_s), 1);
    QCOMPARE(counted(u"PREPARE \"a b\" (text) AS (SELECT max(one) FROM "_s), 1);
    for (const char *utility : {"EXPLAIN (", "EXPLAIN A", "EXPLAIN S", "CREATE", "VACUUM", "DROP", "BEGIN", "COMMIT", "SET "})
        QVERIFY2(found.filter(QLatin1String(utility)).isEmpty(), utility);
}

void ServerTest::aLongStatementIsWhole()
{
    m_database->execute(u"CREATE EXTENSION pg_stat_statements"_s);
    const auto planted = [](int conditions) {
        return u"SELECT count(*) FROM users WHERE %1phone IS NULL"_s.arg(u"phone IS NULL OR "_s.repeated(conditions));
    };
    const QString whole = planted(400);
    const QString cut = planted(700);
    QVERIFY(whole.size() > 6'000 && cut.size() > 10'000);
    m_database->execute(whole);
    m_database->execute(cut);
    QStringList texts;
    for (const StatementStats &each : figures(m_server->statements()).statements)
        texts << each.query;
    QVERIFY(texts.contains(whole));
    QVERIFY(texts.contains(cut.left(10'000) + u" …"_s));
}

void ServerTest::aMissingExtensionIsNamed()
{
    const auto missing = unavailable(m_server->statements());
    QVERIFY(missing);
    QCOMPARE(missing->reason, Unavailable::Reason::NotCreated); // the server has it preloaded
    QVERIFY(missing->hint.contains(u"CREATE EXTENSION pg_stat_statements"_s));
    QVERIFY(!missing->hint.contains(u"shared_preload_libraries"_s));
    QCOMPARE(figures(m_server->tables()).isEmpty(), false); // no other section goes along
}

void ServerTest::theWindowSurvivesResets()
{
    StatementSnapshot older;
    older.resetAt = Instant{1'000};
    older.statements = {statement(1, 100, 500, 20), statement(2, 50, 100, 2), statement(3, 5, 5, 1)};
    StatementSnapshot newer = older;
    newer.at = {5'000};
    newer.statements = {statement(1, 110, 520, 20), statement(2, 4, 12, 3), statement(4, 2, 8, 4), statement(3, 5, 5, 1)};
    const StatementWindow window = difference(newer, older);
    QCOMPARE(window.msecs, 5'000);
    QVERIFY(!window.wasReset);
    QCOMPARE(window.statements.size(), 3); // what didn't run isn't there
    QCOMPARE(window.statements.at(0).queryId, 1);
    QCOMPARE(window.statements.at(0).calls, 10);
    QCOMPARE(window.statements.at(0).meanMs, 2.0);
    QVERIFY(!window.statements.at(0).isMaxOfWindow); // the 20 ms were before
    QCOMPARE(window.statements.at(1).calls, 4);      // counted anew: evicted, or reset by itself
    QVERIFY(window.statements.at(1).isMaxOfWindow);
    QCOMPARE(window.statements.at(2).calls, 2); // new
    QCOMPARE(window.statements.at(2).stddevMs, 0.0);

    newer.resetAt = Instant{4'000};
    newer.statements = {statement(1, 300, 900, 30)};
    const StatementWindow reset = difference(newer, older);
    QVERIFY(reset.wasReset);
    QCOMPARE(reset.statements.first().calls, 300);
    QCOMPARE(reset.statements.first().totalMs, 900.0);
}

void ServerTest::theWindowAddsUpUsers()
{
    StatementSnapshot older;
    StatementSnapshot newer;
    older.statements = {statement(1, 10, 10, 1)};
    newer.statements = {statement(1, 20, 20, 1), statement(1, 30, 90, 3)};
    newer.statements.last().userId = 77; // for whom it is new
    const StatementWindow window = difference(newer, older);
    QCOMPARE(window.statements.size(), 1);
    QCOMPARE(window.statements.first().calls, 40);
    QCOMPARE(window.statements.first().totalMs, 100.0);
    QCOMPARE(window.statements.first().meanMs, 2.5);
    QCOMPARE(window.statements.first().maxMs, 3.0);
    QVERIFY(window.statements.first().isMaxOfWindow);
    // Ten calls of 1 ms, thirty of 3 ms.
    QVERIFY(qAbs(window.statements.first().stddevMs - 0.8660254) < 1e-6);
}

void ServerTest::anIncompleteSnapshotInventsNothing()
{
    StatementSnapshot older;
    older.isComplete = false;
    older.statements = {statement(1, 10, 10, 1)};
    StatementSnapshot newer = older;
    newer.statements << statement(2, 1'000, 1'000, 1); // perhaps long there
    QVERIFY(difference(newer, older).statements.isEmpty());
}

void ServerTest::aBlockedBackendIsSeenAndCancelled()
{
    db::Connection holder(m_database->options());
    holder.executeText(u"BEGIN; %1"_s.arg(lockOneUser()));
    const int holderPid = holder.executeText(u"SELECT pg_backend_pid()"_s).value(0).toInt();
    Runner waiter(m_database->options(), lockOneUser());
    QTRY_VERIFY_WITH_TIMEOUT(blocked(), tests::patience);
    const Backend found = *blocked();
    QCOMPARE(found.blockedBy, QList<int>{holderPid});
    QCOMPARE(found.user, u"pivotal"_s);
    QCOMPARE(found.application, u"pivotal-console"_s);
    QCOMPARE(found.state, u"active"_s);
    QCOMPARE(found.type, u"client backend"_s);
    QVERIFY(found.isConsole && found.waitEvent.startsWith(u"Lock: "_s) && found.query.startsWith(u"UPDATE users"_s));
    QVERIFY(found.queryMs && *found.queryMs >= 0 && *found.queryMs < tests::patience && found.transactionMs);

    const auto cancelled = await(m_server->cancel(found.id));
    QVERIFY(cancelled.value);
    QTRY_VERIFY_WITH_TIMEOUT(waiter.hasEnded, tests::patience);
    QCOMPARE(waiter.state, u"57014"_s);
    QCOMPARE(auditCount(u"server.backend_cancelled"_s), u"1"_s);
    QCOMPARE(m_database->value(
                 u"SELECT concat_ws('|', \"entityType\", \"entityId\", \"newValues\" ->> 'user', \"newValues\" ->> 'application', "
                 "left(\"newValues\" ->> 'query', 12), \"userId\" IS NOT NULL, metadata ->> 'client') FROM audit_logs WHERE action = "
                 "'server.backend_cancelled'"_s),
             u"Backend|%1|pivotal|pivotal-console|UPDATE users|t|pivotal-console"_s.arg(found.id.pid));
    holder.rollback();
}

void ServerTest::aBlockedBackendIsTerminated()
{
    db::Connection holder(m_database->options());
    holder.executeText(u"BEGIN; %1"_s.arg(lockOneUser()));
    Runner waiter(m_database->options(), lockOneUser());
    QTRY_VERIFY_WITH_TIMEOUT(blocked(), tests::patience);
    const Backend found = *blocked();
    QVERIFY(await(m_server->terminate(found.id)).value);
    QTRY_VERIFY_WITH_TIMEOUT(waiter.hasEnded, tests::patience);
    QCOMPARE(waiter.state, u"57P01"_s);
    QCOMPARE(auditCount(u"server.backend_terminated"_s), u"1"_s);
    holder.rollback();

    const auto again = await(m_server->terminate(found.id));
    QVERIFY(again.error);
    QCOMPARE(again.error->code, ErrorCode::RecordNotFound);
    QCOMPARE(auditCount(u"server.backend_terminated"_s), u"1"_s);
}

void ServerTest::anotherBackendsStartChangesNothing()
{
    db::Connection other(m_database->options());
    BackendId id;
    id.pid = other.executeText(u"SELECT pg_backend_pid()"_s).value(0).toInt();
    id.startedAt = u"2026-01-01 00:00:00.000001+00"_s; // of whoever had the pid before
    for (const auto &outcome : {await(m_server->cancel(id)), await(m_server->terminate(id))}) {
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->code, ErrorCode::RecordNotFound);
    }
    QCOMPARE(other.executeText(u"SELECT 42"_s), QStringList{u"42"_s}); // it lives
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"entityType\" = 'Backend'"_s), u"0"_s);
}

void ServerTest::databaseFigures()
{
    const DatabaseStats before = figures(m_server->database());
    QVERIFY(before.connections > 0 && before.connections < before.maxConnections);
    QCOMPARE(before.maxConnections, 60);
    QVERIFY(before.sizeBytes > 1'000'000);
    {
        db::Connection connection(m_database->options());
        for (int i = 0; i < 5; ++i)
            connection.executeText(u"BEGIN; SELECT count(*) FROM users; ROLLBACK"_s);
        connection.executeText(
            u"SET work_mem = '64kB'; SELECT count(*) FROM (SELECT id FROM audit_logs ORDER BY \"entityId\", id OFFSET 0) a"_s);
    } // its counters are sent when it ends
    const auto grown = [&] { return difference(figures(m_server->database()), before); };
    QTRY_VERIFY_WITH_TIMEOUT(grown().counters.rollbacks >= 5, tests::patience);
    const DatabaseWindow window = grown();
    QVERIFY(!window.wasReset && window.msecs > 0);
    QVERIFY(window.counters.commits > 0 && window.counters.tempBytes > 0 && window.counters.tempFiles > 0);
    QCOMPARE(window.counters.deadlocks, 0);
    QVERIFY(window.counters.cacheHit() && *window.counters.cacheHit() > 0 && *window.counters.cacheHit() <= 1);

    DatabaseStats reset = before;
    reset.resetAt = Instant{1};
    reset.counters.commits = 3;
    QVERIFY(difference(reset, before).wasReset);
    QCOMPARE(difference(reset, before).counters.commits, 3);
    QVERIFY(!DatabaseCounters().cacheHit());
}

void ServerTest::tableFigures()
{
    {
        db::Connection connection(m_database->options());
        connection.executeText(u"DELETE FROM user_roles WHERE \"userId\" IN (SELECT id FROM users LIMIT 100)"_s);
        connection.executeText(u"VACUUM ANALYZE users"_s);
    }
    const auto named = [this](const QString &name) {
        for (const TableStats &table : figures(m_server->tables()))
            if (table.name == name)
                return table;
        return TableStats();
    };
    QTRY_VERIFY_WITH_TIMEOUT(named(u"user_roles"_s).deadRows > 0, tests::patience);
    QVERIFY(named(u"user_roles"_s).deadShare() > 0);
    QTRY_VERIFY_WITH_TIMEOUT(named(u"users"_s).vacuumedAgo, tests::patience);
    const TableStats users = named(u"users"_s);
    QCOMPARE(users.liveRows, TestDatabase::demoUsers);
    QVERIFY(users.analyzedAgo && users.lastVacuumAgo() && *users.lastVacuumAgo() >= 0 && *users.lastVacuumAgo() < tests::patience);
    QVERIFY(users.tableBytes > 0 && users.indexBytes > 0 && users.toastBytes > 0 && users.indexScans + users.seqScans > 0);
    QVERIFY(figures(m_server->tables()).size() >= 5);
}

void ServerTest::aRoleWithoutPrivilegesGetsHints()
{
    m_database->execute(u"CREATE EXTENSION pg_stat_statements"_s);
    m_database->execute(counted); // by another user than the role
    const LoginRole role(*m_database);
    db::Executor executor([&role] { return role.options(); }, 1);
    ServerRepository server(executor, m_database->demoScope());

    const StatementSnapshot statements = figures(server.statements());
    QVERIFY(statements.hint.contains(u"pg_read_all_stats"_s));
    QVERIFY(statements.hidden > 0);
    for (const StatementStats &each : statements.statements)
        QVERIFY(!each.query.contains(u"planted"_s));

    db::Connection other(m_database->options());
    const Activity activity = figures(server.activity());
    QVERIFY(activity.hint.contains(u"pg_read_all_stats"_s));
    QVERIFY(!activity.backends.isEmpty());
    QVERIFY(activity.backends.first().id.startedAt.isEmpty() && !activity.backends.first().isConsole);

    QVERIFY(figures(server.database()).maxConnections > 0);
    QVERIFY(!figures(server.tables()).isEmpty()); // sizes are for everybody
    QVERIFY(!figures(server.replication()).isStandby);

    m_database->execute(u"REVOKE SELECT ON pg_stat_statements FROM PUBLIC"_s);
    const auto refused = unavailable(server.statements());
    QVERIFY(refused);
    QCOMPARE(refused->reason, Unavailable::Reason::NotPermitted);
}

void ServerTest::itMayNotEndOthers()
{
    const LoginRole role(*m_database);
    db::Executor executor([&role] { return role.options(); }, 1);
    ServerRepository server(executor, m_database->demoScope());
    db::Connection other(m_database->options());
    const BackendId id{other.executeText(u"SELECT pg_backend_pid()"_s).value(0).toInt(), m_database->value(u"SELECT now()::text"_s)};
    const auto unseen = await(server.terminate(id)); // may not even see whose it is
    QVERIFY(unseen.error);
    QCOMPARE(unseen.error->code, ErrorCode::PermissionDenied);

    m_database->execute(u"GRANT pg_read_all_stats TO %1; GRANT INSERT, SELECT ON audit_logs TO %1"_s.arg(role.name));
    const BackendId exact{id.pid, m_database->value(u"SELECT backend_start::text FROM pg_stat_activity WHERE pid = ?::int"_s, {id.pid})};
    const auto refused = await(server.terminate(exact));
    QVERIFY(refused.error);
    QCOMPARE(refused.error->code, ErrorCode::PermissionDenied);
    QCOMPARE(refused.error->sqlState, u"42501"_s);
    QCOMPARE(other.executeText(u"SELECT 42"_s), QStringList{u"42"_s});
    QCOMPARE(auditCount(u"server.backend_terminated"_s), u"0"_s);
}

void ServerTest::redisFigures()
{
    tests::RedisServer redis(u"secret"_s);
    redis.start();
    auto provider = std::make_shared<cache::RedisCache>(cache::RedisOptions::fromUrl(redis.url() + u"/3"_s));
    auto through = std::make_shared<cache::ReadThrough>(provider, std::make_shared<metrics::Telemetry>(), cache::CacheOptions());
    ServerRepository server(*m_executor, m_database->demoScope(), through);
    QVERIFY(provider->generation(u"tag"_s)); // makes a key, asked for twice: a miss and a hit
    const auto answer = await(server.redis());
    QVERIFY(answer.value && *answer.value);
    const auto *info = std::get_if<cache::RedisInfo>(&**answer.value);
    QVERIFY(info);
    QCOMPARE(info->keys, 1);
    QCOMPARE(info->hits, 1);
    QCOMPARE(info->misses, 1);
    QCOMPARE(info->hitRate(), std::optional(0.5));
    QCOMPARE(info->policy, u"noeviction"_s);
    QVERIFY(info->usedBytes > 100'000 && info->peakBytes >= info->usedBytes / 2 && info->maxBytes == 0);
    QVERIFY(info->clients >= 1 && !info->version.isEmpty() && info->server.contains(QString::number(redis.port())));

    auto local = std::make_shared<cache::ReadThrough>(std::make_shared<cache::MemoryCache>(), std::make_shared<metrics::Telemetry>(),
                                                      cache::CacheOptions());
    const auto none = await(ServerRepository(*m_executor, m_database->demoScope(), local).redis());
    QVERIFY(none.value && !*none.value);
}

void ServerTest::redisThatIsDown()
{
    cache::RedisOptions options;
    options.host = u"127.0.0.1"_s;
    options.port = tests::freePort();
    auto through = std::make_shared<cache::ReadThrough>(std::make_shared<cache::RedisCache>(options),
                                                        std::make_shared<metrics::Telemetry>(), cache::CacheOptions());
    const auto answer = await(ServerRepository(*m_executor, m_database->demoScope(), through).redis());
    QVERIFY(answer.value && *answer.value);
    const auto *missing = std::get_if<Unavailable>(&**answer.value);
    QVERIFY(missing);
    QCOMPARE(missing->reason, Unavailable::Reason::NotReachable);
}

void ServerTest::redisInfoIsParsed()
{
    const QByteArray text(
        "# Server\r\nredis_version:7.0.15\r\nuptime_in_seconds:86400\r\n\r\n# Memory\r\nused_memory:1048576\r\nmaxmemory:2097152\r\n"
        "maxmemory_policy:allkeys-lru\r\nevicted_keys:7\r\nkeyspace_hits:3\r\nkeyspace_misses:1\r\n# Keyspace\r\n"
        "db0:keys=5,expires=1,avg_ttl=0\r\ndb10:keys=9,expires=0,avg_ttl=0\r\n");
    const auto info = cache::parseRedisInfo(text, 10);
    QVERIFY(info);
    QCOMPARE(info->keys, 9);
    QCOMPARE(info->maxBytes, 2'097'152);
    QCOMPARE(info->policy, u"allkeys-lru"_s);
    QCOMPARE(info->evicted, 7);
    QCOMPARE(info->hitRate(), std::optional(0.75));
    QVERIFY(!cache::parseRedisInfo("-NOAUTH", 0));
}

void ServerTest::replicationFigures()
{
    const Replication alone = figures(m_server->replication());
    QVERIFY(!alone.isStandby && alone.standbys.isEmpty() && alone.hint.isEmpty() && !alone.replayLagMs);

    const tests::PostgresPair pair;
    db::Executor primary([&pair] { return pair.options(u"postgres"_s); }, 1);
    db::Executor standby([&pair] { return pair.standbyOptions(u"postgres"_s); }, 1);
    ServerRepository ofPrimary(primary, m_database->demoScope());
    ServerRepository ofStandby(standby, m_database->demoScope());
    const auto standbys = [&] { return figures(ofPrimary.replication()).standbys; };
    QTRY_VERIFY_WITH_TIMEOUT(standbys().size() == 1 && standbys().first().sync == u"sync"_s, tests::patience);
    db::Connection(pair.options(u"postgres"_s)).executeText(u"CREATE TABLE written AS SELECT generate_series(1, 1000) AS n"_s);
    QTRY_VERIFY_WITH_TIMEOUT(standbys().first().replayLagMs, tests::patience);
    const Standby seen = standbys().first();
    QCOMPARE(seen.name, u"standby"_s);
    QCOMPARE(seen.client, u"127.0.0.1"_s);
    QCOMPARE(seen.state, u"streaming"_s);
    QVERIFY(seen.replayLagMs >= 0.0 && seen.writeLagMs && seen.flushLagMs && seen.replayLagBytes >= 0);

    const auto own = [&] { return figures(ofStandby.replication()); };
    QTRY_VERIFY_WITH_TIMEOUT(own().replayLagBytes == 0, tests::patience);
    QVERIFY(own().isStandby);
    QCOMPARE(own().replayLagMs, std::optional(0.0));
    QVERIFY(own().standbys.isEmpty());

    // Neither has the library preloaded.
    const auto missing = unavailable(ofPrimary.statements());
    QVERIFY(missing);
    QCOMPARE(missing->reason, Unavailable::Reason::NotPreloaded);
    QVERIFY(missing->hint.contains(u"shared_preload_libraries"_s));
}

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
