#include "ui/performance/samples_delegate.h"

#include "models/smoke_table_model.h"
#include "ui/performance/chart_style.h"
#include "ui/performance/strip_scale.h"
#include "ui/theme.h"
#include "ui/widgets/cell_delegate.h"

#include <QPainter>

namespace pivotal::ui {

namespace {

constexpr double radius = 3;
constexpr double targetHeight = 16;
constexpr double targetWidth = 2;
constexpr int opacity = 150; ///< many points in one place are darker

} // namespace

void SamplesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    m_cells->paint(painter, option, index);
    const Colors &colors = Theme::instance().colors();
    const QVariantList values = index.data(models::SamplesRole).toList();
    const StripScale scale(*index.model(), index.column(), option.rect);
    const double middle = option.rect.center().y();
    painter->save();
    painter->setPen(colors.border);
    for (const double tick : scale.ticks()) {
        const int x = qRound(scale.x(tick));
        painter->drawLine(x, option.rect.top(), x, option.rect.bottom());
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    QColor color = seriesColor(colors.isDark ? 5 : 0);
    color.setAlpha(opacity);
    painter->setBrush(color);
    for (const QVariant &value : values.mid(1))
        painter->drawEllipse(QPointF(scale.x(value.toDouble()), middle), radius, radius);
    if (const double target = values.value(0).toDouble(); target > 0) {
        painter->setBrush(colors.warning);
        painter->drawRect(QRectF(scale.x(target) - targetWidth / 2, middle - targetHeight / 2, targetWidth, targetHeight));
    }
    painter->restore();
}

} // namespace pivotal::ui
