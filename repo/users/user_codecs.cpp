#include "repo/users/user_codecs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray compact(const QJsonArray &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// All of them, or nothing.
template <class Item, class FromJson>
std::optional<QList<Item>> readItems(const QJsonArray &array, FromJson fromJson)
{
    QList<Item> items;
    for (const QJsonValue &value : array) {
        const auto item = fromJson(value.toObject());
        if (!item)
            return std::nullopt;
        items.append(*item);
    }
    return items;
}

std::optional<Slice<User>> sliceFromJson(const QByteArray &bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    const QJsonValue array = json.value(u"items"_s);
    const QJsonArray cursors = json.value(u"cursors"_s).toArray();
    const QJsonValue reachesEnd = json.value(u"reachesEnd"_s);
    auto items = readItems<User>(array.toArray(), userFromJson);
    if (!items || !array.isArray() || cursors.size() != items->size() || !reachesEnd.isBool())
        return std::nullopt;
    Slice<User> slice;
    slice.items = std::move(*items);
    slice.reachesEnd = reachesEnd.toBool();
    for (const QJsonValue &cursor : cursors)
        slice.cursors.append({cursor.toVariant().toStringList()});
    return slice;
}

QByteArray sliceJson(const Slice<User> &slice)
{
    QJsonArray items;
    QJsonArray cursors;
    for (const User &user : slice.items)
        items.append(toJson(user));
    for (const Cursor &cursor : slice.cursors)
        cursors.append(QJsonArray::fromStringList(cursor.keys));
    return compact(QJsonObject{{u"items"_s, items}, {u"cursors"_s, cursors}, {u"reachesEnd"_s, slice.reachesEnd}});
}

QByteArray rolesJson(const QList<Role> &roles)
{
    QJsonArray array;
    for (const Role &role : roles)
        array.append(toJson(role));
    return compact(array);
}

std::optional<QList<Role>> rolesFromJson(const QByteArray &bytes)
{
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    return document.isArray() ? readItems<Role>(document.array(), roleFromJson) : std::nullopt;
}

template <class T>
std::optional<T> inObject(const QByteArray &bytes, std::optional<T> (*fromJson)(const QJsonObject &))
{
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    return document.isObject() ? fromJson(document.object()) : std::nullopt;
}

} // namespace

const cache::Codec<User> &userCodec()
{
    static const cache::Codec<User> codec{[](const User &user) { return compact(toJson(user)); },
                                          [](const QByteArray &bytes) { return inObject<User>(bytes, userFromJson); }};
    return codec;
}

const cache::Codec<Slice<User>> &userSliceCodec()
{
    static const cache::Codec<Slice<User>> codec{sliceJson, sliceFromJson,
                                                 [](const Slice<User> &slice) { return int(1 + slice.items.size()); }};
    return codec;
}

const cache::Codec<QList<Role>> &rolesCodec()
{
    static const cache::Codec<QList<Role>> codec{rolesJson, rolesFromJson, [](const QList<Role> &roles) { return int(1 + roles.size()); }};
    return codec;
}

} // namespace pivotal
