#pragma once

#include "repo/db/canceller.h"
#include "repo/db/connection_options.h"
#include "repo/db/prepared_statements.h"
#include "repo/db/rows.h"
#include "repo/domain/repository_error.h"
#include "repo/metrics/statement_record.h"
#include "repo/sql/statement.h"

#include <QSqlDatabase>
#include <QString>
#include <functional>
#include <optional>

struct pg_conn;

namespace pivotal::db {

/// What one operation has cost on its connection so far.
struct OperationCost
{
    qint64 rows = 0; ///< fetched or changed
    int roundTrips = 0;
    int attempts = 1;
    double retryWaitMs = 0;
};

/// What the server, or the driver, said against a statement.
struct Refusal
{
    QString sqlState; ///< empty: no answer of the server's
    QString text;
};

/// One QPSQL connection, opened at its first statement and again after it broke. Lives and dies on the thread that made
/// it; only the canceller may be used from another one. Every failure is a RepositoryError.
///
/// Behind a transaction pooler (PgBouncer), where a prepared statement may be missing, or be another client's by that
/// name, statements go as text with values that the driver quotes. A session keeps nothing there, so each transaction is
/// told the schema's search path, in the message that begins it.
class Connection
{
public:
    /// Called before each connect, so that a server that moved is found; may block and throw a RepositoryError.
    using Source = std::function<ConnectionOptions()>;
    /// Called on the connection's thread.
    struct Listener
    {
        std::function<void()> opened = [] {};
        std::function<void(const RepositoryError &)> unreachable = [](const RepositoryError &) {};
        std::function<void(const RepositoryError &)> broke = [](const RepositoryError &) {};
    };

    /// Opens it.
    explicit Connection(const ConnectionOptions &options);
    /// Doesn't open it yet.
    Connection(Source source, Listener listener, metrics::StatementObserver *observer);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    void ensureOpen();
    /// Closes it, if it is open, and opens it anew.
    void reopen();
    void close();
    [[nodiscard]] bool isUsable() const;
    /// No transaction is open, not even an aborted one. True where it isn't open itself.
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] bool isPooled() const { return m_isPooled; }
    /// Of the application's tables, where the URL names one; empty: the search path of the server.
    [[nodiscard]] const QString &schema() const { return m_schema; }
    [[nodiscard]] QString quotedSchema() const;
    /// "host:port/database" of the server that was reached.
    [[nodiscard]] const QString &serverName() const { return m_serverName; }
    /// As libpq counts: 150018.
    [[nodiscard]] int serverVersion() const;
    /// The database has no encoding (SQL_ASCII): see domain/raw_bytes.h.
    [[nodiscard]] bool hasRawBytes() const;
    /// default_transaction_read_only, as far as the server tells (from PostgreSQL 14 on).
    [[nodiscard]] bool isReadOnlyByDefault() const;

    /// Runs a statement, prepared once per connection and text, and rebound after that.
    Rows query(const sql::Statement &statement);
    /// As `query`, for statements without rows of interest: how many rows they changed.
    qint64 execute(const sql::Statement &statement);
    /// Text without values, in the simple protocol: several statements are one round trip. The last row.
    QStringList executeText(const QString &text);
    /// The same for a text with its values in it: `shown` is what is reported of it.
    QStringList executeText(const QString &text, const sql::Statement &shown);
    /// One statement that no transaction may hold (CREATE INDEX CONCURRENTLY): behind a pooler it names its schema itself.
    void executeAlone(const QString &text);
    /// COMMIT; throws COMMIT_IN_DOUBT where its answer was lost, and DATABASE_ERROR where the server rolled back.
    void commit();
    /// ROLLBACK, also of what is not wanted any more.
    void rollback();

    /// For notifications, which arrive through the thread's event loop. Another one each time it is opened again.
    [[nodiscard]] QSqlDriver *driver() const { return m_database.driver(); }
    [[nodiscard]] Canceller &canceller() { return m_canceller; }
    /// Throws CANCELLED or TIMEOUT where the operation has to end: what nobody waits for isn't sent.
    void requireWanted() const;

    /// Sets the cost to zero; the correlation id is for what the operation writes.
    void beginOperation(const metrics::OperationContext &context);
    [[nodiscard]] const QString &correlationId() const { return m_context.correlationId; }
    /// Whether a statement of the operation has been answered: until then nothing of it can have taken effect, since
    /// what changes rows starts with a BEGIN.
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    [[nodiscard]] const OperationCost &cost() const { return m_cost; }
    /// How many rows the operation's result has, where its statements fetched others as well.
    void reportRows(qint64 rows) { m_cost.rows = rows; }
    void reportRetry(std::chrono::milliseconds wait);

private:
    void open();
    void drop();
    void configure(const ConnectionOptions &options);
    void probePooler();
    void prepareSession();
    [[nodiscard]] QString localSearchPath() const;
    [[nodiscard]] bool needsSearchPath() const;
    Rows queryOnce(const sql::Statement &statement);
    /// Behind a pooler.
    [[nodiscard]] QString inlinedText(const sql::Statement &statement) const;
    QStringList runText(const QString &text, const sql::Statement &shown, bool isPathSet);
    struct Outcome
    {
        qint64 rows = 0;
        std::optional<Refusal> refusal;
    };
    /// Runs one statement: counts and reports it, and turns a refusal into its error.
    void run(const QString &text, const QVariantList &binds, const std::function<Outcome()> &exec);
    void prepare(const QString &text);
    [[nodiscard]] Outcome outcomeOf(const pg_result *answer) const;
    [[nodiscard]] pg_conn *handle() const;
    [[nodiscard]] RepositoryError errorOf(const Refusal &refusal, const QVariantList &binds = {}) const;

    QString m_name;
    Source m_source;
    Listener m_listener;
    metrics::StatementObserver *m_observer = nullptr;
    QSqlDatabase m_database;
    PreparedStatements m_prepared;
    Canceller m_canceller;
    bool m_isPooled = false;
    QString m_schema;
    QString m_serverName;
    metrics::OperationContext m_context;
    bool m_hasBegun = false;
    OperationCost m_cost;
};

} // namespace pivotal::db
