#pragma once

#include "repo/domain/instant.h"

#include <QString>
#include <QStringList>

namespace pivotal {

/// Which events a page shows; what is empty does not filter.
struct AuditFilter
{
    QStringList actions;     ///< any of them; exact, or with a trailing * every action that starts so: "users.*"
    QStringList entityTypes; ///< any of them; exact
    QString entityId;        ///< exact
    QString actor;           ///< a user's id or email
    QString ipAddress;       ///< exact, or with a trailing * a prefix: "10.4.*"
    InstantRange created;

    /// Throws VALIDATION_ERROR: a reversed range, a NUL, text over 200 characters.
    void validate() const;
    friend bool operator==(const AuditFilter &, const AuditFilter &) = default;
};

/// "a, b" as people type several.
[[nodiscard]] QStringList splitList(const QString &text);

} // namespace pivotal
