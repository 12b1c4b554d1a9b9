#pragma once

#include "repo/db/commit_outcome.h"
#include "repo/db/connection.h"
#include "repo/db/retry.h"

#include <QString>
#include <chrono>
#include <optional>

namespace pivotal::db {

inline constexpr std::chrono::milliseconds noTimeout{0};

enum class Isolation { ReadCommitted, RepeatableRead, Serializable };

struct TransactionOptions
{
    QString name;
    Isolation isolation = Isolation::ReadCommitted;
    bool readOnly = false;
    /// For the whole unit, with its attempts and the waits between them. The server enforces what is left of it on each
    /// statement and on idling between two; past it the running statement is cancelled, and nothing is committed.
    std::chrono::milliseconds timeout{10'000};
    std::chrono::milliseconds lockTimeout{5'000};
    RetryPolicy retry = {};
    /// Without it, a COMMIT whose answer is lost can only be COMMIT_IN_DOUBT.
    std::optional<CommitProof> proof = {};
    std::chrono::milliseconds resolveWithin{20'000}; ///< how long to look for it
};

/// A scope: what is not committed when it ends is rolled back.
class Transaction
{
public:
    Transaction(Connection &connection, const TransactionOptions &options);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    [[nodiscard]] Connection &connection() { return m_connection; }
    /// Commits. Where the answer is lost, finds out: returns if it was committed, throws with SQLSTATE 40000 if
    /// it was not, and COMMIT_IN_DOUBT if nobody can tell.
    void commit();

private:
    void resolve();

    Connection &m_connection;
    const TransactionOptions &m_options;
    sql::TransactionIdentity m_identity;
    bool m_open = true;
};

/// The time limit of a unit of work, while it lives.
class DeadlineScope
{
public:
    DeadlineScope(Connection &connection, std::chrono::milliseconds timeout);
    ~DeadlineScope();
    DeadlineScope(const DeadlineScope &) = delete;
    DeadlineScope &operator=(const DeadlineScope &) = delete;

private:
    Connection &m_connection;
};

/// Whether the unit that failed so may be run again: it is known to have changed nothing. Then waits as long as the
/// back-off says, and opens the connection again where it broke.
[[nodiscard]] bool prepareRetry(Connection &connection, const TransactionOptions &options, const RepositoryError &error,
                                int failedAttempts);

/// Runs `work(Transaction &)` in a transaction and commits it. The whole unit is run again, in a new transaction, after
/// a serialization failure, a deadlock, a connection that broke before COMMIT, a server that turned out to be a
/// standby, and a COMMIT that is known to have failed. Any other error passes through, rolled back.
template <class Work>
auto withTransaction(Connection &connection, const TransactionOptions &options, Work work)
{
    const DeadlineScope deadline(connection, options.timeout);
    for (int attempt = 1;; ++attempt) {
        try {
            Transaction transaction(connection, options);
            auto result = work(transaction);
            transaction.commit();
            return result;
        } catch (const RepositoryError &error) {
            if (!prepareRetry(connection, options, error, attempt))
                throw;
        }
    }
}

} // namespace pivotal::db
