#pragma once

#include <QStyledItemDelegate>

namespace pivotal::ui {

/// Draws the cells of a paged table by the roles of models/cell_roles.h: text, badge, monospaced id, or a placeholder
/// bar while the row loads. Stale rows are dimmed. No frames or focus rectangles inside the row.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setDimmed(bool dimmed) { m_dimmed = dimmed; }
    void setHoveredRow(int row) { m_hoveredRow = row; }
    /// Marked at its start, of those that are selected: the details are of that one.
    void setCurrentRow(int row) { m_currentRow = row; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The width that shows the whole cell.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static constexpr int padding = 10;
    static constexpr int margins = 2 * padding + 2; ///< what a cell is wider than its text, which rounding must not cut

private:
    bool m_dimmed = false;
    int m_hoveredRow = -1;
    int m_currentRow = -1;
};

} // namespace pivotal::ui
