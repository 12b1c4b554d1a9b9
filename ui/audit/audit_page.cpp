#include "ui/audit/audit_page.h"

#include "repo/paging/delivery.h"
#include "repo/session/console_session.h"
#include "ui/actions.h"
#include "ui/audit/audit_details.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/audit/refused_events_dialog.h"
#include "ui/widgets/chip_bar.h"

#include <QLineEdit>
#include <QToolButton>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int visiblePauseMs = 300;
constexpr int hiddenPauseMs = 1'000; ///< each time everything is counted
constexpr int newEventsPollMs = 30'000;

AuditFilterBar::State stateOf(const EntityTrail &trail)
{
    AuditFilterBar::State state;
    state.entityType = trail.entityType;
    state.entityId = trail.entityId;
    return state;
}

AuditFilterBar::State stateOf(const ActorTrail &trail)
{
    AuditFilterBar::State state;
    state.actor = trail.actorId;
    return state;
}

} // namespace

AuditPage::AuditPage(const PageContext &context, QWidget *parent)
    : AuditPage(context.zone, new models::AuditTableModel(context.zone), parent)
{
}

AuditPage::AuditPage(const models::DisplayZone &zone, models::AuditTableModel *model, QWidget *parent)
    : ListPage(places::auditId, tr("Audit log"), model, parent), m_model(model), m_zone(zone), m_filters(new AuditFilterBar(zone, this)),
      m_details(new AuditDetails(zone, this)), m_news(new models::AuditNews(this)), m_newsButton(new QToolButton(this)),
      m_refused(new RefusedEventsDialog(zone, this))
{
    m_model->setParent(this);
    setFilterBar(m_filters, m_filters->chips());
    setDetails(m_details, m_details->body());
    m_newsButton->setProperty("chip", true);
    m_newsButton->setFocusPolicy(Qt::TabFocus);
    m_newsButton->hide();
    addBesideCount(m_newsButton);
    m_changed.setSingleShot(true);
    m_poll.setInterval(newEventsPollMs);
    connect(m_newsButton, &QToolButton::clicked, this, &AuditPage::showNews);
    connect(m_news, &models::AuditNews::changed, this, &AuditPage::announce);
    connect(m_news, &models::AuditNews::failed, this, [this](const RepositoryError &error) {
        notice()->showError(error, {{tr("Try again"), [this] { refresh(); }}});
    });
    connect(m_model, &models::PagedTableModel::loadFinished, this, &AuditPage::onLoaded);
    connect(&m_changed, &QTimer::timeout, this, &AuditPage::onChange);
    connect(&m_poll, &QTimer::timeout, this, &AuditPage::onChange);
    connect(m_filters, &AuditFilterBar::cleared, this, &AuditPage::sortNewestFirst);
    connect(m_filters, &AuditFilterBar::changed, this, &AuditPage::applyQuery);
    connect(&zone, &models::DisplayZone::changed, this, &AuditPage::applyQuery); // "today" is another day elsewhere
    connect(table(), &PagedTableView::opened, this, [this] { setDetailsShown(true); });
    connect(m_details, &AuditDetails::entityTrailRequested, this, [this](const QString &type, const QString &id) {
        Q_EMIT placeRequested({places::auditId, QVariant::fromValue(EntityTrail{type, id, false})});
    });
    connect(m_details, &AuditDetails::actorTrailRequested, this,
            [this](const QString &id) { Q_EMIT placeRequested(places::actorTrail(id)); });
    connect(m_details, &AuditDetails::userRequested, this, [this](const QString &id) { Q_EMIT placeRequested(places::user({id})); });
    sortNewestFirst();
}

void AuditPage::sortNewestFirst()
{
    m_sort = defaultAuditSort;
    showSort(m_model->columnSortedBy(m_sort.field), m_sort.direction);
}

void AuditPage::addActions(Actions &actions)
{
    ListPage::addActions(actions);
    actions.addFor(m_newsButton, u"audit.news"_s, tr("Show the new events"), Qt::SHIFT | Qt::Key_F5, u"refresh"_s);
    actions.add(this, u"audit.refused"_s, tr("Refused audit events…"), Qt::CTRL | Qt::SHIFT | Qt::Key_J, places::auditId, [this] {
        if (session())
            m_refused->present();
    });
}

void AuditPage::showSession(ConsoleSession *session)
{
    m_repository = session ? &session->audit() : nullptr;
    m_isUnrecordedTold = false;
    m_refused->setOutbox(session ? &session->outbox() : nullptr);
    m_changed.stop();
    m_news->setRepository(m_repository);
    m_model->setRepository(m_repository);
    m_details->showNone();
    table()->selectId({});
    applyQuery();
    if (m_repository)
        countUnfiltered();
}

void AuditPage::connectSession(ConsoleSession &session)
{
    ListPage::connectSession(session);
    connect(&session, &ConsoleSession::changedElsewhere, this, &AuditPage::noteChange);
    connect(&session, &ConsoleSession::spoolDepthChanged, this, &AuditPage::onSpoolDepth);
}

void AuditPage::onSpoolDepth(qint64 depth)
{
    if (depth < std::exchange(m_waitingEvents, depth))
        noteChange(); // the server has them now
}

QVariant AuditPage::state() const
{
    return QVariant::fromValue(Shown{m_filters->state(), m_sort});
}

