#include "app/command.h"
#include "app/flag_values.h"

#include <QCoreApplication>

namespace pivotal::app {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::app::UsersCommands)
};

QStringList inactiveStatuses()
{
    return {nameOf(UserStatus::Inactive), nameOf(UserStatus::Pending), nameOf(UserStatus::Suspended)};
}

QStringList statuses(const QCommandLineParser &parser)
{
    QStringList list = parser.values(QStringLiteral("status")).join(u',').split(u',', Qt::SkipEmptyParts); // any word that is stored
    if (const auto active = boolFlag(parser, QStringLiteral("active")))
        list << (*active ? QStringList{nameOf(UserStatus::Active)} : inactiveStatuses());
    return list;
}

UserFilter userFilter(const QCommandLineParser &parser)
{
    UserFilter filter;
    filter.text = parser.value(QStringLiteral("q"));
    filter.statuses = statuses(parser);
    filter.roles = parser.values(QStringLiteral("role"));
    filter.mfaEnabled = boolFlag(parser, QStringLiteral("mfa"));
    filter.emailVerified = boolFlag(parser, QStringLiteral("email-verified"));
    filter.locked = boolFlag(parser, QStringLiteral("locked"));
    filter.created = rangeFlags(parser, QStringLiteral("created-from"), QStringLiteral("created-to"));
    filter.lastLogin = rangeFlags(parser, QStringLiteral("last-login-from"), QStringLiteral("last-login-to"));
    filter.includeDeleted = parser.isSet(QStringLiteral("include-deleted"));
    return filter;
}

void list(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const UserSort sort =
        parser.isSet(QStringLiteral("sort")) ? parseUserSort(parser.value(QStringLiteral("sort"))) : defaultUserSort;
    output.print(session.users().page(userFilter(parser), sort, pageRequest(parser)),
                 [](const Page<User> &page) { return envelope<User>(page, [](JsonWriter &writer, const User &user) { writer.value(toListJson(user)); }); });
}

void get(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    output.print(session.users().get({argumentOf(parser)}), [](const User &user) { return toJson(user); });
}

UserEdit editFrom(const QCommandLineParser &parser)
{
    UserEdit edit;
    for (const UserFieldInfo &field : userFields())
        if (parser.isSet(field.flag))
            edit.emplace(field.field, parser.value(field.flag));
    if (edit.empty())
        throw validationError(Text::tr("Nothing to update: name at least one field, as in --display-name NAME."));
    return edit;
}

/// Who types flags knows the fields by these.
void requireGood(const UserEdit &changes)
{
    for (const auto &[field, value] : changes)
        if (const auto problem = problemWith(field, value, QStringLiteral("--") + info(field).flag))
            throw validationError(*problem);
}

/// The row as it is now is what the update is based on, so a change in between is a CONFLICT, not overwritten.
void update(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const UserEdit edit = editFrom(parser);
    deliver(
        session.users().get({argumentOf(parser)}), &output,
        [&session, &output, edit](const User &user) {
            try {
                requireGood(changesAgainst(user, edit));
            } catch (const RepositoryError &error) {
                output.fail(error);
                return;
            }
            output.print(session.users().update(user, edit), [](const User &after) { return toJson(after); });
        },
        [&output](const RepositoryError &error) { output.fail(error); });
}

void create(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    NewUser user;
    user.email = parser.value(QStringLiteral("email"));
    for (const UserFieldInfo &field : userFields())
        if (parser.isSet(field.flag))
            user.fields.emplace(field.field, parser.value(field.flag));
    requireGood(user.fields);
    for (const UserField required : {UserField::FirstName, UserField::LastName})
        if (!user.fields.contains(required))
            throw validationError(Text::tr("A new user needs --%1.").arg(info(required).flag));
    output.print(session.users().create(user), [](const User &created) { return toJson(created); });
}

/// By id, or by name.
RoleId findRole(const QList<Role> &roles, const QString &wanted)
{
    for (const Role &role : roles)
        if (role.id.value == wanted || role.name == wanted)
            return role.id;
    throw RepositoryError(ErrorCode::RecordNotFound, Text::tr("This organization has no role “%1”.").arg(wanted.left(60)));
}

