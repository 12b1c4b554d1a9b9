#include "repo/plans/candidate_search.h"

#include "repo/plans/conditions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

constexpr int mostCandidates = 6;
constexpr int mostOfOneScan = 4;
constexpr int mostRanges = 2;
const QString deletedIsNull = u"\"deletedAt\" IS NULL"_s;
const QString organization = u"\"organizationId\""_s;

/// A node, and which child of its parent it is.
struct Step
{
    const PlanNode *node = nullptr;
    int child = 0;
};

/// What one scan asks of its table.
struct Wishes
{
    QStringList equal;
    QStringList anyOf;
    QStringList ranges;
    QStringList joins; ///< columns that are compared with another table's, above the scan
    QStringList order;
    bool hidesDeleted = false;
};

void addOnce(QStringList &list, const QString &text)
{
    if (!list.contains(text))
        list << text;
}

bool isScan(const PlanNode &node)
{
    static const QStringList types{u"Seq Scan"_s, u"Index Scan"_s, u"Index Only Scan"_s, u"Bitmap Heap Scan"_s};
    return types.contains(node.type) && !node.relation.isEmpty();
}

/// Whether what comes from this child of the node goes on in its order.
bool keepsOrder(const PlanNode &node, int child)
{
    static const QStringList any{u"Gather"_s, u"Gather Merge"_s, u"Subquery Scan"_s, u"LockRows"_s, u"Result"_s};
    static const QStringList first{u"Nested Loop"_s, u"Hash Join"_s};
    return any.contains(node.type) || (child == 0 && first.contains(node.type));
}

void addCondition(Wishes &wishes, const Condition &condition)
{
    const QString &key = condition.keys.first();
    switch (condition.kind) {
    case Condition::Kind::Equal: addOnce(wishes.equal, key); return;
    case Condition::Kind::AnyOf: addOnce(wishes.anyOf, key); return;
    case Condition::Kind::Range: addOnce(wishes.ranges, key); return;
    case Condition::Kind::IsNull: break;
    }
    if (key + u" IS NULL"_s == deletedIsNull)
        wishes.hidesDeleted = true;
    else
        addOnce(wishes.equal, key);
}

class Search
{
public:
    Search(bool isAnalyzed, const QHash<QString, QStringList> &indexKeys) : m_isAnalyzed(isAnalyzed), m_indexKeys(indexKeys) {}

    void visit(const PlanNode &node, QList<Step> above)
    {
        if (isScan(node))
            add(node, above);
        for (int i = 0; i < node.children.size(); ++i)
            visit(node.children.at(i), above + QList<Step>{{&node, i}});
    }

