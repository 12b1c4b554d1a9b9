#include "ui/users/users_page.h"

#include "repo/console_session.h"
#include "repo/delivery.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/widgets/build.h"
#include "ui/widgets/chip_bar.h"

#include <QLineEdit>

namespace pivotal::ui {

UsersPage::UsersPage(const models::DisplayZone &zone, QWidget *parent)
    : UsersPage(zone, new models::UsersTableModel(zone), parent)
{
}

UsersPage::UsersPage(const models::DisplayZone &zone, models::UsersTableModel *model, QWidget *parent)
    : ListPage(QStringLiteral("users"), tr("Users"), model, parent), m_model(model),
      m_zone(zone), m_filters(new UserFilterBar(zone, this)),
      m_details(new UserDetails(zone, this))
{
    m_model->setParent(this);
    setFilterBar(m_filters, m_filters->chips());
    setDetails(m_details);
    auto *edit = makeButton(tr("Edit user"), true, this);
    edit->setEnabled(false);
    addToTitle(edit);
    connect(edit, &QPushButton::clicked, this, [this] {
        setDetailsShown(true);
        m_details->edit();
    });
    connect(table(), &PagedTableView::currentIdChanged, edit, [edit](const QString &id) { edit->setEnabled(!id.isEmpty()); });
    connect(table(), &PagedTableView::opened, edit, &QPushButton::click);
    connect(m_filters, &UserFilterBar::changed, this, &UsersPage::applyQuery);
    connect(&zone, &models::DisplayZone::changed, this, &UsersPage::applyQuery); // "today" is another day elsewhere
    connect(m_details, &UserDetails::saved, this, &UsersPage::refresh);
    connect(m_details, &UserDetails::saveFailed, this, [this](const User &user, const RepositoryError &error) {
        RepositoryError named = error;
        named.message = tr("%1 was not saved. %2").arg(user.name(), error.message);
        notice()->showError(named, {{tr("Show"), [this, id = user.id] { openUser(id); }}});
    });
    connect(m_details, &UserDetails::trailRequested, this, &UsersPage::trailRequested);
    showSort(models::UsersTableModel::Created, Qt::DescendingOrder);
}

void UsersPage::setSession(ConsoleSession *session)
{
    m_repository = session ? &session->users() : nullptr;
    m_model->setRepository(m_repository);
    m_details->setRepository(m_repository);
    table()->selectId({});
    m_rolesRequest.cancel();
    m_filters->forgetRoles(); // another organization has others
    if (!m_repository)
        return;
    loadRoles();
    applyQuery();
}

void UsersPage::loadRoles()
{
    m_rolesRequest = m_repository->roles();
    deliver(
        m_rolesRequest, this, [this](const QList<Role> &roles) { m_filters->setRoles(roles); },
        [this](const RepositoryError &error) {
            notice()->showError(error, {{tr("Try again"), [this] { loadRoles(); refresh(); }}});
        });
}

QVariant UsersPage::state() const
{
    return QVariant::fromValue(m_filters->state());
}

void UsersPage::setState(const QVariant &state)
{
    // Where nothing changed, rows, scroll and selection stay too.
    if (const auto wanted = state.value<UserFilterBar::State>(); !(wanted == m_filters->state()))
        m_filters->setState(wanted);
}

void UsersPage::focusSearch()
{
    m_filters->search()->setFocus(Qt::ShortcutFocusReason);
    m_filters->search()->selectAll();
}

void UsersPage::applyQuery()
{
    if (m_repository)
        m_model->setQuery(m_filters->filter(), m_sort);
}

/// What is being typed stays.
QString UsersPage::replaceableDetails() const
{
    return m_details->hasUser() && !m_details->hasDraft(m_details->user().id) ? m_details->user().id.value : QString();
}

Instant UsersPage::startOf(QDate day) const
{
    return startOfDay(m_sort.direction == SortDirection::Descending ? day.addDays(1) : day, m_zone.zone());
}

void UsersPage::updateQuery()
{
    m_model->updateQuery(m_filters->filter());
}

void UsersPage::openUser(const UserId &id)
{
    setDetailsShown(true);
    table()->selectId(id.value);
    showDetails(id.value);
}

QString UsersPage::countText(const QString &number) const
{
    return isFiltered() ? tr("%1 match").arg(number) : number;
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
    return models::UsersTableModel::sortField(column).has_value();
}

void UsersPage::sortBy(int column, Qt::SortOrder order)
{
    m_sort = {*models::UsersTableModel::sortField(column),
              order == Qt::AscendingOrder ? SortDirection::Ascending : SortDirection::Descending};
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
    deliver(
        m_repository->get({id}), this,
        [this](const User &user) {
            if (table()->currentId() == user.id.value)
                m_details->showUser(user);
        },
        [this](const RepositoryError &error) { notice()->showError(error); });
}

} // namespace pivotal::ui
