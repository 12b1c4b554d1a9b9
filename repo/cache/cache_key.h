#pragma once

#include "repo/domain/ids.h"

#include <QString>
#include <QStringList>

namespace pivotal::cache {

/// The backend's scheme: pivotal:{organizationId}:{resource}[:{identifier}][:{action}]. A part that holds a colon is
/// percent-encoded, so that no part can pass for two.
[[nodiscard]] QString cacheKey(const OrganizationId &organization, const QString &resource, const QString &identifier = {},
                               const QString &action = {});

/// What a list of a resource is kept under, in one of its generations: …:list_<hash>_g<generation>.
[[nodiscard]] QString listKey(const OrganizationId &organization, const QString &resource, const QString &kind, const QByteArray &hash,
                              qint64 generation);

} // namespace pivotal::cache
