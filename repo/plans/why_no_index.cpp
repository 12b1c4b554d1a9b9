#include "repo/plans/why_no_index.h"

#include "repo/domain/text.h"
#include "repo/plans/conditions.h"
#include "repo/plans/plan_problems.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

constexpr double mostlyElsewhere = 0.25; ///< of the plan's time or cost: where the tables take less, no index is the remedy
constexpr qsizetype maxFilter = 120;     ///< characters

double selfOf(const Plan &plan, const PlanNode &node)
{
    return plan.isAnalyzed ? node.selfMs : node.selfCost;
}

bool readsTable(const PlanNode &node)
{
    return !node.relation.isEmpty() && node.type.endsWith(u"Scan"_s) && !node.type.startsWith(u"CTE"_s)
           && !node.type.startsWith(u"WorkTable"_s);
}

/// Where the plan's time goes.
struct Totals
{
    double all = 0;
    double tables = 0;
    const PlanNode *worstScan = nullptr;
    const PlanNode *worstOther = nullptr;
};

void add(Totals &totals, const Plan &plan, const PlanNode &node)
{
    const double own = selfOf(plan, node);
    totals.all += own;
    totals.tables += readsTable(node) ? own : 0;
    const PlanNode *&worst = readsTable(node) ? totals.worstScan : totals.worstOther;
    if (!worst || own > selfOf(plan, *worst))
        worst = &node;
    for (const PlanNode &child : node.children)
        add(totals, plan, child);
}

QString elsewhere(const PlanNode &node)
{
    if (node.type.endsWith(u"Sort"_s))
        return Text::tr("Most of it goes into sorting by %1, an order that no index of one table gives here.")
            .arg(node.sortKeys.join(u", "_s));
    return Text::tr("Most of it goes into what is done with the rows (%1), not into finding them.").arg(node.type);
}

QString percent(double share)
{
    return QLocale().toString(std::floor(share * 100), 'f', 0);
}

QString whyUnserved(const PlanNode &scan)
{
    static const QRegularExpression pattern(u"(?<![~!@<>=])!?~~?\\*?(?![~@<>=])"_s);
    const QString filter = scan.filter.size() > maxFilter ? scan.filter.left(maxFilter) + u'…' : scan.filter;
    if (scan.filter.contains(pattern))
        return Text::tr("Its filter looks for a part of a text, which no ordinary index finds (one of trigrams might): %1").arg(filter);
    return Text::tr("No ordinary index finds what its filter asks for: %1").arg(filter);
}

/// Of a table that is read whole; empty where that isn't it.
QString whySeqScan(const Plan &plan, const PlanNode &scan, double tableRows)
{
    const double given = plan.isAnalyzed ? scan.actualRows : scan.planRows;
    const double read = plan.isAnalyzed ? given + scan.rowsRemoved : std::max(given, tableRows);
    if (tableRows >= 0 && tableRows < bigTable)
        return Text::tr("%1 is small (%2 rows): by an index it would be no quicker.")
            .arg(scan.relation, QLocale().toString(tableRows, 'f', 0));
    if (scan.filter.isEmpty())
        return Text::tr("All rows of %1 are wanted: nothing in the statement leaves any out.").arg(scan.relation);
    if (read > 0 && given > fewWanted * read)
        return Text::tr("%1 % of the rows of %2 are wanted: reading all of it is quicker than looking so many up.")
            .arg(percent(given / read), scan.relation);
    return {};
}

} // namespace

QString whyNoIndex(const Plan &plan, const QHash<QString, double> &tableRows, const IndexAttempt &attempt)
{
    Totals totals;
    add(totals, plan, plan.root);
    if (!totals.worstScan)
        return Text::tr("It reads no table.");
    const PlanNode &scan = *totals.worstScan;
    if (totals.all > 0 && totals.tables < mostlyElsewhere * totals.all && totals.worstOther)
        return elsewhere(*totals.worstOther);
    if (scan.type == u"Seq Scan"_s)
        if (const QString why = whySeqScan(plan, scan, tableRows.value(scan.relation, -1)); !why.isEmpty())
            return why;
    if (!scan.filter.isEmpty() && conditionsOf(scan.filter, scan.alias).isEmpty())
        return whyUnserved(scan);
    if (attempt.tried > 0)
        return Text::tr(
                   "Indexes were tried, %1 in all: by the planner's estimate the best makes it × %2 cheaper, which isn't worth its writes.")
            .arg(attempt.tried)
            .arg(QLocale().toString(std::max(1.0, attempt.bestGain), 'f', 1));
    if (!attempt.present.isEmpty())
        return Text::tr("%1 is there for it. Where the planner doesn't use it, it expects it to cost more.").arg(attempt.present);
    if (scan.filter.isEmpty())
        return Text::tr("What it reads of %1 it finds by an index already.").arg(scan.relation);
    return Text::tr("None that its conditions and its order ask for would make it much cheaper.");
}

} // namespace pivotal::plans
