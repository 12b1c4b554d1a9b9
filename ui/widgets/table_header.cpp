#include "ui/widgets/table_header.h"

#include "ui/theme.h"
#include "ui/widgets/cell_delegate.h"

#include <QPainter>
#include <QStyleOption>

namespace pivotal::ui {

namespace {

constexpr int minSection = 40;
constexpr int arrow = 12;
constexpr int arrowGap = 4;

} // namespace

TableHeader::TableHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setFixedHeight(heightPixels);
    setMinimumSectionSize(minSection);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

int TableHeader::widthOf(int section) const
{
    ensurePolished(); // the font is the style sheet's
    const int title = fontMetrics().horizontalAdvance(model()->headerData(section, Qt::Horizontal).toString());
    return title + CellDelegate::margins + (isSortIndicatorShown() ? arrow + arrowGap : 0);
}

void TableHeader::fit(const QList<int> &sections, const QList<FitColumn> &columns, int available)
{
    const QList<int> widths = fitColumns(columns, available);
    for (int section = 0; section < count(); ++section) {
        const qsizetype at = sections.indexOf(section);
        const int width = at < 0 ? 0 : widths.at(at);
        setSectionHidden(section, width == 0);
        if (width > 0)
            resizeSection(section, width);
    }
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Colors &colors = Theme::instance().colors();
    QStyleOptionHeaderV2 option;
    initStyleOption(&option);
    option.rect = rect;
    initStyleOptionForIndex(&option, section);
    const bool isSorted = option.sortIndicator != QStyleOptionHeader::None;
    const bool isRight = option.textAlignment & Qt::AlignRight;
    const QRect inner = rect.adjusted(CellDelegate::padding, 0, -CellDelegate::padding, -1);
    const QString title = fontMetrics().elidedText(option.text, Qt::ElideRight, inner.width() - (isSorted ? arrow + arrowGap : 0));
    painter->save();
    style()->drawControl(QStyle::CE_HeaderSection, &option, painter, this);
    painter->setFont(font());
    painter->setPen(option.state & QStyle::State_MouseOver ? colors.text : colors.secondary);
    painter->drawText(inner, int((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter), title);
    if (isSorted) {
        const int beside = fontMetrics().horizontalAdvance(title) + arrowGap;
        const int left = isRight ? inner.right() + 1 - beside - arrow : inner.left() + beside;
        option.rect = QRect(left, inner.center().y() - arrow / 2, arrow, arrow);
        style()->drawPrimitive(QStyle::PE_IndicatorHeaderArrow, &option, painter, this);
    }
    painter->restore();
}

} // namespace pivotal::ui
