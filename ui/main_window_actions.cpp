#include "ui/main_window.h"

#include "ui/actions.h"
#include "ui/connection/connection_page.h"
#include "ui/header_bar.h"
#include "ui/list_page.h"
#include "ui/performance/performance_page.h"
#include "ui/users/user_details.h"
#include "ui/users/users_page.h"

#include <QStackedWidget>

namespace pivotal::ui {

void MainWindow::createActions()
{
    const auto add = [this](const char *id, const QString &text, const QKeySequence &key, const QString &iconName,
                            const std::function<void()> &act) { addAction(id, text, key, iconName, act); };
    add("go.users", tr("Go to users"), Qt::CTRL | Qt::Key_1, usersId, [this] { goTo(usersId); });
    add("go.audit", tr("Go to audit log"), Qt::CTRL | Qt::Key_2, auditId, [this] { goTo(auditId); });
    add("go.performance", tr("Go to performance"), Qt::CTRL | Qt::Key_3, performanceId, [this] { goTo(performanceId); });
    add("go.indexes", tr("Go to indexes"), Qt::CTRL | Qt::Key_4, indexesId, [this] { goTo(indexesId); });
    add("go.back", tr("Back"), Qt::ALT | Qt::Key_Left, QStringLiteral("back"), [this] { goBack(); });
    add("view.refresh", tr("Refresh"), Qt::Key_F5, QStringLiteral("refresh"), [this] { if (currentPage()) currentPage()->refresh(); });
    add("view.search", tr("Search on this page"), QKeySequence::Find, QStringLiteral("search"), [this] { if (currentPage()) currentPage()->focusSearch(); });
    add("view.commands", tr("Search or run a command"), Qt::CTRL | Qt::Key_K, {}, [this] { m_header->focusCommands(); });
    add("view.details", tr("Show or hide details"), Qt::Key_F4, QStringLiteral("details"), [this] {
        if (ListPage *shown = currentList())
            shown->setDetailsShown(!shown->areDetailsShown());
    });
    add("view.zone", tr("Switch between UTC and local time"), Qt::CTRL | Qt::SHIFT | Qt::Key_U, QStringLiteral("calendar"), [this] {
        using Kind = models::DisplayZone::Kind;
        m_zone.setKind(m_zone.kind() == Kind::Utc ? Kind::Local : Kind::Utc);
    });
    add("view.theme", tr("Change theme: system, light, dark"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, QStringLiteral("theme"), [this] { nextTheme(); });
    add("page.first", tr("First page"), Qt::CTRL | Qt::Key_Home, QStringLiteral("first"), [this] { if (currentList()) currentList()->goToEnd(false); });
    add("page.previous", tr("Previous page"), Qt::CTRL | Qt::Key_PageUp, QStringLiteral("previous"), [this] { if (currentList()) currentList()->goToPage(-1); });
    add("page.next", tr("Next page"), Qt::CTRL | Qt::Key_PageDown, QStringLiteral("next"), [this] { if (currentList()) currentList()->goToPage(1); });
    add("page.last", tr("Last page"), Qt::CTRL | Qt::Key_End, QStringLiteral("last"), [this] { if (currentList()) currentList()->goToEnd(true); });
    add("page.goto", tr("Go to page, row or date"), Qt::CTRL | Qt::Key_G, {}, [this] { if (currentList()) currentList()->focusPager(); });
    add("users.edit", tr("Edit user"), Qt::Key_F2, QStringLiteral("edit"), [this] { if (currentPage() == m_users) m_users->details()->edit(); });
    add("users.save", tr("Save user"), QKeySequence::Save, QStringLiteral("check"), [this] { if (currentPage() == m_users) m_users->details()->save(); });
    add("users.trail", tr("Show trail of user"), Qt::CTRL | Qt::Key_T, QStringLiteral("trail"), [this] {
        if (currentPage() == m_users && m_users->details()->hasUser())
            Q_EMIT m_users->trailRequested(m_users->details()->user());
    });
    add("performance.pause", tr("Pause or go on with the charts"), Qt::CTRL | Qt::Key_P, {}, [this] { m_performance->setPaused(!m_performance->feed().isPaused()); });
    add("performance.smoke", tr("Run the smoke test"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, performanceId, [this] {
        goTo(performanceId);
        m_performance->runSmokeTest();
    });
    add("performance.server", tr("Show what the server says"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, QStringLiteral("database"), [this] {
        goTo(performanceId);
        m_performance->showPart(PerformancePage::Part::Server);
    });
    add("view.cancel", tr("Cancel or close"), Qt::Key_Escape, QStringLiteral("close"), [this] { cancel(); });
    add("connection.open", tr("Connect to a database…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, QStringLiteral("database"), [this] {
        m_connection->setCanCancel(m_session != nullptr);
        m_connection->showForm(m_session ? m_session->request() : SessionRequest());
        m_stack->setCurrentWidget(m_connection);
    });
    add("database.migrations", tr("Database migrations…"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, QStringLiteral("database"), [this] { showMigrations(); });
    add("app.quit", tr("Quit"), Qt::CTRL | Qt::Key_Q, {}, [this] { close(); });
}

void MainWindow::addAction(const char *id, const QString &text, const QKeySequence &key, const QString &iconName,
                           const std::function<void()> &act)
{
    QAction *action = m_actions->add(QLatin1String(id), text, key, iconName);
    connect(action, &QAction::triggered, this, act);
    QMainWindow::addAction(action);
}

} // namespace pivotal::ui
