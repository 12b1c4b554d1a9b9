#include "repo/plans/own_costs.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

/// A part of a node: what it costs, its children's included, and how much is run of what comes after its start.
struct Part
{
    double cost = 0;
    double fraction = 1;
};

Part partOf(const PlanNode &node, double cost)
{
    const double run = node.totalCost - node.startupCost;
    return {cost, run > 0 ? std::clamp((cost - node.startupCost) / run, 0.0, 1.0) : 1};
}

/// Of a child that is read as far as `fraction`.
double costAt(const PlanNode &node, double fraction)
{
    return node.startupCost + (node.totalCost - node.startupCost) * fraction;
}

/// The planner's cost of a Limit is that of the part of its child that it reads, and of what it computes first.
double costBelowLimit(const PlanNode &limit, const PlanNode &child, double cost)
{
    for (const PlanNode &each : limit.children)
        cost -= each.isInitPlan() ? each.totalCost : 0;
    return std::clamp(cost, 0.0, child.totalCost);
}

/// How often a nested loop is expected to run its inner side.
double loopsOf(const PlanNode &nestedLoop)
{
    for (const PlanNode &child : nestedLoop.children)
        if (child.role == u"Outer"_s)
            return std::max(1.0, child.planRows);
    return 1;
}

double costOfOuter(const PlanNode &nestedLoop, double fraction)
{
    for (const PlanNode &child : nestedLoop.children)
        if (child.role == u"Outer"_s)
            return costAt(child, fraction);
    return 0;
}

/// A node's cost is of one loop. Further ones may be cheaper, by what is in the cache: what is left of the parent's is the bound.
double costOfLoops(const PlanNode &node, double loops)
{
    return loops < 1 ? costAt(node, loops) : node.totalCost * loops;
}

double costOfChild(const PlanNode &node, const PlanNode &child, const Part &part)
{
    if (child.isInitPlan())
        return child.totalCost;
    if (node.type == u"Limit"_s)
        return costBelowLimit(node, child, part.cost);
    if (node.type == u"Nested Loop"_s && child.role == u"Inner"_s)
        return std::min(costOfLoops(child, part.fraction * loopsOf(node)), std::max(0.0, part.cost - costOfOuter(node, part.fraction)));
    const bool isReadFirst = child.totalCost <= node.startupCost; // a sort's, a hash's
    return isReadFirst ? child.totalCost : costAt(child, part.fraction);
}

void share(PlanNode &node, double cost)
{
    const Part part = partOf(node, cost);
    QList<double> costs;
    for (const PlanNode &child : std::as_const(node.children))
        costs << costOfChild(node, child, part);
    const double all = std::accumulate(costs.cbegin(), costs.cend(), 0.0);
    // Without a LIMIT, too, a node may read less of a child than its cost is for: a merge join ends with the shorter one.
    const double scale = all > cost ? cost / all : 1;
    node.selfCost = std::max(0.0, cost - all * scale);
    for (qsizetype i = 0; i < costs.size(); ++i)
        share(node.children[i], costs.at(i) * scale);
}

} // namespace

void shareCosts(PlanNode &root)
{
    share(root, root.totalCost);
}

} // namespace pivotal::plans
