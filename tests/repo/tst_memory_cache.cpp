#include "repo/cache/breaker.h"
#include "repo/cache/cache_key.h"
#include "repo/cache/memory_cache.h"
#include "repo/cache/redis_options.h"
#include "repo/cache/single_flight.h"
#include "repo/domain/repository_error.h"

#include <QSemaphore>
#include <QTest>
#include <thread>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::cache;
using namespace std::chrono_literals;

class MemoryCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysFollowTheBackendsScheme();
    void valuesExpire();
    void theLeastRecentlyUsedGoesFirst();
    void aBustKeepsAnEarlierReaderOut();
    void forgettingMovesEveryTagOn();
    void manyBustedTagsStayBounded();
    void breakerOpensAndTriesAgain();
    void oneFlightForAllWhoAsk();
    void anErrorIsSharedAndNotKept();
    void theNextTakesOverFromOneWhoGaveUp();
    void redisUrls_data();
    void redisUrls();
};

namespace {

const QString tag = u"tag"_s;

Value number(int n, int cost = 1)
{
    Value value;
    value.object = n;
    value.cost = cost;
    return value;
}

void put(Cache &cache, const QString &key, int n, int cost = 1, std::chrono::milliseconds ttl = 60s)
{
    cache.put(key, number(n, cost), ttl, tag, *cache.generation(tag));
}

std::optional<int> get(Cache &cache, const QString &key)
{
    const auto value = cache.get(key);
    return value ? std::optional(std::any_cast<int>(value->object)) : std::nullopt;
}

} // namespace

void MemoryCacheTest::keysFollowTheBackendsScheme()
{
    const OrganizationId org{u"org-123"_s};
    QCOMPARE(cacheKey(org, u"user"_s, u"user-456"_s, u"profile"_s), u"pivotal:org-123:user:user-456:profile"_s);
    QCOMPARE(cacheKey(org, u"users"_s), u"pivotal:org-123:users"_s);
    QCOMPARE(cacheKey(org, u"user"_s, u"a:profile"_s), u"pivotal:org-123:user:a%3Aprofile"_s);
    QCOMPARE(listKey(org, u"users"_s, u"list"_s, "abc", 7), u"pivotal:org-123:users:list_abc_g7"_s);
}

void MemoryCacheTest::valuesExpire()
{
    MemoryCache::Clock::time_point now{};
    MemoryCache cache(100, [&now] { return now; });
    put(cache, u"k"_s, 1, 1, 100ms);
    now += 99ms;
    QCOMPARE(get(cache, u"k"_s), 1);
    now += 1ms;
    QVERIFY(!get(cache, u"k"_s));
}

void MemoryCacheTest::theLeastRecentlyUsedGoesFirst()
{
    MemoryCache cache(10);
    put(cache, u"a"_s, 1, 4);
    put(cache, u"b"_s, 2, 4);
    QVERIFY(get(cache, u"a"_s));
    put(cache, u"c"_s, 3, 4);
    QVERIFY(get(cache, u"a"_s));
    QVERIFY(!get(cache, u"b"_s));
    QVERIFY(get(cache, u"c"_s));
}

void MemoryCacheTest::aBustKeepsAnEarlierReaderOut()
{
    MemoryCache cache;
    const qint64 before = *cache.generation(tag);
    cache.invalidate(tag, {u"k"_s});
    cache.put(u"k"_s, number(1), 60s, tag, before);
    QVERIFY(!get(cache, u"k"_s));
    put(cache, u"k"_s, 2);
    QCOMPARE(get(cache, u"k"_s), 2);
}

void MemoryCacheTest::forgettingMovesEveryTagOn()
{
    MemoryCache cache;
    const qint64 before = *cache.generation(tag);
    put(cache, u"k"_s, 1);
    cache.forgetLocal();
    QVERIFY(!get(cache, u"k"_s));
    cache.put(u"k"_s, number(1), 60s, tag, before);
    QVERIFY(!get(cache, u"k"_s));
}