/// Changes the user's role, and prints whether that changed anything and the user after it.
void changeRole(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output,
                QFuture<bool> (UsersRepository::*change)(const UserId &, const RoleId &))
{
    const auto fail = [&output](const RepositoryError &error) { output.fail(error); };
    const UserId id{argumentOf(parser)};
    const auto print = [&session, &output, id](bool isChanged) {
        output.print(session.users().get(id), [isChanged](const User &user) {
            return QJsonObject{{QStringLiteral("changed"), isChanged}, {QStringLiteral("user"), toJson(user)}};
        });
    };
    deliver(
        session.users().roles(), &output,
        [=, &session, &output, wanted = parser.value(QStringLiteral("role"))](const QList<Role> &roles) {
            try {
                deliver((session.users().*change)(id, findRole(roles, wanted)), &output, print, fail);
            } catch (const RepositoryError &error) {
                fail(error);
            }
        },
        fail);
}

void addRole(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    changeRole(session, parser, output, &UsersRepository::assignRole);
}

void removeRole(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    changeRole(session, parser, output, &UsersRepository::removeRole);
}

QList<QCommandLineOption> roleOptions()
{
    return {valueOption(QStringLiteral("role"), Text::tr("The role's name or id."), QStringLiteral("ROLE"))};
}

QList<QCommandLineOption> filterOptions()
{
    const QString flag = QStringLiteral("true|false");
    const QString time = QStringLiteral("DATE");
    return {valueOption(QStringLiteral("q"), Text::tr("Part of the email, a name or the username."), QStringLiteral("TEXT")),
            valueOption(QStringLiteral("active"), Text::tr("Only active, or only other users."), flag),
            valueOption(QStringLiteral("status"), Text::tr("active, inactive, pending, suspended; several with commas."), QStringLiteral("STATUS")),
            valueOption(QStringLiteral("role"), Text::tr("Name or id of a role that counts; may be repeated."), QStringLiteral("ROLE")),
            valueOption(QStringLiteral("mfa"), Text::tr("With or without MFA."), flag),
            valueOption(QStringLiteral("email-verified"), Text::tr("With or without a verified email."), flag),
            valueOption(QStringLiteral("locked"), Text::tr("Locked now, or not."), flag),
            valueOption(QStringLiteral("created-from"), Text::tr("Created at or after, UTC."), time),
            valueOption(QStringLiteral("created-to"), Text::tr("Created before; a date includes its day."), time),
            valueOption(QStringLiteral("last-login-from"), Text::tr("Last signed in at or after, UTC."), time),
            valueOption(QStringLiteral("last-login-to"), Text::tr("Last signed in before; a date includes its day."), time),
            {QStringLiteral("include-deleted"), Text::tr("Deleted users too.")}};
}

QList<QCommandLineOption> editOptions()
{
    QList<QCommandLineOption> options;
    for (const UserFieldInfo &field : userFields())
        options << valueOption(field.flag, Text::tr("The field “%1”.").arg(fieldLabel(field.field)), QStringLiteral("TEXT"));
    return options;
}

} // namespace

QList<Command> usersCommands()
{
    return {{QStringLiteral("users list"), {}, Text::tr("A page of users."), filterOptions() + pageOptions(), true, list},
            {QStringLiteral("users get"), QStringLiteral("ID"), Text::tr("One user."), {}, true, get},
            {QStringLiteral("users update"), QStringLiteral("ID"), Text::tr("Changes a user's fields."), editOptions(), true, update},
            {QStringLiteral("users create"), {}, Text::tr("A new user, pending and without a password."),
             QList<QCommandLineOption>{valueOption(QStringLiteral("email"), Text::tr("The email address."), QStringLiteral("EMAIL"))} + editOptions(),
             true, create},
            {QStringLiteral("users add-role"), QStringLiteral("ID"), Text::tr("Gives a user a role."), roleOptions(), true, addRole},
            {QStringLiteral("users remove-role"), QStringLiteral("ID"), Text::tr("Takes a role from a user."), roleOptions(), true, removeRole}};
}

} // namespace pivotal::app
