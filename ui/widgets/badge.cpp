#include "ui/widgets/badge.h"

#include "ui/sizes.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFontMetrics>
#include <QPainter>

namespace pivotal::ui {

namespace {

constexpr int pillHeight = 20;
constexpr int padding = 8;
constexpr int gap = 5;

QFont badgeFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(12);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace

int badgeWidth(const QString &text)
{
    return padding + sizes::statusDot + gap + QFontMetrics(badgeFont()).horizontalAdvance(text) + padding + 1;
}

void paintBadge(QPainter &painter, const QRect &rect, const QString &text, models::BadgeKind kind)
{
    const Theme &theme = Theme::instance();
    const QRect pill(rect.x(), rect.center().y() - pillHeight / 2 + 1, qMin(rect.width(), badgeWidth(text)), pillHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.badgeFill(kind));
    painter.drawRoundedRect(pill, 10, 10);
    painter.setBrush(theme.badgeText(kind));
    painter.drawEllipse(QRectF(pill.x() + padding, pill.y() + (pillHeight - sizes::statusDot) / 2.0, sizes::statusDot, sizes::statusDot));
    painter.setPen(theme.badgeText(kind));
    painter.setFont(badgeFont());
    const QRect textRect = pill.adjusted(padding + sizes::statusDot + gap, 0, -padding + 2, 0);
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text, Qt::ElideRight, textRect.width()));
}

Badge::Badge(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::setBadge(const QString &text, models::BadgeKind kind)
{
    m_text = text;
    m_kind = kind;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return {badgeWidth(m_text), pillHeight + 2};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, rect(), m_text, m_kind);
}

} // namespace pivotal::ui
