#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"
#include "repo/domain/role.h"

#include <QJsonObject>
#include <QList>
#include <optional>

namespace pivotal {

/// `Unknown` is a status this console has no name for; it is shown, never written.
enum class UserStatus { Active, Inactive, Pending, Suspended, Unknown };

inline constexpr UserStatus knownUserStatuses[] = {UserStatus::Active, UserStatus::Inactive, UserStatus::Pending,
                                                   UserStatus::Suspended};

/// The stored name: "active", …
[[nodiscard]] QString nameOf(UserStatus status);
[[nodiscard]] UserStatus userStatusFromString(const QString &text);

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
    UserStatus status = UserStatus::Active;
    bool emailVerified = false;
    bool mfaEnabled = false;
    int loginCount = 0;
    int failedLoginAttempts = 0;
    std::optional<Instant> lastLoginAt;
    std::optional<Instant> lockedUntil;
    Instant createdAt;
    Instant updatedAt; ///< the version that an update names
    std::optional<Instant> deletedAt;
    QList<Role> roles; ///< assignments that are active and not expired, by name

    /// The display name, or the first and last names where there is none: what lists show and sort by.
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool isLocked(Instant at) const { return lockedUntil && *lockedUntil > at; }
};

/// The seed's list item: id, email, displayName, isActive, status, mfaEnabled, createdAt, roles.
[[nodiscard]] QJsonObject toListJson(const User &user);
/// Every safe field.
[[nodiscard]] QJsonObject toJson(const User &user);
/// The way back; nothing where a field is missing or of another kind.
[[nodiscard]] std::optional<User> userFromJson(const QJsonObject &json);

} // namespace pivotal
