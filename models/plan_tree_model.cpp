#include "models/plan_tree_model.h"

#include "models/plan_text.h"
#include "models/unit_text.h"
#include "repo/plans/row_counts.h"

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

const QString none = u"—"_s;

} // namespace

void PlanTreeModel::setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems)
{
    beginResetModel();
    m_plan = plan;
    m_entries.clear();
    m_allOwn = 0;
    m_mostRows = 0;
    if (!plan.root.type.isEmpty())
        add(std::as_const(m_plan).root, -1, 0, {});
    for (Entry &entry : m_entries)
        for (const plans::PlanProblem &problem : problems)
            if (problem.path == entry.path)
                entry.problems.append(problem);
    endResetModel();
}

int PlanTreeModel::add(const plans::PlanNode &node, int parent, int row, const QList<int> &path)
{
    const int id = int(m_entries.size());
    Entry entry;
    entry.node = &node;
    entry.parent = parent;
    entry.row = row;
    entry.path = path;
    entry.own = m_plan.isAnalyzed ? node.selfMs : node.selfCost;
    m_allOwn += entry.own;
    m_mostRows = std::max(m_mostRows, rows(node));
    m_entries.append(entry);
    for (int i = 0; i < int(node.children.size()); ++i) {
        const int child = add(node.children.at(i), id, i, QList<int>(path) << i);
        m_entries[id].children.append(child);
    }
    return id;
}

double PlanTreeModel::rows(const plans::PlanNode &node) const
{
    return m_plan.isAnalyzed ? node.actualRows : node.estimatedRows();
}

QModelIndex PlanTreeModel::indexOf(const QList<int> &path) const
{
    QModelIndex found = index(0, 0);
    for (const int row : path)
        found = index(row, 0, found);
    return found;
}

QList<int> PlanTreeModel::pathOf(const QModelIndex &index) const
{
    return index.isValid() ? entryOf(index).path : QList<int>();
}

const plans::PlanNode &PlanTreeModel::nodeOf(const QModelIndex &index) const
{
    return *entryOf(index).node;
}

QModelIndex PlanTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(parent.isValid() ? entryOf(parent).children.at(row) : 0));
}

QModelIndex PlanTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || entryOf(child).parent < 0)
        return {};
    const int id = entryOf(child).parent;
    return createIndex(m_entries.at(id).row, 0, quintptr(id));
}

int PlanTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_entries.isEmpty() ? 0 : 1;
    return parent.column() == 0 ? int(entryOf(parent).children.size()) : 0;
}

int PlanTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant PlanTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry &entry = entryOf(index);
    switch (role) {
    case Qt::DisplayRole: return text(entry, index.column());
    case Qt::ToolTipRole: return toolTip(entry, index.column());
    case Qt::TextAlignmentRole: return int((index.column() == Node ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole: return index.column() == Node ? toolTip(entry, Node).replace(u'\n', u"; "_s) : text(entry, index.column());
    case RawValueRole: return rawValue(entry, index.column());
    case HeatRole: return heat(entry, index.column());
    case FactorRole: return index.column() == Estimated && m_plan.isAnalyzed && entry.node->loops > 0 ? rowFactor(*entry.node) : 0.0;
    case IsMisestimateRole:
        return std::any_of(entry.problems.begin(), entry.problems.end(),
                           [](const plans::PlanProblem &problem) { return problem.kind == plans::ProblemKind::Misestimate; });
    case WorstProblemRole: return entry.problems.isEmpty() ? QVariant() : QVariant(int(problemBadge(entry.problems.first())));
    case ProblemsRole: {
        QStringList texts;
        for (const plans::PlanProblem &problem : entry.problems)
            texts << problem.text;
        return texts;
    }
    default: return {};
    }
}

QVariant PlanTreeModel::heat(const Entry &entry, int column) const
{
    if (column == Time)
        return m_allOwn > 0 ? std::clamp(entry.own / m_allOwn, 0.0, 1.0) : 0.0;
    if (column == (m_plan.isAnalyzed ? Rows : Estimated))
        return m_mostRows > 0 ? std::clamp(rows(*entry.node) / m_mostRows, 0.0, 1.0) : 0.0;
    return {};
}

QString PlanTreeModel::text(const Entry &entry, int column) const
{
    const bool ran = m_plan.isAnalyzed && entry.node->loops > 0;
    switch (column) {
    case Node: return nodeTitle(*entry.node);
    case Time: return ran || !m_plan.isAnalyzed ? amountText(entry.own) : tr("never run");
    case Rows: return ran ? actualRowsText(*entry.node) : none;
    case Estimated: return rowsText(entry.node->estimatedRows());
    case Buffers: return ran ? rowsText(double(entry.node->sharedHit + entry.node->sharedRead)) : none;
    default: return {};
    }
}

QVariant PlanTreeModel::rawValue(const Entry &entry, int column) const
{
    const bool ran = m_plan.isAnalyzed && entry.node->loops > 0;
    switch (column) {
    case Time: return ran || !m_plan.isAnalyzed ? QVariant(entry.own) : QVariant();
    case Rows: return ran ? QVariant(entry.node->actualRows) : QVariant();
    case Estimated: return entry.node->estimatedRows();
    case Buffers: return ran ? QVariant(entry.node->sharedHit + entry.node->sharedRead) : QVariant();
    default: return text(entry, column);
    }
}

QString PlanTreeModel::toolTip(const Entry &entry, int column) const
{
    if (column == Node) {
        QStringList lines{nodeTitle(*entry.node)};
        for (const plans::PlanProblem &problem : entry.problems)
            lines << problem.text;
        return lines.join(u'\n');
    }
    if (column == Time) {
        const QString share =
            (m_plan.isAnalyzed ? tr("%1 of the plan's time") : tr("%1 of the plan's cost")).arg(shareText(heat(entry, Time).toDouble()));
        const QString processes = m_plan.isAnalyzed ? processesText(*entry.node) : QString();
        return processes.isEmpty() ? share : share + u'\n' + tr("By the clock: %1").arg(processes);
    }
    if (column == Rows && m_plan.isAnalyzed && entry.node->rowsSlack > 0)
        return tr("The server rounds them to whole rows of each of %1 loops: ± %2")
            .arg(rowsText(double(entry.node->loops)), rowsText(std::ceil(entry.node->rowsSlack)));
    return {};
}

QVariant PlanTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Node ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Time)
        return m_plan.isAnalyzed ? tr("Of the node itself, without what is below it, by the clock")
                                 : tr("Of the node itself, without what is below it");
    if (role == Qt::ToolTipRole && section == Buffers)
        return tr("Blocks of the server, with those of what is below it");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Node: return tr("Node");
    case Time: return m_plan.isAnalyzed ? tr("Own ms") : tr("Own cost");
    case Rows: return tr("Rows");
    case Estimated: return m_plan.isAnalyzed ? tr("Expected") : tr("Expected rows");
    case Buffers: return tr("Buffers");
    default: return {};
    }
}

} // namespace pivotal::models
