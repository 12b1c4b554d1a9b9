#include "repo/users/user_mapping.h"

#include "repo/domain/user_columns.h"

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

namespace {

void read(db::Rows &rows, const UserColumn &, UserId &to)
{
    to.value = rows.text();
}

void read(db::Rows &rows, const UserColumn &column, QString &to)
{
    to = column.isWord ? rows.word() : rows.text();
}

void read(db::Rows &rows, const UserColumn &column, std::optional<QString> &to)
{
    to = column.isWord ? rows.optionalWord() : rows.optionalText();
}

void read(db::Rows &rows, const UserColumn &, bool &to)
{
    to = rows.flag();
}

void read(db::Rows &rows, const UserColumn &, qint64 &to)
{
    to = rows.bigint();
}

void read(db::Rows &rows, const UserColumn &, Instant &to)
{
    to = rows.instant();
}

void read(db::Rows &rows, const UserColumn &, std::optional<Instant> &to)
{
    to = rows.optionalInstant();
}

} // namespace

User mapUser(db::Rows &rows)
{
    User user;
    for (const UserColumn &column : userColumns())
        std::visit([&](auto member) { read(rows, column, user.*member); }, column.member);
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
