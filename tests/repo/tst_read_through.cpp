#include "repo/cache/read_through.h"
#include "repo/cache/redis_cache.h"
#include "tests/support/service.h"
#include "tests/support/tcp_proxy.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::cache;
using namespace std::chrono_literals;

/// Reading through a real Redis: there, gone, slow, wiped, talking rubbish.
class ReadThroughTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void hitsAfterAMiss();
    void bustingIsReal();
    void aReaderFromBeforeTheWriteCantPutItBack();
    void valuesExpireInRedis();
    void rubbishIsLoadedOnceAndReplaced();
    void aWrongPasswordFallsThrough();
    void aRedisThatIsDownFallsThroughOnce();
    void aSlowRedisCostsItsBudgetAndNotEveryTime();
    void aBustWhileItIsDownIsNotForgotten();
    void aWipeDoesNotBringOldListsBack();
    void thePlantedStaleValueIsFound();
    void whatARefusingRedisHoldsIsNotServed_data();
    void whatARefusingRedisHoldsIsNotServed();
    void aRedisThatTakesWritesAgainIsReadAgain();

private:
    void command(const char *words);
    [[nodiscard]] Slot slot() const;
    int read(ReadThrough &cache)
    {
        return cache.getOrSet(
            slot(), m_codec,
            [this] {
                ++m_loads;
                return m_truth;
            },
            [] {});
    }
    [[nodiscard]] metrics::CacheSummary counted() const { return m_telemetry->metrics().caches().value(0); }
    [[nodiscard]] std::shared_ptr<RedisCache> redis(int port = 0) const;

    std::unique_ptr<tests::RedisServer> m_server;
    std::shared_ptr<metrics::Telemetry> m_telemetry;
    std::unique_ptr<ReadThrough> m_cache;
    QString m_tag;
    int m_truth = 0;
    int m_loads = 0;
    Codec<int> m_codec{[](const int &n) { return QByteArray::number(n); },
                       [](const QByteArray &bytes) {
                           bool isNumber = false;
                           const int n = bytes.toInt(&isNumber);
                           return isNumber ? std::optional(n) : std::nullopt;
                       }};
};

namespace {

CacheOptions noVerifying()
{
    CacheOptions options;
    options.verifyShare = 0;
    return options;
}

} // namespace

void ReadThroughTest::initTestCase()
{
    m_server = std::make_unique<tests::RedisServer>(u"s3cret"_s);
    m_server->start();
}

std::shared_ptr<RedisCache> ReadThroughTest::redis(int port) const
{
    RedisOptions options = RedisOptions::fromUrl(m_server->url());
    if (port)
        options.port = port;
    return std::make_shared<RedisCache>(options);
}

void ReadThroughTest::init()
{
    static int number = 0;
    m_tag = u"pivotal:org:test%1"_s.arg(++number);
    m_truth = 1;
    m_loads = 0;
    m_telemetry = std::make_shared<metrics::Telemetry>();
    m_cache = std::make_unique<ReadThrough>(redis(), m_telemetry, noVerifying());
}

Slot ReadThroughTest::slot() const
{
    return {u"test"_s, m_tag, [tag = m_tag](qint64 generation) { return u"%1:list_g%2"_s.arg(tag).arg(generation); }, 60s};
}

void ReadThroughTest::hitsAfterAMiss()
{
    QCOMPARE(read(*m_cache), 1);
    m_truth = 2;
    QCOMPARE(read(*m_cache), 1);
    QCOMPARE(m_loads, 1);
    QCOMPARE(counted().hits, 1u);
    QCOMPARE(counted().misses, 1u);
    QCOMPARE(counted().sets, 1u);
}

void ReadThroughTest::bustingIsReal()
{
    QCOMPARE(read(*m_cache), 1);
    m_truth = 2;
    m_cache->invalidate(u"test"_s, m_tag);
    QCOMPARE(read(*m_cache), 2);
    QCOMPARE(counted().invalidations, 1u);
}

