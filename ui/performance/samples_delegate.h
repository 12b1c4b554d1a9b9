#pragma once

#include "ui/widgets/cell_delegate.h"

namespace pivotal::ui {

/// Draws a case's samples as a strip of points over a logarithmic scale from 10 µs to 10 s, with its budget as a line; other
/// cells as usual.
class SamplesDelegate : public CellDelegate
{
    Q_OBJECT

public:
    explicit SamplesDelegate(int column, QObject *parent = nullptr) : CellDelegate(parent), m_column(column) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_column;
};

} // namespace pivotal::ui
