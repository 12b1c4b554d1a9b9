#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"
#include "repo/domain/role.h"

#include <QJsonObject>
#include <QList>
#include <optional>

namespace pivotal {

/// The statuses that this console knows; another backend may store other words.
enum class UserStatus { Active, Inactive, Pending, Suspended };

inline constexpr UserStatus knownUserStatuses[] = {UserStatus::Active, UserStatus::Inactive, UserStatus::Pending, UserStatus::Suspended};

/// The stored name: "active", …
[[nodiscard]] QString nameOf(UserStatus status);
[[nodiscard]] std::optional<UserStatus> userStatusFromString(const QString &text);

/// A user's safe fields. The password hash and the MFA secret never leave the database.
struct User
{
    UserId id;
    QString email;
    std::optional<QString> username;
    QString firstName;
    QString lastName;
    std::optional<QString> displayName;
    std::optional<QString> avatarUrl;
    std::optional<QString> phone;
    QString timezone;
    QString locale;
    QString status; ///< the stored word
    bool emailVerified = false;
    bool mfaEnabled = false;
    qint64 loginCount = 0;
    qint64 failedLoginAttempts = 0;
    std::optional<Instant> lastLoginAt;
    std::optional<Instant> lockedUntil;
    Instant createdAt;
    Instant updatedAt; ///< the version that an update names
    std::optional<Instant> deletedAt;
    QList<Role> roles; ///< assignments that are active and not expired, by name

    /// The display name, or the first and last names where there is none: what lists show and sort by. The email where that
    /// shows nothing.
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool hasStatus(UserStatus known) const { return status == nameOf(known); }
    [[nodiscard]] bool isLocked(Instant at) const { return lockedUntil && *lockedUntil > at; }
};

/// Nothing of it can be seen: it is empty, or spaces and characters without a shape.
[[nodiscard]] bool isBlank(const QString &text);

/// The seed's list item: id, email, displayName, isActive, status, mfaEnabled, createdAt, roles.
[[nodiscard]] QJsonObject toListJson(const User &user);
/// Every safe field.
[[nodiscard]] QJsonObject toJson(const User &user);
/// The way back; nothing where a field is missing or of another kind.
[[nodiscard]] std::optional<User> userFromJson(const QJsonObject &json);

} // namespace pivotal
