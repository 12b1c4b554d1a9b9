#include "repo/plans/own_times.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

const QString tablePrefix = u"CTE "_s;

bool isGather(const PlanNode &node)
{
    return node.type == u"Gather"_s || node.type == u"Gather Merge"_s;
}

/// All expressions of a node: where an InitPlan's result is used is told by them alone.
QString expressionsOf(const QJsonObject &json)
{
    QStringList texts;
    for (auto field = json.begin(); field != json.end(); ++field) {
        if (field.key() == u"Plans"_s || field.key() == u"Subplan Name"_s)
            continue;
        if (field.value().isString())
            texts << field.value().toString();
        for (const QJsonValue &each : field.value().toArray())
            texts << each.toString();
    }
    return texts.join(u'\n');
}

/// "InitPlan 1 (returns $0,$1)"; of later servers "InitPlan 1", which is used as "(InitPlan 1).col1".
QRegularExpression useOf(const QString &initPlan)
{
    static const QRegularExpression parameter(u"\\$\\d+"_s);
    QStringList uses;
    for (auto matches = parameter.globalMatch(initPlan); matches.hasNext();)
        uses << QRegularExpression::escape(matches.next().captured()) + u"(?!\\d)"_s;
    if (uses.isEmpty())
        uses << QRegularExpression::escape(u'(' + initPlan + u')');
    return QRegularExpression(uses.join(u'|'));
}

/// A node's time holds that of its children, but for what is computed first (InitPlan) and for common tables: these stand
/// beside the node that defines them, and are run by the one that needs them, which may be any below it.
class Clock
{
public:
    Clock(PlanNode &root, const QJsonObject &json, double executionMs) : m_unwatchedMs(std::max(0.0, executionMs - root.totalMs))
    {
        add(root, json, -1, 1, -1);
    }

    void share()
    {
        shareDown(0, m_entries.first().node->clockMs);
        QList<int> waiting;
        for (int i = 0; i < m_entries.size(); ++i)
            if (node(i).isInitPlan())
                waiting << i;
        while (!waiting.isEmpty()) { // what is used by another one comes after that
            auto next = std::find_if(waiting.begin(), waiting.end(), [this](int i) { return isReady(i); });
            if (next == waiting.end())
                next = waiting.begin();
            charge(*next);
            waiting.erase(next);
        }
    }

private:
    struct Entry
    {
        PlanNode *node = nullptr;
        QString name; ///< of a subplan
        QString expressions;
        int parent = -1;
        int end = 0;     ///< behind the last that is below it
        int gather = -1; ///< the one above it whose workers run it
        bool isShared = false;
    };

    [[nodiscard]] PlanNode &node(int entry) const { return *m_entries.at(entry).node; }

    void add(PlanNode &plan, const QJsonObject &json, int parent, double processes, int gather)
    {
        const int id = int(m_entries.size());
        m_entries.append({&plan, json.value(u"Subplan Name"_s).toString(), expressionsOf(json), parent, 0, gather, false});
        plan.processes = processes;
        plan.clockMs = plan.totalMs / processes;
        const QJsonArray children = json.value(u"Plans"_s).toArray();
        for (qsizetype i = 0; i < plan.children.size(); ++i) {
            PlanNode &child = plan.children[i];
            const bool isForked = isGather(plan) && !child.isInitPlan() && plan.loops > 0; // each process runs it once
            add(child, children.at(i).toObject(), id, isForked ? std::max(1.0, double(child.loops) / double(plan.loops)) : processes,
                isForked ? id : gather);
        }
        m_entries[id].end = int(m_entries.size());
    }

    /// Times per loop are rounded to a microsecond: of many loops they may add up to more than there is.
    void shareDown(int entry, double available)
    {
        PlanNode &plan = node(entry);
        m_entries[entry].isShared = true;
        plan.clockMs = std::clamp(plan.clockMs, 0.0, available);
        double all = 0;
        for (int child = entry + 1; child < m_entries.at(entry).end; child = m_entries.at(child).end)
            all += node(child).isInitPlan() ? 0 : node(child).clockMs;
        const double scale = all > plan.clockMs ? plan.clockMs / all : 1;
        for (int child = entry + 1; child < m_entries.at(entry).end; child = m_entries.at(child).end)
            if (!node(child).isInitPlan())
                shareDown(child, node(child).clockMs * scale);
        plan.selfMs = std::max(0.0, plan.clockMs - all * scale);
    }

