#pragma once

#include "repo/domain/audit_event.h"

#include <QByteArray>
#include <QJsonValue>
#include <memory>

namespace pivotal {

/// Writes JSON for people and programs, indented; a stored value stands in it as it is stored.
class JsonWriter
{
public:
    JsonWriter();
    ~JsonWriter();
    JsonWriter(JsonWriter &&) noexcept;

    void beginObject();
    void endObject();
    void beginArray();
    void endArray();
    void key(const QString &name);
    void value(const QJsonValue &value);
    void value(const Json &stored);
    void member(const QString &name, const QJsonValue &json)
    {
        key(name);
        value(json);
    }
    /// With a line break at its end.
    [[nodiscard]] QByteArray text() const;

private:
    struct Sink;
    std::unique_ptr<Sink> m_sink;
};

/// The seed's event. A column that is SQL NULL is null where it holds text, and has no member where it holds JSON, which has a
/// null of its own.
void write(JsonWriter &writer, const AuditEvent &event);

} // namespace pivotal
