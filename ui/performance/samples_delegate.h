#pragma once

#include <QStyledItemDelegate>

namespace pivotal::ui {

class CellDelegate;

/// Draws a case's samples as a strip of points over the scale of the header, with its target p95 as a line.
class SamplesDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `cells` draws what is behind.
    explicit SamplesDelegate(CellDelegate *cells, QObject *parent = nullptr) : QStyledItemDelegate(parent), m_cells(cells) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    CellDelegate *m_cells;
};

} // namespace pivotal::ui
