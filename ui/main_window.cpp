#include "ui/main_window.h"

#include "repo/paging/delivery.h"
#include "ui/actions.h"
#include "ui/audit/audit_page.h"
#include "ui/audit/refused_events_dialog.h"
#include "ui/connection/connection_page.h"
#include "ui/connection/migrations_dialog.h"
#include "ui/header_bar.h"
#include "ui/indexes/indexes_page.h"
#include "ui/nav_rail.h"
#include "ui/performance/performance_page.h"
#include "ui/status_strip.h"
#include "ui/theme.h"
#include "ui/ui_settings.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/users/users_page.h"
#include "ui/widgets/missing_index_hint.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_tool_tips.h"
#include "ui/widgets/row_clipboard.h"
#include "ui/widgets/suggestions.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QLineEdit>
#include <QScreen>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int narrowWindow = 1100;
constexpr int lowWindow = 320; ///< below it the rows need the room of the window's foot
constexpr QSize frame{8, 40};  ///< about what a window manager adds around a window

} // namespace

MainWindow::MainWindow(Services services)
    : m_services(std::move(services)), m_actions(std::make_unique<Actions>()), m_metrics(m_services.telemetry, m_services.metricsPath)
{
    setWindowTitle(tr("Pivotal Console"));
    setWindowIcon(QIcon(u":/icons/app.svg"_s));
    setMinimumSize(QSize(800, 520).boundedTo(screen()->availableSize() - frame)); // no larger than a small screen, or one of large points
    new PlainToolTips(this);
    m_clipboard = new RowClipboard(this);
    createActions();
    assemble();
    connectPages();
    bindActions();
    m_users->details()->drafts()->setFile(m_services.draftsPath);
    restoreSettings();
    m_refreshUsers.setSingleShot(true); // a burst of changes elsewhere is one refresh
    m_refreshUsers.setInterval(300);
    connect(&m_refreshUsers, &QTimer::timeout, m_users, &ListPage::refresh);
}

MainWindow::~MainWindow()
{
    m_migrations.reset();
    // The pages let go of the repositories before these end.
    setSessionOfPages(nullptr);
    delete m_performance; // before the history that it shows
}

void MainWindow::assemble()
{
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header = new HeaderBar(*m_actions, m_zone, this);
    m_rail = new NavRail(this);
    m_rail->addEntry(usersId, m_actions->action(u"go.users"_s), tr("Users"));
    m_rail->addEntry(auditId, m_actions->action(u"go.audit"_s), tr("Audit log"));
    m_rail->addEntry(performanceId, m_actions->action(u"go.performance"_s), tr("Performance"));
    m_rail->addEntry(indexesId, m_actions->action(u"go.indexes"_s), tr("Indexes"));
    m_stack = new QStackedWidget(this);
    m_connection = new ConnectionPage(this);
    m_users = new UsersPage(m_zone, this);
    m_audit = new AuditPage(m_zone, this);
    m_performance = new PerformancePage(m_metrics, m_zone, this);
    m_indexes = new IndexesPage(this);
    m_stack->addWidget(m_connection);
    for (Page *each : pages())
        m_stack->addWidget(each);
    m_banner = new NoticeBar(this);
    m_status = new StatusStrip(this);
    m_refused = new RefusedEventsDialog(m_zone, this);

    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_stack, 1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addLayout(right, 1);
    column->addWidget(m_header);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
    setCentralWidget(central);
    QList<QWidget *> areas;
    for (Page *each : pages())
        areas << each->noticeAreas();
    m_banner->floatOver(areas << m_connection, central);
    m_rail->hide();
}

