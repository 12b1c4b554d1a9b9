#include "models/row_cache.h"

#include <QTest>

using pivotal::models::RowCache;

class RowCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatWasStored();
    void knowsGenerations();
    void isBoundedAndKeepsTheNearest();
};

void RowCacheTest::findsWhatWasStored()
{
    RowCache<int> cache;
    cache.insert(2, {20, 21}, 1);
    QCOMPARE(*cache.find(2, 1), 21);
    QVERIFY(!cache.find(2, 2));
    QVERIFY(!cache.find(1, 0));
    cache.clear();
    QVERIFY(!cache.find(2, 0));
}

void RowCacheTest::knowsGenerations()
{
    RowCache<int> cache;
    cache.insert(0, {1}, 7);
    QVERIFY(cache.holds(0, 7));
    QVERIFY(!cache.holds(0, 8));
    QVERIFY(cache.find(0, 0)); // old rows stay to be shown
}

void RowCacheTest::isBoundedAndKeepsTheNearest()
{
    RowCache<int> cache(3);
    for (const qint64 page : {0, 1, 2, 100})
        cache.insert(page, {int(page)}, 1);
    QVERIFY(!cache.find(0, 0));
    QVERIFY(cache.find(1, 0) && cache.find(2, 0) && cache.find(100, 0));
}

QTEST_GUILESS_MAIN(RowCacheTest)
#include "tst_row_cache.moc"
