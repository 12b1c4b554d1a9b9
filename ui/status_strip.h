#pragma once

#include "repo/session/console_session.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace pivotal::ui {

/// The window's foot: the server with a state dot, the last operation, unsaved changes, the actor.
class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget *parent = nullptr);

    void connectSession(const ConsoleSession &session);
    void showServer(const ConsoleSession &session);
    void showOperation(const metrics::OperationRecord &record);
    void showDrafts(int count);
    /// Audit events that wait for the server.
    void showSpool(qint64 depth);
    /// Audit events that the server has refused.
    void showRefused(qint64 count);
    [[nodiscard]] QToolButton *refusedButton() const { return m_refused; }
    [[nodiscard]] QString serverText() const;
    [[nodiscard]] QString operationText() const;

private:
    void showState(bool connected);
    void paintDot();

    QLabel *m_dot;
    QLabel *m_server;
    QLabel *m_operation;
    QLabel *m_drafts;
    QLabel *m_spool;
    QToolButton *m_refused;
    QLabel *m_actor;
    bool m_connected = false;
};

} // namespace pivotal::ui
