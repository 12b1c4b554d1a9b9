#pragma once

#include "repo/domain/freshness.h"
#include "repo/domain/json.h"
#include "repo/domain/scope.h"

#include <QFuture>
#include <QList>
#include <QMap>

namespace pivotal {

/// category → key → value.
using OrganizationSettings = QMap<QString, QMap<QString, Json>>;

/// Where an actor may work. The only repository without a scope, because scopes come from it.
class OrganizationsRepository
{
public:
    virtual ~OrganizationsRepository() = default;

    /// The organizations in which `email` is an active user, oldest first; PERMISSION_DENIED where there is none.
    [[nodiscard]] virtual QFuture<QList<Scope>> scopesOf(const QString &email) = 0;
    [[nodiscard]] virtual QFuture<OrganizationSettings> settings(const OrganizationId &organization,
                                                                 Freshness freshness = Freshness::Cached) = 0;
};

/// The scope of the organization with this slug, or the first where `slug` is empty. RECORD_NOT_FOUND.
[[nodiscard]] Scope chooseScope(const QList<Scope> &scopes, const QString &slug);

} // namespace pivotal