    [[nodiscard]] bool isBelow(int entry, int above) const { return entry >= above && entry < m_entries.at(above).end; }

    [[nodiscard]] QList<int> consumersOf(int initPlan) const
    {
        const Entry &entry = m_entries.at(initPlan);
        const QString table = entry.name.startsWith(tablePrefix) ? entry.name.mid(tablePrefix.size()) : QString();
        const QRegularExpression use = table.isEmpty() ? useOf(entry.name) : QRegularExpression();
        QList<int> found;
        for (int i = entry.parent; i < m_entries.at(entry.parent).end; ++i) {
            if (isBelow(i, initPlan))
                continue;
            const bool isRead = node(i).type == u"CTE Scan"_s && node(i).relation == table && !isHidden(i, entry);
            if (table.isEmpty() ? m_entries.at(i).expressions.contains(use) : isRead)
                found << forked(i, entry.parent);
        }
        return found;
    }

    /// Whether a query inside has a common table of the same name.
    [[nodiscard]] bool isHidden(int scan, const Entry &table) const
    {
        for (int i = table.parent + 1; i < m_entries.at(table.parent).end; ++i)
            if (m_entries.at(i).name == table.name && m_entries.at(i).parent != table.parent && isBelow(scan, m_entries.at(i).parent))
                return true;
        return false;
    }

    /// What workers need is computed before they are started, by who gathers their rows.
    [[nodiscard]] int forked(int entry, int definedBy) const
    {
        const int gather = m_entries.at(entry).gather;
        return gather > definedBy ? gather : entry;
    }

    [[nodiscard]] bool isReady(int initPlan) const
    {
        const QList<int> consumers = consumersOf(initPlan);
        return m_entries.at(m_entries.at(initPlan).parent).isShared
               && std::all_of(consumers.cbegin(), consumers.cend(), [this](int i) { return m_entries.at(i).isShared; });
    }

    void charge(int initPlan)
    {
        const int parent = m_entries.at(initPlan).parent;
        const QList<int> consumers = consumersOf(initPlan);
        double left = node(initPlan).clockMs;
        if (consumers.isEmpty() && m_entries.at(initPlan).name.startsWith(tablePrefix)) { // it is run behind all else
            left = std::max(0.0, left - std::exchange(m_unwatchedMs, std::max(0.0, m_unwatchedMs - left)));
        } else {
            left = draw(left, consumers.isEmpty() ? QList<int>{parent} : consumers);
            QList<int> all(m_entries.at(parent).end - parent);
            std::iota(all.begin(), all.end(), parent);
            left = draw(left, all); // it is in the time of one of these
        }
        shareDown(initPlan, node(initPlan).clockMs - left);
    }

    /// From who has all of it, or else from each its part; what couldn't be had.
    double draw(double ms, const QList<int> &from)
    {
        double all = 0;
        PlanNode *most = nullptr;
        for (const int i : from) {
            all += m_entries.at(i).isShared ? node(i).selfMs : 0;
            if (m_entries.at(i).isShared && (!most || node(i).selfMs > most->selfMs))
                most = &node(i);
        }
        if (most && most->selfMs >= ms) {
            most->selfMs -= ms;
            return 0;
        }
        const double taken = all > 0 ? std::min(1.0, ms / all) : 0;
        for (const int i : from)
            if (m_entries.at(i).isShared)
                node(i).selfMs *= 1 - taken;
        return std::max(0.0, ms - all);
    }

    QList<Entry> m_entries;   ///< the root first, each before those below it
    double m_unwatchedMs = 0; ///< of the execution, after the root had given its last row
};

} // namespace

void shareTimes(PlanNode &root, const QJsonObject &json, double executionMs)
{
    Clock(root, json, executionMs).share();
}

} // namespace pivotal::plans
