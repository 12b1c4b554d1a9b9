#pragma once

#include "repo/db/connection.h"
#include "repo/plans/plan.h"
#include "repo/plans/why_no_index.h"
#include "repo/tuning/index_advice.h"

#include <QList>

namespace pivotal {

/// Which indexes would help the statement, the most gain for their size and writes first: those that its plan asks for, and
/// those that pending migrations make; one of these, where it is about as good. Tried with hypopg where the server has it, in
/// a transaction that is rolled back; otherwise as the plan suggests, with a hint. Nothing that is there already. `inVain`: what
/// was looked for, for where there is none.
struct Advised
{
    QList<IndexAdvice> indexes;
    plans::IndexAttempt inVain;
};
[[nodiscard]] Advised advise(db::Connection &connection, const sql::Statement &statement, const plans::Plan &plan);

} // namespace pivotal
