#include "ui/performance/smoke_header.h"

#include "models/smoke_table_model.h"
#include "ui/performance/strip_scale.h"
#include "ui/sizes.h"
#include "ui/theme.h"
#include "ui/widgets/cell_delegate.h"

#include <QLocale>
#include <QPainter>
#include <QStyleOptionHeader>

namespace pivotal::ui {

namespace {

constexpr int titleHeight = 24;
constexpr int labelPixels = 11;
constexpr int tickHeight = 4;
constexpr int labelGap = 6;
constexpr int legendGap = 8;

} // namespace

SmokeHeader::SmokeHeader(QWidget *parent) : TableHeader(parent)
{
    setFixedHeight(sizes::sectionHeaderHeight);
    setSectionResizeMode(Fixed);
}

void SmokeHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const
{
    TableHeader::initStyleOptionForIndex(option, logicalIndex);
    if (logicalIndex == models::SmokeTableModel::Samples)
        option->text.clear(); // drawn with the scale
}

void SmokeHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    TableHeader::paintSection(painter, rect, logicalIndex);
    if (logicalIndex == models::SmokeTableModel::Samples)
        paintScale(painter, rect);
}

/// What the upright lines of the strips are.
void SmokeHeader::paintLegend(QPainter *painter, const QRect &rect) const
{
    const QString text = tr("target p95");
    const int width = painter->fontMetrics().horizontalAdvance(text);
    if (width + 2 * legendGap > rect.width())
        return;
    painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, text);
    painter->fillRect(QRect(rect.right() - width - legendGap, rect.center().y() - 5, 2, 12), Theme::instance().colors().warning);
}

/// A label at each tick, where there is room; the ends always have theirs.
void SmokeHeader::paintScale(QPainter *painter, const QRect &rect) const
{
    const Colors &colors = Theme::instance().colors();
    painter->save();
    painter->setPen(colors.secondary);
    painter->setFont(font());
    const QRect titleRow(rect.left() + CellDelegate::padding, rect.top() + 2, rect.width() - 2 * CellDelegate::padding, titleHeight - 2);
    const QString title = model()->headerData(models::SmokeTableModel::Samples, Qt::Horizontal).toString();
    painter->drawText(titleRow, Qt::AlignLeft | Qt::AlignVCenter, title);
    const int titleWidth = fontMetrics().horizontalAdvance(title);
    QFont small = font();
    small.setPixelSize(labelPixels);
    small.setWeight(QFont::Normal);
    painter->setFont(small);
    paintLegend(painter, titleRow.adjusted(titleWidth + labelGap, 0, 0, 0));
    const StripScale scale(*model(), models::SmokeTableModel::Samples, rect);
    const QList<double> ticks = scale.ticks();
    const auto boxOf = [&](double ms) {
        const double width = painter->fontMetrics().horizontalAdvance(QLocale().toString(ms, 'g', 6));
        return QRectF(scale.x(ms) - width / 2, rect.top() + titleHeight - 4, width, rect.height() - titleHeight - tickHeight + 2);
    };
    double free = rect.left();
    const double lastFrom = boxOf(ticks.last()).left();
    for (const double tick : ticks) {
        const int x = qRound(scale.x(tick));
        painter->setPen(colors.border);
        painter->drawLine(x, rect.bottom() - tickHeight, x, rect.bottom());
        const QRectF box = boxOf(tick);
        if (tick != ticks.last() && (box.left() < free || box.right() + labelGap > lastFrom))
            continue;
        painter->setPen(colors.secondary);
        painter->drawText(box, Qt::AlignCenter | Qt::TextDontClip, QLocale().toString(tick, 'g', 6));
        free = box.right() + labelGap;
    }
    painter->restore();
}

} // namespace pivotal::ui
