#include "ui/plans/plan_delegate.h"

#include "models/plan_text.h"
#include "models/plan_tree_model.h"
#include "ui/sizes.h"
#include "ui/theme.h"

#include <QApplication>
#include <QPainter>

namespace pivotal::ui {

using models::PlanTreeModel;

namespace {

constexpr int dotGap = 6;
constexpr int factorGap = 8;
constexpr double hot = 0.5;
constexpr double warm = 0.1;
constexpr float selectedOpacity = 0.18F;

QFont factorFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(12);
    return font;
}

QString factorText(const QModelIndex &index)
{
    return models::rowFactorText(index.data(PlanTreeModel::FactorRole).toDouble());
}

int factorWidth()
{
    return QFontMetrics(factorFont()).horizontalAdvance(models::rowFactorText(1.0 / 88'888));
}

} // namespace

void PlanDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = Theme::instance().colors();
    painter->save();
    painter->fillRect(option.rect, option.state & QStyle::State_Selected    ? colors.selection
                                   : option.state & QStyle::State_MouseOver ? colors.hover
                                                                            : colors.surface);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(QApplication::font());
    const QRect inner = option.rect.adjusted(sizes::cellPadding, 0, -sizes::cellPadding, 0);
    if (index.column() == PlanTreeModel::Node)
        paintNode(*painter, option.rect.adjusted(2, 0, -sizes::cellPadding, 0), index);
    else if (index.column() == PlanTreeModel::Estimated && index.data(PlanTreeModel::FactorRole).toDouble() > 0)
        paintEstimate(*painter, inner, index);
    else {
        paintHeat(*painter, option.rect, index, option.state & QStyle::State_Selected);
        painter->setPen(index.column() == PlanTreeModel::Buffers ? colors.secondary : colors.text);
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
    }
    painter->restore();
}

void PlanDelegate::paintHeat(QPainter &painter, const QRect &rect, const QModelIndex &index, bool isSelected) const
{
    const double share = index.data(PlanTreeModel::HeatRole).toDouble();
    const QRectF track = QRectF(rect).adjusted(4, 5, -4, -5);
    if (share * track.width() < 1)
        return;
    const bool isTime = index.column() == PlanTreeModel::Time;
    const models::BadgeKind kind = !isTime || share < warm ? models::BadgeKind::Neutral
                                   : share < hot           ? models::BadgeKind::Warning
                                                           : models::BadgeKind::Bad;
    QColor fill = Theme::instance().badgeFill(kind);
    if (isSelected) {
        fill = Theme::instance().badgeText(kind); // a soft one can't be told from the selection
        fill.setAlphaF(selectedOpacity);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    const double width = share * track.width();
    painter.drawRoundedRect(QRectF(track.left(), track.top(), width, track.height()), qMin(4.0, width / 2), 4);
}

void PlanDelegate::paintNode(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Colors &colors = Theme::instance().colors();
    QRect text = rect;
    if (const QVariant worst = index.data(PlanTreeModel::WorstProblemRole); worst.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::instance().badgeText(models::BadgeKind(worst.toInt())));
        painter.drawEllipse(QRectF(rect.x(), rect.center().y() - sizes::statusDot / 2.0 + 0.5, sizes::statusDot, sizes::statusDot));
        text.setLeft(rect.x() + sizes::statusDot + dotGap);
    }
    painter.setPen(colors.text);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
}

/// The factor stands before the numbers, so that these line up.
void PlanDelegate::paintEstimate(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Colors &colors = Theme::instance().colors();
    const int factor = factorWidth();
    painter.setPen(colors.text);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
    painter.setFont(factorFont());
    painter.setPen(index.data(PlanTreeModel::IsMisestimateRole).toBool() ? colors.warning : colors.secondary);
    painter.drawText(QRect(rect.x(), rect.y(), factor, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, factorText(index));
}

QSize PlanDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    int width = QFontMetrics(QApplication::font()).horizontalAdvance(index.data().toString()) + 2 * sizes::cellPadding + 2;
    if (index.column() == PlanTreeModel::Estimated && index.data(PlanTreeModel::FactorRole).toDouble() > 0)
        width += factorWidth() + factorGap;
    else if (index.data(PlanTreeModel::WorstProblemRole).isValid())
        width += sizes::statusDot + dotGap;
    return {width, sizes::rowHeight};
}

} // namespace pivotal::ui
