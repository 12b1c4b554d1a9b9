#include "repo/cached_values.h"

#include "repo/cache/cache_key.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace pivotal {

namespace {

const QString userResource = QStringLiteral("user");
const QString usersResource = QStringLiteral("users");

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
    const QJsonValue array = json.value(QStringLiteral("items"));
    const QJsonArray cursors = json.value(QStringLiteral("cursors")).toArray();
    const QJsonValue reachesEnd = json.value(QStringLiteral("reachesEnd"));
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
    return compact(QJsonObject{{QStringLiteral("items"), items},
                               {QStringLiteral("cursors"), cursors},
                               {QStringLiteral("reachesEnd"), slice.reachesEnd}});
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

/// As they are stored, to the digit.
QByteArray settingsJson(const OrganizationSettings &settings)
{
    JsonObject categories;
    for (const auto &[category, keys] : settings.asKeyValueRange()) {
        JsonObject object;
        for (const auto &[key, value] : keys.asKeyValueRange())
            object.add(key, value);
        categories.add(category, object.json());
    }
    return categories.json().text;
}

std::optional<OrganizationSettings> settingsFromJson(const QByteArray &bytes)
{
    const auto categories = membersOf({bytes});
    if (!categories)
        return std::nullopt;
    OrganizationSettings settings;
    for (const JsonMember &category : *categories) {
        const auto keys = membersOf(category.value);
        if (!keys)
            return std::nullopt;
        for (const JsonMember &key : *keys)
            settings[category.name][key.name] = key.value;
    }
    return settings;
}

template <class T>
std::optional<T> inObject(const QByteArray &bytes, std::optional<T> (*fromJson)(const QJsonObject &))
{
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    return document.isObject() ? fromJson(document.object()) : std::nullopt;
}

} // namespace

cache::Slot CachedValues::user(const UserId &id) const
{
    const QString tag = cache::cacheKey(m_organization, userResource, id.value);
    const QString key = cache::cacheKey(m_organization, userResource, id.value, QStringLiteral("profile"));
    return {userResource, tag, [key](qint64) { return key; }, std::min(m_options.hotTtl, m_options.ttl)};
}

cache::Slot CachedValues::list(const QString &resource, const sql::Statement &statement) const
{
    return slot(resource, QStringLiteral("list"), sql::hashOf(statement));
}

cache::Slot CachedValues::total(const QString &resource, const sql::Statement &statement) const
{
    cache::Slot total = slot(resource, QStringLiteral("total"), sql::hashOf(statement));
    total.resource += QStringLiteral("_total"); // counted apart, but busted with the lists
    return total;
}

cache::Slot CachedValues::roles() const
{
    return slot(QStringLiteral("roles"), QStringLiteral("list"), "all");
}

cache::Slot CachedValues::settings() const
{
    return slot(QStringLiteral("settings"), QStringLiteral("list"), "all");
}

void CachedValues::bustUser(cache::ReadThrough &cache, const UserId &id) const
{
    const cache::Slot slot = user(id);
    cache.bust(userResource, slot.tag, {slot.tag, slot.key(0)});
    cache.bust(usersResource, cache::cacheKey(m_organization, usersResource));
}

cache::Slot CachedValues::slot(const QString &resource, const QString &kind, const QByteArray &hash) const
{
    return {resource, cache::cacheKey(m_organization, resource),
            [organization = m_organization, resource, kind, hash](qint64 generation) {
                return cache::listKey(organization, resource, kind, hash, generation);
            },
            m_options.ttl};
}

const cache::Codec<User> &userCodec()
{
    static const cache::Codec<User> codec{[](const User &user) { return compact(toJson(user)); },
                                          [](const QByteArray &bytes) { return inObject<User>(bytes, userFromJson); }};
    return codec;
}

const cache::Codec<Slice<User>> &userSliceCodec()
{
    static const cache::Codec<Slice<User>> codec{sliceJson, sliceFromJson, [](const Slice<User> &slice) { return int(1 + slice.items.size()); }};
    return codec;
}

const cache::Codec<QList<Role>> &rolesCodec()
{
    static const cache::Codec<QList<Role>> codec{rolesJson, rolesFromJson, [](const QList<Role> &roles) { return int(1 + roles.size()); }};
    return codec;
}

const cache::Codec<OrganizationSettings> &settingsCodec()
{
    static const cache::Codec<OrganizationSettings> codec{
        settingsJson, settingsFromJson, [](const OrganizationSettings &settings) { return int(1 + settings.size()); }};
    return codec;
}

const cache::Codec<qint64> &totalCodec()
{
    static const cache::Codec<qint64> codec{[](const qint64 &total) { return QByteArray::number(total); },
                                            [](const QByteArray &bytes) {
                                                bool isNumber = false;
                                                const qint64 total = bytes.toLongLong(&isNumber);
                                                return isNumber ? std::optional(total) : std::nullopt;
                                            }};
    return codec;
}

} // namespace pivotal
