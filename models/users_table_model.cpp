#include "models/users_table_model.h"

#include "models/visible_text.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

QStringList roleNames(const User &user)
{
    QStringList names;
    for (const Role &role : user.roles)
        names << role.name;
    return names;
}

/// The first two, and how many more there are.
QString rolesText(const User &user)
{
    constexpr qsizetype shown = 2;
    QStringList names;
    for (const Role &role : user.roles.mid(0, shown))
        names << isolated(role.name);
    const QString more = user.roles.size() > shown ? u" +%1"_s.arg(user.roles.size() - shown) : QString();
    return names.join(u", "_s) + more;
}

QVariant orNull(const std::optional<QString> &text)
{
    return text ? QVariant(*text) : QVariant();
}

using UserColumns = QList<UsersTableModel::Column>;

UserColumns whoColumns()
{
    return {{.key = "name",
             .title = UsersTableModel::tr("Name"),
             .hint = {u"Olivia Kowalski-Larsen"_s, u"Olivia Kowalski"_s, 90},
             .text = [](const User &user, const DisplayZone &) { return user.name(); },
             .raw = [](const User &user) { return orNull(user.displayName); }, // what is shown in its place is stored elsewhere
             .sort = UserSortField::Name},
            {.key = "email",
             .title = UsersTableModel::tr("Email"),
             .hint = {u"noemie.schroeder2@globex.example"_s, u"noemie.schroeder2@g"_s, 80},
             .text = [](const User &user, const DisplayZone &) { return user.email; },
             .sort = UserSortField::Email},
            {.key = "status",
             .title = UsersTableModel::tr("Status"),
             .hint = {statusText(nameOf(UserStatus::Suspended)) + u"MM"_s, {}, 70},
             .text = [](const User &user, const DisplayZone &) { return statusText(user); },
             .raw = [](const User &user) { return QVariant(user.status); },
             .sort = UserSortField::Status,
             .badge = [](const User &user) { return statusBadge(user); }},
            {.key = "roles",
             .title = UsersTableModel::tr("Roles"),
             .hint = {u"manager, viewer +1"_s, u"contractor"_s, 40},
             .text = [](const User &user, const DisplayZone &) { return rolesText(user); },
             .raw = [](const User &user) { return QVariant(roleNames(user)); },
             .isSecondary = [](const User &) { return true; },
             .toolTip = [](const User &user) { return user.roles.size() > 2 ? roleNames(user).join(u", "_s) : QString(); }},
            {.key = "mfa",
             .title = UsersTableModel::tr("MFA"),
             .hint = {UsersTableModel::tr("Off"), {}, 20},
             .text = [](const User &user,
                        const DisplayZone &) { return user.mfaEnabled ? UsersTableModel::tr("On") : UsersTableModel::tr("Off"); },
             .raw = [](const User &user) { return QVariant(user.mfaEnabled); },
             .isSecondary = [](const User &user) { return !user.mfaEnabled; }}};
}

UserColumns whenColumns()
{
    return {
        {.key = "lastLoginAt",
         .title = UsersTableModel::tr("Last sign-in"),
         .hint = {u"2026-11-23 05:54"_s, {}, 60},
         .text = [](const User &user,
                    const DisplayZone &zone) { return user.lastLoginAt ? zone.minutes(*user.lastLoginAt) : UsersTableModel::tr("never"); },
         .raw = [](const User &user) { return user.lastLoginAt ? QVariant(user.lastLoginAt->toIso()) : QVariant(); },
         .sort = UserSortField::LastLogin,
         .isRight = true},
        {.key = "loginCount",
         .title = UsersTableModel::tr("Sign-ins"),
         .hint = {u"1,000"_s, {}, 10},
         .text = [](const User &user, const DisplayZone &) { return QLocale().toString(user.loginCount); },
         .raw = [](const User &user) { return QVariant(user.loginCount); },
         .sort = UserSortField::LoginCount,
         .isRight = true},
        {.key = "createdAt",
         .title = UsersTableModel::tr("Created"),
         .hint = {u"2026-11-23 05:54"_s, {}, 50},
         .text = [](const User &user, const DisplayZone &zone) { return zone.minutes(user.createdAt); },
         .raw = [](const User &user) { return QVariant(user.createdAt.toIso()); },
         .sort = UserSortField::Created,
         .isRight = true}};
}

} // namespace

const QList<UsersTableModel::Column> &UsersTableModel::columns()
{
    static const QList<Column> all = whoColumns() + whenColumns();
    return all;
}

UsersTableModel::UsersTableModel(const DisplayZone &zone, QObject *parent) : TypedPagedModel<UsersRepository>(columns(), zone, parent) {}

int UsersTableModel::column(const char *key)
{
    return columnNamed(columns(), key);
}

QString statusText(const QString &status)
{
    const auto known = userStatusFromString(status);
    if (!known)
        return status;
    switch (*known) {
    case UserStatus::Active: return UsersTableModel::tr("Active");
    case UserStatus::Inactive: return UsersTableModel::tr("Inactive");
    case UserStatus::Pending: return UsersTableModel::tr("Pending");
    case UserStatus::Suspended: return UsersTableModel::tr("Suspended");
    }
    return status;
}

QString statusText(const User &user)
{
    if (user.deletedAt)
        return UsersTableModel::tr("Deleted");
    if (user.hasStatus(UserStatus::Active) && user.isLocked(Instant::now()))
        return UsersTableModel::tr("Locked");
    return statusText(user.status);
}

BadgeKind statusBadge(const User &user)
{
    if (user.deletedAt)
        return BadgeKind::Neutral;
    if (user.isLocked(Instant::now()))
        return BadgeKind::Bad;
    const auto known = userStatusFromString(user.status);
    if (!known)
        return BadgeKind::Neutral;
    switch (*known) {
    case UserStatus::Active: return BadgeKind::Good;
    case UserStatus::Pending: return BadgeKind::Warning;
    case UserStatus::Suspended: return BadgeKind::Bad;
    default: return BadgeKind::Neutral;
    }
}

} // namespace pivotal::models
