#include "models/plan_text.h"

#include "models/number_text.h"
#include "repo/domain/text.h"
#include "repo/plans/row_counts.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr double worthNaming = 2;
constexpr double sameRatio = 1.05;
constexpr double badShare = 0.25;
constexpr double mostExact = 1e15; ///< the planner may expect 1e100 rows

/// Not of a common table, whose rows were read already.
bool readsTable(const plans::PlanNode &node)
{
    return !node.relation.isEmpty() && node.type.endsWith(u"Scan"_s) && node.type != u"CTE Scan"_s && node.type != u"WorkTable Scan"_s;
}

void addRowsRead(PlanTotals &totals, const plans::PlanNode &node, bool isAnalyzed)
{
    if (readsTable(node)) {
        totals.rowsRead += isAnalyzed ? node.actualRows + node.rowsRemoved : node.estimatedRows();
        totals.isRowsReadExact = totals.isRowsReadExact && node.rowsSlack + node.removedSlack == 0;
    }
    for (const plans::PlanNode &child : node.children)
        addRowsRead(totals, child, isAnalyzed);
}

QString timesText(double times)
{
    return times < 9.95 ? QLocale().toString(times, 'f', 1) : rowsText(times);
}

} // namespace

PlanTotals totalsOf(const plans::Plan &plan)
{
    PlanTotals totals;
    totals.cost = plan.root.totalCost;
    totals.ms = plan.isAnalyzed ? plan.executionMs : 0;
    totals.isRowsReadExact = plan.isAnalyzed;
    addRowsRead(totals, plan.root, plan.isAnalyzed);
    totals.buffers = double(plan.root.sharedHit + plan.root.sharedRead); // a node's are its children's too
    totals.fromCache = totals.buffers > 0 ? double(plan.root.sharedHit) / totals.buffers : 1;
    return totals;
}

QString nodeTitle(const plans::PlanNode &node)
{
    QString title = node.type;
    if (!node.joinType.isEmpty() && node.joinType != u"Inner"_s) {
        if (title.endsWith(u" Join"_s))
            title.chop(5);
        title += u' ' + node.joinType + u" Join"_s;
    }
    if (!node.index.isEmpty())
        title += (node.relation.isEmpty() ? u" on "_s : u" using "_s) + node.index;
    if (!node.relation.isEmpty())
        title += u" on "_s + node.relation;
    if (!node.alias.isEmpty() && node.alias != node.relation)
        title += u' ' + node.alias;
    return title;
}

QString actualRowsText(const plans::PlanNode &node)
{
    if (node.rowsSlack <= 0)
        return rowsText(node.actualRows);
    return node.actualRows > 0 ? Text::tr("≈ %1").arg(rowsText(node.actualRows))
                               : Text::tr("< %1").arg(rowsText(std::ceil(node.rowsSlack)));
}

QString processesText(const plans::PlanNode &node)
{
    if (node.processes <= 1 || node.loops == 0)
        return {};
    const bool isWhole = node.processes == std::floor(node.processes);
    return Text::tr("%1 processes at once, %2 ms together")
        .arg(QLocale().toString(node.processes, 'f', isWhole ? 0 : 1), amountText(node.totalMs));
}

QString rowFactorText(double factor)
{
    if (factor >= worthNaming)
        return Text::tr("× %1 more", "rows than expected").arg(timesText(factor));
    if (factor > 0 && factor <= 1 / worthNaming)
        return Text::tr("× %1 fewer", "rows than expected").arg(timesText(1 / factor));
    return {};
}

QString ratioText(double before, double after)
{
    if (before <= 0 && after <= 0)
        return Text::tr("the same");
    if (after <= 0)
        return Text::tr("none left");
    if (before <= 0)
        return Text::tr("none before");
    if (before / after >= sameRatio)
        return Text::tr("× %1 less", "than before").arg(timesText(before / after));
    if (after / before >= sameRatio)
        return Text::tr("× %1 more", "than before").arg(timesText(after / before));
    return Text::tr("the same");
}

BadgeKind problemBadge(const plans::PlanProblem &problem)
{
    return problem.share >= badShare ? BadgeKind::Bad : BadgeKind::Warning;
}

QString amountText(double amount)
{
    if (amount >= mostExact)
        return QLocale().toString(amount, 'g', 3);
    const int decimals = amount < 1 ? 3 : amount < 100 ? 2 : amount < 10'000 ? 1 : 0;
    return QLocale().toString(amount, 'f', amount == 0 ? 0 : decimals);
}

QString rowsText(double rows)
{
    return rows < mostExact ? exactNumber(qint64(std::llround(rows))) : QLocale().toString(rows, 'g', 3);
}

} // namespace pivotal::models