void MemoryCacheTest::manyBustedTagsStayBounded()
{
    MemoryCache cache;
    const qint64 before = *cache.generation(tag);
    cache.invalidate(tag, {});
    for (int i = 0; i < 30'000; ++i)
        cache.invalidate(QString::number(i), {});
    QVERIFY(*cache.generation(tag) != before);
}

void MemoryCacheTest::breakerOpensAndTriesAgain()
{
    Breaker breaker;
    Breaker::Clock::time_point now{};
    for (int i = 0; i < Breaker::maxFailures; ++i) {
        QVERIFY(breaker.mayTry(now));
        breaker.failed(now);
    }
    QVERIFY(!breaker.mayTry(now));
    now += Breaker::pause;
    QVERIFY(breaker.mayTry(now));
    breaker.failed(now);
    QVERIFY(!breaker.mayTry(now + Breaker::pause / 2));
    breaker.succeeded();
    QVERIFY(breaker.mayTry(now));
}

void MemoryCacheTest::oneFlightForAllWhoAsk()
{
    SingleFlight flights;
    std::atomic<int> loads = 0;
    std::atomic<int> sum = 0;
    QSemaphore release;
    std::atomic<int> waiting = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            sum += std::any_cast<int>(flights.run(
                u"k"_s,
                [&] {
                    ++loads;
                    release.acquire();
                    return std::any(5);
                },
                [&] { ++waiting; }));
        });
    QTRY_VERIFY(waiting >= 7 * 3); // all of the others have looked, and wait
    release.release();
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(loads.load(), 1);
    QCOMPARE(sum.load(), 40);
}

void MemoryCacheTest::anErrorIsSharedAndNotKept()
{
    SingleFlight flights;
    int loads = 0;
    const auto fail = [&]() -> std::any {
        ++loads;
        throw RepositoryError(ErrorCode::DatabaseError, u"no"_s);
    };
    QVERIFY_EXCEPTION_THROWN((void)flights.run(u"k"_s, fail, [] {}), RepositoryError);
    QCOMPARE(loads, 1);
    QCOMPARE(std::any_cast<int>(flights.run(
                 u"k"_s, [] { return std::any(1); }, [] {})),
             1);
}

void MemoryCacheTest::theNextTakesOverFromOneWhoGaveUp()
{
    SingleFlight flights;
    QSemaphore started;
    QSemaphore giveUp;
    std::thread first([&] {
        try {
            (void)flights.run(
                u"k"_s,
                [&]() -> std::any {
                    started.release();
                    giveUp.acquire();
                    throw RepositoryError(ErrorCode::Cancelled, u"not wanted"_s);
                },
                [] {});
        } catch (const RepositoryError &) { // its own caller cancelled
        }
    });
    started.acquire();
    std::atomic<int> result = 0;
    std::atomic<bool> waits = false;
    std::thread second([&] {
        result = std::any_cast<int>(flights.run(
            u"k"_s, [] { return std::any(9); }, [&] { waits = true; }));
    });
    QTRY_VERIFY(waits.load());
    giveUp.release();
    first.join();
    second.join();
    QCOMPARE(result.load(), 9);
}

void MemoryCacheTest::redisUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("plain") << "redis://localhost" << true;
    QTest::newRow("all of it") << "redis://user:p%40ss@10.0.0.1:6380/3" << true;
    QTest::newRow("TLS, which this hiredis lacks") << "rediss://localhost" << false;
    QTest::newRow("another scheme") << "http://localhost" << false;
    QTest::newRow("no host") << "redis://" << false;
    QTest::newRow("database") << "redis://localhost/abc" << false;
}

void MemoryCacheTest::redisUrls()
{
    QFETCH(QString, url);
    QFETCH(bool, isGood);
    if (!isGood) {
        QVERIFY_EXCEPTION_THROWN((void)RedisOptions::fromUrl(url), RepositoryError);
        return;
    }
    const RedisOptions options = RedisOptions::fromUrl(url);
    if (url.contains(u'@')) {
        QCOMPARE(options.password, u"p@ss"_s);
        QCOMPARE(options.port, 6380);
        QCOMPARE(options.database, 3);
    }
}

QTEST_GUILESS_MAIN(MemoryCacheTest)
#include "tst_memory_cache.moc"
