#include "repo/db/closing.h"
#include "repo/db/executor.h"
#include "repo/paging/delivery.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

class ExecutorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void deliversOnTheCallersThread();
    void errorsCarryOperationAndCorrelation();
    void cancellingEndsTheStatementOnTheServer();
    void aContextThatGoesCancels();
    void queuedWorkIsDropped();
    void aCancelHitsOnlyItsOwnStatement();
    void readsAreRunAgainAfterALostConnection();
    void writesAreNot();
    void aWriteGoesThroughOnAConnectionThatDiedIdle();
    void recoversWhenTheServerIsBack();
    void anAbortedTransactionIsNotLeftBehind();
    void aStatementWhoseTableChangedIsPreparedAnew();
    void theServerKeepsOnlyThePreparedStatementsUsedLast();
    void rowsOutliveTheNextRunOfTheirStatement();
    void valuesAreBoundAsTheyAre();
    void closingEndsWhatRuns();
    void whatIsClosedLeavesNoThread();
    void whatWasDueByOneDeadlineIsNotByTheNext();

private:
    [[nodiscard]] QString sleepers() const;

    std::unique_ptr<TestDatabase> m_database;
};

namespace {

int sleepLong(db::Connection &connection)
{
    connection.executeText(u"SELECT pg_sleep(600) /* long */"_s);
    return 1;
}

void killOwnBackend(db::Connection &connection)
{
    connection.executeText(u"SELECT pg_terminate_backend(pg_backend_pid())"_s);
}

} // namespace

void ExecutorTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Empty);
}

