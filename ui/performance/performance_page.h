#pragma once

#include "models/display_zone.h"
#include "ui/page.h"
#include "ui/pages.h"
#include "ui/performance/sample_feed.h"

#include <memory>

class QBoxLayout;
class QButtonGroup;
class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace pivotal {
class ServerRepository;
class TuningRepository;
} // namespace pivotal

namespace pivotal::ui {

class NoticeBar;
class OperationsPanel;
class PickButton;
class ServerPanel;
class ServiceLevelsPanel;
class SmokePanel;

/// The performance dashboard: what the console's repository layer does, how that stands against the budgets, what the server
/// says, and the smoke test.
class PerformancePage : public Page
{
    Q_OBJECT

public:
    enum class Part { Operations, ServiceLevels, Server, SmokeTest };

    PerformancePage(const PageContext &context, QWidget *parent);
    ~PerformancePage() override;

    void addActions(Actions &actions) override;
    void refresh() override;
    void cancel() override;
    void focusContent() override;
    [[nodiscard]] QVariant state() const override;
    void setState(const QVariant &state) override;

    /// It arranges itself by the space there is, so what stands side by side now is no bound.
    [[nodiscard]] QSize minimumSizeHint() const override { return {560, 320}; }

    void showPart(Part part);
    [[nodiscard]] Part part() const;
    void runSmokeTest();
    void setPaused(bool paused);
    [[nodiscard]] OperationsPanel *operations() const { return m_operations; }
    [[nodiscard]] ServiceLevelsPanel *serviceLevels() const { return m_levels; }
    [[nodiscard]] ServerPanel *server() const { return m_server; }
    [[nodiscard]] SmokePanel *smoke() const { return m_smoke; }
    [[nodiscard]] SampleFeed &feed() { return m_feed; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }

protected:
    void showSession(ConsoleSession *session) override;
    void connectSession(ConsoleSession &session) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showRights();
    void buildTitle(QVBoxLayout *column);
    void buildParts(QHBoxLayout *row);
    void fitTitle();
    void fillCompare();
    void onCompare();
    void setBudgets(const metrics::Budgets &budgets);
    void renderFeed();

    MetricsHistory &m_history;
    const models::DisplayZone &m_zone;
    SampleFeed m_feed;
    std::unique_ptr<TuningRepository> m_tuning;
    std::unique_ptr<ServerRepository> m_serverRepository;
    QVBoxLayout *m_column;
    QBoxLayout *m_title;
    QButtonGroup *m_parts;
    PickButton *m_window;
    PickButton *m_compare;
    QPushButton *m_pause;
    QPushButton *m_live;
    QPushButton *m_run;
    NoticeBar *m_notice;
    QStackedWidget *m_stack;
    OperationsPanel *m_operations;
    ServiceLevelsPanel *m_levels;
    ServerPanel *m_server;
    SmokePanel *m_smoke;
};

} // namespace pivotal::ui
