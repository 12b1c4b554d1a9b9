#include "ui/main_window.h"

#include "ui/connection/connection_page.h"
#include "ui/connection/session_switch.h"
#include "ui/header_bar.h"
#include "ui/list_page.h"
#include "ui/nav_rail.h"
#include "ui/navigator.h"
#include "ui/pages.h"
#include "ui/status_strip.h"
#include "ui/theme.h"
#include "ui/ui_settings.h"
#include "ui/widgets/plain_tool_tips.h"
#include "ui/widgets/suggestions.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QScreen>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int narrowWindow = 1100;
constexpr int lowWindow = 320; ///< below it the rows need the room of the window's foot
constexpr QSize frame{8, 40};  ///< about what a window manager adds around a window

} // namespace

MainWindow::MainWindow() : MainWindow(Services()) {}

MainWindow::MainWindow(const Services &services)
    : m_metrics(services.telemetry, services.metricsPath), m_sessions(new SessionSwitch(services, this))
{
    setWindowTitle(tr("Pivotal Console"));
    setWindowIcon(QIcon(u":/icons/app.svg"_s));
    setMinimumSize(QSize(800, 520).boundedTo(screen()->availableSize() - frame)); // no larger than a small screen, or one of large points
    new PlainToolTips(this);
    addActions();
    assemble(services.draftsPath);
    connectPages();
    connectSessions();
    restoreSettings();
}

MainWindow::~MainWindow()
{
    m_navigator->setSession(nullptr); // the pages let go of the repositories before these end
    delete m_sessions;
    delete m_stack; // before the history that the pages show
}

ConsoleSession *MainWindow::session() const
{
    return m_sessions->session();
}

void MainWindow::assemble(const QString &draftsPath)
{
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header = new HeaderBar(m_actions, m_zone, this);
    m_rail = new NavRail(this);
    m_stack = new QStackedWidget(this);
    m_navigator = new Navigator(m_stack, m_rail, this);
    m_connection = new ConnectionPage(*m_sessions, this);
    m_stack->addWidget(m_connection);
    addPages(draftsPath);
    m_header->offerCommands();
    m_banner = new NoticeBar(this);
    m_status = new StatusStrip(this);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_stack, 1);
    column->addWidget(m_header);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
    setCentralWidget(central);
    m_banner->floatOver(m_navigator->noticeAreas() << m_connection, central);
    m_rail->hide();
}

void MainWindow::addPages(const QString &draftsPath)
{
    for (const PageKind &kind : pageKinds()) {
        m_rail->addEntry(kind.id, m_actions.action(u"go."_s + kind.id), kind.title);
        Page *page = kind.make({m_zone, m_metrics, draftsPath}, this);
        Q_ASSERT(page->id() == kind.id);
        m_navigator->add(page);
        page->addActions(m_actions);
        connect(page, &Page::noticed, this, &MainWindow::notify);
        connect(page, &Page::unsavedChanged, this, [this](int count) { m_status->showDrafts(count); });
    }
    QMainWindow::addActions(m_actions.all());
}

void MainWindow::connectPages()
{
    connect(m_connection, &ConnectionPage::connectRequested, this,
            [this](const SessionRequest &request) { confirmDiscard(tr("Connect without saving"), [this, request] { open(request); }); });
    connect(m_connection, &ConnectionPage::cancelled, this, &MainWindow::cancel);
    connect(m_header, &HeaderBar::organizationChosen, this,
            [this](const OrganizationId &id) { confirmDiscard(tr("Switch without saving"), [this, id] { m_sessions->switchTo(id); }); });
    connect(m_header, &HeaderBar::searchRequested, this, [this](const QString &text) { m_navigator->go(places::userSearch(text)); });
    connect(&m_zone, &models::DisplayZone::changed, this, [this] {
        const QString problem = models::DisplayZone::localProblem();
        if (m_zone.kind() == models::DisplayZone::Kind::Local && !problem.isEmpty())
            m_banner->show(NoticeBar::Kind::Warning, tr("Times stay in UTC."), problem);
    });
    connect(m_status->refusedButton(), &QToolButton::clicked, m_actions.action(u"audit.refused"_s), &QAction::trigger);
    connect(m_navigator, &Navigator::shown, m_sessions, &SessionSwitch::giveUp);
    for (const ListPage *list : lists())
        connect(list, &ListPage::pageSizeChanged, this, [this](int size) {
            UiSettings().setPageSize(size);
            for (ListPage *each : lists())
                each->setPageSize(size);
        });
}

