#include "repo/db/closing.h"
#include "repo/db/commit_outcome.h"
#include "repo/db/transaction.h"
#include "repo/domain/cuid.h"
#include "repo/users/sql_users_repository.h"
#include "tests/support/await.h"
#include "tests/support/proxied.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::Proxied;
using tests::TcpProxy;
using tests::TestDatabase;

Q_DECLARE_METATYPE(pivotal::tests::TcpProxy::Cut)

/// What the client learns where the network fails around a COMMIT, and what a round trip costs.
class CommitOutcomeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aCutCommitIsResolved_data();
    void aCutCommitIsResolved();
    void resolvesByTheProofNotTheTransactionId();
    void waitsForATransactionThatIsStillOpen();
    void nobodyToAskIsInDoubt();
    void aStalledNetworkIsLeftAtTheTimeLimit();
    void aStalledReadCanBeCancelled();
    void roundTripsAsCountedOnTheWire();

private:
    [[nodiscard]] User someUser();
    [[nodiscard]] QString auditRows(const UserId &id) const;

    std::unique_ptr<TestDatabase> m_database;
    Scope m_scope;
    std::unique_ptr<Proxied> m_proxied;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<SqlUsersRepository> m_users;
    metrics::OperationRecord m_last;
};

void CommitOutcomeTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
}

void CommitOutcomeTest::init()
{
    m_proxied = std::make_unique<Proxied>(*m_database);
    m_executor = std::make_unique<db::Executor>([this] { return m_proxied->options(); }, 1);
    m_users = std::make_unique<SqlUsersRepository>(RepositoryContext{*m_executor, *m_executor, m_scope});
    connect(m_executor.get(), &db::Executor::operationFinished, this, [this](const metrics::OperationRecord &record) { m_last = record; });
}

void CommitOutcomeTest::cleanup()
{
    m_proxied->proxy.setStalled(false);
    m_users.reset();
    m_executor.reset();
    db::waitForClosed();
    m_proxied.reset();
}

User CommitOutcomeTest::someUser()
{
    const QString id =
        m_database->value(u"SELECT id FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL ORDER BY random() LIMIT 1"_s,
                          {m_scope.organization.id.value});
    return await(m_users->get({id})).value.value_or(User());
}

QString CommitOutcomeTest::auditRows(const UserId &id) const
{
    return m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"entityId\" = ? AND metadata->>'client' = 'pivotal-console'"_s,
                             {id.value});
}

void CommitOutcomeTest::aCutCommitIsResolved_data()
{
    QTest::addColumn<TcpProxy::Cut>("cut");
    QTest::addColumn<int>("attempts");
    QTest::newRow("before the server got it: aborted, and done again") << TcpProxy::Cut::BeforeCommit << 2;
    QTest::newRow("when the server got it") << TcpProxy::Cut::DuringCommit << 0; // either
    QTest::newRow("after the server did it: known as committed") << TcpProxy::Cut::AfterCommit << 1;
}

void CommitOutcomeTest::aCutCommitIsResolved()
{
    QFETCH(TcpProxy::Cut, cut);
    QFETCH(int, attempts);
    const User user = someUser();
    const QString before = auditRows(user.id);
    m_proxied->proxy.cutNextCommit(cut);
    const QString phone = u"+64 %1"_s.arg(int(cut));
    const auto outcome = await(m_users->update(user, {{UserField::Phone, phone}}));
    QVERIFY2(outcome.value, outcome.error ? outcome.error->what() : "no answer");
    QCOMPARE(m_database->value(u"SELECT phone FROM users WHERE id = ?"_s, {user.id.value}), phone);
    QCOMPARE(auditRows(user.id).toInt(), before.toInt() + 1);
    if (attempts)
        QCOMPARE(m_last.attempts, attempts);
}

