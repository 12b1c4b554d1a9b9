#pragma once

#include "repo/plans/plan.h"

#include <QHash>

namespace pivotal::plans {

inline constexpr double bigTable = 10'000; ///< rows: below, reading it whole takes a few ms
inline constexpr double fewWanted = 0.2;   ///< of the rows read: where more are given, no index would be quicker

/// What makes a plan slow, as far as it tells by itself.
enum class ProblemKind {
    SeqScan,     ///< of a big table, though few of its rows are wanted
    RowsRemoved, ///< many are read only to be thrown away
    Misestimate, ///< by ten times or more, of rows that matter
    Spill,       ///< a sort or hash that went to disk
    Sort,        ///< of far more rows than are returned
};

struct PlanProblem
{
    ProblemKind kind = ProblemKind::SeqScan;
    QList<int> path;     ///< of the node: the index among its parent's children, from the root down; empty: the root
    QString relation;    ///< empty where it has none
    double rows = 0;     ///< read, removed or sorted; for a misestimate, those that came
    double expected = 0; ///< for a misestimate, those that were expected; for a spill, kB on disk
    double share = 0;    ///< of the plan's time or, where it wasn't analyzed, of its cost: 0..1
    QString text;        ///< "Seq scan, 9.1 M rows": short, translated, numbers in the locale's way
};

/// The worst first. `tableRows`: about how many rows each table has, for whether it is big.
[[nodiscard]] QList<PlanProblem> problemsOf(const Plan &plan, const QHash<QString, double> &tableRows = {});
[[nodiscard]] const PlanNode &nodeAt(const Plan &plan, const QList<int> &path);

} // namespace pivotal::plans
