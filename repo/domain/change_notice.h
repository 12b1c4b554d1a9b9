#pragma once

#include "repo/domain/ids.h"

#include <QString>
#include <optional>

namespace pivotal {

using namespace Qt::StringLiterals;

/// What a console tells the others by NOTIFY when it has changed a row: sent in the transaction, so delivered after its
/// commit, and only then.
struct ChangeNotice
{
    OrganizationId organization;
    QString resource; ///< see below
    QString id;       ///< of the user; empty for events
    QString origin;   ///< the sending session, so that it can skip its own; empty: nobody skips it

    [[nodiscard]] QString toPayload() const; ///< JSON
    [[nodiscard]] static std::optional<ChangeNotice> fromPayload(const QString &payload);
};

inline const QString userResource = u"user"_s;
/// Audit events that belong to no change of rows.
inline const QString eventsResource = u"audit"_s;

/// The channel of LISTEN and NOTIFY.
inline const QString changesChannel = u"pivotal_console"_s;

} // namespace pivotal
