#pragma once

#include <QStyledItemDelegate>

namespace pivotal::ui {

class CellDelegate;

/// Draws a case's medians over the runs as a tiny line that ends at the run shown.
class TrendDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `cells` draws what is behind.
    explicit TrendDelegate(CellDelegate *cells, QObject *parent = nullptr) : QStyledItemDelegate(parent), m_cells(cells) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    CellDelegate *m_cells;
};

} // namespace pivotal::ui
