#include "models/audit_table_model.h"

#include "models/visible_text.h"
#include "repo/domain/user.h"

#include <QCache>

using namespace Qt::StringLiterals;

namespace pivotal::models {

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

/// Parsed once, not for each paint. Of the GUI thread.
QString keptSummary(const AuditEvent &event)
{
    constexpr int kept = 1'000;
    static QCache<QString, QString> summaries(kept);
    if (!summaries.contains(event.id.value))
        summaries.insert(event.id.value, new QString(changeSummary(event)));
    return *summaries.object(event.id.value);
}

bool always(const AuditEvent &)
{
    return true;
}

using AuditColumns = QList<AuditTableModel::Column>;

AuditColumns actColumns()
{
    return {{.key = "createdAt",
             .title = AuditTableModel::tr("When (UTC)"),
             .hint = {u"2026-11-23 05:54:12"_s, {}, 100},
             .text = [](const AuditEvent &event, const DisplayZone &zone) { return zone.seconds(event.createdAt); },
             .raw = [](const AuditEvent &event) { return QVariant(event.createdAt.toIso()); },
             .sort = AuditSortField::Created,
             .isMonospace = true,
             .localTitle = AuditTableModel::tr("When (local)"),
             .rawTitle = AuditTableModel::tr("When (UTC)")},
            {.key = "actor",
             .title = AuditTableModel::tr("Actor"),
             .hint = {u"Sigríður Jónsson"_s, u"Clodagh O’Neil"_s, 80},
             .text = [](const AuditEvent &event, const DisplayZone &) { return actorText(event); },
             // Whose name is of another table, and of today.
             .raw = [](const AuditEvent &event) { return event.actorId ? QVariant(event.actorId->value) : QVariant(); },
             .rawTitle = AuditTableModel::tr("Actor id")},
            {.key = "action",
             .title = AuditTableModel::tr("Action"),
             .hint = {u"users.status_changedMM"_s, {}, 90},
             .text = [](const AuditEvent &event, const DisplayZone &) { return event.action; },
             .sort = AuditSortField::Action,
             .badge = [](const AuditEvent &event) { return actionBadge(event.action); }}};
}

AuditColumns whatColumns()
{
    return {{.key = "entityType",
             .title = AuditTableModel::tr("Type"),
             .hint = {u"User"_s, {}, 50},
             .text = [](const AuditEvent &event, const DisplayZone &) { return event.entityType; },
             .sort = AuditSortField::EntityType},
            {.key = "entityId",
             .title = AuditTableModel::tr("Entity"),
             .hint = {u"cmexf736w0006yjkqgwzy8toqMM"_s, u"cmexf736w0"_s, 30},
             .text = [](const AuditEvent &event, const DisplayZone &) { return event.entityId; },
             .isMonospace = true,
             .isSecondary = always,
             .toolTip = [](const AuditEvent &event) { return event.entityId; }},
            {.key = "changed",
             .title = AuditTableModel::tr("Changed"),
             .hint = {u"status: pending → suspended"_s, u"status: active → in"_s, 70},
             .text = [](const AuditEvent &event, const DisplayZone &) { return keptSummary(event); },
             .raw = [](const AuditEvent &event) { return QVariant(changedNames(event)); },
             .isSecondary = always},
            {.key = "ipAddress",
             .title = AuditTableModel::tr("IP"),
             .hint = {u"203.0.113.255M"_s, {}, 20},
             .text = [](const AuditEvent &event, const DisplayZone &) { return event.ipAddress.value_or(QString()); },
             .raw = [](const AuditEvent &event) { return event.ipAddress ? QVariant(*event.ipAddress) : QVariant(); },
             .isMonospace = true,
             .isSecondary = always,
             .toolTip = [](const AuditEvent &event) { return event.ipAddress.value_or(QString()); }}};
}

} // namespace

const QList<AuditTableModel::Column> &AuditTableModel::columns()
{
    static const QList<Column> all = actColumns() + whatColumns();
    return all;
}

AuditTableModel::AuditTableModel(const DisplayZone &zone, QObject *parent) : TypedPagedModel<AuditRepository>(columns(), zone, parent) {}

int AuditTableModel::column(const char *key)
{
    return columnNamed(columns(), key);
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
