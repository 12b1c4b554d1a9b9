#include "ui/widgets/plain_table.h"

#include "ui/widgets/cell_delegate.h"

#include <QHeaderView>

namespace pivotal::ui {

namespace {

constexpr int rowPixels = 30;
constexpr int headerHeight = 32;
constexpr int headerPixels = 12;
constexpr int headerPadding = 36;

} // namespace

PlainTable::PlainTable(const QString &accessibleName, QWidget *parent) : QTableView(parent), m_cells(new CellDelegate(this))
{
    setAccessibleName(accessibleName);
    setItemDelegate(m_cells);
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
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(40);
    connect(this, &QTableView::entered, this, [this](const QModelIndex &index) {
        m_cells->setHoveredRow(index.row());
        viewport()->update();
    });
}

void PlainTable::fitColumns(int stretched)
{
    QFont bold = font(); // as the style sheet has it
    bold.setPixelSize(headerPixels);
    bold.setWeight(QFont::DemiBold);
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int title = QFontMetrics(bold).horizontalAdvance(model()->headerData(column, Qt::Horizontal).toString()) + headerPadding;
        horizontalHeader()->setSectionResizeMode(column, column == stretched ? QHeaderView::Stretch : QHeaderView::Fixed);
        if (column != stretched)
            horizontalHeader()->resizeSection(column, qMax(title, sizeHintForColumn(column)));
    }
}

void PlainTable::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    m_cells->setHoveredRow(-1);
    viewport()->update();
}

void PlainTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.row());
}

} // namespace pivotal::ui
