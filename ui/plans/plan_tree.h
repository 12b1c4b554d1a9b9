#pragma once

#include "models/plan_tree_model.h"

#include <QTreeView>

namespace pivotal::ui {

class TableHeader;

/// A plan as a tree, all of it open. Its columns are as wide as what they hold; where the space is short, the least
/// important are hidden.
class PlanTree : public QTreeView
{
    Q_OBJECT

public:
    explicit PlanTree(QWidget *parent = nullptr);

    void setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems);
    [[nodiscard]] models::PlanTreeModel *planModel() const { return m_model; }
    /// Selects the node, on screen.
    void select(const QList<int> &path);
    /// Letters typed by accident don't make it jump about.
    void keyboardSearch(const QString &) override {}

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();
    [[nodiscard]] int widthOf(int column, const QModelIndex &parent, int depth) const;

    models::PlanTreeModel *m_model;
    TableHeader *m_header;
};

} // namespace pivotal::ui
