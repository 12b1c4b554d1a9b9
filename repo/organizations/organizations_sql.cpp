#include "repo/organizations/organizations_sql.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

Statement scopesOf(const QString &email)
{
    return {uR"(SELECT o.id, o.name, o.slug, u.id, u.email, COALESCE(NULLIF(u."displayName", ''), u."firstName" ||)"
            R"( ' ' || u."lastName") FROM organizations o JOIN users u ON u."organizationId" = o.id)"
            R"( WHERE o."deletedAt" IS NULL AND u."deletedAt" IS NULL AND u.status = 'active')"
            R"( AND lower(u.email) = lower(?) ORDER BY o."createdAt", o.id)"_s,
            {email}};
}

Statement settingsOf(const OrganizationId &organization)
{
    return {u"SELECT s.category, s.key, s.value FROM organization_settings s WHERE s.\"organizationId\" = ? ORDER BY "
            "s.category, s.key"_s,
            {organization.value}};
}

} // namespace pivotal::sql