    /// The scans that cost most come first.
    [[nodiscard]] QList<WantedIndex> result()
    {
        std::stable_sort(m_scans.begin(), m_scans.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
        QList<WantedIndex> all;
        for (const auto &[work, wanted] : m_scans)
            for (const WantedIndex &each : wanted)
                if (all.size() < mostCandidates
                    && std::none_of(all.cbegin(), all.cend(), [&](const WantedIndex &other) { return other.index == each.index; }))
                    all << each;
        return all;
    }

private:
    void add(const PlanNode &scan, const QList<Step> &above)
    {
        Wishes wishes = wishesOf(scan);
        addOrder(wishes, scan, above);
        addJoins(wishes, scan, above);
        const bool removes = m_isAnalyzed ? scan.rowsRemoved > 0 : !scan.filter.isEmpty();
        if (!removes && wishes.order.isEmpty() && wishes.joins.isEmpty())
            return;
        m_scans.append({m_isAnalyzed ? scan.totalMs : scan.totalCost, wantedBy(scan, wishes)});
    }

    [[nodiscard]] static Wishes wishesOf(const PlanNode &scan)
    {
        Wishes wishes;
        for (const QString &text : {scan.indexCondition, scan.filter})
            for (const Condition &condition : conditionsOf(text, scan.alias))
                addCondition(wishes, condition);
        const auto isOrganization = [](const QString &key) { return key == organization; };
        std::stable_partition(wishes.equal.begin(), wishes.equal.end(), isOrganization); // as all indexes of these tables
        for (QStringList *others : {&wishes.anyOf, &wishes.ranges})
            others->removeIf([&](const QString &key) { return wishes.equal.contains(key); });
        return wishes;
    }

    void addOrder(Wishes &wishes, const PlanNode &scan, const QList<Step> &above) const
    {
        qsizetype i = above.size() - 1;
        while (i >= 0 && keepsOrder(*above.at(i).node, above.at(i).child))
            --i;
        if (i < 0)
            return;
        const PlanNode &reader = *above.at(i).node;
        if (reader.type.endsWith(u"Sort"_s))
            takeOrder(wishes, reader.sortKeys, scan.alias);
        else if (reader.type == u"Limit"_s && !scan.filter.isEmpty())
            takeOrder(wishes, m_indexKeys.value(scan.index), scan.alias);
    }

    /// What is compared with one value needs no order.
    static void takeOrder(Wishes &wishes, const QStringList &keys, const QString &alias)
    {
        for (const QString &sortKey : keys) {
            const auto key = orderKeyOf(sortKey, alias);
            if (!key)
                return;
            if (!wishes.equal.contains(withoutDirection(*key)))
                addOnce(wishes.order, *key);
        }
    }

    /// Of a table that is read whole to be joined with few rows.
    static void addJoins(Wishes &wishes, const PlanNode &scan, const QList<Step> &above)
    {
        if (scan.type != u"Seq Scan"_s && scan.filter.isEmpty())
            return;
        for (const Step &step : above)
            for (const Condition &condition : conditionsOf(step.node->joinCondition, scan.alias))
                if (condition.isJoin && condition.kind == Condition::Kind::Equal && !wishes.equal.contains(condition.keys.first()))
                    addOnce(wishes.joins, condition.keys.first());
    }

    static QList<WantedIndex> wantedBy(const PlanNode &scan, const Wishes &wishes)
    {
        QList<WantedIndex> wanted;
        const int equal = int(wishes.equal.size());
        const auto with = [&](const QStringList &more, int equalKeys, const QString &where = {}) {
            const WantedIndex index{{scan.relation, wishes.equal + more, where}, equalKeys};
            if (wanted.size() < mostOfOneScan && !index.index.keys.isEmpty() && !wanted.contains(index))
                wanted << index;
        };
        if (!wishes.order.isEmpty())
            with(wishes.order, equal);
        for (const QString &join : wishes.joins)
            with({join}, equal + 1);
        if (!wishes.anyOf.isEmpty())
            with(wishes.anyOf + wishes.ranges.mid(0, 1), equal + int(wishes.anyOf.size()));
        for (const QString &range : wishes.ranges.mid(0, mostRanges))
            if (wishes.order.isEmpty() || withoutDirection(wishes.order.first()) != range)
                with({range}, equal);
        if (wanted.isEmpty() && equal > 0)
            with({}, equal);
        if (wishes.hidesDeleted && !wanted.isEmpty())
            wanted.insert(1, {{scan.relation, wanted.first().index.keys, deletedIsNull}, wanted.first().equalKeys});
        return wanted;
    }

    bool m_isAnalyzed;
    const QHash<QString, QStringList> &m_indexKeys;
    QList<std::pair<double, QList<WantedIndex>>> m_scans; ///< with the ms or cost of the scan
};

void addTables(QStringList &tables, const PlanNode &node)
{
    if (!node.relation.isEmpty() && node.type != u"CTE Scan"_s)
        addOnce(tables, node.relation);
    for (const PlanNode &child : node.children)
        addTables(tables, child);
}

} // namespace

QList<WantedIndex> wantedIndexes(const Plan &plan, const QHash<QString, QStringList> &indexKeys)
{
    Search search(plan.isAnalyzed, indexKeys);
    search.visit(plan.root, {});
    return search.result();
}

QStringList tablesOf(const Plan &plan)
{
    QStringList tables;
    addTables(tables, plan.root);
    return tables;
}

} // namespace pivotal::plans
