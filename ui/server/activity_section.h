#pragma once

#include "models/activity_model.h"
#include "ui/server/server_section.h"

class QPushButton;

namespace pivotal::ui {

class ServerTable;

/// The server's processes, with what can be done about the one that is chosen.
class ActivitySection : public ServerSection
{
    Q_OBJECT

public:
    explicit ActivitySection(QWidget *parent = nullptr);

    void showActivity(const Activity &activity);
    /// Why no process can be ended, since that couldn't be recorded; empty where it can.
    void setProblem(const QString &problem);
    [[nodiscard]] ServerTable *table() const { return m_table; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton *terminateButton() const { return m_terminate; }

Q_SIGNALS:
    /// It is to end; to be confirmed yet.
    void endRequested(const pivotal::Backend &backend, pivotal::BackendSignal what);

private:
    void request(BackendSignal what);
    void updateButtons();

    models::ActivityModel m_model;
    QString m_problem;
    ServerTable *m_table;
    QPushButton *m_cancel;
    QPushButton *m_terminate;
};

} // namespace pivotal::ui
