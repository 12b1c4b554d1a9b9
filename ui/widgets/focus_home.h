#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

class QWidget;

namespace pivotal::ui {

/// Takes the keyboard home when what has it is hidden or disabled, as a button that was pressed or a question that was answered:
/// else it would go to whatever comes next.
class FocusHome : public QObject
{
    Q_OBJECT

public:
    /// `home` gets it from what is inside the `areas`; it owns this.
    FocusHome(QWidget *home, const QList<QWidget *> &areas);

private:
    void onFocusChanged(QWidget *old);
    [[nodiscard]] bool isInside(const QWidget *widget) const;

    QWidget *m_home;
    QList<QPointer<QWidget>> m_areas;
};

} // namespace pivotal::ui
