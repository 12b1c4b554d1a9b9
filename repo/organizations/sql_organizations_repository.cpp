#include "repo/organizations/sql_organizations_repository.h"

#include "repo/domain/text.h"
#include "repo/organizations/organizations_sql.h"
#include "repo/organizations/scope_mapping.h"
#include "repo/organizations/settings_codec.h"
#include "repo/paging/cached_values.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

OrganizationSettings loadSettings(db::Connection &connection, const OrganizationId &organization)
{
    OrganizationSettings settings;
    db::Rows rows = connection.query(sql::settingsOf(organization));
    while (rows.next()) {
        const QString category = rows.text();
        const QString key = rows.text();
        settings[category][key] = rows.json();
    }
    return settings;
}

} // namespace

QFuture<QList<Scope>> SqlOrganizationsRepository::scopesOf(const QString &email)
{
    return m_executor.run(u"organizations.listScopes"_s, db::Access::Read, [email](db::Connection &connection) {
        QList<Scope> scopes;
        db::Rows rows = connection.query(sql::scopesOf(email));
        while (rows.next())
            scopes.append(mapScope(rows));
        if (scopes.isEmpty())
            throw RepositoryError(
                ErrorCode::PermissionDenied,
                Text::tr("“%1” is not an active user of any organization here. Who acts is an active user of the organization.")
                    .arg(email.left(100)));
        return scopes;
    });
}

QFuture<OrganizationSettings> SqlOrganizationsRepository::settings(const OrganizationId &organization, Freshness freshness)
{
    return m_executor.run(u"organizations.getSettings"_s, db::Access::Read, [=, cache = m_cache](db::Connection &connection) {
        const auto load = [&] { return loadSettings(connection, organization); };
        if (!cache)
            return load();
        const cache::Slot slot = CachedValues(organization, cache->options()).settings();
        return cache->getOrSet(
            slot, settingsCodec(), load, [&connection] { connection.requireWanted(); }, freshness);
    });
}

Scope chooseScope(const QList<Scope> &scopes, const QString &slug)
{
    const auto found = std::find_if(scopes.begin(), scopes.end(),
                                    [&slug](const Scope &scope) { return slug.isEmpty() || scope.organization.slug == slug; });
    if (found == scopes.end())
        throw RepositoryError(ErrorCode::RecordNotFound,
                              Text::tr("There is no organization “%1” in which the actor is an active user.").arg(slug.left(100)));
    return *found;
}

} // namespace pivotal
