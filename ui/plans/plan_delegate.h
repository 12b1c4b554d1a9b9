#pragma once

#include <QStyledItemDelegate>

namespace pivotal::ui {

/// Draws the nodes of a plan by the roles of models::PlanTreeModel: a bar behind what took time or gave rows, the factor of
/// a wrong estimate, and a mark at what is wrong.
class PlanDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// What shows the whole cell.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintHeat(QPainter &painter, const QRect &rect, const QModelIndex &index, bool isSelected) const;
    void paintNode(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintEstimate(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
};

} // namespace pivotal::ui
