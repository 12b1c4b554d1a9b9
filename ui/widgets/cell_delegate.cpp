#include "ui/widgets/cell_delegate.h"

#include "models/cell_roles.h"
#include "models/visible_text.h"
#include "ui/theme.h"
#include "ui/widgets/badge.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace pivotal::ui {

namespace {

constexpr qreal dimmedOpacity = 0.45;
constexpr int markerWidth = 3;

QFont fontOf(const QModelIndex &index)
{
    return index.data(models::MonospaceRole).toBool() ? Theme::monospaced() : QApplication::font();
}

/// The start of it, in a single line, whatever the value holds: no cell is as wide as this.
QString cellText(const QModelIndex &index)
{
    constexpr qsizetype maxLength = 500;
    return models::oneLine(index.data().toString().left(maxLength));
}

QColor groundOf(const QStyleOptionViewItem &option, bool hovered)
{
    const Colors &colors = Theme::instance().colors();
    if (option.state & QStyle::State_Selected)
        return colors.selection;
    return hovered ? colors.hover : colors.surface;
}

bool startsRow(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    return table && table->horizontalHeader()->sectionPosition(index.column()) == 0;
}

/// Bars of different lengths, so that a loading table looks like a table.
void paintPlaceholder(QPainter &painter, const QRect &rect, const QModelIndex &index)
{
    const int width = rect.width() * (50 + (index.row() * 31 + index.column() * 17) % 45) / 100;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().colors().neutralSoft);
    painter.drawRoundedRect(QRect(rect.x(), rect.center().y() - 6, width, 13), 3, 3);
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = Theme::instance().colors();
    painter->save();
    painter->fillRect(option.rect, groundOf(option, index.row() == m_hoveredRow));
    painter->setPen(colors.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    if (index.row() == m_currentRow && startsRow(option, index))
        painter->fillRect(option.rect.x(), option.rect.y(), markerWidth, option.rect.height() - 1, colors.accent);

    const QRect inner = option.rect.adjusted(padding, 0, -padding, -1);
    if (m_dimmed)
        painter->setOpacity(dimmedOpacity);
    const QString text = cellText(index);
    if (index.data(models::LoadingRole).toBool()) {
        paintPlaceholder(*painter, inner, index);
    } else if (const QVariant badge = index.data(models::BadgeRole); badge.isValid()) {
        paintBadge(*painter, inner, text, models::BadgeKind(badge.toInt()));
    } else {
        painter->setFont(fontOf(index));
        painter->setPen(index.data(models::SecondaryRole).toBool() ? colors.secondary : colors.text);
        const int alignment = index.data(Qt::TextAlignmentRole).toInt();
        painter->setClipRect(option.rect); // marks that are stacked up
        const QString line = painter->fontMetrics().elidedText(text, Qt::ElideRight, inner.width());
        painter->drawText(inner, alignment ? alignment : int(Qt::AlignLeft | Qt::AlignVCenter), line);
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (index.data(models::LoadingRole).toBool())
        return {0, 30};
    const QString text = cellText(index);
    if (index.data(models::BadgeRole).isValid())
        return {badgeWidth(text) + 2 * padding, 30};
    return {QFontMetrics(fontOf(index)).horizontalAdvance(text) + margins, 30};
}

} // namespace pivotal::ui
