#include "ui/server/server_panel.h"

#include "models/unit_text.h"
#include "repo/paging/delivery.h"
#include "ui/actions.h"
#include "ui/server/activity_section.h"
#include "ui/server/redis_statistics.h"
#include "ui/server/server_table.h"
#include "ui/server/server_tiles.h"
#include "ui/server/statements_section.h"
#include "ui/sizes.h"
#include "ui/widgets/build.h"
#include "ui/widgets/focus_home.h"
#include "ui/widgets/notice_bar.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <utility>

namespace pivotal::ui {

namespace {

constexpr int refreshMs = 5'000;
constexpr int maxContentWidth = 1600; ///< lines don't stretch without end

} // namespace

ServerPanel::ServerPanel(QWidget *parent)
    : QWidget(parent), m_notice(new NoticeBar(this)), m_tiles(new ServerTiles(this)), m_activity(new ActivitySection(this)),
      m_statements(new StatementsSection(this)), m_tables(new ServerSection(tr("Tables"), this)),
      m_replication(new ServerSection(tr("Replication"), this)), m_redis(new ServerSection(tr("Redis"), this)),
      m_tablesTable(new ServerTable(m_tablesModel, tr("Tables of the console"), this)),
      m_standbysTable(new ServerTable(m_standbysModel, tr("Standbys"), this)), m_redisStatistics(new RedisStatistics(this)),
      m_lastRow(new QBoxLayout(QBoxLayout::LeftToRight))
{
    setAccessibleName(tr("Server"));
    m_tables->setContent(m_tablesTable);
    m_tables->setSubtitle(tr("of the console"));
    m_replication->setContent(m_standbysTable);
    m_redis->setContent(m_redisStatistics);
    build();
    m_timer.setInterval(refreshMs);
    connect(&m_timer, &QTimer::timeout, this, &ServerPanel::loadAll);
    connect(m_statements, &StatementsSection::startRequested, this, &ServerPanel::startWindow);
    connect(m_activity, &ActivitySection::endRequested, this, &ServerPanel::ask);
    setRepository(nullptr);
    new FocusHome(m_activity->table(), {m_notice, m_activity});
}

ServerPanel::~ServerPanel() = default;

void ServerPanel::build()
{
    auto *content = new QWidget(this);
    content->setMaximumWidth(maxContentWidth);
    auto *cards = new QVBoxLayout(content);
    cards->setContentsMargins(0, 0, 4, 4);
    cards->setSpacing(12);
    m_lastRow->setSpacing(12);
    m_lastRow->addWidget(m_replication, 3);
    m_lastRow->addWidget(m_redis, 2);
    for (QWidget *card : {static_cast<QWidget *>(m_tiles), static_cast<QWidget *>(m_activity), static_cast<QWidget *>(m_statements),
                          static_cast<QWidget *>(m_tables)})
        cards->addWidget(card);
    cards->addLayout(m_lastRow);
    cards->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Sections"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAlignment(Qt::AlignHCenter);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(scroll, 1);
    m_notice->floatOver(scroll);
}

void ServerPanel::setRepository(ServerRepository *repository)
{
    m_context = std::make_unique<QObject>(); // with the old one goes what was asked for it
    m_repository = repository;
    m_activity->setProblem(repository ? repository->signalProblem() : QString());
    m_loading.clear();
    m_failed.clear();
    m_baseDatabase.reset();
    m_database.reset();
    m_statements->forget();
    m_notice->dismiss();
    const QString hint = repository ? tr("Loading…") : tr("No server is connected.");
    m_tiles->showNothing(QString());
    for (const Part part : {Part::Activity, Part::Statements, Part::Tables, Part::Replication, Part::Redis})
        sectionOf(part)->showHint(hint);
    if (isVisible())
        refresh();
}

void ServerPanel::refresh()
{
    m_failed.clear(); // who asks is told again
    loadAll();
}

void ServerPanel::loadAll()
{
    if (!m_repository)
        return;
    Q_EMIT refreshStarted();
    load(Part::Database, &ServerRepository::database, &ServerPanel::showDatabase);
    load(Part::Activity, &ServerRepository::activity, &ServerPanel::showActivity);
    load(Part::Statements, &ServerRepository::statements, &ServerPanel::showStatements);
    load(Part::Tables, &ServerRepository::tables, &ServerPanel::showTables);
    load(Part::Replication, &ServerRepository::replication, &ServerPanel::showReplication);
    load(Part::Redis, &ServerRepository::redis, &ServerPanel::showRedis);
}

template <class T>
void ServerPanel::load(Part part, QFuture<T> (ServerRepository::*read)(), void (ServerPanel::*showValue)(const T &))
{
    if (m_loading.contains(part))
        return;
    m_loading.insert(part);
    deliver((m_repository->*read)(), m_context.get(),
            [this, part, showValue](const T &value) {
                onLoaded(part);
                (this->*showValue)(value);
            },
            [this, part](const RepositoryError &error) { onFailed(part, error); });
}

ServerSection *ServerPanel::sectionOf(Part part) const
{
    switch (part) {
    case Part::Database: break; // the tiles
    case Part::Activity: return m_activity;
    case Part::Statements: return m_statements;
    case Part::Tables: return m_tables;
    case Part::Replication: return m_replication;
    case Part::Redis: return m_redis;
    }
    return nullptr;
}

void ServerPanel::onLoaded(Part part)
{
    m_loading.remove(part);
    m_failed.remove(part);
    if (m_failed.isEmpty() && std::exchange(m_noticeIsOfLoad, false))
        m_notice->dismiss();
}

/// What was shown stays. It is told once, and doesn't push aside what else the bar says.
void ServerPanel::onFailed(Part part, const RepositoryError &error)
{
    m_loading.remove(part);
    if (ServerSection *section = sectionOf(part); section && !section->isContentShown())
        section->showHint(error.message);
    const bool isKnown = std::exchange(m_failed, m_failed + QSet<Part>{part}).contains(part);
    if (isKnown || !m_notice->isHidden())
        return;
    m_noticeIsOfLoad = true;
    m_notice->showError(error, {{tr("Try again"), [this] { refresh(); }}});
}

void ServerPanel::setRefreshing(bool refreshing)
{
    m_isRefreshing = refreshing;
    if (refreshing && isVisible())
        m_timer.start();
    else
        m_timer.stop();
}

void ServerPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    setRefreshing(m_isRefreshing);
}

void ServerPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

void ServerPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    orient();
}

void ServerPanel::orient()
{
    m_lastRow->setDirection(width() < sizes::narrowPage ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ServerPanel::startWindow()
{
    m_baseDatabase = m_database;
    m_statements->startWindow();
    refresh();
}

void ServerPanel::showDatabase(const Section<DatabaseStats> &stats)
{
    if (const auto *missing = std::get_if<Unavailable>(&stats)) {
        m_tiles->showNothing(missing->hint);
        return;
    }
    m_database = std::get<DatabaseStats>(stats);
    if (!m_baseDatabase)
        m_baseDatabase = m_database;
    m_tiles->showStats(*m_database, difference(*m_database, *m_baseDatabase));
}

void ServerPanel::showActivity(const Section<Activity> &activity)
{
    if (const auto *missing = std::get_if<Unavailable>(&activity))
        m_activity->showHint(missing->hint);
    else
        m_activity->showActivity(std::get<Activity>(activity));
}

void ServerPanel::showStatements(const Section<StatementSnapshot> &statements)
{
    m_statements->showStatements(statements);
}

void ServerPanel::showTables(const Section<QList<TableStats>> &tables)
{
    if (const auto *missing = std::get_if<Unavailable>(&tables)) {
        m_tables->showHint(missing->hint);
        return;
    }
    m_tablesModel.setRows(std::get<QList<TableStats>>(tables));
    m_tables->showContent();
}

void ServerPanel::showReplication(const Section<Replication> &replication)
{
    if (const auto *missing = std::get_if<Unavailable>(&replication)) {
        m_replication->showHint(missing->hint);
        return;
    }
    const auto &figures = std::get<Replication>(replication);
    m_standbysModel.setRows(figures.standbys);
    QString own;
    if (figures.isStandby)
        own = tr("a standby, %1 ms and %2 behind")
                  .arg(models::millisecondsText(figures.replayLagMs.value_or(0)), models::bytesText(figures.replayLagBytes.value_or(0)));
    m_replication->setSubtitle(own);
    if (figures.standbys.isEmpty())
        m_replication->showHint(figures.isStandby ? tr("No other standby follows this one.") : tr("No standby follows this server."));
    else
        m_replication->showContent(figures.hint);
}

void ServerPanel::showRedis(const std::optional<Section<cache::RedisInfo>> &redis)
{
    m_redis->setSubtitle(QString());
    if (!redis) {
        m_redis->showHint(tr("The console caches in memory. Set REDIS_URL to share the backend's Redis."));
    } else if (const auto *missing = std::get_if<Unavailable>(&*redis)) {
        m_redis->showHint(missing->hint);
    } else {
        m_redisStatistics->showInfo(std::get<cache::RedisInfo>(*redis));
        m_redis->setSubtitle(std::get<cache::RedisInfo>(*redis).server);
        m_redis->showContent();
    }
}

void ServerPanel::ask(const Backend &backend, BackendSignal what)
{
    const bool cancels = what == BackendSignal::Cancel;
    const QString who = backend.application.isEmpty() ? backend.user : tr("%1, %2").arg(backend.user, backend.application);
    const QString ends = cancels ? tr("Its transaction is rolled back; the connection stays.")
                                 : tr("Its transaction is rolled back, and its connection is closed.");
    QStringList lines{tr("%1 The audit log records it.").arg(ends)};
    if (backend.isConsole)
        lines << tr("It may be this console's own, which connects again by itself.");
    if (!backend.query.isEmpty())
        lines << backend.query.simplified().left(200);
    m_noticeIsOfLoad = false;
    m_notice->ask(cancels ? tr("Cancel the query of process %1 (%2)?").arg(backend.id.pid).arg(who)
                          : tr("End the connection of process %1 (%2)?").arg(backend.id.pid).arg(who),
                  lines.join(u'\n'), {cancels ? tr("Cancel the query") : tr("End it"), [this, backend, what] { end(backend, what); }},
                  tr("Leave it"));
}

void ServerPanel::end(const Backend &backend, BackendSignal what)
{
    m_notice->dismiss();
    if (!m_repository)
        return;
    deliver(
        what == BackendSignal::Cancel ? m_repository->cancel(backend.id) : m_repository->terminate(backend.id), m_context.get(),
        [this, what](const Backend &ended) {
            m_noticeIsOfLoad = false;
            m_notice->show(NoticeBar::Kind::Info,
                           what == BackendSignal::Cancel ? tr("The query of process %1 was cancelled.").arg(ended.id.pid)
                                                         : tr("The connection of process %1 was ended.").arg(ended.id.pid),
                           QString());
            refresh();
        },
        [this](const RepositoryError &error) {
            m_noticeIsOfLoad = false;
            m_notice->showError(error);
            refresh();
        });
}

void ServerPanel::addActions(Actions &actions)
{
    actions.addFor(m_activity->cancelButton(), u"server.cancelQuery"_s, tr("Cancel the query of the process…"),
                   Qt::CTRL | Qt::SHIFT | Qt::Key_K, u"close"_s);
    actions.addFor(m_activity->terminateButton(), u"server.endConnection"_s, tr("End the connection of the process…"),
                   Qt::CTRL | Qt::SHIFT | Qt::Key_E, u"error"_s);
    actions.addFor(m_statements->startButton(), u"server.countFromNow"_s, tr("Count statements from now"), Qt::CTRL | Qt::SHIFT | Qt::Key_N,
                   u"refresh"_s);
}

} // namespace pivotal::ui
