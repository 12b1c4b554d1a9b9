#include "ui/main_window.h"

#include "ui/actions.h"
#include "ui/audit/audit_page.h"
#include "ui/audit/refused_events_dialog.h"
#include "ui/connection/connection_page.h"
#include "ui/header_bar.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/list_page.h"
#include "ui/performance/chart_card.h"
#include "ui/performance/diagnosis_card.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/server/activity_section.h"
#include "ui/server/server_panel.h"
#include "ui/server/statements_section.h"
#include "ui/status_strip.h"
#include "ui/users/user_details.h"
#include "ui/users/users_page.h"
#include "ui/widgets/missing_index_hint.h"
#include "ui/widgets/row_clipboard.h"

#include <QAbstractItemView>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

void MainWindow::createActions()
{
    const auto add = [this](const char *id, const QString &text, const QKeySequence &key, const QString &iconName,
                            const std::function<void()> &act) { addAction(id, text, key, iconName, act); };
    add("go.users", tr("Go to users"), Qt::CTRL | Qt::Key_1, usersId, [this] { goTo(usersId); });
    add("go.audit", tr("Go to audit log"), Qt::CTRL | Qt::Key_2, auditId, [this] { goTo(auditId); });
    add("go.performance", tr("Go to performance"), Qt::CTRL | Qt::Key_3, performanceId, [this] { goTo(performanceId); });
    add("go.indexes", tr("Go to indexes"), Qt::CTRL | Qt::Key_4, indexesId, [this] { goTo(indexesId); });
    add("go.back", tr("Back"), Qt::ALT | Qt::Key_Left, u"back"_s, [this] { goBack(); });
    add("view.refresh", tr("Refresh"), Qt::Key_F5, u"refresh"_s, [this] {
        if (currentPage())
            currentPage()->refresh();
    });
    add("view.search", tr("Search on this page"), QKeySequence::Find, u"search"_s, [this] {
        if (currentPage())
            currentPage()->focusSearch();
    });
    add("view.commands", tr("Search or run a command"), Qt::CTRL | Qt::Key_K, {}, [this] { m_header->focusCommands(); });
    add("view.details", tr("Show or hide details"), Qt::Key_F4, u"details"_s, [this] {
        if (ListPage *shown = currentList())
            shown->setDetailsShown(!shown->areDetailsShown());
    });
    add("view.zone", tr("Switch between UTC and local time"), Qt::CTRL | Qt::SHIFT | Qt::Key_U, u"calendar"_s, [this] {
        using Kind = models::DisplayZone::Kind;
        m_zone.setKind(m_zone.kind() == Kind::Utc ? Kind::Local : Kind::Utc);
    });
    add("view.theme", tr("Change theme: system, light, dark"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, u"theme"_s, [this] { nextTheme(); });
    add("page.first", tr("First page"), Qt::CTRL | Qt::Key_Home, u"first"_s, [this] {
        if (currentList())
            currentList()->goToEnd(false);
    });
    add("page.previous", tr("Previous page"), Qt::CTRL | Qt::Key_PageUp, u"previous"_s, [this] {
        if (currentList())
            currentList()->goToPage(-1);
    });
    add("page.next", tr("Next page"), Qt::CTRL | Qt::Key_PageDown, u"next"_s, [this] {
        if (currentList())
            currentList()->goToPage(1);
    });
    add("page.last", tr("Last page"), Qt::CTRL | Qt::Key_End, u"last"_s, [this] {
        if (currentList())
            currentList()->goToEnd(true);
    });
    add("page.goto", tr("Go to page, row or date"), Qt::CTRL | Qt::Key_G, {}, [this] {
        if (currentList())
            currentList()->focusPager();
    });
    add("list.missingIndexes", tr("Add the indexes that this list is slow without…"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, u"warning"_s,
        [this] {
            if (currentList())
                currentList()->missingIndexHint()->click();
        });
    add("users.edit", tr("Edit user"), Qt::Key_F2, u"edit"_s, [this] { m_users->editUser(); });
    add("users.save", tr("Save user"), QKeySequence::Save, u"check"_s, [this] { m_users->details()->save(); });
    add("users.trail", tr("Show trail of user"), Qt::CTRL | Qt::Key_T, u"trail"_s, [this] {
        if (currentPage() == m_users && m_users->details()->hasUser())
            Q_EMIT m_users->trailRequested(m_users->details()->user());
    });
    add("audit.news", tr("Show the new events"), Qt::SHIFT | Qt::Key_F5, u"refresh"_s, {});
    add("performance.pause", tr("Pause or go on with the charts"), Qt::CTRL | Qt::Key_P, {}, {});
    add("performance.smoke", tr("Run the smoke test"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, performanceId, [this] {
        goTo(performanceId);
        m_performance->runSmokeTest();
    });
    add("performance.levels", tr("Show service levels"), Qt::CTRL | Qt::SHIFT | Qt::Key_L, performanceId, [this] {
        goTo(performanceId);
        m_performance->showPart(PerformancePage::Part::ServiceLevels);
    });
    add("performance.server", tr("Show what the server says"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, u"database"_s, [this] {
        goTo(performanceId);
        m_performance->showPart(PerformancePage::Part::Server);
    });
    add("performance.apply", tr("Apply the advised index"), Qt::CTRL | Qt::Key_Return, u"check"_s, {});
    add("performance.rollBack", tr("Roll back the advised index"), Qt::CTRL | Qt::Key_Backspace, u"back"_s, {});
    add("chart.table", tr("Show as chart or as table"), Qt::CTRL | Qt::SHIFT | Qt::Key_G, u"columns"_s, [this] {
        ChartCard *chart = m_performance->operations()->chartCard();
        chart->setTableShown(!chart->isTableShown());
    });
    add("chart.picture", tr("Save the chart as picture…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, performanceId,
        [this] { m_performance->operations()->chartCard()->askForPicture(); });
    add("chart.csv", tr("Save the chart as CSV…"), Qt::CTRL | Qt::SHIFT | Qt::Key_V, u"details"_s,
        [this] { m_performance->operations()->chartCard()->askForCsv(); });
    add("server.cancelQuery", tr("Cancel the query of the process…"), Qt::CTRL | Qt::SHIFT | Qt::Key_K, u"close"_s, {});
    add("server.endConnection", tr("End the connection of the process…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, u"error"_s, {});
    add("server.countFromNow", tr("Count statements from now"), Qt::CTRL | Qt::SHIFT | Qt::Key_N, u"refresh"_s, {});
    add("indexes.apply", tr("Apply the selected indexes"), Qt::CTRL | Qt::SHIFT | Qt::Key_A, u"check"_s, {});
    add("indexes.rollBack", tr("Roll back the selected indexes…"), Qt::CTRL | Qt::SHIFT | Qt::Key_B, u"back"_s, {});
    add("indexes.applyTen", tr("Apply the ten indexes of the report"), Qt::CTRL | Qt::SHIFT | Qt::Key_I, indexesId, {});
    for (const RowClipboard::Offer &offer : RowClipboard::offers())
        add(offer.id, offer.text, offer.key, u"details"_s, [this, form = offer.form] {
            if (const QAbstractItemView *view = m_clipboard->view())
                m_clipboard->copy(*view, form);
        });
    add("view.cancel", tr("Cancel or close"), Qt::Key_Escape, u"close"_s, [this] { cancel(); });
    add("connection.open", tr("Connect to a database…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, u"database"_s, [this] {
        m_connection->setCanCancel(m_session != nullptr);
        m_connection->showForm(m_session ? m_session->request() : SessionRequest());
        m_stack->setCurrentWidget(m_connection);
    });
    add("audit.refused", tr("Refused audit events…"), Qt::CTRL | Qt::SHIFT | Qt::Key_J, auditId, [this] {
        if (m_session)
            m_refused->present();
    });
    add("database.migrations", tr("Database migrations…"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, u"database"_s, [this] { showMigrations(); });
    add("app.quit", tr("Quit"), Qt::CTRL | Qt::Key_Q, {}, [this] { close(); });
}

void MainWindow::bindActions()
{
    for (const char *id : {"view.search", "view.details", "page.first", "page.previous", "page.next", "page.last", "page.goto"})
        m_actions->offerWhere(QLatin1String(id), {m_users, m_audit});
    m_actions->offerWhere(u"list.missingIndexes"_s, {m_users->missingIndexHint(), m_audit->missingIndexHint()});
    for (const char *id : {"users.edit", "users.trail"})
        m_actions->offerWhere(QLatin1String(id), {m_users});
    m_actions->offerWhere(u"users.save"_s, {m_users->details()}); // nothing is saved that isn't seen
    m_actions->bind(u"audit.news"_s, m_audit->newsButton());
    for (const ListPage *list : lists())
        for (QToolButton *button : list->detailsButtons())
            connect(button, &QToolButton::clicked, m_actions->action(u"view.details"_s), &QAction::trigger);
    const OperationsPanel *operations = m_performance->operations();
    for (const char *id : {"chart.table", "chart.picture", "chart.csv"})
        m_actions->offerWhere(QLatin1String(id), {operations->chartCard()});
    m_actions->bind(u"performance.pause"_s, m_performance->pauseButton());
    m_actions->bind(u"performance.apply"_s, operations->diagnosisCard()->applyButton());
    m_actions->bind(u"performance.rollBack"_s, operations->diagnosisCard()->rollBackButton());
    const ServerPanel *server = m_performance->server();
    m_actions->bind(u"server.cancelQuery"_s, server->activity()->cancelButton());
    m_actions->bind(u"server.endConnection"_s, server->activity()->terminateButton());
    m_actions->bind(u"server.countFromNow"_s, server->statements()->startButton());
    IndexesPanel *indexes = m_indexes->panel();
    m_actions->bind(u"indexes.apply"_s, indexes->applySelectedEntry(), indexes);
    m_actions->bind(u"indexes.rollBack"_s, indexes->rollBackSelectedEntry(), indexes);
    m_actions->bind(u"indexes.applyTen"_s, indexes->applyTenButton());
    connect(m_status->refusedButton(), &QToolButton::clicked, m_actions->action(u"audit.refused"_s), &QAction::trigger);
    const auto offerCopying = [this] {
        for (const RowClipboard::Offer &offer : RowClipboard::offers())
            m_actions->action(QLatin1String(offer.id))->setEnabled(m_clipboard->view() != nullptr);
    };
    connect(m_clipboard, &RowClipboard::viewChanged, this, offerCopying);
    connect(m_clipboard, &RowClipboard::leftOut, this, [this](int rows) {
        m_banner->show(NoticeBar::Kind::Warning, tr("%Ln selected row(s) were not copied.", nullptr, rows),
                       tr("They are not loaded now. Scroll to them, then copy again, or select fewer."));
    });
    offerCopying();
}

void MainWindow::addAction(const char *id, const QString &text, const QKeySequence &key, const QString &iconName,
                           const std::function<void()> &act)
{
    QAction *action = m_actions->add(QLatin1String(id), text, key, iconName);
    if (act) // else it is bound to a button
        connect(action, &QAction::triggered, this, act);
    QMainWindow::addAction(action);
}

} // namespace pivotal::ui
