#pragma once

#include "models/display_zone.h"
#include "models/smoke_table_model.h"
#include "repo/metrics_history.h"

#include <QPointer>
#include <QWidget>
#include <memory>

class QLabel;
class QProgressBar;
class QSpinBox;
class QStackedWidget;

namespace pivotal::ui {

class NoticeBar;
class PickButton;
class PlainTable;
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
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_test != nullptr; }
    [[nodiscard]] models::SmokeTableModel *model() const { return m_model; }
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void runningChanged(bool isRunning);

private:
    void assemble();
    void onFinished();
    void end();
    void loadRuns();
    void fillRuns();
    void showPicked();
    void showSummary(const SmokeRun &run);

    const models::DisplayZone &m_zone;
    NoticeBar *m_notice;
    ConsoleSession *m_session = nullptr;
    QPointer<MetricsHistory> m_history;
    std::unique_ptr<SmokeTest> m_test; ///< that runs
    bool m_isReporting = false;        ///< it calls us
    QList<SmokeRun> m_runs;            ///< the newest first
    models::SmokeTableModel *m_model;
    PickButton *m_pick;
    QSpinBox *m_iterations;
    QLabel *m_summary;
    QProgressBar *m_progress;
    QStackedWidget *m_stack;
    PlainTable *m_table;
    StatePanel *m_state;
};

} // namespace pivotal::ui
