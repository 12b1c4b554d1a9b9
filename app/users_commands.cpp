#include "app/command.h"
#include "app/flag_values.h"
#include "repo/domain/text.h"

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

QStringList inactiveStatuses()
{
    return {nameOf(UserStatus::Inactive), nameOf(UserStatus::Pending), nameOf(UserStatus::Suspended)};
}

QStringList statuses(const QCommandLineParser &parser)
{
    QStringList list = parser.values(u"status"_s).join(u',').split(u',', Qt::SkipEmptyParts); // any word that is stored
    if (const auto active = boolFlag(parser, u"active"_s))
        list << (*active ? QStringList{nameOf(UserStatus::Active)} : inactiveStatuses());
    return list;
}

UserFilter userFilter(const QCommandLineParser &parser)
{
    UserFilter filter;
    filter.text = parser.value(u"q"_s);
    filter.statuses = statuses(parser);
    filter.roles = parser.values(u"role"_s);
    filter.mfaEnabled = boolFlag(parser, u"mfa"_s);
    filter.emailVerified = boolFlag(parser, u"email-verified"_s);
    filter.locked = boolFlag(parser, u"locked"_s);
    filter.created = rangeFlags(parser, u"created-from"_s, u"created-to"_s);
    filter.lastLogin = rangeFlags(parser, u"last-login-from"_s, u"last-login-to"_s);
    filter.includeDeleted = parser.isSet(u"include-deleted"_s);
    return filter;
}

void list(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const UserSort sort = parser.isSet(u"sort"_s) ? parseUserSort(parser.value(u"sort"_s)) : defaultUserSort;
    output.print(session.users().page(userFilter(parser), sort, pageRequest(parser)), [](const Page<User> &page) {
        return envelope<User>(page, [](JsonWriter &writer, const User &user) { writer.value(toListJson(user)); });
    });
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
        if (const auto problem = problemWith(field, value, u"--"_s + info(field).flag))
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
    user.email = parser.value(u"email"_s);
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
            return QJsonObject{{u"changed"_s, isChanged}, {u"user"_s, toJson(user)}};
        });
    };
    deliver(
        session.users().roles(), &output,
        [=, &session, &output, wanted = parser.value(u"role"_s)](const QList<Role> &roles) {
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
    return {valueOption(u"role"_s, Text::tr("The role's name or id."), u"ROLE"_s)};
}

QList<QCommandLineOption> filterOptions()
{
    const QString flag = u"true|false"_s;
    const QString time = u"DATE"_s;
    return {valueOption(u"q"_s, Text::tr("Part of the email, a name or the username."), u"TEXT"_s),
            valueOption(u"active"_s, Text::tr("Only active, or only other users."), flag),
            valueOption(u"status"_s, Text::tr("active, inactive, pending, suspended; several with commas."), u"STATUS"_s),
            valueOption(u"role"_s, Text::tr("Name or id of a role that counts; may be repeated."), u"ROLE"_s),
            valueOption(u"mfa"_s, Text::tr("With or without MFA."), flag),
            valueOption(u"email-verified"_s, Text::tr("With or without a verified email."), flag),
            valueOption(u"locked"_s, Text::tr("Locked now, or not."), flag),
            valueOption(u"created-from"_s, Text::tr("Created at or after, UTC."), time),
            valueOption(u"created-to"_s, Text::tr("Created before; a date includes its day."), time),
            valueOption(u"last-login-from"_s, Text::tr("Last signed in at or after, UTC."), time),
            valueOption(u"last-login-to"_s, Text::tr("Last signed in before; a date includes its day."), time),
            {u"include-deleted"_s, Text::tr("Deleted users too.")}};
}

QList<QCommandLineOption> editOptions()
{
    QList<QCommandLineOption> options;
    for (const UserFieldInfo &field : userFields())
        options << valueOption(field.flag, Text::tr("The field “%1”.").arg(fieldLabel(field.field)), u"TEXT"_s);
    return options;
}

} // namespace

QList<Command> usersCommands()
{
    return {{u"users list"_s, {}, Text::tr("A page of users."), filterOptions() + pageOptions(), true, list},
            {u"users get"_s, u"ID"_s, Text::tr("One user."), {}, true, get},
            {u"users update"_s, u"ID"_s, Text::tr("Changes a user's fields."), editOptions(), true, update},
            {u"users create"_s,
             {},
             Text::tr("A new user, pending and without a password."),
             QList<QCommandLineOption>{valueOption(u"email"_s, Text::tr("The email address."), u"EMAIL"_s)} + editOptions(),
             true,
             create},
            {u"users add-role"_s, u"ID"_s, Text::tr("Gives a user a role."), roleOptions(), true, addRole},
            {u"users remove-role"_s, u"ID"_s, Text::tr("Takes a role from a user."), roleOptions(), true, removeRole}};
}

} // namespace pivotal::app