void MainWindow::connectPages()
{
    connect(m_connection, &ConnectionPage::connectRequested, this,
            [this](const SessionRequest &request) { unlessDrafts(tr("Connect without saving"), [this, request] { open(request); }); });
    connect(m_connection, &ConnectionPage::cancelled, this, &MainWindow::cancel);
    connect(m_header, &HeaderBar::organizationChosen, this,
            [this](const OrganizationId &id) { unlessDrafts(tr("Switch without saving"), [this, id] { m_session->switchTo(id); }); });
    connect(m_header, &HeaderBar::searchRequested, this, [this](const QString &text) {
        if (!m_session)
            return;
        leave();
        showPage(usersId);
        UserFilterBar::State state;
        state.text = text;
        m_users->filterBar()->setState(state);
    });
    connect(m_users, &UsersPage::trailRequested, this, [this](const User &user) {
        leave();
        showPage(auditId);
        m_audit->showEntityTrail(u"User"_s, user.id.value);
        record({u"audit.trail_viewed"_s, u"User"_s, user.id.value, {}, {}});
    });
    connect(&m_zone, &models::DisplayZone::changed, this, [this] {
        const QString problem = models::DisplayZone::localProblem();
        if (m_zone.kind() == models::DisplayZone::Kind::Local && !problem.isEmpty())
            m_banner->show(NoticeBar::Kind::Warning, tr("Times stay in UTC."), problem);
    });
    connect(m_users->filterBar(), &UserFilterBar::indexRequested, this, &MainWindow::showIndex);
    for (const ListPage *list : lists())
        connect(list->missingIndexHint(), &MissingIndexHint::indexRequested, this, &MainWindow::showIndex);
    connect(m_audit, &AuditPage::leaving, this, &MainWindow::leave);
    connect(m_audit, &AuditPage::userRequested, this, [this](const QString &userId) {
        leave();
        showPage(usersId);
        m_users->openUser({userId});
    });
    connect(m_performance, &PerformancePage::indexesChanged, this, &MainWindow::onIndexesChanged);
    connect(m_indexes, &IndexesPage::indexesChanged, this, &MainWindow::onIndexesChanged);
    connect(m_indexes, &IndexesPage::missingRead, this, [this](const QStringList &names) {
        if (m_session)
            m_session->noteMissingIndexes(names);
    });
    connect(m_users->details(), &UserDetails::draftsChanged, m_status, &StatusStrip::showDrafts);
    connect(m_users->details(), &UserDetails::saved, m_audit, &AuditPage::noteChange);
    connect(m_users, &UsersPage::draftRestored, this, &MainWindow::onDraftRestored);
    for (ListPage *listPage : lists()) {
        connect(listPage, &ListPage::countChanged, this, [this, listPage](qint64 total) { m_rail->setCount(listPage->id(), total); });
        connect(listPage, &ListPage::pageSizeChanged, this, [this](int size) {
            UiSettings().setPageSize(size);
            m_users->setPageSize(size);
            m_audit->setPageSize(size);
        });
    }
}

void MainWindow::restoreSettings()
{
    const UiSettings settings;
    if (!restoreGeometry(settings.geometry()))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize() - frame)); // with its title bar it has to fit
    if (settings.zone() == u"local"_s)
        m_zone.setKind(models::DisplayZone::Kind::Local);
    const QString theme = settings.theme();
    Theme::instance().setMode(theme == u"dark"_s ? ThemeMode::Dark : theme == u"light"_s ? ThemeMode::Light : ThemeMode::System);
    m_users->setPageSize(settings.pageSize());
    m_audit->setPageSize(settings.pageSize());
}

void MainWindow::open(const SessionRequest &request)
{
    m_opening = std::make_unique<ConsoleSession>(request, m_services);
    connectSession(*m_opening);
    m_connection->setCanCancel(m_session != nullptr);
    m_connection->showConnecting(m_opening->request());
    m_stack->setCurrentWidget(m_connection);
    m_opening->connectToServer();
}

void MainWindow::connectSession(ConsoleSession &session)
{
    connect(&session, &ConsoleSession::progress, m_connection, &ConnectionPage::showStep);
    connect(&session, &ConsoleSession::connected, &session, &ConsoleSession::enterOrganization);
    connect(&session, &ConsoleSession::entered, this, &MainWindow::onEntered);
    connect(&session, &ConsoleSession::failed, this, [this](const RepositoryError &error) {
        m_connection->showFailure(m_opening->request(), error);
        Q_EMIT sessionFailed();
    });
}

