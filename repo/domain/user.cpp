#include "repo/domain/user.h"

#include "repo/domain/json_reader.h"
#include "repo/domain/user_columns.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

QJsonArray rolesJson(const QList<Role> &roles)
{
    QJsonArray array;
    for (const Role &role : roles)
        array.append(toJson(role));
    return array;
}

} // namespace

QString nameOf(UserStatus status)
{
    switch (status) {
    case UserStatus::Active: return u"active"_s;
    case UserStatus::Inactive: return u"inactive"_s;
    case UserStatus::Pending: return u"pending"_s;
    case UserStatus::Suspended: return u"suspended"_s;
    }
    return {};
}

std::optional<UserStatus> userStatusFromString(const QString &text)
{
    for (const UserStatus status : knownUserStatuses)
        if (nameOf(status) == text)
            return status;
    return std::nullopt;
}

QString User::name() const
{
    const QString stored = displayName && !displayName->isEmpty() ? *displayName : firstName + u' ' + lastName;
    return isBlank(stored) ? email : stored;
}

bool isBlank(const QString &text)
{
    // Letters without a shape, which Unicode asks to be ignored: Hangul's fillers, and the empty Braille cell.
    static const QString shapeless(u"\u115F\u1160\u2800\u3164\uFFA0"_s);
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || shapeless.contains(c);
    });
}

namespace {

template <class Tag>
QJsonValue jsonOf(const Id<Tag> &id)
{
    return id.value;
}

QJsonValue jsonOf(const QString &text)
{
    return text;
}

QJsonValue jsonOf(bool flag)
{
    return flag;
}

QJsonValue jsonOf(qint64 number)
{
    return number;
}

QJsonValue jsonOf(Instant instant)
{
    return instant.toIso();
}

template <class T>
QJsonValue jsonOf(const std::optional<T> &value)
{
    return value ? jsonOf(*value) : QJsonValue(QJsonValue::Null);
}

QJsonObject columnsJson(const User &user, bool onlyListed)
{
    QJsonObject json;
    for (const UserColumn &column : userColumns())
        if (column.isListed || !onlyListed)
            json.insert(QLatin1StringView(column.name), std::visit([&user](auto member) { return jsonOf(user.*member); }, column.member));
    json.insert(u"isActive"_s, user.hasStatus(UserStatus::Active) && !user.deletedAt);
    json.insert(u"roles"_s, rolesJson(user.roles));
    return json;
}

} // namespace

QJsonObject toListJson(const User &user)
{
    return columnsJson(user, true);
}

QJsonObject toJson(const User &user)
{
    return columnsJson(user, false);
}

std::optional<User> userFromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    User user;
    for (const UserColumn &column : userColumns())
        std::visit([&](auto member) { reader.read(column.name, user.*member); }, column.member);
    bool areRolesGood = true;
    for (const QJsonValue &value : reader.array("roles")) {
        const auto role = roleFromJson(value.toObject());
        areRolesGood &= role.has_value();
        user.roles.append(role.value_or(Role()));
    }
    return reader.isGood() && areRolesGood ? std::optional(user) : std::nullopt;
}

} // namespace pivotal
