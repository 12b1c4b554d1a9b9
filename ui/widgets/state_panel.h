#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace pivotal::ui {

/// What stands where the rows would: nothing found, nothing there yet. Says what to do next, and offers it.
class StatePanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatePanel(QWidget *parent = nullptr);
    void setState(const QString &iconName, const QString &title, const QString &text, const QString &offer = {});
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void offerAccepted();

private:
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_offer;
};

} // namespace pivotal::ui
