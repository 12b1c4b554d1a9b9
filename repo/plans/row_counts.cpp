#include "repo/plans/row_counts.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

constexpr double rounding = 0.5;

} // namespace

RowRange rowsOf(const PlanNode &node)
{
    return {std::max(0.0, node.actualRows - node.rowsSlack), node.actualRows + node.rowsSlack};
}

/// The planner expects one row at least of each loop, however rare they are.
RowRange expectedRowsOf(const PlanNode &node)
{
    if (node.loops <= 1)
        return {node.planRows, node.planRows};
    const auto loops = double(node.loops);
    return {node.planRows <= 1 ? 0 : (node.planRows - rounding) * loops, (node.planRows + rounding) * loops};
}

double rowFactor(const PlanNode &node)
{
    const RowRange came = rowsOf(node);
    const RowRange expected = expectedRowsOf(node);
    if (came.low > expected.high)
        return std::max(came.low, 1.0) / std::max(expected.high, 1.0);
    if (came.high < expected.low)
        return std::max(came.high, 1.0) / std::max(expected.low, 1.0);
    return 1;
}

void refineRows(PlanNode &node)
{
    if (node.type != u"Nested Loop"_s || node.joinType != u"Inner"_s)
        return;
    const double slack = node.rowsSlack + node.removedSlack;
    const double rows = node.actualRows + node.rowsRemoved; // each that the inner side gave is joined, or removed by the join
    for (PlanNode &child : node.children)
        if (child.role == u"Inner"_s && slack < child.rowsSlack && std::abs(rows - child.actualRows) <= child.rowsSlack + slack) {
            child.actualRows = rows;
            child.rowsSlack = slack;
        }
}

} // namespace pivotal::plans
