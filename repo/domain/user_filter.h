#pragma once

#include "repo/domain/instant.h"
#include "repo/domain/user.h"

#include <QList>
#include <QString>
#include <optional>

namespace pivotal {

/// Which users a page shows; what is not set does not filter. Several statuses or roles mean any of them.
struct UserFilter
{
    QString text;         ///< part of the email, a name or the username; %, _ and \ are literal
    QStringList statuses; ///< stored words
    QStringList roles;    ///< held and not expired: names of active roles, or ids of any
    std::optional<bool> mfaEnabled;
    std::optional<bool> emailVerified;
    std::optional<bool> locked;
    InstantRange created;
    InstantRange lastLogin;
    bool includeDeleted = false;

    /// Throws VALIDATION_ERROR: a reversed range, a NUL, text over 200 characters.
    void validate() const;
    friend bool operator==(const UserFilter &, const UserFilter &) = default;
};

} // namespace pivotal
