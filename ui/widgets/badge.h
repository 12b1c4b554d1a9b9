#pragma once

#include "models/cell_roles.h"

#include <QWidget>

class QPainter;

namespace pivotal::ui {

/// Draws a badge (a dot and a word on a soft ground) at the left of `rect`, as wide as its text.
void paintBadge(QPainter &painter, const QRect &rect, const QString &text, models::BadgeKind kind);
/// How wide that is.
[[nodiscard]] int badgeWidth(const QString &text);

/// The same as a widget.
class Badge : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);
    void setBadge(const QString &text, models::BadgeKind kind);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    models::BadgeKind m_kind = models::BadgeKind::Neutral;
};

} // namespace pivotal::ui
