#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace pivotal {

/// A JSON value as text, UTF-8, byte for byte as the server holds it: no number goes through a double, and what can't be
/// read is still there. In a column, std::nullopt is SQL NULL and Json{"null"} is JSON's null.
struct Json
{
    enum class Kind { Null, Bool, Number, String, Array, Object, Unreadable };

    QByteArray text;

    [[nodiscard]] static Json ofText(const QString &characters);
    [[nodiscard]] static Json ofText(const std::optional<QString> &characters); ///< nothing: null
    [[nodiscard]] static Json ofNumber(qint64 number) { return {QByteArray::number(number)}; }

    /// By its first character: a text of the database is JSON, whatever else it is.
    [[nodiscard]] Kind kind() const;
    /// The characters of a string; nothing for another kind.
    [[nodiscard]] std::optional<QString> characters() const;

    friend bool operator==(const Json &, const Json &) = default;
};

struct JsonMember
{
    QString name;
    Json value;
};

/// The members of an object, in its order; nothing where it is none, or can't be read.
[[nodiscard]] std::optional<QList<JsonMember>> membersOf(const Json &json);
/// The items of an array: the characters of strings, the JSON text of others; of what is no array, its text.
[[nodiscard]] QStringList textsOf(const Json &json);

/// Why PostgreSQL's jsonb would refuse it, as a sentence; nothing where it is fine.
[[nodiscard]] std::optional<QString> problemWith(const Json &json);

/// Makes an object, member by member.
class JsonObject
{
public:
    JsonObject &add(const QString &name, const Json &value);
    JsonObject &add(const QString &name, const QString &characters) { return add(name, Json::ofText(characters)); }
    [[nodiscard]] bool isEmpty() const { return m_members.isEmpty(); }
    [[nodiscard]] Json json() const { return {'{' + m_members + '}'}; }

private:
    QByteArray m_members;
};

} // namespace pivotal
