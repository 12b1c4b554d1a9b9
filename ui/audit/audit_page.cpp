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
      m_filters(new AuditFilterBar(zone, this)), m_details(new AuditDetails(zone, this))
{
    m_model->setParent(this);
    setFilterBar(m_filters, m_filters->chips());
    setDetails(m_details);
    connect(m_filters, &AuditFilterBar::changed, this, &AuditPage::applyQuery);
    connect(&zone, &models::DisplayZone::changed, this, &AuditPage::applyQuery); // "today" is another day elsewhere
    connect(table(), &PagedTableView::opened, this, [this] { setDetailsShown(true); });
    connect(m_model, &QAbstractItemModel::modelReset, this, &AuditPage::selectFirst, Qt::QueuedConnection); // after the view's own
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

/// Details of an event that isn't in the list would pass for one that is.
void AuditPage::selectFirst()
{
    if (m_model->rowCount() > 0 && m_model->rowOf(table()->currentId()) < 0)
        table()->selectRow(0);
    else if (m_model->total() == 0)
        m_details->showNone();
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

QString AuditPage::countText(qint64 total) const
{
    return isFiltered() ? tr("%L1 events match").arg(total) : tr("%L1 events").arg(total);
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

/// An event never changes, so the row on screen will do even where it is from before.
void AuditPage::showDetails(const QString &id)
{
    const AuditEvent *event = m_model->valueAt(table()->currentIndex().row());
    if (!event || event->id.value != id) {
        const int row = m_model->rowOf(id);
        event = row < 0 ? nullptr : m_model->valueAt(row);
    }
    if (event)
        m_details->showAuditEvent(*event);
    else
        m_details->showNone();
}

} // namespace pivotal::ui
