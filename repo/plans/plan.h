#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace pivotal::plans {

/// A node of a query plan, as PostgreSQL's EXPLAIN (FORMAT JSON) tells of it. What was measured is there only where the plan
/// was analyzed, and is of all loops (and processes) together: times in ms, rows, and blocks of the server (usually 8 kB).
struct PlanNode
{
    QString type;     ///< "Seq Scan"
    QString joinType; ///< "Left"; empty where it joins nothing
    QString role;     ///< to its parent: "Outer", "Inner", "Member", "InitPlan", "SubPlan"; empty: the root
    QString relation; ///< or the common table that it scans
    QString alias;
    QString index;
    double startupCost = 0;
    double totalCost = 0; ///< its children's included, of all its rows, even where a LIMIT above takes a few
    double selfCost = 0;  ///< without them, of the part that a LIMIT above lets run: those of all nodes add up to the root's
    double planRows = 0;  ///< of one loop
    int planWidth = 0;    ///< bytes a row
    qint64 loops = 0;
    double processes = 1; ///< that run it at once, below a Gather: as many as took part, on average
    double totalMs = 0;   ///< of all processes together, its children's included
    double clockMs = 0;   ///< the same by the clock
    double selfMs = 0;    ///< by the clock, without them: own times are never negative, and add up to the root's
    double actualRows = 0;
    double rowsSlack = 0;    ///< by how much `actualRows` may be wrong: the server rounds them to whole rows a loop
    double rowsRemoved = 0;  ///< by its filter, its join filter or a recheck
    double removedSlack = 0; ///< the same of `rowsRemoved`
    QString filter;
    QString indexCondition; ///< of a bitmap heap scan: what is checked again
    QString joinCondition;
    QStringList sortKeys;
    QString sortMethod; ///< "external merge"
    qint64 sortKb = 0;
    bool isSortOnDisk = false; ///< or a hash's
    qint64 sharedHit = 0;
    qint64 sharedRead = 0;
    qint64 tempBlocks = 0; ///< read and written, its children's included
    QList<PlanNode> children;

    [[nodiscard]] bool isInitPlan() const { return role == QLatin1StringView("InitPlan"); }
    [[nodiscard]] double estimatedRows() const { return planRows * double(loops > 0 ? loops : 1); }
};

struct Plan
{
    PlanNode root;
    double planningMs = 0;
    double executionMs = 0;
    bool isAnalyzed = false;
    QString json; ///< as the server sent it, indented
};

/// DATABASE_ERROR for what is no plan.
[[nodiscard]] Plan parsePlan(const QString &json);
/// As EXPLAIN's text format shows it: a line a node, indented, with its conditions below.
[[nodiscard]] QString planText(const Plan &plan);

} // namespace pivotal::plans
