#pragma once

#include "repo/db/connection_options.h"
#include "repo/db/rows.h"
#include "repo/domain/repository_error.h"
#include "repo/sql/statement.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <atomic>
#include <memory>

struct pg_conn;
struct pg_cancel;

namespace pivotal::db {

/// One QPSQL connection. Lives and dies on the thread that made it; only `cancel()` may be called from another one.
/// Every failure is a RepositoryError.
class Connection
{
public:
    explicit Connection(const ConnectionOptions &options);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Runs a statement, prepared once per connection and text, and rebound after that. The rows are valid until the
    /// same text is run again.
    Rows query(const sql::Statement &statement);
    /// As `query`, for statements without rows of interest: how many rows they changed.
    qint64 execute(const sql::Statement &statement);
    /// Text without values, in the simple protocol: several statements are one round trip.
    void executeText(const QString &text);
    /// COMMIT; throws COMMIT_IN_DOUBT where its answer was lost, and DATABASE_ERROR where the server rolled back.
    void commit();

    [[nodiscard]] bool isUsable() const;
    /// Asks the server to end the running statement (thread-safe; opens a connection of its own, so it may block).
    void cancel();

    /// Sets the counters to zero; the id is for what the operation writes.
    void beginOperation(const QString &correlationId);
    [[nodiscard]] const QString &correlationId() const { return m_correlationId; }
    /// Whether a statement of the operation has been answered: until then nothing of it can have taken effect, since
    /// what changes rows starts with a BEGIN.
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    [[nodiscard]] qint64 rowCount() const { return m_rows; }
    /// How many rows the operation's result has, where its statements fetched others as well.
    void reportRows(qint64 rows) { m_rows = rows; }
    [[nodiscard]] int roundTrips() const { return m_roundTrips; }

private:
    struct FreeCancel
    {
        void operator()(pg_cancel *cancel) const;
    };

    QSqlQuery &prepared(const QString &text);
    [[nodiscard]] pg_conn *handle() const;
    [[nodiscard]] RepositoryError errorOf(const QSqlError &error) const;

    QString m_name;
    QSqlDatabase m_database;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
    std::unique_ptr<pg_cancel, FreeCancel> m_cancel;
    std::atomic<bool> m_cancelRequested = false;
    QString m_correlationId;
    bool m_hasBegun = false;
    qint64 m_rows = 0;
    int m_roundTrips = 0;
};

} // namespace pivotal::db
