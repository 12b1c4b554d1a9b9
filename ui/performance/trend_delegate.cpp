#include "ui/performance/trend_delegate.h"

#include "models/smoke_table_model.h"
#include "ui/performance/chart_style.h"
#include "ui/theme.h"
#include "ui/widgets/cell_delegate.h"

#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr double leastSpan = 0.69; ///< the height is a factor of 2 at least: what varies by a few percent stays flat
constexpr double dotRadius = 2.5;

/// The line in `area`, on a logarithmic scale of its own.
QPolygonF lineOf(const QVariantList &medians, const QRectF &area)
{
    QList<double> logs;
    for (const QVariant &ms : medians)
        logs << std::log(std::max(ms.toDouble(), 1e-4));
    const auto [least, most] = std::minmax_element(logs.cbegin(), logs.cend());
    const double middle = (*least + *most) / 2;
    const double span = std::max(*most - *least, leastSpan);
    QPolygonF line;
    for (qsizetype i = 0; i < logs.size(); ++i)
        line << QPointF(area.left() + area.width() * double(i) / double(logs.size() - 1),
                        area.center().y() - area.height() * (logs.at(i) - middle) / span);
    return line;
}

} // namespace

void TrendDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    m_cells->paint(painter, option, index);
    const QVariantList medians = index.data(models::TrendRole).toList();
    if (medians.size() < 2)
        return;
    const QPolygonF line = lineOf(medians, QRectF(option.rect).adjusted(CellDelegate::padding, 7, -CellDelegate::padding, -8));
    const QColor color = seriesColor(Theme::instance().colors().isDark ? 5 : 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.5));
    painter->drawPolyline(line);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawEllipse(line.last(), dotRadius, dotRadius);
    painter->restore();
}

} // namespace pivotal::ui
