#include "repo/audit/spooled_row.h"

#include "repo/domain/json_reader.h"
#include "repo/domain/json_writer.h"
#include "repo/domain/text.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

/// As a text, which keeps each digit.
QJsonValue spooled(const std::optional<Json> &json)
{
    return json ? QJsonValue(QString::fromUtf8(json->text)) : QJsonValue(QJsonValue::Null);
}

/// Versions before 0.2 spooled objects, and an empty one for nothing.
std::optional<Json> fromSpool(const QJsonValue &value)
{
    if (value.isString())
        return Json{value.toString().toUtf8()};
    const QJsonObject object = value.toObject();
    return object.isEmpty() ? std::nullopt : std::optional(Json{QJsonDocument(object).toJson(QJsonDocument::Compact)});
}

JsonObject membersFromSpool(const QJsonValue &value)
{
    JsonObject object;
    for (const JsonMember &member : membersOf(fromSpool(value).value_or(Json{"{}"})).value_or(QList<JsonMember>()))
        object.add(member.name, member.value);
    return object;
}

} // namespace

QString toSpool(const sql::AuditRow &row)
{
    const QJsonObject json{{u"id"_s, row.id.value},
                           {u"userId"_s, row.actorId.value},
                           {u"action"_s, row.action},
                           {u"entityType"_s, row.entityType},
                           {u"entityId"_s, row.entityId},
                           {u"oldValues"_s, spooled(row.oldValues)},
                           {u"newValues"_s, spooled(row.newValues)},
                           {u"userAgent"_s, row.userAgent},
                           {u"metadata"_s, spooled(row.metadata.json())},
                           {u"createdAt"_s, row.createdAt.toIso()}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

sql::AuditRow rowFromSpool(const QString &payload)
{
    const QJsonObject json = QJsonDocument::fromJson(payload.toUtf8()).object();
    JsonReader reader(json);
    sql::AuditRow row;
    row.id = {reader.text("id")};
    row.actorId = {reader.text("userId")};
    row.action = reader.text("action");
    row.entityType = reader.text("entityType");
    row.entityId = reader.text("entityId");
    row.oldValues = fromSpool(json.value(u"oldValues"_s));
    row.newValues = fromSpool(json.value(u"newValues"_s));
    row.userAgent = reader.text("userAgent");
    row.metadata = membersFromSpool(json.value(u"metadata"_s));
    row.createdAt = reader.instant("createdAt");
    if (!reader.isGood())
        throw validationError(Text::tr("A spooled audit event can't be read."));
    return row;
}

QList<RefusedEvent> refusedEvents(const QList<local::RejectedEvent> &rejected)
{
    QList<RefusedEvent> events;
    for (const local::RejectedEvent &each : rejected) {
        RefusedEvent event{each.id, {}, each.reason, each.rejectedAt, each.payload};
        try {
            event.row = rowFromSpool(each.payload);
        } catch (const RepositoryError &) { // its text is shown instead
        }
        events.append(event);
    }
    return events;
}

namespace {

void writeEvent(JsonWriter &writer, const RefusedEvent &event)
{
    writer.beginObject();
    writer.member(u"id"_s, event.id.value);
    writer.member(u"refusedAt"_s, event.refusedAt);
    writer.member(u"reason"_s, event.reason);
    if (const auto &row = event.row) {
        writer.member(u"createdAt"_s, row->createdAt.toIso());
        writer.member(u"userId"_s, row->actorId.value);
        writer.member(u"action"_s, row->action);
        writer.member(u"entityType"_s, row->entityType);
        writer.member(u"entityId"_s, row->entityId);
        for (const auto &[name, values] : {std::pair{u"oldValues"_s, row->oldValues}, {u"newValues"_s, row->newValues}})
            if (values && !problemWith(*values)) {
                writer.key(name);
                writer.value(*values);
            } else if (values) {
                writer.member(name, QString::fromUtf8(values->text)); // as text: the rest must stay readable
            }
        writer.key(u"metadata"_s);
        writer.value(row->metadata.json());
    } else {
        writer.member(u"spooled"_s, event.payload);
    }
    writer.endObject();
}

} // namespace

QByteArray toJson(const RefusedEvent &event)
{
    JsonWriter writer;
    writeEvent(writer, event);
    return writer.text();
}

QByteArray toJson(const QList<RefusedEvent> &events)
{
    JsonWriter writer;
    writer.beginArray();
    for (const RefusedEvent &event : events)
        writeEvent(writer, event);
    writer.endArray();
    return writer.text();
}

} // namespace pivotal
