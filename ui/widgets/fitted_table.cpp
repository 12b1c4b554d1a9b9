#include "ui/widgets/fitted_table.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/table_header.h"

#include <QGuiApplication>
#include <algorithm>
#include <utility>

namespace pivotal::ui {

FittedTable::FittedTable(const QString &accessibleName, QWidget *parent) : PlainTable(accessibleName, parent)
{
    connect(header(), &QHeaderView::sectionResized, this, [this] {
        if (!m_isFitting && isVisible() && QGuiApplication::mouseButtons() != Qt::NoButton) // else it is the header's own doing
            m_isUserSized = true;
    });
}

FitColumn FittedTable::fitColumn(int column) const
{
    const models::ColumnHint hint = columnHint(column);
    const int title = header()->widthOf(column);
    const auto widthOf = [&](const QString &text) {
        return std::max(title, fontMetrics().horizontalAdvance(text) + CellDelegate::margins);
    };
    // What doesn't shrink is as wide as its widest value on screen, so that nothing of it is cut.
    const bool shrinks = !hint.minimum.isEmpty();
    const int natural = shrinks ? widthOf(hint.sample) : std::max(widthOf(hint.sample), sizeHintForColumn(column));
    return {natural, shrinks ? std::min(widthOf(hint.minimum), natural) : natural, hint.importance};
}

void FittedTable::fit()
{
    if (!model() || m_isFitting)
        return;
    m_isFitting = true;
    QList<int> wanted;
    QList<FitColumn> columns;
    for (int visual = 0; visual < model()->columnCount() && !m_isUserSized; ++visual)
        if (const int column = header()->logicalIndex(visual); isColumnWanted(column)) {
            columns << fitColumn(column);
            wanted << column;
        }
    if (m_isUserSized)
        bringBack();
    else
        header()->fit(wanted, columns, viewport()->width());
    m_isFitting = false;
}

/// The most important first.
void FittedTable::bringBack()
{
    QList<int> away;
    for (int column = 0; column < model()->columnCount(); ++column)
        if (header()->isSectionHidden(column) && isColumnWanted(column))
            away << column;
    std::stable_sort(away.begin(), away.end(), [this](int a, int b) { return columnHint(a).importance > columnHint(b).importance; });
    for (const int column : std::as_const(away)) {
        const int natural = fitColumn(column).natural;
        if (header()->length() + natural > viewport()->width())
            return;
        header()->showSection(column);
        header()->resizeSection(column, natural);
    }
}

void FittedTable::showEvent(QShowEvent *event)
{
    PlainTable::showEvent(event);
    fit();
}

void FittedTable::resizeEvent(QResizeEvent *event)
{
    PlainTable::resizeEvent(event);
    fit();
}

} // namespace pivotal::ui
