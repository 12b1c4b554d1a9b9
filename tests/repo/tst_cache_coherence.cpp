#include "repo/cache/redis_cache.h"
#include "repo/session/console_session.h"
#include "tests/support/await.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// Two consoles on one database: what one writes, the other doesn't read from its cache as it was.
class CacheCoherenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void anEditIsSeenByTheOtherConsole_data();
    void anEditIsSeenByTheOtherConsole();
    void cachedReadsAskNobody();
    void everyValueSurvivesItsJson();
    void theBackendsKeysAreBusted();
    void settingsAreCached();
    void eventsAreToldOf();
    void whatIsOwedIsPaidBeforeTheEnd();

private:
    [[nodiscard]] std::unique_ptr<ConsoleSession> open(const Services &services) const;
    [[nodiscard]] Services services(bool withRedis) const;

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<tests::RedisServer> m_redis;
};

void CacheCoherenceTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_redis = std::make_unique<tests::RedisServer>();
    m_redis->start();
}

void CacheCoherenceTest::cleanupTestCase()
{
    m_database.reset();
}

Services CacheCoherenceTest::services(bool withRedis) const
{
    Services services;
    services.cacheOptions.verifyShare = 0;
    if (withRedis)
        services.makeCache = [url = m_redis->url()](const QString &) {
            return std::make_shared<cache::RedisCache>(cache::RedisOptions::fromUrl(url));
        };
    return services;
}

std::unique_ptr<ConsoleSession> CacheCoherenceTest::open(const Services &services) const
{
    auto session =
        std::make_unique<ConsoleSession>(SessionRequest{m_database->url(), u"northwind"_s, u"admin@northwind.example"_s}, services);
    QSignalSpy entered(session.get(), &ConsoleSession::entered);
    connect(session.get(), &ConsoleSession::connected, session.get(), &ConsoleSession::enterOrganization);
    session->connectToServer();
    (void)QTest::qWaitFor([&entered] { return !entered.isEmpty(); }, tests::patience);
    return session;
}

void CacheCoherenceTest::anEditIsSeenByTheOtherConsole_data()
{
    QTest::addColumn<bool>("withRedis");
    QTest::newRow("memory, by NOTIFY") << false;
    QTest::newRow("Redis") << true;
}

void CacheCoherenceTest::anEditIsSeenByTheOtherConsole()
{
    QFETCH(bool, withRedis);
    const auto writer = open(services(withRedis));
    const auto reader = open(services(withRedis));
    QSignalSpy listening(reader.get(), &ConsoleSession::listening);
    reader->listen();
    const PageRequest first{1, 20, Total::Count, Freshness::Cached};
    const User user = await(reader->users().page({}, defaultUserSort, first)).value->items.at(2);
    QVERIFY(await(reader->users().get(user.id, Freshness::Cached)).value);
    QSignalSpy changed(reader.get(), &ConsoleSession::changedElsewhere);
    QTRY_COMPARE(listening.size(), 1);
    const QString name = withRedis ? u"Through Redis"_s : u"Through NOTIFY"_s;
    QVERIFY(await(reader->users().page({}, defaultUserSort, first)).value); // cached again, after LISTEN forgot
    QVERIFY(await(writer->users().update(user, {{UserField::DisplayName, name}})).value);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(await(reader->users().get(user.id, Freshness::Cached)).value->displayName, name);
    QCOMPARE(await(reader->users().page({}, defaultUserSort, first)).value->items.at(2).displayName, name);
    QCOMPARE(await(writer->users().get(user.id, Freshness::Cached)).value->displayName, name);
}

void CacheCoherenceTest::cachedReadsAskNobody()
{
    const Services shared = services(false);
    const auto session = open(shared);
    int operations = 0;
    connect(session.get(), &ConsoleSession::operationFinished, this, [&operations] { ++operations; });
    const PageRequest first{1, 20, Total::Count, Freshness::Cached};
    const auto page = await(session->users().page({}, defaultUserSort, first));
    QVERIFY(await(session->users().roles()).value);
    QTRY_COMPARE(operations, 2);
    const QFuture<Page<User>> again = session->users().page({}, defaultUserSort, first);
    QVERIFY(again.isFinished()); // on the spot
    QCOMPARE(again.result().total, page.value->total);
    QVERIFY(session->users().roles().isFinished());
    PageRequest fresh = first;
    fresh.freshness = Freshness::Fresh;
    QVERIFY(await(session->users().page({}, defaultUserSort, fresh)).value);
    QTRY_COMPARE(operations, 3);
}

void CacheCoherenceTest::everyValueSurvivesItsJson()
{
    const auto direct = open(services(false));
    const auto first = open(services(true));
    const auto second = open(services(true));
    for (qint64 number = 1; number <= 5; ++number) {
        const PageRequest request{number, 100, Total::Count, Freshness::Cached};
        UserFilter all;
        all.includeDeleted = true;
        const auto truth = await(direct->users().page(all, defaultUserSort, request));
        QVERIFY(await(first->users().page(all, defaultUserSort, request)).value);
        const auto cached = await(second->users().page(all, defaultUserSort, request)); // from JSON
        QCOMPARE(cached.value->total, truth.value->total);
        for (qsizetype i = 0; i < truth.value->items.size(); ++i)
            QCOMPARE(toJson(cached.value->items.at(i)), toJson(truth.value->items.at(i)));
    }
    const auto roles = await(first->users().roles());
    QVERIFY(!roles.value->first().permissions.isEmpty());
    QCOMPARE(*await(second->users().roles()).value, *roles.value);
}

