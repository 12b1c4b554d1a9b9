#include "ui/widgets/fitted_table.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/table_header.h"

#include <algorithm>

namespace pivotal::ui {

FittedTable::FittedTable(const QString &accessibleName, QWidget *parent) : PlainTable(accessibleName, parent)
{
    connect(header(), &QHeaderView::sectionResized, this, [this] {
        if (!m_isFitting && isVisible())
            m_isUserSized = true;
    });
}

void FittedTable::fit()
{
    if (!model() || m_isUserSized || m_isFitting)
        return;
    m_isFitting = true;
    QList<int> wanted;
    QList<FitColumn> columns;
    for (int visual = 0; visual < model()->columnCount(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (!isColumnWanted(column))
            continue;
        const models::ColumnHint hint = columnHint(column);
        const int title = header()->widthOf(column);
        const auto widthOf = [&](const QString &text) { return std::max(title, fontMetrics().horizontalAdvance(text) + CellDelegate::margins); };
        // What doesn't shrink is as wide as its widest value on screen, so that nothing of it is cut.
        const bool shrinks = !hint.minimum.isEmpty();
        const int natural = shrinks ? widthOf(hint.sample) : std::max(widthOf(hint.sample), sizeHintForColumn(column));
        columns << FitColumn{natural, shrinks ? std::min(widthOf(hint.minimum), natural) : natural, hint.importance};
        wanted << column;
    }
    header()->fit(wanted, columns, viewport()->width());
    m_isFitting = false;
}

void FittedTable::resizeEvent(QResizeEvent *event)
{
    PlainTable::resizeEvent(event);
    fit();
}

} // namespace pivotal::ui
