#include "ui/users/users_page.h"

#include "repo/paging/delivery.h"
#include "repo/session/console_session.h"
#include "ui/actions.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/widgets/build.h"
#include "ui/widgets/chip_bar.h"

#include <QLineEdit>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int changePauseMs = 300;

} // namespace

UsersPage::UsersPage(const PageContext &context, QWidget *parent)
    : UsersPage(context.zone, new models::UsersTableModel(context.zone), parent)
{
    m_details->drafts()->setFile(context.draftsPath);
}

UsersPage::UsersPage(const models::DisplayZone &zone, models::UsersTableModel *model, QWidget *parent)
    : ListPage(places::usersId, tr("Users"), model, parent), m_model(model), m_zone(zone), m_filters(new UserFilterBar(zone, this)),
      m_details(new UserDetails(zone, this))
{
    m_model->setParent(this);
    setFilterBar(m_filters, m_filters->chips());
    setDetails(m_details, m_details->body());
    m_details->notice()->floatOver({m_details->body(), noticeAreas().first()}, this);
    auto *edit = makeButton(tr("Edit user"), true, this);
    edit->setEnabled(false);
    addToTitle(edit);
    connect(edit, &QPushButton::clicked, this, &UsersPage::editUser);
    connect(table(), &PagedTableView::currentIdChanged, edit, [edit](const QString &id) { edit->setEnabled(!id.isEmpty()); });
    connect(table(), &PagedTableView::opened, edit, &QPushButton::click);
    connect(m_model, &models::PagedTableModel::loadFinished, this, &UsersPage::followRows);
    connect(m_filters, &UserFilterBar::cleared, this, &UsersPage::sortNewestFirst);
    connect(m_filters, &UserFilterBar::changed, this, &UsersPage::applyQuery);
    connect(&zone, &models::DisplayZone::changed, this, &UsersPage::applyQuery); // "today" is another day elsewhere
    connect(m_details, &UserDetails::saved, this, &UsersPage::refresh);
    connect(m_details, &UserDetails::saveFailed, this, [this](const User &user, const RepositoryError &error) {
        RepositoryError named = error;
        named.message = tr("%1 was not saved. %2").arg(user.name(), error.message);
        notice()->showError(named, {{tr("Show"), [this, id = user.id] { openUser(id); }}});
    });
    connect(m_details->drafts(), &UserDrafts::found, this, &UsersPage::restoreDrafts);
    connect(m_details->drafts(), &UserDrafts::failed, this, [this](const RepositoryError &error) { notice()->showError(error); });
    connect(m_details, &UserDetails::draftsChanged, this, &UsersPage::unsavedChanged);
    connect(m_details, &UserDetails::saved, this, &UsersPage::written);
    connect(m_details, &UserDetails::trailRequested, this, &UsersPage::showTrail);
    connect(m_filters, &UserFilterBar::indexRequested, this, [this](const QString &name) { Q_EMIT placeRequested(places::index(name)); });
    m_changedElsewhere.setSingleShot(true);
    m_changedElsewhere.setInterval(changePauseMs);
    connect(&m_changedElsewhere, &QTimer::timeout, this, &UsersPage::refresh);
    sortNewestFirst();
}

void UsersPage::sortNewestFirst()
{
    m_sort = defaultUserSort;
    showSort(m_model->columnSortedBy(m_sort.field), m_sort.direction);
}

void UsersPage::editUser()
{
    if (!m_details->hasUser())
        return;
    if (!m_details->writeProblem().isEmpty())
        notice()->show(NoticeBar::Kind::Info, m_details->writeProblem(), QString());
    setDetailsShown(true);
    m_details->edit();
}

void UsersPage::addActions(Actions &actions)
{
    ListPage::addActions(actions);
    actions.addAt(this, u"users.edit"_s, tr("Edit user"), Qt::Key_F2, u"edit"_s, [this] { editUser(); });
    // Of the details: nothing is saved that isn't seen.
    actions.addAt(m_details, u"users.save"_s, tr("Save user"), QKeySequence::Save, u"check"_s, [this] { m_details->save(); });
    actions.addAt(this, u"users.trail"_s, tr("Show trail of user"), Qt::CTRL | Qt::Key_T, u"trail"_s, [this] {
        if (m_details->hasUser())
            showTrail(m_details->user());
    });
}

void UsersPage::showTrail(const User &user)
{
    Q_EMIT placeRequested(places::entityTrail(u"User"_s, user.id.value));
}