void AuditPage::setState(const QVariant &state)
{
    if (state.canConvert<EntityTrail>()) {
        const auto trail = state.value<EntityTrail>();
        showTrail(stateOf(trail));
        if (trail.isRecorded)
            recordView(trail);
        return;
    }
    if (state.canConvert<ActorTrail>()) {
        showTrail(stateOf(state.value<ActorTrail>()));
        return;
    }
    const auto wanted = state.value<Shown>();
    if (wanted == Shown{m_filters->state(), m_sort})
        return; // rows, scroll and selection stay too
    m_sort = wanted.sort;
    showSort(m_model->columnSortedBy(m_sort.field), m_sort.direction);
    m_filters->setState(wanted.filter);
}

void AuditPage::showTrail(const AuditFilterBar::State &trail)
{
    sortNewestFirst();
    m_filters->setState(trail);
}

/// That somebody looked at the trail is an event, too, but no news to who looks.
void AuditPage::recordView(const EntityTrail &trail)
{
    if (!session())
        return;
    if (const QString problem = session()->capabilities().writeProblem(db::WriteAction::RecordEvents); !problem.isEmpty()) {
        if (!std::exchange(m_isUnrecordedTold, true)) // it would wait on this machine for ever
            Q_EMIT noticed(NoticeBar::Kind::Info, tr("That trails are looked at isn't recorded here."), problem, {});
        return;
    }
    deliver(
        session()->outbox().append({{u"audit.trail_viewed"_s, trail.entityType, trail.entityId, {}, {}}}), this,
        [this](const QList<AuditEventId> &ids) { m_news->leaveOut(ids); }, [](const RepositoryError &) {}); // comes as spoolFailed
}

QString AuditPage::detailsId() const
{
    return m_details->eventId();
}

Instant AuditPage::startOf(QDate day) const
{
    return startOfDay(m_sort.direction == SortDirection::Descending ? day.addDays(1) : day, m_zone.zone());
}

void AuditPage::focusSearch()
{
    showFilters();
    m_filters->action()->setFocus(Qt::ShortcutFocusReason);
    m_filters->action()->selectAll();
}

void AuditPage::applyQuery()
{
    if (!m_repository)
        return;
    m_isReading = true;
    m_model->setQuery(m_filters->filter(), m_sort);
    showMissingIndexes();
}

void AuditPage::refresh()
{
    m_isReading = true;
    ListPage::refresh();
}

void AuditPage::noteChange()
{
    if (m_repository && !m_changed.isActive())
        m_changed.start(isVisible() ? visiblePauseMs : hiddenPauseMs);
}

/// Nobody sees the rows of a page that isn't shown: nothing can jump there.
void AuditPage::onChange()
{
    if (m_model->isLoading())
        noteChange(); // what is on its way may have been read before
    else if (isVisible())
        m_news->poll();
    else
        refresh();
    if (isVisible())
        countUnfiltered();
}

void AuditPage::onLoaded()
{
    if (m_model->isStale() || !std::exchange(m_isReading, false))
        return;
    QList<AuditEvent> newest;
    for (qint64 row = 0; m_sort == defaultAuditSort && row < models::AuditNews::polledRows; ++row) {
        const AuditEvent *event = m_model->valueAt(row);
        if (!event)
            break;
        newest << *event;
    }
    if (!newest.isEmpty() || m_model->total() == 0)
        m_news->start(m_filters->filter(), newest, newest.size() == m_model->total());
    else
        m_news->start(m_filters->filter());
}

void AuditPage::announce()
{
    const int count = m_news->count();
    m_newsButton->setText(m_news->isMore() ? tr("More than %Ln new event(s)", nullptr, count - 1) : tr("%Ln new event(s)", nullptr, count));
    m_newsButton->setAccessibleName(m_newsButton->text());
    m_newsButton->setVisible(count > 0);
}

void AuditPage::showNews()
{
    if (m_sort == defaultAuditSort)
        table()->scrollToRow(0);
    refresh();
    focusContent();
}

void AuditPage::showEvent(QShowEvent *event)
{
    ListPage::showEvent(event);
    m_poll.start();
    if (m_changed.isActive()) {
        m_changed.stop();
        refresh(); // what is known to be old isn't shown as if it were now
    } else {
        m_news->poll();
    }
}

void AuditPage::hideEvent(QHideEvent *event)
{
    ListPage::hideEvent(event);
    m_poll.stop();
    if (m_news->count() > 0)
        noteChange();
}

QString AuditPage::countText(const QString &number, int plural) const
{
    return (isFiltered() ? tr("%1 event(s) match", nullptr, plural) : tr("%1 event(s)", nullptr, plural)).arg(number);
}

QFuture<qint64> AuditPage::countAll() const
{
    return m_repository->count({}, Freshness::Fresh);
}

QStringList AuditPage::missingIndexes() const
{
    return m_repository ? m_repository->missingIndexes(m_filters->filter(), m_sort) : QStringList();
}

bool AuditPage::isFiltered() const
{
    return !(m_filters->filter() == AuditFilter());
}

void AuditPage::clearFilter()
{
    m_filters->clear();
}

bool AuditPage::canSort(int column) const
{
    return m_model->sortField(column).has_value();
}

void AuditPage::sortBy(int column, Qt::SortOrder order)
{
    m_sort = {*m_model->sortField(column), order == Qt::AscendingOrder ? SortDirection::Ascending : SortDirection::Descending};
    applyQuery();
}

void AuditPage::updateQuery()
{
    m_model->updateQuery(m_filters->filter());
}

void AuditPage::showDetails(const QString &id)
{
    const qint64 row = m_model->rowOf(id);
    const AuditEvent *event = row < 0 ? nullptr : m_model->valueAt(row);
    if (event)
        m_details->showAuditEvent(*event);
    else
        m_details->showNone();
}

} // namespace pivotal::ui