void ReadThroughTest::aReaderFromBeforeTheWriteCantPutItBack()
{
    ReadThrough other(redis(), m_telemetry, noVerifying());
    // The reader has loaded 1; before it stores that, another console writes 2.
    const Slot entity{u"test"_s, m_tag, [this](qint64) { return m_tag + u":profile"_s; }, 60s};
    const auto slow = [&] {
        const int seen = m_truth;
        m_truth = 2;
        other.invalidate(u"test"_s, m_tag, {m_tag + u":profile"_s});
        return seen;
    };
    QCOMPARE(m_cache->getOrSet(entity, m_codec, slow, [] {}), 1);
    QCOMPARE(other.getOrSet(
                 entity, m_codec, [this] { return m_truth; }, [] {}),
             2);
}

void ReadThroughTest::valuesExpireInRedis()
{
    const auto cache = redis();
    Value value;
    value.encode = [] { return QByteArrayLiteral("1"); };
    const auto generation = cache->generation(m_tag);
    cache->put(m_tag + u":short"_s, value, 30ms, m_tag, *generation);
    QTRY_VERIFY(!cache->get(m_tag + u":short"_s));
}

void ReadThroughTest::rubbishIsLoadedOnceAndReplaced()
{
    const auto cache = redis();
    Value rubbish;
    rubbish.encode = [] { return QByteArrayLiteral("{{{"); };
    const qint64 generation = *cache->generation(m_tag);
    cache->put(slot().key(generation), rubbish, 60s, m_tag, generation);
    QCOMPARE(read(*m_cache), 1);
    QCOMPARE(read(*m_cache), 1);
    QCOMPARE(m_loads, 1);
    QCOMPARE(counted().errors, 1u);
}

void ReadThroughTest::aWrongPasswordFallsThrough()
{
    RedisOptions options = RedisOptions::fromUrl(m_server->url());
    options.password = u"wrong"_s;
    ReadThrough cache(std::make_shared<RedisCache>(options), m_telemetry, noVerifying());
    QCOMPARE(read(cache), 1);
    QCOMPARE(m_loads, 1);
}

void ReadThroughTest::aRedisThatIsDownFallsThroughOnce()
{
    ReadThrough cache(redis(1), m_telemetry, noVerifying());
    for (int i = 1; i <= 5; ++i) {
        QCOMPARE(read(cache), 1);
        QCOMPARE(m_loads, i);
    }
    QCOMPARE(counted().errors, 5u);
}

void ReadThroughTest::aSlowRedisCostsItsBudgetAndNotEveryTime()
{
    tests::TcpProxy proxy(u"127.0.0.1:%1"_s.arg(m_server->port()));
    ReadThrough cache(redis(proxy.port()), m_telemetry, noVerifying());
    QCOMPARE(read(cache), 1);
    proxy.setStalled(true);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 200; ++i)
        QCOMPARE(read(cache), 1);
    // Three tries of 50 ms (connecting included), then the breaker: not 200 of them.
    QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(m_loads, 201);
}

void ReadThroughTest::aBustWhileItIsDownIsNotForgotten()
{
    tests::TcpProxy proxy(u"127.0.0.1:%1"_s.arg(m_server->port()));
    ReadThrough cache(redis(proxy.port()), m_telemetry, noVerifying());
    QCOMPARE(read(cache), 1);
    proxy.setTarget(u"127.0.0.1:1"_s);
    proxy.cutAll();
    m_truth = 2;
    cache.invalidate(u"test"_s, m_tag); // can't be told
    proxy.setTarget(u"127.0.0.1:%1"_s.arg(m_server->port()));
    QTRY_COMPARE(read(cache), 2);
    QCOMPARE(read(*m_cache), 2); // nor do others read the old one
}

void ReadThroughTest::aWipeDoesNotBringOldListsBack()
{
    QCOMPARE(read(*m_cache), 1);
    const qint64 before = *redis()->generation(m_tag);
    m_server->kill();
    m_server->start();
    m_truth = 2;
    QTRY_COMPARE(read(*m_cache), 2);
    QTRY_VERIFY(redis()->generation(m_tag).value_or(0) > before);
}

void ReadThroughTest::thePlantedStaleValueIsFound()
{
    ReadThrough verifying(redis(), m_telemetry, CacheOptions{60s, 15s, 1.0});
    QCOMPARE(read(verifying), 1);
    QCOMPARE(read(verifying), 1);
    QCOMPARE(counted().stale, 0u);
    m_truth = 2; // changed behind the cache's back
    QCOMPARE(read(verifying), 2);
    QCOMPARE(counted().stale, 1u);
    QCOMPARE(read(*m_cache), 2); // and thrown out
}

