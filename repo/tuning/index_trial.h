#pragma once

#include "repo/db/connection.h"

#include <optional>

namespace pivotal {

/// What an index would do for a statement, asked of the planner with hypopg. Lives in an open transaction that is rolled
/// back after it, and with that the extension, where it wasn't there. Its hypothetical indexes are the session's, seen by
/// nothing but EXPLAIN; the end of this forgets them.
class IndexTrial
{
public:
    explicit IndexTrial(db::Connection &connection);
    ~IndexTrial();
    IndexTrial(const IndexTrial &) = delete;
    IndexTrial &operator=(const IndexTrial &) = delete;

    [[nodiscard]] bool isAvailable() const { return m_hint.isEmpty(); }
    /// Why it isn't, and what to do about it.
    [[nodiscard]] const QString &hint() const { return m_hint; }

    struct Result
    {
        double cost = 0; ///< of the statement, with the index
        qint64 sizeBytes = 0;
    };
    /// None where the planner doesn't use the index, or it can't be made.
    [[nodiscard]] std::optional<Result> tryIndex(const QString &create, const sql::Statement &statement);
    /// The same statement with what pivotal_console.fold() makes of its values. hypopg takes the end of a function that the
    /// planner runs for the end of the EXPLAIN, and shows no hypothetical index after it.
    [[nodiscard]] sql::Statement withoutFunctions(sql::Statement statement);

private:
    [[nodiscard]] bool createExtension();
    void rollBackTo(const char *savepoint);
    void reset();

    db::Connection &m_connection;
    QString m_schema;
    QString m_hint;
};

} // namespace pivotal
