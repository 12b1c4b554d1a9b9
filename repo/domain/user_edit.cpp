#include "repo/domain/user_edit.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QRegularExpression>
#include <QTimeZone>
#include <QUrl>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

bool matches(const char16_t *pattern, const QString &text)
{
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QStringView(pattern)));
    return expression.match(text).hasMatch();
}

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

std::optional<QString> problemWithShape(UserField field, const QString &text)
{
    switch (field) {
    case UserField::Timezone:
        if (!QTimeZone::isTimeZoneIdAvailable(text.toUtf8()))
            return Text::tr("“%1” is not a time zone. Use an IANA name such as Pacific/Auckland.").arg(text.left(60));
        break;
    case UserField::Locale:
        if (!matches(u"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text))
            return Text::tr("“%1” is not a locale. Use a language tag such as en-NZ.").arg(text.left(60));
        break;
    case UserField::Phone:
        if (!matches(u"\\+?[0-9 ().x/-]{3,}", text))
            return Text::tr("A phone number holds digits, spaces and + ( ) - . / x only.");
        break;
    case UserField::Username:
        if (!matches(u"[\\p{L}\\p{N}._@+-]+", text))
            return Text::tr("A username holds letters, digits and . _ @ + - only.");
        break;
    case UserField::AvatarUrl: {
        const QUrl url(text, QUrl::StrictMode);
        if (!url.isValid() || !url.scheme().startsWith(u"http"_s) || url.host().isEmpty())
            return Text::tr("An avatar's address starts with https:// or http:// and names a host.");
        break;
    }
    case UserField::Status:
        if (!userStatusFromString(text))
            return Text::tr("“%1” is not a status. Use active, inactive, pending or suspended.").arg(text.left(60));
        break;
    default: break;
    }
    return std::nullopt;
}

} // namespace

const QList<UserFieldInfo> &userFields()
{
    static const QList<UserFieldInfo> fields{
        {UserField::DisplayName, u"displayName"_s, u"display-name"_s, 200, false},
        {UserField::FirstName, u"firstName"_s, u"first-name"_s, 100, true},
        {UserField::LastName, u"lastName"_s, u"last-name"_s, 100, true},
        {UserField::Username, u"username"_s, u"username"_s, 100, false},
        {UserField::Phone, u"phone"_s, u"phone"_s, 20, false},
        {UserField::AvatarUrl, u"avatarUrl"_s, u"avatar-url"_s, 2000, false},
        {UserField::Timezone, u"timezone"_s, u"timezone"_s, 50, true},
        {UserField::Locale, u"locale"_s, u"locale"_s, 10, true},
        {UserField::Status, u"status"_s, u"status"_s, 20, true},
    };
    return fields;
}

const UserFieldInfo &info(UserField field)
{
    return *std::find_if(userFields().begin(), userFields().end(),
                         [field](const UserFieldInfo &candidate) { return candidate.field == field; });
}

QString fieldLabel(UserField field)
{
    switch (field) {
    case UserField::DisplayName: return Text::tr("Display name");
    case UserField::FirstName: return Text::tr("First name");
    case UserField::LastName: return Text::tr("Last name");
    case UserField::Username: return Text::tr("Username");
    case UserField::Phone: return Text::tr("Phone");
    case UserField::AvatarUrl: return Text::tr("Avatar address");
    case UserField::Timezone: return Text::tr("Time zone");
    case UserField::Locale: return Text::tr("Locale");
    case UserField::Status: return Text::tr("Status");
    }
    return {};
}

FieldValue fieldValue(const User &user, UserField field)
{
    switch (field) {
    case UserField::DisplayName: return user.displayName;
    case UserField::FirstName: return user.firstName;
    case UserField::LastName: return user.lastName;
    case UserField::Username: return user.username;
    case UserField::Phone: return user.phone;
    case UserField::AvatarUrl: return user.avatarUrl;
    case UserField::Timezone: return user.timezone;
    case UserField::Locale: return user.locale;
    case UserField::Status: return user.status;
    }
    return std::nullopt;
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
    return problemWithShape(field, text);
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
        switch (field) {
        case UserField::DisplayName: user.displayName = value; break;
        case UserField::FirstName: user.firstName = value.value_or(QString()); break;
        case UserField::LastName: user.lastName = value.value_or(QString()); break;
        case UserField::Username: user.username = value; break;
        case UserField::Phone: user.phone = value; break;
        case UserField::AvatarUrl: user.avatarUrl = value; break;
        case UserField::Timezone: user.timezone = value.value_or(QString()); break;
        case UserField::Locale: user.locale = value.value_or(QString()); break;
        case UserField::Status: user.status = value.value_or(QString()); break;
        }
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
