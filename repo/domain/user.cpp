#include "repo/domain/user.h"

#include <QJsonArray>

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
        array.append(QJsonObject{{QStringLiteral("id"), role.id.value},
                                 {QStringLiteral("name"), role.name},
                                 {QStringLiteral("description"), role.description},
                                 {QStringLiteral("isSystem"), role.isSystem},
                                 {QStringLiteral("isActive"), role.isActive}});
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
    case UserStatus::Unknown: break;
    }
    return QStringLiteral("unknown");
}

UserStatus userStatusFromString(const QString &text)
{
    for (const UserStatus status : knownUserStatuses)
        if (nameOf(status) == text)
            return status;
    return UserStatus::Unknown;
}

QString User::name() const
{
    if (displayName && !displayName->isEmpty())
        return *displayName;
    return firstName + u' ' + lastName;
}

QJsonObject toListJson(const User &user)
{
    return {{QStringLiteral("id"), user.id.value},
            {QStringLiteral("email"), user.email},
            {QStringLiteral("displayName"), orNull(user.displayName)},
            {QStringLiteral("isActive"), user.status == UserStatus::Active && !user.deletedAt},
            {QStringLiteral("status"), nameOf(user.status)},
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

} // namespace pivotal
