#pragma once

#include <QObject>

namespace pivotal::ui {

/// Notes what the user does, so that a slow statement can say what was clicked before it: sees all mouse presses and keys of the
/// application, changes nothing. What is typed into fields is not noted.
class IntentTracker : public QObject
{
    Q_OBJECT

public:
    explicit IntentTracker(QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace pivotal::ui
