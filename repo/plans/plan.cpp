#include "repo/plans/plan.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"
#include "repo/plans/own_costs.h"
#include "repo/plans/own_times.h"
#include "repo/plans/row_counts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

/// The server tells of times and rows per loop, to be multiplied; of blocks altogether.
class PlanParser
{
public:
    [[nodiscard]] static PlanNode node(const QJsonObject &json)
    {
        PlanNode node;
        readWhat(node, json);
        readEstimate(node, json);
        readActual(node, json);
        readMemory(node, json);
        for (const QJsonValue &each : json.value(u"Plans"_s).toArray())
            node.children << PlanParser::node(each.toObject());
        refineRows(node);
        return node;
    }

private:
    static QString text(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toString(); }
    static double number(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toDouble(); }
    static qint64 blocks(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toInteger(); }

    static void readWhat(PlanNode &node, const QJsonObject &json)
    {
        node.type = text(json, "Node Type");
        node.joinType = text(json, "Join Type");
        node.role = text(json, "Parent Relationship");
        node.relation = text(json, json.contains(u"CTE Name"_s) ? "CTE Name" : "Relation Name");
        node.alias = text(json, "Alias");
        node.index = text(json, "Index Name");
        node.filter = text(json, "Filter");
        for (const char *key : {"Index Cond", "Recheck Cond"})
            if (node.indexCondition.isEmpty())
                node.indexCondition = text(json, key);
        for (const char *key : {"Hash Cond", "Merge Cond", "Join Filter"})
            if (node.joinCondition.isEmpty())
                node.joinCondition = text(json, key);
        for (const QJsonValue &key : json.value(u"Sort Key"_s).toArray())
            node.sortKeys << key.toString();
    }

    static void readEstimate(PlanNode &node, const QJsonObject &json)
    {
        node.startupCost = number(json, "Startup Cost");
        node.totalCost = number(json, "Total Cost");
        node.planRows = number(json, "Plan Rows");
        node.planWidth = int(number(json, "Plan Width"));
    }

    static void readActual(PlanNode &node, const QJsonObject &json)
    {
        node.loops = blocks(json, "Actual Loops");
        node.totalMs = number(json, "Actual Total Time") * double(node.loops);
        node.actualRows = number(json, "Actual Rows") * double(node.loops);
        node.rowsSlack = slackOf(number(json, "Actual Rows"), node.loops);
        for (const char *key : {"Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck"}) {
            node.rowsRemoved += number(json, key) * double(node.loops);
            node.removedSlack += json.contains(QLatin1String(key)) ? slackOf(number(json, key), node.loops) : 0;
        }
        node.sharedHit = blocks(json, "Shared Hit Blocks");
        node.sharedRead = blocks(json, "Shared Read Blocks");
        node.tempBlocks = blocks(json, "Temp Read Blocks") + blocks(json, "Temp Written Blocks");
    }

    /// Whole rows a loop; servers from 18 on tell of hundredths.
    static double slackOf(double rowsOfLoop, qint64 loops)
    {
        const bool isWhole = rowsOfLoop == std::floor(rowsOfLoop);
        return loops <= 1 ? 0 : (isWhole ? 0.5 : 0.005) * double(loops);
    }

    /// Of the leader, and of each worker beside it.
    static void readMemory(PlanNode &node, const QJsonObject &json)
    {
        readMemoryOfOne(node, json);
        for (const QJsonValue &worker : json.value(u"Workers"_s).toArray())
            readMemoryOfOne(node, worker.toObject());
    }

    static void readMemoryOfOne(PlanNode &node, const QJsonObject &json)
    {
        if (const QString method = text(json, "Sort Method"); !method.isEmpty())
            node.sortMethod = method;
        node.sortKb += blocks(json, "Sort Space Used");
        const qint64 hashKb = blocks(json, "Disk Usage");
        node.sortKb += hashKb;
        node.isSortOnDisk =
            node.isSortOnDisk || hashKb > 0 || number(json, "Hash Batches") > 1 || text(json, "Sort Space Type") == u"Disk"_s;
    }
};

} // namespace

Plan parsePlan(const QString &json)
{
    const QJsonObject top = QJsonDocument::fromJson(json.toUtf8()).array().at(0).toObject();
    const QJsonObject root = top.value(u"Plan"_s).toObject();
    if (root.isEmpty())
        throw RepositoryError(ErrorCode::DatabaseError, Text::tr("This is no plan of a statement."), json.left(200));
    Plan plan;
    plan.root = PlanParser::node(root);
    shareCosts(plan.root);
    plan.planningMs = top.value(u"Planning Time"_s).toDouble();
    plan.executionMs = top.value(u"Execution Time"_s).toDouble();
    shareTimes(plan.root, root, plan.executionMs);
    plan.isAnalyzed = root.contains(u"Actual Loops"_s);
    plan.json = json;
    return plan;
}

} // namespace pivotal::plans
