#include "repo/domain/json.h"

#include "repo/domain/json_fault.h"
#include "repo/domain/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <simdjson.h>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr int maxDepth = 2'000; ///< the server's own stack ends at some 6,000

/// Without JSON's white space at both ends; a form feed, which QByteArray::trimmed() takes too, is none.
QByteArrayView trimmed(QByteArrayView text)
{
    constexpr auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.isEmpty() && isSpace(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isSpace(text.back()))
        text.chop(1);
    return text;
}

QByteArray bytesOf(std::string_view view)
{
    return trimmed(view).toByteArray();
}

/// The value's bytes; what is inside isn't looked at. Throws simdjson_error where it ends nowhere.
QByteArray rawOf(ondemand::value value)
{
    switch (value.type()) {
    case ondemand::json_type::array: {
        ondemand::array array = value.get_array();
        return bytesOf(array.raw_json());
    }
    case ondemand::json_type::object: {
        ondemand::object object = value.get_object();
        return bytesOf(object.raw_json());
    }
    default: return bytesOf(value.raw_json_token());
    }
}

/// Parses as far as `read` goes; nothing where simdjson can't. Wrapped in an array, because a document that is a scalar is
/// read by other calls.
template <class Read>
auto parse(const QByteArray &text, Read read) -> std::optional<decltype(read(std::declval<ondemand::value>()))>
{
    thread_local ondemand::parser parser;
    const simdjson::padded_string padded(std::string_view('[' + text + ']'));
    try {
        ondemand::document document = parser.iterate(padded);
        for (ondemand::value value : document.get_array())
            return read(value);
    } catch (const simdjson::simdjson_error &) {
        return std::nullopt;
    }
    return std::nullopt;
}

QString nameOf(ondemand::field &field)
{
    const std::string_view name = field.unescaped_key();
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

/// Scans all of it, so that each escape, number and word is checked; the first problem.
std::optional<QString> problemIn(ondemand::value value, int depth);

std::optional<QString> problemWithText(const QString &characters)
{
    if (characters.contains(QChar::Null))
        return Text::tr("It holds the character NUL (\\u0000), which no row can hold.");
    return std::nullopt;
}

std::optional<QString> problemWithNumber(const QByteArray &number)
{
    static const QRegularExpression shape(u"^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE]([-+]?[0-9]+))?$"_s);
    constexpr int maxExponent = 16'000; // of digits on either side a numeric has more, but not much
    const auto match = shape.match(QString::fromLatin1(number));
    if (!match.hasMatch())
        return Text::tr("“%1” is no JSON value.").arg(QString::fromUtf8(number.left(60)));
    if (qAbs(match.captured(1).toInt()) > maxExponent || match.captured(1).size() > 6)
        return Text::tr("The number “%1” is out of range.").arg(QString::fromLatin1(number.left(60)));
    return std::nullopt;
}

std::optional<QString> problemInObject(ondemand::object object, int depth)
{
    for (ondemand::field field : object) {
        if (auto problem = problemWithText(nameOf(field)))
            return problem;
        if (auto problem = problemIn(field.value(), depth + 1))
            return problem;
    }
    return std::nullopt;
}

std::optional<QString> problemIn(ondemand::value value, int depth)
{
    if (depth > maxDepth)
        return Text::tr("It is nested more than %L1 levels deep.").arg(maxDepth);
    switch (value.type()) {
    case ondemand::json_type::object: return problemInObject(value.get_object(), depth);
    case ondemand::json_type::array:
        for (ondemand::value item : value.get_array())
            if (auto problem = problemIn(item, depth + 1))
                return problem;
        return std::nullopt;
    case ondemand::json_type::string: {
        const std::string_view characters = value.get_string();
        return problemWithText(QString::fromUtf8(characters.data(), qsizetype(characters.size())));
    }
    case ondemand::json_type::number: return problemWithNumber(bytesOf(value.raw_json_token()));
    case ondemand::json_type::boolean: (void)bool(value.get_bool()); break;
    case ondemand::json_type::null:
        if (const QByteArray word = bytesOf(value.raw_json_token()); word != "null")
            return Text::tr("“%1” is no JSON value.").arg(QString::fromUtf8(word.left(60)));
        break;
    }
    return std::nullopt;
}

} // namespace

Json Json::ofText(const QString &characters)
{
    const QByteArray array = QJsonDocument(QJsonArray{characters}).toJson(QJsonDocument::Compact);
    return {array.mid(1, array.size() - 2)};
}

Json Json::ofText(const std::optional<QString> &characters)
{
    return characters ? ofText(*characters) : Json{"null"};
}

Json::Kind Json::kind() const
{
    const QByteArrayView start = trimmed(text);
    switch (start.isEmpty() ? '\0' : start.front()) {
    case 'n': return Kind::Null;
    case 't':
    case 'f': return Kind::Bool;
    case '"': return Kind::String;
    case '[': return Kind::Array;
    case '{': return Kind::Object;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return Kind::Number;
    default: return Kind::Unreadable;
    }
}

std::optional<QString> Json::characters() const
{
    if (kind() != Kind::String)
        return std::nullopt;
    return parse(text, [](ondemand::value value) {
        const std::string_view found = value.get_string();
        return QString::fromUtf8(found.data(), qsizetype(found.size()));
    });
}

std::optional<QList<JsonMember>> membersOf(const Json &json)
{
    if (json.kind() != Json::Kind::Object)
        return std::nullopt;
    return parse(json.text, [](ondemand::value value) {
        QList<JsonMember> members;
        for (ondemand::field field : value.get_object()) {
            const QString name = nameOf(field);
            members.append({name, {rawOf(field.value())}});
        }
        return members;
    });
}

QStringList textsOf(const Json &json)
{
    if (json.kind() != Json::Kind::Array)
        return {QString::fromUtf8(json.text)};
    const auto items = parse(json.text, [](ondemand::value value) {
        QList<Json> found;
        for (ondemand::value item : value.get_array())
            found.append({rawOf(item)});
        return found;
    });
    QStringList texts;
    for (const Json &item : items.value_or(QList<Json>()))
        texts << item.characters().value_or(QString::fromUtf8(item.text));
    return texts;
}

std::optional<QString> problemWith(const Json &json)
{
    const auto found = parse(json.text, [](ondemand::value value) { return problemIn(value, 0); });
    const bool isOneValue = json.kind() != Json::Kind::Unreadable && parse(json.text, rawOf) == trimmed(json.text); // not "1, 2" or "1] [2"
    if (found && !*found && isOneValue)
        return std::nullopt;
    if (auto fault = faultOfJson(json.text))
        return fault; // says where
    return found && *found ? *found : Text::tr("It is no JSON value.");
}

JsonObject &JsonObject::add(const QString &name, const Json &value)
{
    m_members += (m_members.isEmpty() ? QByteArray() : QByteArray(",")) + Json::ofText(name).text + ':' + value.text;
    return *this;
}

} // namespace pivotal
