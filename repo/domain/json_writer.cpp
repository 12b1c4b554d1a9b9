#include "repo/domain/json_writer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

using namespace Qt::StringLiterals;

namespace pivotal {

struct JsonWriter::Sink
{
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer{buffer};

    void raw(const QByteArray &json) { writer.RawValue(json.constData(), size_t(json.size()), rapidjson::kStringType); }
};

JsonWriter::JsonWriter() : m_sink(std::make_unique<Sink>()) {}
JsonWriter::~JsonWriter() = default;
JsonWriter::JsonWriter(JsonWriter &&) noexcept = default;

void JsonWriter::beginObject()
{
    m_sink->writer.StartObject();
}

void JsonWriter::endObject()
{
    m_sink->writer.EndObject();
}

void JsonWriter::beginArray()
{
    m_sink->writer.StartArray();
}

void JsonWriter::endArray()
{
    m_sink->writer.EndArray();
}

void JsonWriter::key(const QString &name)
{
    const QByteArray utf8 = name.toUtf8();
    m_sink->writer.Key(utf8.constData(), rapidjson::SizeType(utf8.size()));
}

void JsonWriter::value(const QJsonValue &json)
{
    if (json.isObject()) {
        beginObject();
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            member(it.key(), it.value());
        endObject();
    } else if (json.isArray()) {
        beginArray();
        for (const QJsonValue &item : json.toArray())
            value(item);
        endArray();
    } else {
        const QByteArray scalar = QJsonDocument(QJsonArray{json}).toJson(QJsonDocument::Compact);
        m_sink->raw(scalar.mid(1, scalar.size() - 2));
    }
}

void JsonWriter::value(const Json &stored)
{
    m_sink->raw(stored.text);
}

QByteArray JsonWriter::text() const
{
    return QByteArray(m_sink->buffer.GetString(), qsizetype(m_sink->buffer.GetSize())) + '\n';
}

void write(JsonWriter &writer, const AuditEvent &event)
{
    const auto orNull = [](const std::optional<QString> &text) { return text ? QJsonValue(*text) : QJsonValue(QJsonValue::Null); };
    const auto stored = [&writer](const QString &name, const std::optional<Json> &json) {
        if (!json)
            return;
        writer.key(name);
        writer.value(*json);
    };
    writer.beginObject();
    writer.member(u"id"_s, event.id.value);
    writer.member(u"createdAt"_s, event.createdAt.toIso());
    writer.member(u"userId"_s, event.actorId ? QJsonValue(event.actorId->value) : QJsonValue(QJsonValue::Null));
    writer.member(u"userEmail"_s, event.actorEmail.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(event.actorEmail));
    writer.member(u"action"_s, event.action);
    writer.member(u"entityType"_s, event.entityType);
    writer.member(u"entityId"_s, event.entityId);
    stored(u"oldValues"_s, event.oldValues);
    stored(u"newValues"_s, event.newValues);
    writer.member(u"ipAddress"_s, orNull(event.ipAddress));
    writer.member(u"userAgent"_s, orNull(event.userAgent));
    writer.member(u"sessionId"_s, orNull(event.sessionId));
    stored(u"metadata"_s, event.metadata);
    writer.endObject();
}

} // namespace pivotal
