#pragma once

#include "models/refused_events_model.h"
#include "repo/audit/audit_outbox.h"

#include <QDialog>
#include <QPointer>

class QPlainTextEdit;
class QPushButton;

namespace pivotal::ui {

class NoticeBar;
class PlainTable;
class StatePanel;

/// The audit events of this organization that the server has refused, and that are kept on this machine: to look at, to export, or to
/// send again once the reason is gone. Shown without waiting; nothing here is ever deleted by itself.
class RefusedEventsDialog : public QDialog
{
    Q_OBJECT

public:
    RefusedEventsDialog(const models::DisplayZone &zone, QWidget *parent);

    /// Null: of no session. Goes with it.
    void setOutbox(AuditOutbox *outbox);
    void present();
    void load();
    /// As the button does, to this file.
    void exportTo(const QString &path);

    [[nodiscard]] PlainTable *table() const { return m_table; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] QPushButton *sendButton() const { return m_send; }
    [[nodiscard]] QString shownEvent() const;

Q_SIGNALS:
    void loaded();
    void exported();

private:
    void fill(const QList<RefusedEvent> &events);
    void showCurrent();
    void sendAgain();
    void askPath();

    QPointer<AuditOutbox> m_outbox;
    models::RefusedEventsModel *m_model;
    NoticeBar *m_notice;
    PlainTable *m_table;
    QPlainTextEdit *m_event;
    QPushButton *m_send;
    QPushButton *m_export;
};

} // namespace pivotal::ui