/// As its administrator.
void ReadThroughTest::command(const char *words)
{
    const auto reply = RedisConnection(RedisOptions::fromUrl(m_server->url())).command(QByteArray(words).split(' '));
    QVERIFY2(reply && reply->refusal.isEmpty(), words);
}

void ReadThroughTest::whatARefusingRedisHoldsIsNotServed_data()
{
    QTest::addColumn<QByteArrayList>("refuse");
    QTest::addColumn<QByteArrayList>("allow");
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("out of memory") << QByteArrayList{"CONFIG SET maxmemory 1"} << QByteArrayList{"CONFIG SET maxmemory 0"} << QString()
                                   << false;
    QTest::newRow("a replica") << QByteArrayList{"REPLICAOF 127.0.0.1 1"} << QByteArrayList{"REPLICAOF NO ONE"} << QString() << true;
    const auto grant = [](const char *rights) {
        return QByteArrayList{QByteArrayLiteral("ACL SETUSER console reset on >pw ~* ") + rights};
    };
    QTest::newRow("no scripts") << grant("+@all -eval -evalsha") << QByteArrayList() << u"console"_s << false;
    QTest::newRow("no DEL") << grant("+@all -del -unlink -eval") << QByteArrayList() << u"console"_s << false;
    QTest::newRow("no GETEX") << grant("+@all -getex") << QByteArrayList() << u"console"_s << false;
    QTest::newRow("reading only") << grant("+get +auth +select +info") << QByteArrayList() << u"console"_s << true;
}

void ReadThroughTest::whatARefusingRedisHoldsIsNotServed()
{
    QFETCH(QByteArrayList, refuse);
    QFETCH(QByteArrayList, allow);
    QFETCH(QString, user);
    QFETCH(bool, isSaid);
    const Slot entity{u"test"_s, m_tag, [tag = m_tag](qint64) { return tag + u":profile"_s; }, 60s};
    const auto readBoth = [&](ReadThrough &cache) {
        return read(cache) * 10
               + cache.getOrSet(
                   entity, m_codec, [this] { return m_truth; }, [] {});
    };
    QCOMPARE(readBoth(*m_cache), 11);
    RedisOptions options = RedisOptions::fromUrl(m_server->url());
    if (!user.isEmpty()) {
        options.user = user;
        options.password = u"pw"_s;
    }
    for (const QByteArray &words : std::as_const(refuse))
        command(words.constData());
    const auto writer = std::make_shared<RedisCache>(options);
    ReadThrough writing(writer, m_telemetry, noVerifying());
    m_truth = 2;
    writing.invalidate(u"test"_s, m_tag, {m_tag + u":profile"_s});
    const int byWriter = readBoth(writing);
    ReadThrough another(std::make_shared<RedisCache>(options), m_telemetry, noVerifying()); // as another process
    const int byAnother = readBoth(another);
    for (const QByteArray &words : std::as_const(allow))
        command(words.constData());
    QCOMPARE(byWriter, 22);
    QCOMPARE(byAnother, 22);
    QCOMPARE(writer->problem().contains(u"isn't read"_s), isSaid);
    QCOMPARE(readBoth(writing), 22); // also when it takes writes again
    if (user.isEmpty())
        QCOMPARE(readBoth(another), 22);
}

void ReadThroughTest::aRedisThatTakesWritesAgainIsReadAgain()
{
    const auto redisCache = redis();
    ReadThrough cache(redisCache, m_telemetry, noVerifying());
    QCOMPARE(read(cache), 1);
    command("REPLICAOF 127.0.0.1 1");
    QCOMPARE(read(cache), 1);
    QCOMPARE(m_loads, 2); // it may be stale there: somebody else may not have been able to invalidate it
    const QString problem = redisCache->problem();
    command("REPLICAOF NO ONE");
    QVERIFY2(problem.contains(u"READONLY"_s), qPrintable(problem));
    QCOMPARE(read(cache), 1);
    const int loads = m_loads;
    QCOMPARE(read(cache), 1);
    QCOMPARE(m_loads, loads);
    QCOMPARE(redisCache->problem(), QString());
}

QTEST_GUILESS_MAIN(ReadThroughTest)
#include "tst_read_through.moc"