void CacheCoherenceTest::theBackendsKeysAreBusted()
{
    const auto session = open(services(true));
    const User user = await(session->users().page({}, defaultUserSort, {})).value->items.at(5);
    const QString base = u"pivotal:%1:user:%2"_s.arg(session->scope().organization.id.value, user.id.value);
    cache::RedisConnection redis(cache::RedisOptions::fromUrl(m_redis->url()));
    for (const QString &key : {base, base + u":profile"_s})
        QVERIFY(redis.command({"SET", key.toUtf8(), "{\"planted\":true}"}));
    QVERIFY(await(session->users().update(user, {{UserField::Phone, u"12345"_s}})).value);
    for (const QString &key : {base, base + u":profile"_s})
        QVERIFY(!redis.command({"GET", key.toUtf8()})->bytes);
}

void CacheCoherenceTest::settingsAreCached()
{
    const auto session = open(services(true));
    const OrganizationId id = session->scope().organization.id;
    const auto set = [&](const QString &value) {
        m_database->execute(
            u"INSERT INTO organization_settings (id, \"organizationId\", category, key, value, \"updatedAt\") VALUES ('s1', ?, 'security', "
            "'mfa', ?::jsonb, now()) ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value"_s,
            {id.value, value});
    };
    const auto read = [&](Freshness freshness) {
        return await(session->organizations().settings(id, freshness))
            .value->value(u"security"_s)
            .value(u"mfa"_s)
            .characters()
            .value_or(QString());
    };
    set(u"\"optional\""_s);
    QCOMPARE(read(Freshness::Fresh), u"optional"_s);
    set(u"\"required\""_s);
    QCOMPARE(read(Freshness::Cached), u"optional"_s);
    QCOMPARE(read(Freshness::Fresh), u"required"_s);
}

void CacheCoherenceTest::eventsAreToldOf()
{
    const auto writer = open(services(false));
    const auto reader = open(services(false));
    QSignalSpy listening(reader.get(), &ConsoleSession::listening);
    reader->listen();
    QTRY_COMPARE(listening.size(), 1);
    QStringList told;
    connect(reader.get(), &ConsoleSession::changedElsewhere, this, [&told](const ChangeNotice &notice) { told << notice.resource; });
    QList<NewAuditEvent> events;
    for (int i = 0; i < 50; ++i)
        events.append({u"test.told"_s, u"Thing"_s, QString::number(i), {}, {}});
    QVERIFY(await(writer->outbox().append(events)).value);
    QTRY_COMPARE_WITH_TIMEOUT(told, QStringList{eventsResource}, tests::patience); // one of a transaction
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'test.told'"_s), u"50"_s);
    const auto rehearsal = writer->rehearsalOutbox();
    QSignalSpy drained(rehearsal.get(), &AuditOutbox::drained);
    QVERIFY(await(rehearsal->append(events)).value);
    QTRY_VERIFY_WITH_TIMEOUT(!drained.isEmpty(), tests::patience);
    QVERIFY(await(reader->outbox().append(events)).value); // its own: it knows
    const qint64 deleted = *await(writer->audit().deleteOlderThan(Instant::now(), 10)).value;
    QCOMPARE(deleted, 10);
    QTRY_COMPARE_WITH_TIMEOUT(told, (QStringList{eventsResource, eventsResource}), tests::patience);
}

/// A command ends before its Redis is back: it is told then, on a new connection.
void CacheCoherenceTest::whatIsOwedIsPaidBeforeTheEnd()
{
    cache::RedisCache cache(cache::RedisOptions::fromUrl(m_redis->url()));
    cache::RedisConnection redis(cache::RedisOptions::fromUrl(m_redis->url()));
    const QString tag = u"pivotal:test:settled"_s;
    QVERIFY(cache.generation(tag));
    QCOMPARE(cache.waitUntilIdle(), QString());
    QVERIFY(redis.command({"SET", "settled", "old"})->refusal.isEmpty());
    QVERIFY(redis.command({"REPLICAOF", "127.0.0.1", "1"})->refusal.isEmpty());
    for (int i = 0; i < 2; ++i)
        cache.invalidate(tag, {u"settled"_s});
    const QString problem = cache.waitUntilIdle();
    QVERIFY2(problem.contains(cache.name()) && problem.contains(u"READONLY"_s), qPrintable(problem));
    QVERIFY(redis.command({"REPLICAOF", "NO", "ONE"})->refusal.isEmpty());
    QCOMPARE(cache.waitUntilIdle(), QString());
    QVERIFY(!redis.command({"GET", "settled"})->bytes);
}

QTEST_GUILESS_MAIN(CacheCoherenceTest)
#include "tst_cache_coherence.moc"
