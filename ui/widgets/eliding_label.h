#pragma once

#include <QLabel>

namespace pivotal::ui {

/// A single line that is cut with "…" where it doesn't fit, so that a long text never widens the window. The whole
/// text is the tool tip then.
class ElidingLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidingLabel(const QString &role, QWidget *parent = nullptr);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace pivotal::ui
