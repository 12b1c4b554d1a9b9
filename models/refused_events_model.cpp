#include "models/refused_events_model.h"

#include "models/cell_roles.h"

namespace pivotal::models {

namespace {

/// Invalid where the event can't be read.
QVariant stored(const RefusedEvent &event, int column)
{
    using Model = RefusedEventsModel;
    if (column == Model::Reason)
        return event.reason;
    if (column == Model::RefusedAt)
        return event.refusedAt;
    if (!event.row)
        return {};
    switch (column) {
    case Model::When: return event.row->createdAt.toIso();
    case Model::Action: return event.row->action;
    case Model::EntityType: return event.row->entityType;
    case Model::EntityId: return event.row->entityId;
    default: return {};
    }
}

} // namespace

RefusedEventsModel::RefusedEventsModel(const DisplayZone &zone, QObject *parent) : QAbstractTableModel(parent), m_zone(zone)
{
    connect(&zone, &DisplayZone::changed, this, [this] {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

void RefusedEventsModel::setEvents(const QList<RefusedEvent> &events)
{
    beginResetModel();
    m_events = events;
    endResetModel();
}

int RefusedEventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int RefusedEventsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RefusedEventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RefusedEvent &event = m_events.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(event, index.column());
    case Qt::ToolTipRole: return index.column() == Reason ? event.reason : QString();
    case RawValueRole: return stored(event, index.column());
    case MonospaceRole: return index.column() == When || index.column() == EntityId || index.column() == RefusedAt;
    case SecondaryRole: return index.column() == EntityId || index.column() == RefusedAt;
    case RowIdRole: return event.id.value;
    default: return {};
    }
}

QString RefusedEventsModel::text(const RefusedEvent &event, int column) const
{
    const auto inZone = [this](const QString &iso) {
        const auto instant = parseInstant(iso, RangeEnd::From, QTimeZone::utc());
        return instant ? m_zone.seconds(*instant) : iso;
    };
    const QVariant value = stored(event, column);
    if (!value.isValid())
        return tr("can't be read");
    return column == When || column == RefusedAt ? inZone(value.toString()) : value.toString();
}

QVariant RefusedEventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return tr("When (%1)").arg(m_zone.name());
    case Action: return tr("Action");
    case EntityType: return tr("Type");
    case EntityId: return tr("Entity");
    case Reason: return tr("Why");
    case RefusedAt: return tr("Refused");
    default: return {};
    }
}

} // namespace pivotal::models