void UsersPage::showSession(ConsoleSession *session)
{
    m_repository = session ? &session->users() : nullptr;
    m_model->setRepository(m_repository);
    m_details->setRepository(m_repository, session ? session->capabilities().identity() + u'/' + session->scope().organization.id.value
                                                         + u'/' + session->scope().actorId.value
                                                   : QString());
    showCapabilities();
    table()->selectId({});
    m_rolesRequest.cancel();
    m_statusesRequest.cancel();
    m_filters->forgetRoles(); // another organization has others
    if (!m_repository)
        return;
    loadRoles();
    loadStatuses();
    applyQuery();
    countUnfiltered();
}

void UsersPage::connectSession(ConsoleSession &session)
{
    ListPage::connectSession(session);
    connect(&session, &ConsoleSession::capabilitiesChanged, this, &UsersPage::showCapabilities);
    connect(&session, &ConsoleSession::changedElsewhere, this, [this](const ChangeNotice &notice) {
        if (notice.resource == userResource)
            m_changedElsewhere.start();
    });
}

void UsersPage::showCapabilities()
{
    const ConsoleSession *shown = session();
    m_details->setWriteProblem(shown ? shown->capabilities().writeProblem(db::WriteAction::EditUsers) : QString());
    if (shown)
        m_filters->setSearchIndex(shown->capabilities().canFold, shown->capabilities().hasTrigrams);
}

QString UsersPage::unsavedText() const
{
    const int drafts = m_details->draftCount();
    return drafts == 0 ? QString() : tr("There are unsaved changes to %Ln user(s).", nullptr, drafts);
}

void UsersPage::discardUnsaved()
{
    m_details->discardAll();
}

void UsersPage::keepUnsaved()
{
    m_details->drafts()->flushAll();
}

void UsersPage::onDraftRestored(const User &user)
{
    Q_EMIT noticed(
        NoticeBar::Kind::Info, tr("Unsaved changes to %Ln user(s) are here again.", nullptr, m_details->draftCount()),
        tr("They were typed before the console ended. Save them, or discard them."),
        {{tr("Show"), [this, id = user.id] { Q_EMIT placeRequested(places::user(id)); }}, {tr("Discard"), [this] { discardUnsaved(); }}});
}

void UsersPage::loadRoles()
{
    m_rolesRequest.cancel();
    m_rolesRequest = m_repository->roles();
    deliver(
        m_rolesRequest, this,
        [this](const QList<Role> &roles) {
            m_filters->setRoles(roles);
            offerWhatRowsHold();
        },
        [this](const RepositoryError &error) { onChoicesFailed(error); });
}

/// All users are read for it: once a session, and rows that are loaded tell of others.
void UsersPage::loadStatuses()
{
    m_statusesRequest = m_repository->statuses();
    deliver(
        m_statusesRequest, this, [this](const QStringList &words) { m_filters->addStatuses(words); },
        [this](const RepositoryError &error) { onChoicesFailed(error); });
}

void UsersPage::onChoicesFailed(const RepositoryError &error)
{
    notice()->showError(error, {{tr("Try again"), [this] {
                                     loadStatuses();
                                     refresh();
                                 }}});
}

QVariant UsersPage::state() const
{
    return QVariant::fromValue(Shown{m_filters->state(), m_sort});
}

void UsersPage::setState(const QVariant &state)
{
    if (state.canConvert<UserId>()) {
        openUser(state.value<UserId>());
        return;
    }
    if (!state.canConvert<Shown>()) {
        UserFilterBar::State search;
        search.text = state.toString();
        m_filters->setState(search);
        return;
    }
    const auto wanted = state.value<Shown>();
    if (wanted == Shown{m_filters->state(), m_sort})
        return; // rows, scroll and selection stay too
    m_sort = wanted.sort;
    showSort(m_model->columnSortedBy(m_sort.field), m_sort.direction);
    m_filters->setState(wanted.filter);
}

void UsersPage::focusSearch()
{
    showFilters();
    m_filters->search()->setFocus(Qt::ShortcutFocusReason);
    m_filters->search()->selectAll();
}

void UsersPage::applyQuery()
{
    if (m_repository)
        m_model->setQuery(m_filters->filter(), m_sort);
    showMissingIndexes();
}

QString UsersPage::detailsId() const
{
    return m_details->user().id.value;
}

bool UsersPage::canReplaceDetails() const
{
    return !m_details->hasDraft(m_details->user().id);
}

