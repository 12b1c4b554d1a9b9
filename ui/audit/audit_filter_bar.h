#pragma once

#include "models/date_choice.h"
#include "models/display_zone.h"
#include "repo/domain/audit_filter.h"

#include <QMetaType>
#include <QWidget>

class QLineEdit;
class QTimer;

namespace pivotal::ui {

class ChipBar;
class DateRangeButton;

/// The filters of the audit page, and the chips of what is set. Typing waits for a pause before it asks.
class AuditFilterBar : public QWidget
{
    Q_OBJECT

public:
    struct State
    {
        QString action, entityType, entityId, actor, ipAddress;
        models::DateChoice created;

        friend bool operator==(const State &, const State &) = default;
    };

    explicit AuditFilterBar(const models::DisplayZone &zone, QWidget *parent = nullptr);

    [[nodiscard]] AuditFilter filter() const;
    [[nodiscard]] State state() const;
    void setState(const State &state);
    void clear();
    [[nodiscard]] ChipBar *chips() const { return m_chips; }
    [[nodiscard]] QLineEdit *action() const { return m_action; }
    [[nodiscard]] QLineEdit *entityId() const { return m_entityId; }
    [[nodiscard]] DateRangeButton *created() const { return m_created; }

Q_SIGNALS:
    void changed();
    /// All of it, before `changed`.
    void cleared();

private:
    QLineEdit *addLine(const QString &name, const QString &placeholder, int width, const QStringList &suggestions = {});
    void onChanged();
    void updateChips();

    const models::DisplayZone &m_zone;
    QTimer *m_pause;
    ChipBar *m_chips;
    QLineEdit *m_action;
    QLineEdit *m_entityType;
    QLineEdit *m_entityId;
    QLineEdit *m_actor;
    QLineEdit *m_ip;
    DateRangeButton *m_created;
};

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::AuditFilterBar::State)
