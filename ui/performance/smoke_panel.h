#pragma once

#include "models/display_zone.h"
#include "models/smoke_table_model.h"
#include "repo/history/metrics_history.h"

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

class QAction;
class QBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace pivotal::ui {

class NoticeBar;
class PickButton;
class SmokeTable;
class StatePanel;

/// The seed report's smoke test: runs it, shows each case against its target and against the run before, and keeps the runs.
/// Has no margins of its own.
class SmokePanel : public QWidget
{
    Q_OBJECT

public:
    SmokePanel(const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent = nullptr);
    ~SmokePanel() override;

    /// Both outlive this, or are taken away before they go; null: none. Ends a run.
    void setSession(ConsoleSession *session, MetricsHistory *history);
    void run();
    /// Keeps what is there by then on screen; a cancelled run isn't kept.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_test != nullptr; }
    [[nodiscard]] models::SmokeTableModel *model() const { return m_model; }
    [[nodiscard]] QString summary() const;
    [[nodiscard]] SmokeTable *table() const { return m_table; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }
    /// Sets the targets back to the seed report's; enabled where one isn't.
    [[nodiscard]] QAction *resetAction() const { return m_reset; }

Q_SIGNALS:
    void runningChanged(bool isRunning);

private:
    void assemble();
    void assembleHead(QBoxLayout *column);
    void setRunning(bool isRunning);
    void onFailed(const RepositoryError &error);
    void onFinished();
    void onTargetEdited(const QString &id, int column, double ms);
    void resetTargets();
    void end();
    void loadRuns();
    void fillRuns();
    void showPicked();
    void render();
    [[nodiscard]] QString judgement() const;

    const models::DisplayZone &m_zone;
    NoticeBar *m_notice;
    ConsoleSession *m_session = nullptr;
    QPointer<MetricsHistory> m_history;
    std::unique_ptr<SmokeTest> m_test; ///< that runs
    bool m_isReporting = false;        ///< it calls us
    QList<SmokeRun> m_runs;            ///< the newest first
    std::optional<SmokeRun> m_shown;   ///< as it was kept; nothing while one runs, or where it didn't end
    models::SmokeTableModel *m_model;
    PickButton *m_pick;
    QSpinBox *m_iterations;
    QLabel *m_summary;
    QAction *m_reset;
    QToolButton *m_resetLink;
    QWidget *m_running;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QStackedWidget *m_stack;
    SmokeTable *m_table;
    StatePanel *m_state;
};

} // namespace pivotal::ui
