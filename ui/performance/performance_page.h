#pragma once

#include "models/display_zone.h"
#include "ui/page.h"
#include "ui/performance/sample_feed.h"

#include <memory>

class QButtonGroup;
class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace pivotal {
class ServerRepository;
class TuningRepository;
}

namespace pivotal::ui {

class NoticeBar;
class OperationsPanel;
class PickButton;
class ServerPanel;
class SmokePanel;

/// The performance dashboard: what the console's repository layer does, what the server says, and the smoke test.
class PerformancePage : public Page
{
    Q_OBJECT

public:
    enum class Part { Operations, Server, SmokeTest };

    PerformancePage(MetricsHistory &history, const models::DisplayZone &zone, QWidget *parent = nullptr);
    ~PerformancePage() override;

    void setSession(ConsoleSession *session) override;
    void refresh() override;
    void cancel() override;
    void focusSearch() override {}
    void focusContent() override;
    [[nodiscard]] QVariant state() const override;
    void setState(const QVariant &state) override;

    void showPart(Part part);
    [[nodiscard]] Part part() const;
    void runSmokeTest();
    void setPaused(bool paused);
    [[nodiscard]] OperationsPanel *operations() const { return m_operations; }
    [[nodiscard]] ServerPanel *server() const { return m_server; }
    [[nodiscard]] SmokePanel *smoke() const { return m_smoke; }
    [[nodiscard]] SampleFeed &feed() { return m_feed; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }

Q_SIGNALS:
    void indexesChanged();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildTitle(QVBoxLayout *column);
    void buildParts(QHBoxLayout *row);
    void fillCompare();
    void onCompare();
    void renderFeed();

    MetricsHistory &m_history;
    SampleFeed m_feed;
    std::unique_ptr<TuningRepository> m_tuning;
    std::unique_ptr<ServerRepository> m_serverRepository;
    QVBoxLayout *m_column;
    QButtonGroup *m_parts;
    PickButton *m_window;
    PickButton *m_compare;
    QPushButton *m_pause;
    QPushButton *m_live;
    QPushButton *m_run;
    NoticeBar *m_notice;
    QStackedWidget *m_stack;
    OperationsPanel *m_operations;
    ServerPanel *m_server;
    SmokePanel *m_smoke;
};

} // namespace pivotal::ui
