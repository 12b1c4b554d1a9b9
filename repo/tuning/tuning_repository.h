#pragma once

#include "repo/db/executor.h"
#include "repo/domain/index_info.h"
#include "repo/plans/plan_problems.h"
#include "repo/sql/statement.h"
#include "repo/tuning/index_advice.h"

#include <QFuture>

namespace pivotal {

enum class Analyze {
    No,  ///< planned, not run
    Yes, ///< run as well, in a read-only transaction that is rolled back, with a time limit; reads only
};

enum class Advice {
    No,  ///< the plan and its problems alone: hypopg isn't asked
    Yes, ///< the indexes that would help as well
};

/// Why a statement is slow.
struct Diagnosis
{
    plans::Plan plan;
    QList<plans::PlanProblem> problems; ///< the worst first
    QList<IndexAdvice> advice;          ///< the most gain first; what doesn't pay isn't there; none without Advice::Yes
    QString whyNoAdvice;                ///< a sentence; empty where there is advice, and without Advice::Yes
};

/// Plans, index advice and the indexes of the console's tables. Changes nothing: what it tries, it rolls back. For any
/// organization: the statements carry theirs. Errors as RepositoryError; VALIDATION_ERROR for a statement that has no plan or
/// mustn't be analyzed.
class TuningRepository
{
public:
    /// `executor` outlives this.
    explicit TuningRepository(db::Executor &executor) : m_executor(executor) {}

    /// Whether a statement of this text has a plan at all.
    [[nodiscard]] static bool canExplain(const QString &text);
    [[nodiscard]] QFuture<plans::Plan> explain(const sql::Statement &statement, Analyze analyze);
    /// The plan, what is wrong with it, and, with Advice::Yes, which index would help: tried with hypopg where the server has
    /// it, in a transaction that is rolled back, the extension included.
    [[nodiscard]] QFuture<Diagnosis> diagnose(const sql::Statement &statement, Analyze analyze, Advice advice = Advice::Yes);
    /// Those there and those that the migrations would make, by table and name.
    [[nodiscard]] QFuture<QList<IndexInfo>> indexes();

private:
    db::Executor &m_executor;
};

} // namespace pivotal
