#include "repo/db/transaction.h"

#include "repo/db/sql_state.h"
#include "repo/domain/text.h"
#include "repo/metrics/log.h"

#include <thread>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

constexpr int versionWithTransactionTimeout = 170'000;
constexpr int maxReadOnlyAttempts = 3; // a switchover takes a moment; a standby stays one

QString isolationName(Isolation isolation)
{
    switch (isolation) {
    case Isolation::ReadCommitted: return u"READ COMMITTED"_s;
    case Isolation::RepeatableRead: return u"REPEATABLE READ"_s;
    case Isolation::Serializable: return u"SERIALIZABLE"_s;
    }
    return {};
}

/// The unit's limits, whatever the role's are.
QString beginText(const TransactionOptions &options, bool hasTransactionTimeout)
{
    return u"BEGIN ISOLATION LEVEL %1 %2; SET LOCAL statement_timeout = %3; SET LOCAL "
           "idle_in_transaction_session_timeout = %3; SET LOCAL lock_timeout = %4%5"_s
               .arg(isolationName(options.isolation), options.readOnly ? u"READ ONLY"_s : u"READ WRITE"_s)
               .arg(options.timeout.count())
               .arg(options.lockTimeout.count())
               .arg(hasTransactionTimeout ? u"; SET LOCAL transaction_timeout = 0"_s : QString());
}

bool isHarmless(const Connection &connection, const TransactionOptions &options, const RepositoryError &error, int attempts)
{
    if (error.code == ErrorCode::CommitInDoubt)
        return false;
    if (error.code == ErrorCode::ReadOnly)
        return !options.readOnly && attempts < maxReadOnlyAttempts;
    return isRetryable(error.sqlState) || (error.code == ErrorCode::DatabaseConnection && !connection.isUsable());
}

/// Until it works or the unit is over, of which the next BEGIN tells.
void reconnect(Connection &connection)
{
    constexpr RetryPolicy policy{.base = std::chrono::milliseconds(50), .cap = std::chrono::milliseconds(1000)};
    for (int failed = 0; !connection.isUsable() && connection.canceller().reason() == Canceller::Reason::None; ++failed) {
        try {
            connection.reopen();
        } catch (const RepositoryError &error) {
            if (error.code != ErrorCode::DatabaseConnection)
                throw;
            std::this_thread::sleep_for(backOff(policy, failed));
        }
    }
}

} // namespace

Transaction::Transaction(Connection &connection, const TransactionOptions &options) : m_connection(connection), m_options(options)
{
    if (!options.readOnly && connection.isReadOnlyByDefault())
        throw RepositoryError(ErrorCode::ReadOnly,
                              Text::tr("default_transaction_read_only is on for this database user: nothing is written."));
    const QString begin = beginText(options, connection.serverVersion() >= versionWithTransactionTimeout);
    try {
        const QStringList identity = m_connection.executeText(options.proof ? begin + u"; "_s + sql::selectIdentity() : begin);
        m_identity = {identity.value(0), identity.value(1), identity.value(2)};
    } catch (const RepositoryError &error) {
        if (error.sqlState != featureNotSupported || options.readOnly)
            throw;
        // What a standby says to READ WRITE; from anything but a BEGIN it would mean something else.
        throw errorFromSqlState(readOnlyTransaction, error.detail, false);
    }
}

Transaction::~Transaction()
{
    if (!m_open || !m_connection.isUsable())
        return;
    try {
        m_connection.rollback();
    } catch (const RepositoryError &error) {
        // The connection broke: the server rolls back by itself.
        metrics::logger("db")->warn("event=rollback_failed transaction={} error={}", m_options.name.toStdString(),
                                    metrics::quoted(error.message));
    }
}

void Transaction::commit()
{
    try {
        m_connection.commit();
        m_open = false;
    } catch (const RepositoryError &error) {
        if (error.code != ErrorCode::CommitInDoubt || !m_options.proof)
            throw;
        m_open = false;
        resolve();
    }
}

void Transaction::resolve()
{
    metrics::logger("db")->warn("event=commit_in_doubt transaction={} correlation={}", m_options.name.toStdString(),
                                m_connection.correlationId().toStdString());
    m_connection.canceller().clearDeadline(); // the unit is over; what follows has a limit of its own
    const CommitOutcome outcome = resolveCommit(m_connection, m_identity, *m_options.proof, m_options.resolveWithin);
    metrics::logger("db")->warn("event=commit_resolved transaction={} outcome={}", m_options.name.toStdString(),
                                outcome == CommitOutcome::Committed ? "committed" : "aborted");
    if (outcome == CommitOutcome::Committed)
        return;
    m_connection.canceller().setDeadline(Canceller::Clock::now() + m_options.timeout); // for another attempt
    RepositoryError aborted(ErrorCode::DatabaseConnection,
                            Text::tr("The connection broke before the change was committed. Nothing was saved."));
    aborted.sqlState = transactionRollback;
    throw aborted;
}

DeadlineScope::DeadlineScope(Connection &connection, std::chrono::milliseconds timeout) : m_connection(connection)
{
    if (timeout != noTimeout)
        connection.canceller().setDeadline(Canceller::Clock::now() + timeout);
}

DeadlineScope::~DeadlineScope()
{
    m_connection.canceller().clearDeadline();
}

bool prepareRetry(Connection &connection, const TransactionOptions &options, const RepositoryError &error, int failedAttempts)
{
    if (failedAttempts >= options.retry.maxAttempts || !isHarmless(connection, options, error, failedAttempts)
        || connection.canceller().reason() != Canceller::Reason::None)
        return false;
    const auto wait = backOff(options.retry, failedAttempts);
    connection.reportRetry(wait);
    metrics::logger("db")->info("event=retry transaction={} attempt={} wait_ms={} sqlstate={}", options.name.toStdString(),
                                failedAttempts + 1, wait.count(), error.sqlState.toStdString());
    std::this_thread::sleep_for(wait);
    if (error.code == ErrorCode::ReadOnly)
        connection.close();
    reconnect(connection);
    return true;
}

} // namespace pivotal::db