/// A standby that took over has given the lost transaction's id to another one: only the row counts.
void CommitOutcomeTest::resolvesByTheProofNotTheTransactionId()
{
    db::Connection connection(m_database->options());
    const QStringList committed = connection.executeText(u"BEGIN; SELECT pg_current_xact_id()::text; COMMIT"_s);
    const sql::TransactionIdentity identity{u"1"_s, committed.value(0), u"2026-01-01 00:00:00+00"_s};
    QCOMPARE(db::resolveCommit(connection, identity, {m_scope.organization.id, {newCuid()}}, std::chrono::seconds(5)),
             db::CommitOutcome::Aborted);
    const sql::TransactionIdentity future{u"1"_s, u"900000000"_s, u"2026-01-01 00:00:00+00"_s};
    const AuditEventId there{
        m_database->value(u"SELECT id FROM audit_logs WHERE \"organizationId\" = ? LIMIT 1"_s, {m_scope.organization.id.value})};
    QCOMPARE(db::resolveCommit(connection, future, {m_scope.organization.id, there}, std::chrono::seconds(5)),
             db::CommitOutcome::Committed);
}

void CommitOutcomeTest::waitsForATransactionThatIsStillOpen()
{
    db::Connection old(m_database->options());
    const QStringList row = old.executeText(u"BEGIN; "_s + sql::selectIdentity());
    const sql::TransactionIdentity identity{row.value(0), row.value(1), row.value(2)};
    db::Connection connection(m_database->options());
    QElapsedTimer clock;
    clock.start();
    // It is ended on the server, after a while, because nobody can answer for it any more.
    QCOMPARE(db::resolveCommit(connection, identity, {m_scope.organization.id, {newCuid()}}, std::chrono::seconds(15)),
             db::CommitOutcome::Aborted);
    QVERIFY(clock.elapsed() >= 1'500);
    QVERIFY_EXCEPTION_THROWN(old.executeText(u"COMMIT"_s), RepositoryError);
}

void CommitOutcomeTest::nobodyToAskIsInDoubt()
{
    db::Connection::Source source = [this] { return m_proxied->options(); };
    db::Connection connection(source, {}, nullptr);
    connection.ensureOpen();
    db::TransactionOptions options;
    options.name = u"doubt"_s;
    options.proof = {m_scope.organization.id, {newCuid()}};
    options.resolveWithin = std::chrono::milliseconds(300);
    m_proxied->proxy.cutNextCommit(TcpProxy::Cut::DuringCommit);
    try {
        db::withTransaction(connection, options, [&](db::Transaction &) {
            m_proxied->proxy.setTarget(u"127.0.0.1:1"_s);
            return 0;
        });
        QFAIL("a guess passed for an answer");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::CommitInDoubt);
    }
}

void CommitOutcomeTest::aStalledNetworkIsLeftAtTheTimeLimit()
{
    const auto stalled = m_executor->run(u"test.stalled"_s, db::Access::Write, [this](db::Connection &connection) {
        db::TransactionOptions options;
        options.name = u"stalled"_s;
        options.timeout = std::chrono::milliseconds(200);
        return db::withTransaction(connection, options, [&](db::Transaction &) {
            m_proxied->proxy.setStalled(true);
            connection.executeText(u"SELECT 1"_s);
            return 0;
        });
    });
    QCOMPARE(await(stalled).error->code, ErrorCode::Timeout);
}

void CommitOutcomeTest::aStalledReadCanBeCancelled()
{
    QVERIFY(await(m_users->roles()).value);
    m_proxied->proxy.setStalled(true);
    auto read = m_users->roles();
    read.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), tests::patience);
    m_proxied->proxy.setStalled(false);
    QVERIFY(await(m_users->roles()).value); // on a new connection
}

void CommitOutcomeTest::roundTripsAsCountedOnTheWire()
{
    const auto slice = [this] { return await(m_users->slice({}, defaultUserSort, {})).value.has_value(); };
    int number = 1000;
    const auto edit = [this, &number] {
        const User user = someUser();
        m_proxied->proxy.resetCount();
        return await(m_users->update(user, {{UserField::Phone, QString::number(++number)}})).value.has_value();
    };
    QVERIFY(slice() && edit()); // the first time on a connection, each statement is prepared
    m_proxied->proxy.resetCount();
    QVERIFY(slice());
    QCOMPARE(m_proxied->proxy.roundTrips(), 1);
    QCOMPARE(m_last.roundTrips, 1);
    QVERIFY(edit());
    QCOMPARE(m_proxied->proxy.roundTrips(), 3); // BEGIN with its limits, change with audit row, COMMIT
    QCOMPARE(m_last.roundTrips, 3);
}

QTEST_GUILESS_MAIN(CommitOutcomeTest)
#include "tst_commit_outcome.moc"