QString ExecutorTest::sleepers() const
{
    return m_database->value(
        u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep(600)%'"_s);
}

void ExecutorTest::deliversOnTheCallersThread()
{
    db::Executor executor([this] { return m_database->options(); });
    QThread *worker = nullptr;
    QThread *delivered = nullptr;
    deliver(
        executor.run(u"test"_s, db::Access::Read,
                     [&](db::Connection &) {
                         worker = QThread::currentThread();
                         return 1;
                     }),
        this, [&](int) { delivered = QThread::currentThread(); }, [](const RepositoryError &) {});
    QTRY_COMPARE(delivered, QThread::currentThread());
    QVERIFY(worker != delivered);
}

void ExecutorTest::errorsCarryOperationAndCorrelation()
{
    db::Executor executor([this] { return m_database->options(); });
    const auto outcome = await(executor.run(u"test.fail"_s, db::Access::Read, [](db::Connection &connection) {
        connection.executeText(u"SELECT * FROM nowhere"_s);
        return 1;
    }));
    QCOMPARE(outcome.error->operation, u"test.fail"_s);
    QCOMPARE(outcome.error->sqlState, u"42P01"_s);
    QCOMPARE(outcome.error->correlationId.size(), 25);
}

void ExecutorTest::cancellingEndsTheStatementOnTheServer()
{
    db::Executor executor([this] { return m_database->options(); });
    auto future = executor.run(u"test.sleep"_s, db::Access::Read, sleepLong);
    QTRY_COMPARE(sleepers(), u"1"_s);
    future.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(sleepers(), u"0"_s, 5'000);
    QTRY_VERIFY(future.isFinished());
}

void ExecutorTest::aContextThatGoesCancels()
{
    db::Executor executor([this] { return m_database->options(); });
    bool delivered = false;
    {
        QObject page;
        deliver(
            executor.run(u"test.sleep"_s, db::Access::Read, sleepLong), &page, [&](int) { delivered = true; },
            [&](const RepositoryError &) { delivered = true; });
        QTRY_COMPARE(sleepers(), u"1"_s);
    }
    QTRY_COMPARE_WITH_TIMEOUT(sleepers(), u"0"_s, 5'000);
    QVERIFY(!delivered);
}

void ExecutorTest::queuedWorkIsDropped()
{
    db::Executor executor([this] { return m_database->options(); }, 1);
    QSemaphore release;
    bool ran = false;
    const auto blocking = executor.run(u"test.block"_s, db::Access::Read, [&](db::Connection &) {
        release.acquire();
        return 1;
    });
    auto queued = executor.run(u"test.queued"_s, db::Access::Read, [&](db::Connection &) {
        ran = true;
        return 1;
    });
    queued.cancel();
    QTRY_VERIFY(queued.isFinished());
    release.release();
    QVERIFY(await(blocking).value);
    QVERIFY(await(executor.run(u"test.after"_s, db::Access::Read, [](db::Connection &) { return 1; })).value);
    QVERIFY(!ran);
}

void ExecutorTest::aCancelHitsOnlyItsOwnStatement()
{
    db::Executor executor([this] { return m_database->options(); }, 1);
    int failures = 0;
    for (int i = 0; i < 200; ++i) {
        auto doomed = executor.run(u"test.short"_s, db::Access::Read, [](db::Connection &connection) {
            connection.executeText(u"SELECT pg_sleep(0.001)"_s);
            return 1;
        });
        const auto next = executor.run(u"test.next"_s, db::Access::Write, [](db::Connection &connection) {
            connection.executeText(u"SELECT pg_sleep(0.002)"_s);
            return 1;
        });
        for (int turn = 0; turn < 40 * (i % 10); ++turn) // at different points of its life
            QCoreApplication::processEvents();
        doomed.cancel();
        failures += await(next).value ? 0 : 1;
    }
    QCOMPARE(failures, 0);
}

void ExecutorTest::readsAreRunAgainAfterALostConnection()
{
    db::Executor executor([this] { return m_database->options(); }, 1);
    int runs = 0;
    const auto outcome = await(executor.run(u"test.read"_s, db::Access::Read, [&](db::Connection &connection) {
        if (++runs == 1)
            killOwnBackend(connection);
        return runs;
    }));
    QCOMPARE(outcome.value.value_or(0), 2);
}

void ExecutorTest::writesAreNot()
{
    db::Executor executor([this] { return m_database->options(); }, 1);
    int runs = 0;
    const auto outcome = await(executor.run(u"test.write"_s, db::Access::Write, [&](db::Connection &connection) {
        ++runs;
        connection.executeText(u"BEGIN"_s);
        killOwnBackend(connection);
        return 1;
    }));
    QCOMPARE(outcome.error->code, ErrorCode::DatabaseConnection);
    QCOMPARE(runs, 1);
}

void ExecutorTest::aWriteGoesThroughOnAConnectionThatDiedIdle()
{
    db::Executor executor([this] { return m_database->options(); }, 1);
    const auto pid = await(executor.run(u"test.pid"_s, db::Access::Read, [](db::Connection &connection) {
        db::Rows rows = connection.query({u"SELECT pg_backend_pid()"_s, {}});
        rows.next();
        return rows.integer();
    }));
    QCOMPARE(m_database->value(u"SELECT pg_terminate_backend(?, 5000)"_s, {*pid.value}), u"t"_s);
    const auto outcome = await(executor.run(u"test.write"_s, db::Access::Write, [](db::Connection &connection) {
        connection.executeText(u"BEGIN; CREATE TABLE written (n int); COMMIT"_s);
        return 1;
    }));
    QVERIFY(outcome.value);
    QCOMPARE(m_database->value(u"SELECT count(*) FROM written"_s), u"0"_s);
}

void ExecutorTest::recoversWhenTheServerIsBack()
{
    bool up = false;
    db::Executor executor(
        [&] { return up ? m_database->options() : db::ConnectionOptions::fromUrl(u"postgresql://nobody@127.0.0.1:1/none"_s); }, 1);
    QSignalSpy lost(&executor, &db::Executor::disconnected);
    QSignalSpy connected(&executor, &db::Executor::connected);
    const auto work = [](db::Connection &) { return 1; };
    QCOMPARE(await(executor.run(u"test"_s, db::Access::Read, work)).error->code, ErrorCode::DatabaseConnection);
    QTRY_COMPARE(lost.size(), 1);
    up = true;
    QVERIFY(await(executor.run(u"test"_s, db::Access::Read, work)).value);
    QTRY_COMPARE(connected.size(), 1);
}

void ExecutorTest::anAbortedTransactionIsNotLeftBehind()
{
    db::Executor executor([this] { return m_database->options(); }, 1);
    QVERIFY(await(executor.run(u"test.broken"_s, db::Access::Write, [](db::Connection &connection) {
                connection.executeText(u"BEGIN; SELECT 1 / 0"_s);
                return 1;
            })).error);
    QVERIFY(await(executor.run(u"test.next"_s, db::Access::Read, [](db::Connection &connection) {
                connection.executeText(u"SELECT 1"_s);
                return 1;
            })).value);
}

void ExecutorTest::aStatementWhoseTableChangedIsPreparedAnew()
{
    m_database->execute(u"CREATE TABLE changing (n int)"_s);
    db::Executor executor([this] { return m_database->options(); }, 1);
    const auto read = [&executor] {
        return await(executor.run(u"test.changing"_s, db::Access::Read, [](db::Connection &connection) {
            connection.query({u"SELECT * FROM changing"_s, {}});
            return 1;
        }));
    };
    QVERIFY(read().value);
    m_database->execute(u"ALTER TABLE changing ALTER n TYPE bigint, ADD m text"_s);
    const auto after = read();
    QVERIFY2(after.value, after.error ? after.error->what() : "");
}

void ExecutorTest::theServerKeepsOnlyThePreparedStatementsUsedLast()
{
    db::Connection connection(m_database->options());
    for (int i = 0; i < 250; ++i) {
        (void)connection.query({u"SELECT ?::int + %1"_s.arg(i), {1}});
        (void)connection.query({u"SELECT 'in use'"_s, {}});
    }
    const QStringList kept =
        connection.executeText(u"SELECT count(*), count(*) FILTER (WHERE statement LIKE '%in use%') FROM pg_prepared_statements"_s);
    QCOMPARE(kept, QStringList({u"100"_s, u"1"_s}));
}

void ExecutorTest::rowsOutliveTheNextRunOfTheirStatement()
{
    db::Connection connection(m_database->options());
    const auto rows = [&connection](int from) { return connection.query({u"SELECT n FROM generate_series(?::int, 9) n"_s, {from}}); };
    db::Rows first = rows(1);
    db::Rows second = rows(7);
    QVERIFY(first.next() && second.next());
    QCOMPARE(first.integer(), 1);
    QCOMPARE(second.integer(), 7);
}

void ExecutorTest::valuesAreBoundAsTheyAre()
{
    db::Connection connection(m_database->options());
    const QString odd = u"?'\\\"$1 é €\n"_s;
    db::Rows rows =
        connection.query({u"SELECT ?::text, ?::text, ?::text IS NULL, ?::boolean, ?::bigint"_s,
                          {odd, QString(u""_s), QVariant(QMetaType::fromType<QString>()), true, Q_INT64_C(-9223372036854775807)}});
    QVERIFY(rows.next());
    QCOMPARE(rows.text(), odd);
    QCOMPARE(rows.optionalText(), std::optional(QString(u""_s)));
    QVERIFY(rows.flag());
    QVERIFY(rows.flag());
    QCOMPARE(rows.bigint(), Q_INT64_C(-9223372036854775807));
}

void ExecutorTest::closingEndsWhatRuns()
{
    auto executor = std::make_unique<db::Executor>([this] { return m_database->options(); }, 2);
    const auto running = executor->run(u"test.sleep"_s, db::Access::Read, sleepLong);
    QTRY_COMPARE(sleepers(), u"1"_s);
    executor.reset(); // doesn't wait
    db::waitForClosed();
    QVERIFY(running.isFinished());
    QTRY_COMPARE(sleepers(), u"0"_s);
}

/// A thread that nobody joins keeps its stack of 8 MB.
void ExecutorTest::whatIsClosedLeavesNoThread()
{
    const auto addressSpaceMb = [] {
        QFile statm(u"/proc/self/statm"_s);
        return statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').first().toLongLong() * 4'096 / 1'000'000 : 0;
    };
    QSemaphore over;
    const auto closeOne = [&over] {
        db::closeBehind([&over] { over.release(); });
        over.acquire();
    };
    closeOne();
    const qint64 before = addressSpaceMb();
    QVERIFY(before > 0);
    for (int i = 0; i < 200; ++i)
        closeOne();
    const qint64 grown = addressSpaceMb() - before;
    QVERIFY2(grown < 400, qPrintable(QString::number(grown)));
    bool isDone = false;
    db::closeBehind([&isDone] { db::closeBehind([&isDone] { isDone = true; }); });
    db::waitForClosed();
    QVERIFY(isDone);
}

/// The connection would be broken at once, as one whose server hasn't answered.
void ExecutorTest::whatWasDueByOneDeadlineIsNotByTheNext()
{
    db::Connection connection(m_database->options());
    const auto passDeadline = [&connection] {
        db::Canceller &canceller = connection.canceller();
        canceller.setDeadline(db::Canceller::Clock::now() - std::chrono::milliseconds(1));
        canceller.enforce();
        QCOMPARE(canceller.reason(), db::Canceller::Reason::Deadline);
        canceller.clearDeadline();
        QVERIFY(canceller.waitUntilIdle());
    };
    passDeadline();
    connection.executeText(u"SELECT pg_sleep(%1)"_s.arg(double(db::Canceller::abandonAfter.count()) / 1'000 + 0.2));
    passDeadline();
    QCOMPARE(connection.executeText(u"SELECT 1"_s), QStringList{u"1"_s});
}

QTEST_GUILESS_MAIN(ExecutorTest)
#include "tst_executor.moc"
