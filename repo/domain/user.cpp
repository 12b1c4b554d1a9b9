#include "repo/domain/user.h"

#include "repo/domain/json_reader.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

QJsonValue orNull(const std::optional<QString> &text)
{
    return text ? QJsonValue(*text) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(const std::optional<Instant> &instant)
{
    return instant ? QJsonValue(instant->toIso()) : QJsonValue(QJsonValue::Null);
}

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

QJsonObject toListJson(const User &user)
{
    return {{u"id"_s, user.id.value},
            {u"email"_s, user.email},
            {u"displayName"_s, orNull(user.displayName)},
            {u"isActive"_s, user.hasStatus(UserStatus::Active) && !user.deletedAt},
            {u"status"_s, user.status},
            {u"mfaEnabled"_s, user.mfaEnabled},
            {u"createdAt"_s, user.createdAt.toIso()},
            {u"roles"_s, rolesJson(user.roles)}};
}

QJsonObject toJson(const User &user)
{
    QJsonObject json = toListJson(user);
    json.insert(u"username"_s, orNull(user.username));
    json.insert(u"firstName"_s, user.firstName);
    json.insert(u"lastName"_s, user.lastName);
    json.insert(u"avatarUrl"_s, orNull(user.avatarUrl));
    json.insert(u"phone"_s, orNull(user.phone));
    json.insert(u"timezone"_s, user.timezone);
    json.insert(u"locale"_s, user.locale);
    json.insert(u"emailVerified"_s, user.emailVerified);
    json.insert(u"lastLoginAt"_s, orNull(user.lastLoginAt));
    json.insert(u"loginCount"_s, user.loginCount);
    json.insert(u"failedLoginAttempts"_s, user.failedLoginAttempts);
    json.insert(u"lockedUntil"_s, orNull(user.lockedUntil));
    json.insert(u"updatedAt"_s, user.updatedAt.toIso());
    json.insert(u"deletedAt"_s, orNull(user.deletedAt));
    return json;
}

std::optional<User> userFromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    User user;
    user.id = {reader.text("id")};
    user.email = reader.text("email");
    user.username = reader.optionalText("username");
    user.firstName = reader.text("firstName");
    user.lastName = reader.text("lastName");
    user.displayName = reader.optionalText("displayName");
    user.avatarUrl = reader.optionalText("avatarUrl");
    user.phone = reader.optionalText("phone");
    user.timezone = reader.text("timezone");
    user.locale = reader.text("locale");
    user.status = reader.text("status");
    user.emailVerified = reader.flag("emailVerified");
    user.mfaEnabled = reader.flag("mfaEnabled");
    user.loginCount = reader.integer("loginCount");
    user.failedLoginAttempts = reader.integer("failedLoginAttempts");
    user.lastLoginAt = reader.optionalInstant("lastLoginAt");
    user.lockedUntil = reader.optionalInstant("lockedUntil");
    user.createdAt = reader.instant("createdAt");
    user.updatedAt = reader.instant("updatedAt");
    user.deletedAt = reader.optionalInstant("deletedAt");
    bool areRolesGood = true;
    for (const QJsonValue &value : reader.array("roles")) {
        const auto role = roleFromJson(value.toObject());
        areRolesGood &= role.has_value();
        user.roles.append(role.value_or(Role()));
    }
    return reader.isGood() && areRolesGood ? std::optional(user) : std::nullopt;
}

} // namespace pivotal
