#include "repo/domain/audit_event.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace pivotal {

namespace {

/// An object's fields; any other value stands as one field "value".
QJsonObject fieldsOf(const QJsonValue &value)
{
    if (value.isObject())
        return value.toObject();
    if (value.isUndefined() || value.isNull())
        return {};
    return {{QStringLiteral("value"), value}};
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue jsonOrNull(const QString &text)
{
    const QJsonValue value = parseJson(text);
    return value.isUndefined() ? QJsonValue(QJsonValue::Null) : value;
}

} // namespace

QJsonValue parseJson(const QString &text)
{
    if (text.isEmpty())
        return QJsonValue::Undefined;
    // QJsonDocument reads objects and arrays only: wrapping makes every JSON value readable.
    return QJsonDocument::fromJson('[' + text.toUtf8() + ']').array().first();
}

QList<FieldChange> fieldChanges(const AuditEvent &event)
{
    const QJsonObject before = fieldsOf(parseJson(event.oldValues));
    const QJsonObject after = fieldsOf(parseJson(event.newValues));
    QStringList names = before.keys() + after.keys();
    names.sort();
    names.removeDuplicates();

    QList<FieldChange> changes;
    for (const QString &name : std::as_const(names))
        changes.append({name, before.value(name), after.value(name)});
    std::stable_partition(changes.begin(), changes.end(), [](const FieldChange &change) { return change.isChange(); });
    return changes;
}

QJsonObject toJson(const AuditEvent &event)
{
    return {{QStringLiteral("id"), event.id.value},
            {QStringLiteral("createdAt"), event.createdAt.toIso()},
            {QStringLiteral("userId"), event.actorId ? QJsonValue(event.actorId->value) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("userEmail"), textOrNull(event.actorEmail)},
            {QStringLiteral("action"), event.action},
            {QStringLiteral("entityType"), event.entityType},
            {QStringLiteral("entityId"), event.entityId},
            {QStringLiteral("oldValues"), jsonOrNull(event.oldValues)},
            {QStringLiteral("newValues"), jsonOrNull(event.newValues)},
            {QStringLiteral("ipAddress"), textOrNull(event.ipAddress)},
            {QStringLiteral("userAgent"), textOrNull(event.userAgent)},
            {QStringLiteral("sessionId"), textOrNull(event.sessionId)},
            {QStringLiteral("metadata"), jsonOrNull(event.metadata)}};
}

} // namespace pivotal
