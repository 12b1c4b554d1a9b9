#include "repo/domain/user.h"

#include "repo/domain/json_reader.h"

#include <QJsonArray>
#include <algorithm>

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
    case UserStatus::Active: return QStringLiteral("active");
    case UserStatus::Inactive: return QStringLiteral("inactive");
    case UserStatus::Pending: return QStringLiteral("pending");
    case UserStatus::Suspended: return QStringLiteral("suspended");
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
    static const QString shapeless(QStringLiteral("\u115F\u1160\u2800\u3164\uFFA0"));
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || shapeless.contains(c);
    });
}

QJsonObject toListJson(const User &user)
{
    return {{QStringLiteral("id"), user.id.value},
            {QStringLiteral("email"), user.email},
            {QStringLiteral("displayName"), orNull(user.displayName)},
            {QStringLiteral("isActive"), user.hasStatus(UserStatus::Active) && !user.deletedAt},
            {QStringLiteral("status"), user.status},
            {QStringLiteral("mfaEnabled"), user.mfaEnabled},
            {QStringLiteral("createdAt"), user.createdAt.toIso()},
            {QStringLiteral("roles"), rolesJson(user.roles)}};
}

QJsonObject toJson(const User &user)
{
    QJsonObject json = toListJson(user);
    json.insert(QStringLiteral("username"), orNull(user.username));
    json.insert(QStringLiteral("firstName"), user.firstName);
    json.insert(QStringLiteral("lastName"), user.lastName);
    json.insert(QStringLiteral("avatarUrl"), orNull(user.avatarUrl));
    json.insert(QStringLiteral("phone"), orNull(user.phone));
    json.insert(QStringLiteral("timezone"), user.timezone);
    json.insert(QStringLiteral("locale"), user.locale);
    json.insert(QStringLiteral("emailVerified"), user.emailVerified);
    json.insert(QStringLiteral("lastLoginAt"), orNull(user.lastLoginAt));
    json.insert(QStringLiteral("loginCount"), user.loginCount);
    json.insert(QStringLiteral("failedLoginAttempts"), user.failedLoginAttempts);
    json.insert(QStringLiteral("lockedUntil"), orNull(user.lockedUntil));
    json.insert(QStringLiteral("updatedAt"), user.updatedAt.toIso());
    json.insert(QStringLiteral("deletedAt"), orNull(user.deletedAt));
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