Instant UsersPage::startOf(QDate day) const
{
    return startOfDay(m_sort.direction == SortDirection::Descending ? day.addDays(1) : day, m_zone.zone());
}

void UsersPage::refresh()
{
    m_isBehind = true;
    if (m_repository)
        loadRoles();
    ListPage::refresh();
}

/// The details are of the same state as the row beside them; of a user who isn't among the rows they are asked for.
void UsersPage::followRows()
{
    if (m_model->isStale())
        return;
    offerWhatRowsHold();
    if (!m_details->hasUser() || !m_repository)
        return;
    const UserId id = m_details->user().id;
    const qint64 row = m_model->rowOf(id.value);
    if (const User *read = row < 0 ? nullptr : m_model->valueAt(row)) {
        m_isBehind = false;
        m_details->follow(*read, m_model->isFresh());
    } else if (std::exchange(m_isBehind, false)) {
        deliver(
            m_repository->get(id), this, [this](const User &user) { m_details->follow(user, true); },
            [this](const RepositoryError &error) { notice()->showError(error); });
    }
}

/// Each over the user as the database has them now.
void UsersPage::restoreDrafts(const QList<UserDraft> &drafts)
{
    if (!m_repository)
        return;
    for (const UserDraft &draft : drafts)
        deliver(
            m_repository->get(draft.base.id), this,
            [this, draft, repository = m_repository](const User &now) {
                if (repository != m_repository)
                    return; // another session's now; it is kept for the next time
                m_details->restore(now, draft);
                onDraftRestored(now);
            },
            [this, draft, repository = m_repository](const RepositoryError &error) {
                if (repository != m_repository)
                    return;
                if (error.code == ErrorCode::RecordNotFound)
                    m_details->drafts()->forget(draft.base.id);
                RepositoryError named = error;
                named.message = tr("What was typed before the console ended could not be put back. %1").arg(error.message);
                notice()->showError(named);
            });
}

/// Roles that were made since the list of them was read, and statuses that the console has no name for.
void UsersPage::offerWhatRowsHold()
{
    QList<Role> roles;
    QStringList statuses;
    for (qint64 row = m_model->windowFirst(); row < m_model->windowFirst() + m_model->rowCount(); ++row)
        if (const User *user = m_model->valueAt(row)) {
            roles << user->roles;
            statuses << user->status;
        }
    m_filters->addRoles(roles);
    m_filters->addStatuses(statuses);
}

void UsersPage::updateQuery()
{
    m_model->updateQuery(m_filters->filter());
}

void UsersPage::openUser(const UserId &id)
{
    setDetailsShown(true);
    const bool isCurrent = table()->currentId() == id.value;
    table()->selectId(id.value);
    if (isCurrent) // else it is told
        showDetails(id.value);
}

QString UsersPage::countText(const QString &number, int plural) const
{
    return isFiltered() ? tr("%1 user(s) match", nullptr, plural).arg(number) : number;
}

QFuture<qint64> UsersPage::countAll() const
{
    return m_repository->count({}, Freshness::Fresh);
}

QStringList UsersPage::missingIndexes() const
{
    return m_repository ? m_repository->missingIndexes(m_filters->filter(), m_sort) : QStringList();
}

bool UsersPage::isFiltered() const
{
    return !(m_filters->filter() == UserFilter());
}

void UsersPage::clearFilter()
{
    m_filters->clear();
}

bool UsersPage::canSort(int column) const
{
    return m_model->sortField(column).has_value();
}

void UsersPage::sortBy(int column, Qt::SortOrder order)
{
    m_sort = {*m_model->sortField(column), order == Qt::AscendingOrder ? SortDirection::Ascending : SortDirection::Descending};
    applyQuery();
}

void UsersPage::showDetails(const QString &id)
{
    const qint64 row = m_model->rowOf(id);
    if (const User *user = row < 0 ? nullptr : m_model->valueAt(row)) {
        m_details->showUser(*user);
        return;
    }
    if (!m_repository || id.isEmpty()) {
        m_details->showNone();
        return;
    }
    if (detailsId() != id)
        m_details->showNone(); // until it is here: another one would pass for it
    deliver(
        m_repository->get({id}), this,
        [this](const User &user) {
            if (table()->currentId() == user.id.value)
                m_details->showUser(user);
        },
        [this](const RepositoryError &error) { notice()->showError(error); });
}

} // namespace pivotal::ui
