#include "repo/domain/user_edit.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"
#include "repo/domain/user_columns.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

UserFieldInfo infoOf(const UserColumn &column)
{
    const UserColumn::Editing &editing = *column.editing;
    return {editing.field, QString::fromLatin1(column.name), QString::fromLatin1(editing.flag), editing.maxLength,
            std::holds_alternative<QString User::*>(column.member)};
}

} // namespace

const QList<UserFieldInfo> &userFields()
{
    static const QList<UserFieldInfo> fields = [] {
        QList<UserFieldInfo> list;
        for (const UserColumn &column : userColumns())
            if (column.editing)
                list << infoOf(column);
        std::sort(list.begin(), list.end(), [](const UserFieldInfo &a, const UserFieldInfo &b) { return a.field < b.field; });
        return list;
    }();
    return fields;
}

const UserFieldInfo &info(UserField field)
{
    return *std::find_if(userFields().begin(), userFields().end(),
                         [field](const UserFieldInfo &candidate) { return candidate.field == field; });
}

QString fieldLabel(UserField field)
{
    return Text::tr(columnOf(field).editing->label);
}

FieldValue fieldValue(const User &user, UserField field)
{
    const UserColumn &column = columnOf(field);
    if (const auto *required = std::get_if<QString User::*>(&column.member))
        return user.**required;
    return user.*std::get<std::optional<QString> User::*>(column.member);
}

std::optional<QString> problemWith(UserField field, const FieldValue &value, const QString &name)
{
    const UserFieldInfo &about = info(field);
    const QString called = name.isEmpty() ? fieldLabel(field) : name;
    const QString text = value.value_or(QString());
    if (text.trimmed().isEmpty())
        return about.required ? std::optional(Text::tr("%1 can't be empty.").arg(called)) : std::nullopt;
    if (hasControlCharacter(text))
        return Text::tr("%1 holds a control character.").arg(called);
    if (const auto length = text.toUcs4().size(); about.maxLength > 0 && length > about.maxLength)
        return Text::tr("%1 holds %2 characters; at most %3 fit.").arg(called).arg(length).arg(about.maxLength);
    const auto problem = columnOf(field).editing->problem;
    return problem ? problem(text) : std::nullopt;
}

UserEdit changesAgainst(const User &user, const UserEdit &edit)
{
    UserEdit changes;
    for (const auto &[field, value] : edit) {
        if (value == fieldValue(user, field))
            continue; // also an empty text that is stored where NULL could be
        const bool toNull = !info(field).required && value.value_or(QString()).trimmed().isEmpty();
        const FieldValue wanted = toNull ? std::nullopt : value;
        if (wanted != fieldValue(user, field))
            changes.emplace(field, wanted);
    }
    return changes;
}

User withChanges(User user, const UserEdit &changes)
{
    for (const auto &[field, value] : changes) {
        const UserColumn &column = columnOf(field);
        if (const auto *required = std::get_if<QString User::*>(&column.member))
            user.**required = value.value_or(QString());
        else
            user.*std::get<std::optional<QString> User::*>(column.member) = value;
    }
    return user;
}

void validate(const UserEdit &edit)
{
    for (const auto &[field, value] : edit)
        if (const auto problem = problemWith(field, value))
            throw validationError(*problem);
}

} // namespace pivotal
