#pragma once

#include "models/display_zone.h"
#include "repo/history/metrics_history.h"
#include "ui/actions.h"
#include "ui/widgets/notice_bar.h"

#include <QMainWindow>

class QStackedWidget;

namespace pivotal {
class ConsoleSession;
struct Services;
struct SessionRequest;
} // namespace pivotal

namespace pivotal::ui {

class ConnectionPage;
class HeaderBar;
class ListPage;
class NavRail;
class Navigator;
class Page;
class SessionSwitch;
class StatusStrip;

/// The window: assembles the pages, the registry of actions and the session, and nothing else. Its parts are found by
/// `findChild`.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow();
    explicit MainWindow(const Services &services);
    ~MainWindow() override;

    /// Opens a session; the one there is stays until the new one is entered.
    void open(const SessionRequest &request);
    void showPage(const QString &id);
    [[nodiscard]] ConsoleSession *session() const;
    [[nodiscard]] const Actions &actions() const { return m_actions; }
    [[nodiscard]] NoticeBar *banner() const { return m_banner; }
    [[nodiscard]] models::DisplayZone &zone() { return m_zone; }
    /// Closes without asking: what is unsaved is there again at the next start.
    void end();
    /// For when the session ends: keeps the layout, and what is unsaved.
    void keepForNextTime();

Q_SIGNALS:
    void sessionEntered();
    void sessionFailed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void assemble(const QString &draftsPath);
    void addPages(const QString &draftsPath);
    void addActions();
    void connectPages();
    void connectSessions();
    void connectSession(ConsoleSession &session);
    void restoreSettings();
    void onEntered();
    void onConnectionLost(const QString &message);
    [[nodiscard]] QList<ListPage *> lists() const;
    /// Does it, or where that would lose what is typed, offers to.
    void confirmDiscard(const QString &offer, const std::function<void()> &act);
    void notify(NoticeBar::Kind kind, const QString &what, const QString &detail, const QList<NoticeBar::Offer> &offers);
    void cancel();

    models::DisplayZone m_zone;
    Actions m_actions;
    MetricsHistory m_metrics;
    SessionSwitch *m_sessions;
    HeaderBar *m_header = nullptr;
    NavRail *m_rail = nullptr;
    QStackedWidget *m_stack = nullptr;
    Navigator *m_navigator = nullptr;
    ConnectionPage *m_connection = nullptr;
    NoticeBar *m_banner = nullptr;
    StatusStrip *m_status = nullptr;
    bool m_isEnding = false;
};

} // namespace pivotal::ui
