#include "models/audit_table_model.h"

#include "models/visible_text.h"
#include "repo/domain/user.h"

using namespace Qt::StringLiterals;

namespace pivotal::models {

AuditTableModel::AuditTableModel(const DisplayZone &zone, QObject *parent) : TypedPagedModel<AuditRepository>(parent), m_zone(zone)
{
    connect(&zone, &DisplayZone::changed, this, [this] {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

int AuditTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant AuditTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == models::RawValueRole)
        return section == When ? tr("When (UTC)") : section == Actor ? QVariant(tr("Actor id")) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return m_zone.name() == u"UTC"_s ? tr("When (UTC)") : tr("When (local)");
    case Actor: return tr("Actor");
    case Action: return tr("Action");
    case EntityType: return tr("Type");
    case EntityId: return tr("Entity");
    case Changed: return tr("Changed");
    case IpAddress: return tr("IP");
    default: return {};
    }
}

ColumnHint AuditTableModel::columnHint(int column) const
{
    switch (column) {
    case When: return {u"2026-11-23 05:54:12"_s, {}, 100};
    case Actor: return {u"Sigríður Jónsson"_s, u"Clodagh O’Neil"_s, 80};
    case Action: return {u"users.status_changedMM"_s, {}, 90};
    case EntityType: return {u"User"_s, {}, 50};
    case EntityId: return {u"cmexf736w0006yjkqgwzy8toqMM"_s, u"cmexf736w0"_s, 30};
    case Changed: return {u"status: pending → suspended"_s, u"status: active → in"_s, 70};
    case IpAddress: return {u"203.0.113.255M"_s, {}, 20};
    default: return {};
    }
}

std::optional<AuditSortField> AuditTableModel::sortField(int column)
{
    switch (column) {
    case When: return AuditSortField::Created;
    case Action: return AuditSortField::Action;
    case EntityType: return AuditSortField::EntityType;
    default: return std::nullopt;
    }
}

QVariant AuditTableModel::cell(const AuditEvent &event, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case SortValueRole: return text(event, column);
    case RawValueRole: return raw(event, column);
    case Qt::ToolTipRole: return column == EntityId || column == IpAddress ? QVariant(text(event, column)) : QVariant();
    case BadgeRole: return column == Action ? QVariant(int(actionBadge(event.action))) : QVariant();
    case MonospaceRole: return column == When || column == EntityId || column == IpAddress;
    case SecondaryRole: return column == EntityId || column == Changed || column == IpAddress;
    default: return {};
    }
}

QString AuditTableModel::text(const AuditEvent &event, int column) const
{
    switch (column) {
    case When: return m_zone.seconds(event.createdAt);
    case Actor: return actorText(event);
    case Action: return event.action;
    case EntityType: return event.entityType;
    case EntityId: return event.entityId;
    case Changed: return changes(event);
    case IpAddress: return event.ipAddress.value_or(QString());
    default: return {};
    }
}

namespace {

/// All of them, as they are stored.
QStringList changedNames(const AuditEvent &event)
{
    QStringList names;
    for (const FieldChange &change : fieldChanges(event))
        if (change.isChange())
            names << change.field;
    return names;
}

} // namespace

QVariant AuditTableModel::raw(const AuditEvent &event, int column) const
{
    switch (column) {
    case When: return event.createdAt.toIso();
    case Actor: return event.actorId ? QVariant(event.actorId->value) : QVariant(); // whose name is of another table, and of today
    case IpAddress: return event.ipAddress ? QVariant(*event.ipAddress) : QVariant();
    case Changed: return changedNames(event);
    default: return text(event, column);
    }
}

QString AuditTableModel::changes(const AuditEvent &event) const
{
    if (!m_changes.contains(event.id.value))
        m_changes.insert(event.id.value, new QString(changeSummary(event)));
    return *m_changes.object(event.id.value);
}

BadgeKind actionBadge(const QString &action)
{
    if (action.endsWith(u"failed"_s) || action.endsWith(u".delete"_s))
        return BadgeKind::Bad;
    if (action.contains(u"role_"_s) || action.endsWith(u"status_changed"_s))
        return BadgeKind::Warning;
    return BadgeKind::Neutral;
}

QString changeSummary(const AuditEvent &event)
{
    constexpr qsizetype shownLength = 60; // of a value, and of a name
    constexpr qsizetype shownNames = 12;
    QStringList names;
    qsizetype more = 0;
    for (const FieldChange &change : fieldChanges(event)) {
        if (!change.isChange())
            break; // these come last
        if (change.field == u"status"_s && change.before && change.after)
            return u"%1: %2 → %3"_s.arg(change.field, isolated(visibleText(*change.before, shownLength)),
                                        isolated(visibleText(*change.after, shownLength)));
        if (names.size() == shownNames)
            ++more;
        else
            names << (change.field.isNull() ? AuditTableModel::tr("the whole value") : isolated(visibleText(change.field, shownLength)));
    }
    if (more > 0)
        names << u"+%1"_s.arg(more);
    return names.isEmpty() ? u"—"_s : names.join(u", "_s);
}

QString actorText(const AuditEvent &event)
{
    if (!isBlank(event.actorName))
        return event.actorName;
    if (!event.actorEmail.isEmpty())
        return event.actorEmail;
    return event.actorId ? event.actorId->value : AuditTableModel::tr("system");
}

} // namespace pivotal::models
