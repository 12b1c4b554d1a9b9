#pragma once

#include "models/date_choice.h"
#include "models/display_zone.h"

#include <QMap>
#include <QToolButton>

class QDateEdit;
class QFrame;
class QLabel;
class QPushButton;

namespace pivotal::ui {

/// A filter by time: presets (today, last 24 hours, …) and a custom range of days, which are days of the shown time
/// zone; the zone stands in the popup.
class DateRangeButton : public QToolButton
{
    Q_OBJECT

public:
    DateRangeButton(const QString &name, const models::DisplayZone &zone, QWidget *parent = nullptr);

    [[nodiscard]] const models::DateChoice &choice() const { return m_choice; }
    void setChoice(const models::DateChoice &choice);
    [[nodiscard]] QString name() const { return m_name; }

Q_SIGNALS:
    /// By the user.
    void choiceChanged();

private:
    void openPopup();
    QWidget *makeCustomRow();
    void checkCustom();
    void choose(const models::DateChoice &choice);

    QString m_name;
    const models::DisplayZone &m_zone;
    models::DateChoice m_choice;
    QFrame *m_popup;
    QMap<models::DatePreset, QPushButton *> m_presets;
    QDateEdit *m_from = nullptr;
    QDateEdit *m_to = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_zoneLabel;
    QPushButton *m_apply = nullptr;
};

} // namespace pivotal::ui
