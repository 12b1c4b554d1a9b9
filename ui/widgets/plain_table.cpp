#include "ui/widgets/plain_table.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/table_header.h"

#include <QEvent>

namespace pivotal::ui {

PlainTable::PlainTable(const QString &accessibleName, QWidget *parent, TableHeader *header)
    : QTableView(parent), m_cells(new CellDelegate(this)), m_header(header ? header : new TableHeader(this))
{
    setAccessibleName(accessibleName);
    setItemDelegate(m_cells);
    setHorizontalHeader(m_header);
    m_header->setSectionsClickable(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(rowPixels);
    connect(this, &QTableView::entered, this, [this](const QModelIndex &index) {
        m_cells->setHoveredRow(index.row());
        viewport()->update();
    });
}

void PlainTable::fitColumns(int stretched)
{
    for (int column = 0; column < model()->columnCount(); ++column) {
        m_header->setSectionResizeMode(column, column == stretched ? QHeaderView::Stretch : QHeaderView::Fixed);
        if (column != stretched)
            m_header->resizeSection(column, qMax(m_header->widthOf(column), sizeHintForColumn(column)));
    }
}

/// The pointer leaves the rows for the header, too, which is no leaving of the table.
bool PlainTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        m_cells->setHoveredRow(-1);
        viewport()->update();
    }
    return QTableView::viewportEvent(event);
}

/// Else its neighbour would be chosen in its place, by nobody.
void PlainTable::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    if (const int row = currentIndex().row(); row >= start && row <= end)
        selectionModel()->clearCurrentIndex();
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

void PlainTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.row());
}

} // namespace pivotal::ui