void MainWindow::connectSessions()
{
    connect(m_sessions, &SessionSwitch::opening, m_stack, [this] { m_stack->setCurrentWidget(m_connection); });
    connect(m_sessions, &SessionSwitch::failed, this, &MainWindow::sessionFailed);
    connect(m_sessions, &SessionSwitch::ending, m_navigator, [this] { m_navigator->setSession(nullptr); });
    connect(m_sessions, &SessionSwitch::replaced, this, &MainWindow::connectSession);
    connect(m_sessions, &SessionSwitch::entered, this, &MainWindow::onEntered);
}

void MainWindow::connectSession(ConsoleSession &session)
{
    connect(&session, &ConsoleSession::connectionLost, this, &MainWindow::onConnectionLost);
    connect(&session, &ConsoleSession::connectionRestored, m_banner, &NoticeBar::dismiss);
    for (const auto failed : {&ConsoleSession::spoolFailed, &ConsoleSession::refreshFailed})
        connect(&session, failed, this, [this](const RepositoryError &error) { m_banner->showError(error); });
    m_status->connectSession(session);
    session.listen();
}

void MainWindow::onEntered()
{
    m_navigator->setEnabled(true);
    m_navigator->forget();
    m_banner->dismiss();
    m_header->setScopes(session()->scopes(), session()->scope());
    m_status->showServer(*session());
    m_rail->show();
    m_metrics.setSource(session()->databaseName(), session()->capabilities().identity());
    m_navigator->setSession(session());
    if (!m_navigator->current())
        m_navigator->show({});
    Q_EMIT sessionEntered();
}

void MainWindow::onConnectionLost(const QString &message)
{
    m_banner->show(NoticeBar::Kind::Warning, message, tr("Rows on screen are from before. The console keeps trying to reconnect."),
                   {{tr("Reconnect"), [this] { m_actions.action(u"view.refresh"_s)->trigger(); }}});
}

void MainWindow::open(const SessionRequest &request)
{
    m_sessions->open(request);
}

void MainWindow::showPage(const QString &id)
{
    m_navigator->show(id);
}

QList<ListPage *> MainWindow::lists() const
{
    QList<ListPage *> lists;
    for (Page *each : m_navigator->pages())
        if (auto *list = qobject_cast<ListPage *>(each))
            lists << list;
    return lists;
}

void MainWindow::confirmDiscard(const QString &offer, const std::function<void()> &act)
{
    const QString unsaved = m_navigator->unsavedText();
    if (unsaved.isEmpty()) {
        act();
        return;
    }
    const auto discard = [this, act] {
        m_navigator->discardUnsaved();
        act();
    };
    notify(NoticeBar::Kind::Warning, unsaved, tr("Save them first, or go on without them."), {{offer, discard}});
}

void MainWindow::notify(NoticeBar::Kind kind, const QString &what, const QString &detail, const QList<NoticeBar::Offer> &offers)
{
    QList<NoticeBar::Offer> ending;
    for (const NoticeBar::Offer &offer : offers)
        ending.append({offer.text, [this, act = offer.act] {
                           m_banner->dismiss();
                           act();
                       }});
    m_banner->show(kind, what, detail, ending);
}

void MainWindow::restoreSettings()
{
    const UiSettings settings;
    if (!restoreGeometry(settings.geometry()))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize() - frame)); // with its title bar it has to fit
    if (settings.zone() == u"local"_s)
        m_zone.setKind(models::DisplayZone::Kind::Local);
    Theme::instance().setMode(themeModeNamed(settings.theme()));
    for (ListPage *list : lists())
        list->setPageSize(settings.pageSize());
}

void MainWindow::keepForNextTime()
{
    UiSettings settings;
    settings.setGeometry(saveGeometry());
    settings.setZone(m_zone.kind() == models::DisplayZone::Kind::Utc ? u"utc"_s : u"local"_s);
    m_navigator->keepForNextTime();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_isEnding && !m_navigator->unsavedText().isEmpty()) {
        event->ignore();
        confirmDiscard(tr("Close without saving"), [this] { close(); });
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

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_rail->setNarrow(width() < narrowWindow);
    m_status->setVisible(height() >= lowWindow);
}

} // namespace pivotal::ui
