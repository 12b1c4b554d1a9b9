#include "ui/audit/audit_page.h"

#include "repo/console_session.h"
#include "ui/audit/audit_details.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/widgets/chip_bar.h"

#include <QLineEdit>

namespace pivotal::ui {

AuditPage::AuditPage(const models::DisplayZone &zone, QWidget *parent)
    : AuditPage(zone, new models::AuditTableModel(zone), parent)
{
}

AuditPage::AuditPage(const models::DisplayZone &zone, models::AuditTableModel *model, QWidget *parent)
    : ListPage(QStringLiteral("audit"), tr("Audit log"), model, parent), m_model(model),
      m_zone(zone), m_filters(new AuditFilterBar(zone, this)), m_details(new AuditDetails(zone, this))
{
    m_model->setParent(this);
    setFilterBar(m_filters, m_filters->chips());
    setDetails(m_details);
    connect(m_filters, &AuditFilterBar::changed, this, &AuditPage::applyQuery);
    connect(&zone, &models::DisplayZone::changed, this, &AuditPage::applyQuery); // "today" is another day elsewhere
    connect(table(), &PagedTableView::opened, this, [this] { setDetailsShown(true); });
    connect(m_details, &AuditDetails::entityTrailRequested, this, [this](const QString &type, const QString &id) {
        Q_EMIT leaving();
        showEntityTrail(type, id);
    });
    connect(m_details, &AuditDetails::actorTrailRequested, this, [this](const QString &id) {
        Q_EMIT leaving();
        showActorTrail(id);
    });
    connect(m_details, &AuditDetails::userRequested, this, &AuditPage::userRequested);
    showSort(models::AuditTableModel::When, Qt::DescendingOrder);
}

void AuditPage::setSession(ConsoleSession *session)
{
    m_repository = session ? &session->audit() : nullptr;
    m_model->setRepository(m_repository);
    m_details->showNone();
    table()->selectId({});
    applyQuery();
}

QVariant AuditPage::state() const
{
    return QVariant::fromValue(m_filters->state());
}

void AuditPage::setState(const QVariant &state)
{
    // Where nothing changed, rows, scroll and selection stay too.
    if (const auto wanted = state.value<AuditFilterBar::State>(); !(wanted == m_filters->state()))
        m_filters->setState(wanted);
}

QString AuditPage::replaceableDetails() const
{
    return table()->currentId();
}

Instant AuditPage::startOf(QDate day) const
{
    return startOfDay(m_sort.direction == SortDirection::Descending ? day.addDays(1) : day, m_zone.zone());
}

void AuditPage::focusSearch()
{
    m_filters->action()->setFocus(Qt::ShortcutFocusReason);
    m_filters->action()->selectAll();
}

void AuditPage::applyQuery()
{
    if (m_repository)
        m_model->setQuery(m_filters->filter(), m_sort);
}

void AuditPage::showEntityTrail(const QString &entityType, const QString &entityId)
{
    AuditFilterBar::State state;
    state.entityType = entityType;
    state.entityId = entityId;
    m_filters->setState(state);
}

void AuditPage::showActorTrail(const QString &actorId)
{
    AuditFilterBar::State state;
    state.actor = actorId;
    m_filters->setState(state);
}

QString AuditPage::countText(const QString &number) const
{
    return isFiltered() ? tr("%1 events match").arg(number) : tr("%1 events").arg(number);
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
    return models::AuditTableModel::sortField(column).has_value();
}

void AuditPage::sortBy(int column, Qt::SortOrder order)
{
    m_sort = {*models::AuditTableModel::sortField(column),
              order == Qt::AscendingOrder ? SortDirection::Ascending : SortDirection::Descending};
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
