#include "repo/db/transaction.h"
#include "tests/support/test_database.h"

#include <QTest>
#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::TestDatabase;

class TransactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void commitKeeps();
    void anExceptionRollsBack();
    void aCommitThatBecameARollbackIsAnError();
    void aStatementTimesOutOnTheServer();
    void readOnlyRefusesWrites();
    void serializationFailuresAreRetried();
    void deadlocksAreRetried();
    void otherErrorsAreNotRetried();
    void givesUpAfterItsAttempts();

private:
    [[nodiscard]] QString balance(int id) const { return m_database->value(u"SELECT n FROM account WHERE id = ?"_s, {id}); }

    std::unique_ptr<TestDatabase> m_database;
};

namespace {

db::TransactionOptions named(const char *name, db::Isolation isolation = db::Isolation::ReadCommitted)
{
    db::TransactionOptions options;
    options.name = QLatin1String(name);
    options.isolation = isolation;
    return options;
}

sql::Statement add(int id, int n)
{
    return {u"UPDATE account SET n = n + ? WHERE id = ?"_s, {n, id}};
}

} // namespace

void TransactionTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Empty);
    m_database->execute(u"CREATE TABLE account (id int PRIMARY KEY, n int NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED)"_s);
    m_database->execute(u"INSERT INTO account VALUES (1, 0), (2, 1000)"_s);
}

void TransactionTest::commitKeeps()
{
    db::Connection connection(m_database->options());
    const qint64 changed = db::withTransaction(connection, named("keep"), [&](db::Transaction &) { return connection.execute(add(1, 5)); });
    QCOMPARE(changed, 1);
    QCOMPARE(balance(1), u"5"_s);
}

void TransactionTest::anExceptionRollsBack()
{
    db::Connection connection(m_database->options());
    QVERIFY_EXCEPTION_THROWN(db::withTransaction(connection, named("throw"),
                                                 [&](db::Transaction &) -> int {
                                                     connection.execute(add(1, 1));
                                                     throw validationError(u"no"_s);
                                                 }),
                             RepositoryError);
    QCOMPARE(balance(1), u"5"_s);
    QCOMPARE(connection.execute(add(1, 0)), 1); // and the connection goes on
}

void TransactionTest::aCommitThatBecameARollbackIsAnError()
{
    db::Connection connection(m_database->options());
    try {
        db::withTransaction(connection, named("swallowed"), [&](db::Transaction &) {
            connection.execute(add(1, 1));
            try {
                connection.executeText(u"SELECT 1 / 0"_s);
            } catch (const RepositoryError &) { // swallowed: the transaction is aborted all the same
            }
            return 0;
        });
        QFAIL("the lost commit passed for one");
    } catch (const RepositoryError &error) {
        QVERIFY(error.code != ErrorCode::CommitInDoubt);
    }
    QCOMPARE(balance(1), u"5"_s);
    // A deferred constraint that fails at COMMIT is typed like any other.
    try {
        db::withTransaction(connection, named("deferred"), [&](db::Transaction &) { return connection.execute(add(2, -995)); });
        QFAIL("a violated constraint passed");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::DuplicateEntry);
    }
    QCOMPARE(balance(2), u"1000"_s);
}

void TransactionTest::aStatementTimesOutOnTheServer()
{
    db::Connection connection(m_database->options());
    db::TransactionOptions options = named("slow");
    options.timeout = std::chrono::milliseconds(50);
    try {
        db::withTransaction(connection, options, [&](db::Transaction &) {
            connection.executeText(u"SELECT pg_sleep(30)"_s);
            return 0;
        });
        QFAIL("no timeout");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::Timeout);
    }
    connection.executeText(u"SELECT pg_sleep(0.1)"_s); // SET LOCAL ended with the transaction
}

void TransactionTest::readOnlyRefusesWrites()
{
    db::Connection connection(m_database->options());
    db::TransactionOptions options = named("read");
    options.readOnly = true;
    try {
        db::withTransaction(connection, options, [&](db::Transaction &) { return connection.execute(add(1, 1)); });
        QFAIL("written");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::ReadOnly);
    }
}

void TransactionTest::serializationFailuresAreRetried()
{
    db::Connection other(m_database->options());
    db::Connection connection(m_database->options());
    int attempts = 0;
    db::withTransaction(connection, named("retry", db::Isolation::RepeatableRead), [&](db::Transaction &) {
        Q_ASSERT(connection.isUsable());
        connection.query({u"SELECT n FROM account WHERE id = 1"_s, {}}); // takes the snapshot
        if (++attempts == 1)
            other.execute(add(1, 10));
        return connection.execute(add(1, 100));
    });
    QCOMPARE(attempts, 2);
    QCOMPARE(balance(1), u"115"_s);
}

void TransactionTest::deadlocksAreRetried()
{
    // Both take one row, meet, then want the other's: the server ends one of them with 40P01.
    std::atomic<int> holding = 0;
    std::atomic<int> attempts = 0;
    const auto run = [&](int first, int second) {
        db::Connection connection(m_database->options());
        bool met = false;
        db::withTransaction(connection, named("cross"), [&](db::Transaction &) {
            ++attempts;
            connection.execute(add(first, 1));
            ++holding;
            while (!met && holding < 2)
                std::this_thread::yield();
            met = true;
            connection.execute(add(second, 1));
            return 0;
        });
    };
    std::thread one(run, 1, 2);
    std::thread two(run, 2, 1);
    one.join();
    two.join();
    QCOMPARE(attempts.load(), 3);
    QCOMPARE(balance(1), u"117"_s);
    QCOMPARE(balance(2), u"1002"_s);
}

void TransactionTest::otherErrorsAreNotRetried()
{
    db::Connection connection(m_database->options());
    int attempts = 0;
    QVERIFY_EXCEPTION_THROWN(db::withTransaction(connection, named("once"),
                                                 [&](db::Transaction &) {
                                                     ++attempts;
                                                     connection.executeText(u"SELECT 1 / 0"_s);
                                                     return 0;
                                                 }),
                             RepositoryError);
    QCOMPARE(attempts, 1);
}

void TransactionTest::givesUpAfterItsAttempts()
{
    db::Connection connection(m_database->options());
    db::TransactionOptions options = named("hopeless");
    options.retry = {3, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    int attempts = 0;
    try {
        db::withTransaction(connection, options, [&](db::Transaction &) {
            ++attempts;
            connection.executeText(u"DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"_s);
            return 0;
        });
        QFAIL("passed");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::MaxRetriesExceeded);
    }
    QCOMPARE(attempts, 3);
}

QTEST_GUILESS_MAIN(TransactionTest)
#include "tst_transaction.moc"
