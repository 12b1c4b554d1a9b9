#include "models/users_table_model.h"

#include "models/visible_text.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace pivotal::models {

UsersTableModel::UsersTableModel(const DisplayZone &zone, QObject *parent) : TypedPagedModel<UsersRepository>(parent), m_zone(zone)
{
    connect(&zone, &DisplayZone::changed, this, [this] {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

int UsersTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant UsersTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(section >= LastLogin ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Email: return tr("Email");
    case Status: return tr("Status");
    case Roles: return tr("Roles");
    case Mfa: return tr("MFA");
    case LastLogin: return tr("Last sign-in");
    case LoginCount: return tr("Sign-ins");
    case Created: return tr("Created");
    default: return {};
    }
}

ColumnHint UsersTableModel::columnHint(int column) const
{
    switch (column) {
    case Name: return {u"Olivia Kowalski-Larsen"_s, u"Olivia Kowalski"_s, 90};
    case Email: return {u"noemie.schroeder2@globex.example"_s, u"noemie.schroeder2@g"_s, 80};
    case Status: return {statusText(nameOf(UserStatus::Suspended)) + u"MM"_s, {}, 70};
    case Roles: return {u"manager, viewer +1"_s, u"contractor"_s, 40};
    case Mfa: return {tr("Off"), {}, 20};
    case LastLogin: return {u"2026-11-23 05:54"_s, {}, 60};
    case LoginCount: return {u"1,000"_s, {}, 10};
    case Created: return {u"2026-11-23 05:54"_s, {}, 50};
    default: return {};
    }
}

std::optional<UserSortField> UsersTableModel::sortField(int column)
{
    switch (column) {
    case Name: return UserSortField::Name;
    case Email: return UserSortField::Email;
    case Status: return UserSortField::Status;
    case LastLogin: return UserSortField::LastLogin;
    case LoginCount: return UserSortField::LoginCount;
    case Created: return UserSortField::Created;
    default: return std::nullopt;
    }
}

QVariant UsersTableModel::cell(const User &user, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(user, column);
    case Qt::ToolTipRole:
        if (column == Roles && user.roles.size() > 2) {
            QStringList names;
            for (const Role &held : user.roles)
                names << held.name;
            return names.join(u", "_s);
        }
        return {};
    case Qt::TextAlignmentRole: return int((column >= LastLogin ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case BadgeRole: return column == Status ? QVariant(int(statusBadge(user))) : QVariant();
    case SecondaryRole: return column == Roles || (column == Mfa && !user.mfaEnabled);
    case SortValueRole: return column == LoginCount ? QVariant(user.loginCount) : QVariant(text(user, column));
    case RawValueRole: return raw(user, column);
    default: return {};
    }
}

QString UsersTableModel::text(const User &user, int column) const
{
    switch (column) {
    case Name: return user.name();
    case Email: return user.email;
    case Status: return statusText(user);
    case Roles: {
        QStringList names;
        for (const Role &role : user.roles.mid(0, 2))
            names << isolated(role.name);
        const QString more = user.roles.size() > 2 ? u" +%1"_s.arg(user.roles.size() - 2) : QString();
        return names.join(u", "_s) + more;
    }
    case Mfa: return user.mfaEnabled ? tr("On") : tr("Off");
    case LastLogin: return user.lastLoginAt ? m_zone.minutes(*user.lastLoginAt) : tr("never");
    case LoginCount: return QLocale().toString(user.loginCount);
    case Created: return m_zone.minutes(user.createdAt);
    default: return {};
    }
}

QVariant UsersTableModel::raw(const User &user, int column)
{
    switch (column) {
    case Status: return user.status;
    case Roles: {
        QStringList names;
        for (const Role &role : user.roles)
            names << role.name;
        return names;
    }
    case Mfa: return user.mfaEnabled;
    case LastLogin: return user.lastLoginAt ? QVariant(user.lastLoginAt->toIso()) : QVariant();
    case LoginCount: return user.loginCount;
    case Created: return user.createdAt.toIso();
    case Name: return user.displayName ? QVariant(*user.displayName) : QVariant(); // what is shown in its place is stored elsewhere
    case Email: return user.email;
    default: return {};
    }
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