void MainWindow::onEntered()
{
    if (m_opening && sender() == m_opening.get()) {
        m_migrations.reset();
        setSessionOfPages(nullptr);
        m_session = std::move(m_opening);
        connect(m_session.get(), &ConsoleSession::operationFinished, m_status, &StatusStrip::showOperation);
        connect(m_session.get(), &ConsoleSession::connectionLost, this, &MainWindow::onConnectionLost);
        connect(m_session.get(), &ConsoleSession::connectionRestored, this, &MainWindow::onConnectionRestored);
        connect(m_session.get(), &ConsoleSession::changedElsewhere, this, [this](const ChangeNotice &notice) {
            if (notice.resource == userResource)
                m_refreshUsers.start();
        });
        connect(m_session.get(), &ConsoleSession::changedElsewhere, m_audit, &AuditPage::noteChange);
        connect(m_session.get(), &ConsoleSession::spoolDepthChanged, this, &MainWindow::onSpoolDepth);
        connect(m_session.get(), &ConsoleSession::refusedEventsChanged, m_status, &StatusStrip::showRefused);
        connect(m_session.get(), &ConsoleSession::spoolFailed, this, [this](const RepositoryError &error) { m_banner->showError(error); });
        connect(m_session.get(), &ConsoleSession::refreshFailed, this,
                [this](const RepositoryError &error) { m_banner->showError(error); });
        connect(m_session.get(), &ConsoleSession::capabilitiesChanged, this, &MainWindow::onCapabilities);
        for (ListPage *list : lists())
            connect(m_session.get(), &ConsoleSession::capabilitiesChanged, list, &ListPage::showMissingIndexes);
        m_session->listen();
    }
    m_isUnrecordedTold = false;
    m_history.clear();
    m_banner->dismiss();
    m_header->setScopes(m_session->scopes(), m_session->scope());
    m_status->showServer(*m_session);
    m_rail->show();
    onCapabilities();
    m_metrics.setSource(m_session->databaseName(), m_session->capabilities().identity());
    setSessionOfPages(m_session.get());
    if (!currentPage())
        showPage(usersId);
    Q_EMIT sessionEntered();
}

void MainWindow::onCapabilities()
{
    m_users->filterBar()->setSearchIndex(m_session->capabilities().canFold, m_session->capabilities().hasTrigrams);
    m_users->details()->setWriteProblem(m_session->capabilities().writeProblem(db::WriteAction::EditUsers));
    m_performance->setSignalProblem(m_session->capabilities().writeProblem(db::WriteAction::RecordEvents));
    m_status->showServer(*m_session);
    const auto missing = int(m_session->missingIndexes().size());
    m_rail->setNote(indexesId, missing == 0 ? QString() : tr("%Ln missing", nullptr, missing));
}

/// What was fast by the index is slow now, or the other way round: rows that are cached don't tell.
void MainWindow::onIndexesChanged()
{
    if (m_session)
        m_session->refreshCapabilities();
}

void MainWindow::setSessionOfPages(ConsoleSession *session)
{
    for (Page *each : pages())
        each->setSession(session);
    m_refused->setOutbox(session ? &session->outbox() : nullptr);
}

void MainWindow::showIndex(const QString &name)
{
    goTo(indexesId);
    m_indexes->select(name);
}

void MainWindow::showMigrations()
{
    if (!m_session)
        return;
    if (!m_migrations) {
        m_migrations = std::make_unique<MigrationsDialog>(m_session->migrations(), this);
        connect(m_migrations.get(), &MigrationsDialog::applied, this, &MainWindow::onIndexesChanged);
        connect(m_migrations.get(), &MigrationsDialog::applied, m_indexes, [this] {
            if (m_indexes->isVisible())
                m_indexes->refresh();
        });
    }
    m_migrations->show();
    m_migrations->raise();
    m_migrations->activateWindow();
}

void MainWindow::record(const NewAuditEvent &event)
{
    if (const QString problem = m_session->capabilities().writeProblem(db::WriteAction::RecordEvents); !problem.isEmpty()) {
        if (!std::exchange(m_isUnrecordedTold, true)) // it would wait on this machine for ever
            m_banner->show(NoticeBar::Kind::Info, tr("That trails are looked at isn't recorded here."), problem);
        return;
    }
    deliver(
        m_session->outbox().append({event}), this, [this](const QList<AuditEventId> &ids) { m_audit->noteOwn(ids); },
        [](const RepositoryError &) {}); // comes as spoolFailed
}

void MainWindow::onSpoolDepth(qint64 depth)
{
    m_status->showSpool(depth);
    if (depth < std::exchange(m_waitingEvents, depth))
        m_audit->noteChange(); // the server has them now
}

void MainWindow::onDraftRestored(const User &user)
{
    const int drafts = m_users->details()->draftCount();
    m_banner->show(NoticeBar::Kind::Info, tr("Unsaved changes to %Ln user(s) are here again.", nullptr, drafts),
                   tr("They were typed before the console ended. Save them, or discard them."),
                   {{tr("Show"),
                     [this, id = user.id] {
                         m_banner->dismiss();
                         goTo(usersId);
                         m_users->openUser(id);
                     }},
                    {tr("Discard"), [this] {
                         m_banner->dismiss();
                         m_users->details()->discardAll();
                     }}});
}

