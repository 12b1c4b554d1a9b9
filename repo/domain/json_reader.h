#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"

#include <QJsonArray>
#include <QJsonObject>
#include <optional>

namespace pivotal {

/// Reads an object's fields, and remembers whether each was there and of its kind.
class JsonReader
{
public:
    explicit JsonReader(const QJsonObject &json) : m_json(json) {}

    QString text(const char *name) { return take(name, QJsonValue::String).toString(); }
    bool flag(const char *name) { return take(name, QJsonValue::Bool).toBool(); }
    qint64 integer(const char *name) { return take(name, QJsonValue::Double).toInteger(); }
    Instant instant(const char *name)
    {
        const auto read = parseInstant(text(name), RangeEnd::From, QTimeZone::utc());
        m_isGood &= read.has_value();
        return read.value_or(Instant());
    }
    std::optional<QString> optionalText(const char *name) { return isNull(name) ? std::nullopt : std::optional(text(name)); }
    std::optional<Instant> optionalInstant(const char *name) { return isNull(name) ? std::nullopt : std::optional(instant(name)); }
    QJsonArray array(const char *name) { return take(name, QJsonValue::Array).toArray(); }
    void read(const char *name, QString &to) { to = text(name); }
    void read(const char *name, bool &to) { to = flag(name); }
    void read(const char *name, qint64 &to) { to = integer(name); }
    void read(const char *name, Instant &to) { to = instant(name); }
    template <class T>
    void read(const char *name, std::optional<T> &to)
    {
        if (!isNull(name))
            read(name, to.emplace());
    }
    template <class Tag>
    void read(const char *name, Id<Tag> &to)
    {
        to.value = text(name);
    }
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    [[nodiscard]] bool isNull(const char *name) const { return m_json.value(QLatin1String(name)).isNull(); }
    QJsonValue take(const char *name, QJsonValue::Type type)
    {
        const QJsonValue value = m_json.value(QLatin1String(name));
        m_isGood &= value.type() == type;
        return value;
    }

    const QJsonObject &m_json;
    bool m_isGood = true;
};

} // namespace pivotal
