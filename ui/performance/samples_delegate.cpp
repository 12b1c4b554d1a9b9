#include "ui/performance/samples_delegate.h"

#include "models/smoke_table_model.h"
#include "ui/performance/chart_style.h"
#include "ui/theme.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr double fromMs = 0.01;
constexpr double toMs = 10'000;
constexpr int stripWidth = 160;

} // namespace

void SamplesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    CellDelegate::paint(painter, option, index);
    if (index.column() != m_column)
        return;
    const QVariantList values = index.data(models::SamplesRole).toList();
    const QRectF strip = QRectF(option.rect).adjusted(padding, 6, -padding, -7);
    const auto x = [&strip](double ms) { return strip.left() + strip.width() * std::log(std::clamp(ms, fromMs, toMs) / fromMs) / std::log(toMs / fromMs); };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Theme::instance().colors().border);
    painter->drawLine(QPointF(strip.left(), strip.center().y()), QPointF(strip.right(), strip.center().y()));
    if (const double budget = values.value(0).toDouble(); budget > 0) {
        painter->setPen(QPen(Theme::instance().colors().warning, 1.5));
        painter->drawLine(QPointF(x(budget), strip.top()), QPointF(x(budget), strip.bottom()));
    }
    QColor color = seriesColor(0);
    color.setAlpha(150);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    for (const QVariant &value : values.mid(1))
        painter->drawEllipse(QPointF(x(value.toDouble()), strip.center().y()), 3, 3);
    painter->restore();
}

QSize SamplesDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return index.column() == m_column ? QSize(stripWidth + 2 * padding, 30) : CellDelegate::sizeHint(option, index);
}

} // namespace pivotal::ui
