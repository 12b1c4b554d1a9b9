#pragma once

#include "repo/db/connection.h"
#include "repo/db/retry.h"

#include <QString>

namespace pivotal::db {

enum class Isolation { ReadCommitted, RepeatableRead, Serializable };

struct TransactionOptions
{
    QString name;
    Isolation isolation = Isolation::ReadCommitted;
    bool readOnly = false;
    int statementTimeoutMs = 10'000; ///< enforced by the server, for each statement
    int lockTimeoutMs = 5'000;
    RetryPolicy retry = {};
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
    void commit();

private:
    Connection &m_connection;
    bool m_open = true;
};

/// Runs `work(Transaction &)` in a transaction and commits it. The whole unit is run again on a serialization failure
/// or deadlock; any other error passes through, rolled back.
template <class Work>
auto withTransaction(Connection &connection, const TransactionOptions &options, Work work)
{
    return retrying(options.retry, [&] {
        Transaction transaction(connection, options);
        auto result = work(transaction);
        transaction.commit();
        return result;
    });
}

} // namespace pivotal::db