void MainWindow::onConnectionLost(const QString &message)
{
    m_status->showState(false);
    m_banner->show(NoticeBar::Kind::Warning, message, tr("Rows on screen are from before. The console keeps trying to reconnect."),
                   {{tr("Reconnect"), [this] {
                         if (currentPage())
                             currentPage()->refresh();
                     }}});
}

void MainWindow::onConnectionRestored()
{
    m_banner->dismiss();
    m_status->showState(true);
    m_users->refresh();
    m_audit->refresh();
}

void MainWindow::showPage(const QString &id)
{
    if (!m_session)
        return;
    if (m_opening) { // who goes on working doesn't wait for it any more, nor for what it still has to say
        m_opening->disconnect();
        m_opening.release()->deleteLater();
    }
    m_stack->setCurrentWidget(page(id));
    m_rail->setCurrent(id);
    page(id)->focusContent();
}

QList<Page *> MainWindow::pages() const
{
    return {m_users, m_audit, m_performance, m_indexes};
}

Page *MainWindow::page(const QString &id) const
{
    for (Page *each : pages())
        if (each->id() == id)
            return each;
    return m_users;
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

QList<ListPage *> MainWindow::lists() const
{
    return {m_users, m_audit};
}

ListPage *MainWindow::currentList() const
{
    return qobject_cast<ListPage *>(m_stack->currentWidget());
}

void MainWindow::unlessDrafts(const QString &offer, const std::function<void()> &act)
{
    const int drafts = m_users->details()->draftCount();
    if (drafts == 0) {
        act();
        return;
    }
    m_banner->show(NoticeBar::Kind::Warning, tr("There are unsaved changes to %Ln user(s).", nullptr, drafts),
                   tr("Save them first, or go on without them."), {{offer, [this, act] {
                                                                        m_banner->dismiss();
                                                                        m_users->details()->discardAll();
                                                                        act();
                                                                    }}});
}

void MainWindow::goTo(const QString &id)
{
    if (currentPage() && currentPage()->id() == id)
        return;
    leave();
    showPage(id);
}

void MainWindow::leave()
{
    if (const Page *shown = currentPage())
        m_history.leave({shown->id(), shown->state()});
}

void MainWindow::goBack()
{
    if (m_history.isEmpty())
        return;
    const NavigationHistory::Place place = m_history.goBack();
    showPage(place.page);
    page(place.page)->setState(place.state);
}

void MainWindow::cancel()
{
    Page *shown = currentPage();
    if (m_header->leaveCommands()) {
        if (shown && m_header->isAncestorOf(focusWidget()))
            shown->focusContent(); // where it was before is gone
    } else if (Suggestions::close()) {
        return; // the field under it keeps the keyboard
    } else if (shown) {
        shown->cancel();
    } else if (m_session) {
        m_opening.reset();
        showPage(usersId);
    }
}

void MainWindow::nextTheme()
{
    Theme &theme = Theme::instance();
    const bool wasDark = theme.colors().isDark;
    const auto after = [](ThemeMode mode) {
        return mode == ThemeMode::System ? ThemeMode::Light : mode == ThemeMode::Light ? ThemeMode::Dark : ThemeMode::System;
    };
    ThemeMode next = after(theme.mode());
    theme.setMode(next);
    if (theme.colors().isDark == wasDark) // one that looks like the one before
        theme.setMode(next = after(next));
    UiSettings().setTheme(next == ThemeMode::System ? u"system"_s : next == ThemeMode::Light ? u"light"_s : u"dark"_s);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_users->details()->draftCount() > 0 && !m_isEnding) {
        event->ignore();
        unlessDrafts(tr("Close without saving"), [this] { close(); });
        return;
    }
    keepForNextTime();
    event->accept();
}

void MainWindow::end()
{
    m_isEnding = true;
    close();
}

void MainWindow::keepForNextTime()
{
    m_users->details()->drafts()->flushAll();
    UiSettings settings;
    settings.setGeometry(saveGeometry());
    settings.setZone(m_zone.kind() == models::DisplayZone::Kind::Utc ? u"utc"_s : u"local"_s);
    for (Page *each : pages())
        each->saveLayout();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_rail->setNarrow(width() < narrowWindow);
    m_status->setVisible(height() >= lowWindow);
}

} // namespace pivotal::ui
