#include "repo/users/user_mapping.h"

#include <QCache>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

namespace pivotal {

namespace {

QList<Role> parseRoles(const QByteArray &json)
{
    QMap<std::pair<QString, QString>, Role> byName; // and id
    for (const QJsonValue &value : QJsonDocument::fromJson(decodeText(json).toUtf8()).array()) {
        if (const auto role = roleFromJson(value.toObject()))
            byName.insert({role->name, role->id.value}, *role);
    }
    return byName.values();
}

/// Users have few different sets of roles: each is parsed once per thread, and shared.
QList<Role> rolesOf(QByteArrayView json)
{
    constexpr qsizetype kept = 200;
    thread_local QCache<QByteArray, QList<Role>> known(kept);
    if (json.isEmpty())
        return {};
    const QByteArray key = json.toByteArray();
    if (!known.contains(key))
        known.insert(key, new QList<Role>(parseRoles(key)));
    return *known.object(key);
}

} // namespace

User mapUser(db::Rows &rows)
{
    User user;
    user.id = {rows.text()};
    user.email = rows.text();
    user.username = rows.optionalText();
    user.firstName = rows.text();
    user.lastName = rows.text();
    user.displayName = rows.optionalText();
    user.avatarUrl = rows.optionalText();
    user.phone = rows.optionalText();
    user.timezone = rows.word();
    user.locale = rows.word();
    user.status = rows.word();
    user.emailVerified = rows.flag();
    user.mfaEnabled = rows.flag();
    user.loginCount = rows.bigint();
    user.failedLoginAttempts = rows.bigint();
    user.lastLoginAt = rows.optionalInstant();
    user.lockedUntil = rows.optionalInstant();
    user.createdAt = rows.instant();
    user.updatedAt = rows.instant();
    user.deletedAt = rows.optionalInstant();
    user.roles = rolesOf(rows.cell());
    return user;
}

Role mapRole(db::Rows &rows)
{
    Role role;
    role.id = {rows.text()};
    role.name = rows.text();
    role.description = rows.optionalText();
    role.isSystem = rows.flag();
    role.isActive = rows.flag();
    role.permissions = textsOf(rows.json());
    return role;
}

} // namespace pivotal
