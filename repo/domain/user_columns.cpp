#include "repo/domain/user_columns.h"

#include "repo/domain/text.h"

#include <QRegularExpression>
#include <QTimeZone>
#include <QUrl>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr qsizetype quotedLength = 60; ///< of a value in a message

bool matches(const char16_t *pattern, const QString &text)
{
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QStringView(pattern)));
    return expression.match(text).hasMatch();
}

std::optional<QString> timezoneProblem(const QString &text)
{
    return QTimeZone::isTimeZoneIdAvailable(text.toUtf8())
               ? std::nullopt
               : std::optional(
                   Text::tr("“%1” is not a time zone. Use an IANA name such as Pacific/Auckland.").arg(text.left(quotedLength)));
}

std::optional<QString> localeProblem(const QString &text)
{
    return matches(u"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text)
               ? std::nullopt
               : std::optional(Text::tr("“%1” is not a locale. Use a language tag such as en-NZ.").arg(text.left(quotedLength)));
}

std::optional<QString> phoneProblem(const QString &text)
{
    return matches(u"\\+?[0-9 ().x/-]{3,}", text) ? std::nullopt
                                                  : std::optional(Text::tr("A phone number holds digits, spaces and + ( ) - . / x only."));
}

std::optional<QString> usernameProblem(const QString &text)
{
    return matches(u"[\\p{L}\\p{N}._@+-]+", text) ? std::nullopt
                                                  : std::optional(Text::tr("A username holds letters, digits and . _ @ + - only."));
}

std::optional<QString> avatarProblem(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && url.scheme().startsWith(u"http"_s) && !url.host().isEmpty()
               ? std::nullopt
               : std::optional(Text::tr("An avatar's address starts with https:// or http:// and names a host."));
}

std::optional<QString> statusProblem(const QString &text)
{
    return userStatusFromString(text)
               ? std::nullopt
               : std::optional(Text::tr("“%1” is not a status. Use active, inactive, pending or suspended.").arg(text.left(quotedLength)));
}

QList<UserColumn> makeColumns()
{
    using Field = UserField;
    using Sort = UserSortField;
    return {
        {.name = "id", .member = &User::id, .isListed = true},
        {.name = "email", .member = &User::email, .isListed = true, .sort = Sort::Email},
        {.name = "username",
         .member = &User::username,
         .editing = {{Field::Username, "username", QT_TRANSLATE_NOOP("pivotal::Text", "Username"), 100, usernameProblem}}},
        {.name = "firstName",
         .member = &User::firstName,
         .editing = {{Field::FirstName, "first-name", QT_TRANSLATE_NOOP("pivotal::Text", "First name"), 100}}},
        {.name = "lastName",
         .member = &User::lastName,
         .editing = {{Field::LastName, "last-name", QT_TRANSLATE_NOOP("pivotal::Text", "Last name"), 100}}},
        {.name = "displayName",
         .member = &User::displayName,
         .isListed = true,
         .sort = Sort::Name,
         .editing = {{Field::DisplayName, "display-name", QT_TRANSLATE_NOOP("pivotal::Text", "Display name"), 200}}},
        {.name = "avatarUrl",
         .member = &User::avatarUrl,
         .editing = {{Field::AvatarUrl, "avatar-url", QT_TRANSLATE_NOOP("pivotal::Text", "Avatar address"), 2000, avatarProblem}}},
        {.name = "phone",
         .member = &User::phone,
         .editing = {{Field::Phone, "phone", QT_TRANSLATE_NOOP("pivotal::Text", "Phone"), 20, phoneProblem}}},
        {.name = "timezone",
         .member = &User::timezone,
         .isWord = true,
         .editing = {{Field::Timezone, "timezone", QT_TRANSLATE_NOOP("pivotal::Text", "Time zone"), 50, timezoneProblem}}},
        {.name = "locale",
         .member = &User::locale,
         .isWord = true,
         .editing = {{Field::Locale, "locale", QT_TRANSLATE_NOOP("pivotal::Text", "Locale"), 10, localeProblem}}},
        {.name = "status",
         .member = &User::status,
         .isWord = true,
         .isListed = true,
         .sort = Sort::Status,
         .editing = {{Field::Status, "status", QT_TRANSLATE_NOOP("pivotal::Text", "Status"), 20, statusProblem}}},
        {.name = "emailVerified", .member = &User::emailVerified},
        {.name = "mfaEnabled", .member = &User::mfaEnabled, .isListed = true},
        {.name = "loginCount", .member = &User::loginCount, .sort = Sort::LoginCount},
        {.name = "failedLoginAttempts", .member = &User::failedLoginAttempts},
        {.name = "lastLoginAt", .member = &User::lastLoginAt, .sort = Sort::LastLogin},
        {.name = "lockedUntil", .member = &User::lockedUntil},
        {.name = "createdAt", .member = &User::createdAt, .isListed = true, .sort = Sort::Created},
        {.name = "updatedAt", .member = &User::updatedAt},
        {.name = "deletedAt", .member = &User::deletedAt},
    };
}

} // namespace

const QList<UserColumn> &userColumns()
{
    static const QList<UserColumn> columns = makeColumns();
    return columns;
}

const UserColumn &columnOf(UserField field)
{
    return *std::find_if(userColumns().cbegin(), userColumns().cend(),
                         [field](const UserColumn &each) { return each.editing && each.editing->field == field; });
}

} // namespace pivotal
