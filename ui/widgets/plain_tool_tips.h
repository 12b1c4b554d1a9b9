#pragma once

#include <QFont>
#include <QObject>
#include <QRect>
#include <QString>

class QPoint;
class QWidget;

namespace pivotal::ui {

/// Shows the tool tips of the whole application, of widgets and of the cells and titles of item views, as the characters that
/// they are: names, emails and statements are data, and Qt would take `x <h1>A</h1>` for HTML. White-space is kept; a long
/// text is broken into lines, and cut where it is longer than anybody reads.
class PlainToolTips : public QObject
{
    Q_OBJECT

public:
    /// Works while it lives.
    explicit PlainToolTips(QObject *parent);

    /// Instead of QToolTip::showText, which a test forbids elsewhere. An empty text hides the tip.
    static void show(const QPoint &globalPos, const QString &text, QWidget *widget, const QRect &rect = {});

    static constexpr int maxCharacters = 2'000;
    static constexpr int maxLines = 30;
    static constexpr int maxWidth = 480; ///< px

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace pivotal::ui
