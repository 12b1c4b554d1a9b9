#pragma once

#include "models/display_zone.h"
#include "repo/domain/audit_event.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace pivotal::ui {

class Badge;
class DiffView;

/// The details card of the audit page: who, when (in both zones), what, and old against new values.
class AuditDetails : public QFrame
{
    Q_OBJECT

public:
    explicit AuditDetails(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void showAuditEvent(const AuditEvent &event);
    void showNone();
    /// Of the event that is shown; empty for none.
    [[nodiscard]] QString eventId() const { return m_event.id.value; }
    /// What a notice may cover.
    [[nodiscard]] QWidget *body() const;
    [[nodiscard]] DiffView *diff() const { return m_diff; }
    [[nodiscard]] QString whenText() const;

Q_SIGNALS:
    void entityTrailRequested(const QString &entityType, const QString &entityId);
    void actorTrailRequested(const QString &actorId);
    void userRequested(const QString &userId);

private:
    QWidget *makeBody();
    QLabel *addField(QVBoxLayout *column, const QString &name);
    void render();

    const models::DisplayZone &m_zone;
    AuditEvent m_event;
    QStackedWidget *m_stack;
    QLabel *m_action;
    Badge *m_badge;
    QLabel *m_when;
    DiffView *m_diff;
    QLabel *m_noChanges;
    QLabel *m_actor;
    QLabel *m_entity;
    QLabel *m_from;
    QLabel *m_eventId;
    QLabel *m_metadataTitle;
    DiffView *m_metadata;
    QPushButton *m_entityTrail;
    QPushButton *m_actorTrail;
    QPushButton *m_openUser;
};

} // namespace pivotal::ui
