#pragma once

#include "repo/plans/plan_problems.h"

#include <QAbstractItemModel>
#include <QList>

namespace pivotal::models {

/// The nodes of a query plan, as a tree. What a node took is its own: without its children's.
class PlanTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Node, Time, Rows, Estimated, Buffers, ColumnCount };
    enum Role {
        HeatRole =
            Qt::UserRole + 20, ///< double, 0..1: of Time, the share of the plan's time or cost; of rows, of the most that a node gave
        FactorRole,            ///< double: rows that came for each that was expected; 0 where nothing was measured
        ProblemsRole,          ///< QStringList: what is wrong with the node
        WorstProblemRole,      ///< BadgeKind of the worst; invalid where nothing is wrong
        IsMisestimateRole,     ///< bool: the wrong estimate matters
    };

    using QAbstractItemModel::QAbstractItemModel;

    void setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems);
    [[nodiscard]] const plans::Plan &plan() const { return m_plan; }
    [[nodiscard]] QModelIndex indexOf(const QList<int> &path) const;
    [[nodiscard]] QList<int> pathOf(const QModelIndex &index) const;
    /// Of a valid index.
    [[nodiscard]] const plans::PlanNode &nodeOf(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Entry
    {
        const plans::PlanNode *node = nullptr; ///< in m_plan
        int parent = -1;
        int row = 0;
        QList<int> children;
        QList<int> path;
        double own = 0;                     ///< ms or cost
        QList<plans::PlanProblem> problems; ///< the worst first
    };

    int add(const plans::PlanNode &node, int parent, int row, const QList<int> &path);
    [[nodiscard]] const Entry &entryOf(const QModelIndex &index) const { return m_entries.at(qsizetype(index.internalId())); }
    [[nodiscard]] QString text(const Entry &entry, int column) const;
    [[nodiscard]] QVariant rawValue(const Entry &entry, int column) const;
    [[nodiscard]] QString toolTip(const Entry &entry, int column) const;
    [[nodiscard]] QVariant heat(const Entry &entry, int column) const;
    [[nodiscard]] double rows(const plans::PlanNode &node) const;

    plans::Plan m_plan;
    QList<Entry> m_entries; ///< the root first; empty: no plan
    double m_allOwn = 0;
    double m_mostRows = 0;
};

} // namespace pivotal::models
