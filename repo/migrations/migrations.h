#pragma once

#include "repo/db/build_progress.h"
#include "repo/db/executor.h"
#include "repo/migrations/migrator.h"
#include "repo/plans/index_candidate.h"

#include <memory>

namespace pivotal {

/// The migrations of a session's database, one at a time, on a connection of their own: an index takes as long as it takes,
/// and nobody else waits for it. Lives on the GUI thread.
class Migrations
{
public:
    /// `executor`: for what is short; it outlives this.
    Migrations(db::Executor &executor, db::Connection::Source source);

    [[nodiscard]] QFuture<QList<db::MigrationStatus>> status();
    /// True when it is applied. Cancelling the future, or ending this, ends the build on the server and drops what it left,
    /// where no writer is in the way of that; `removeLeftover` tells.
    [[nodiscard]] QFuture<bool> apply(const QString &name);
    /// False where it is there whole: it was finished before it could be cancelled.
    [[nodiscard]] QFuture<bool> removeLeftover(const QString &name);
    /// One that was applied, also an advised one. False where it was adopted: it's forgotten, and nothing is dropped.
    [[nodiscard]] QFuture<bool> rollBack(const QString &name);
    /// Builds an advised index and records it; to be cancelled as `apply` is.
    [[nodiscard]] QFuture<bool> create(const plans::IndexCandidate &index);
    /// Rolls back what `create` made.
    [[nodiscard]] QFuture<bool> drop(const plans::IndexCandidate &index);
    [[nodiscard]] QFuture<std::optional<db::BuildProgress>> progress();

    /// Why the database user can't build or drop anything here, a sentence; empty where it can.
    void setProblem(const QString &problem) { m_problem = problem; }
    [[nodiscard]] const QString &problem() const { return m_problem; }

private:
    [[nodiscard]] db::Executor &builder();

    db::Executor &m_executor;
    db::Connection::Source m_source;
    QString m_problem;
    std::unique_ptr<db::Executor> m_builder; ///< one connection, once there is something to build
};

} // namespace pivotal
