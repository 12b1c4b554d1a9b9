#pragma once

#include "models/display_zone.h"
#include "repo/history/metrics_history.h"
#include "repo/session/console_session.h"
#include "ui/navigation_history.h"

#include <QMainWindow>
#include <QTimer>
#include <memory>

class QStackedWidget;

namespace pivotal::ui {

using namespace Qt::StringLiterals;

class Actions;
class AuditPage;
class ConnectionPage;
class HeaderBar;
class IndexesPage;
class ListPage;
class MigrationsDialog;
class NavRail;
class NoticeBar;
class Page;
class PerformancePage;
class RefusedEventsDialog;
class RowClipboard;
class StatusStrip;
class UsersPage;

/// The window: assembles the pages, the registry of actions and the session, and nothing else.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Services services = {});
    ~MainWindow() override;

    /// Opens a session; the one there is stays until the new one is entered.
    void open(const SessionRequest &request);
    void showPage(const QString &id);
    [[nodiscard]] ConsoleSession *session() const { return m_session.get(); }
    [[nodiscard]] UsersPage *usersPage() const { return m_users; }
    [[nodiscard]] AuditPage *auditPage() const { return m_audit; }
    [[nodiscard]] PerformancePage *performancePage() const { return m_performance; }
    [[nodiscard]] IndexesPage *indexesPage() const { return m_indexes; }
    [[nodiscard]] ConnectionPage *connectionPage() const { return m_connection; }
    [[nodiscard]] const Actions &actions() const { return *m_actions; }
    [[nodiscard]] NoticeBar *banner() const { return m_banner; }
    [[nodiscard]] MigrationsDialog *migrationsDialog() const { return m_migrations.get(); }
    /// Closes without asking: what is unsaved is there again at the next start.
    void end();
    /// For when the session ends: keeps the layout, and what is unsaved.
    void keepForNextTime();
    [[nodiscard]] RefusedEventsDialog *refusedEvents() const { return m_refused; }
    [[nodiscard]] StatusStrip *status() const { return m_status; }
    [[nodiscard]] HeaderBar *header() const { return m_header; }
    [[nodiscard]] models::DisplayZone &zone() { return m_zone; }

Q_SIGNALS:
    void sessionEntered();
    void sessionFailed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void createActions();
    /// To the buttons and pages that they are of.
    void bindActions();
    void addAction(const char *id, const QString &text, const QKeySequence &key, const QString &iconName, const std::function<void()> &act);
    void assemble();
    void connectPages();
    void restoreSettings();
    void connectSession(ConsoleSession &session);
    void onEntered();
    void onConnectionLost(const QString &message);
    void onConnectionRestored();
    void onSpoolDepth(qint64 depth);
    void onDraftRestored(const User &user);
    void record(const NewAuditEvent &event);
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] ListPage *currentList() const; ///< null where the page is none
    [[nodiscard]] QList<ListPage *> lists() const;
    [[nodiscard]] Page *page(const QString &id) const;
    [[nodiscard]] QList<Page *> pages() const;
    void setSessionOfPages(ConsoleSession *session);
    /// Does it, or where that would lose what is typed, offers to.
    void unlessDrafts(const QString &offer, const std::function<void()> &act);
    void goTo(const QString &id);
    void leave();
    void goBack();
    void cancel();
    void nextTheme();
    void showMigrations();
    /// On its page, selected.
    void showIndex(const QString &name);
    void onCapabilities();
    void onIndexesChanged();

    static inline const QString usersId = u"users"_s;
    static inline const QString auditId = u"audit"_s;
    static inline const QString performanceId = u"performance"_s;
    static inline const QString indexesId = u"indexes"_s;

    Services m_services;
    models::DisplayZone m_zone;
    std::unique_ptr<Actions> m_actions;
    std::unique_ptr<ConsoleSession> m_session; ///< what the pages show
    std::unique_ptr<ConsoleSession> m_opening; ///< on its way to replace it
    MetricsHistory m_metrics;
    QTimer m_refreshUsers;
    qint64 m_waitingEvents = 0;
    bool m_isEnding = false;
    bool m_isUnrecordedTold = false;
    NavigationHistory m_history;
    HeaderBar *m_header = nullptr;
    NavRail *m_rail = nullptr;
    QStackedWidget *m_stack = nullptr;
    ConnectionPage *m_connection = nullptr;
    UsersPage *m_users = nullptr;
    AuditPage *m_audit = nullptr;
    PerformancePage *m_performance = nullptr;
    IndexesPage *m_indexes = nullptr;
    NoticeBar *m_banner = nullptr;
    std::unique_ptr<MigrationsDialog> m_migrations; ///< of the session
    StatusStrip *m_status = nullptr;
    RowClipboard *m_clipboard = nullptr;
    RefusedEventsDialog *m_refused = nullptr;
};

} // namespace pivotal::ui
