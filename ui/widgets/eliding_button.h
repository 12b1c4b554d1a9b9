#pragma once

#include <QToolButton>

namespace pivotal::ui {

/// A button whose text is data of any length: as wide as it, up to a bound, and where there is less room it ends in "…" before
/// the arrow of its menu.
class ElidingButton : public QToolButton
{
    Q_OBJECT

public:
    explicit ElidingButton(const QString &name, QWidget *parent = nullptr);
    void setWholeText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int frameWidth() const; ///< all but the text
    void elide();

    QString m_whole;
    QString m_shown; ///< as it is drawn
};

} // namespace pivotal::ui
