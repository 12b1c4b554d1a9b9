#include "repo/sql/organizations_sql.h"

namespace pivotal::sql {

Statement scopesOf(const QString &email)
{
    return {QStringLiteral(
                R"(SELECT o.id, o.name, o.slug, u.id, u.email, COALESCE(NULLIF(u."displayName", ''), u."firstName" ||)"
                R"( ' ' || u."lastName") FROM organizations o JOIN users u ON u."organizationId" = o.id)"
                R"( WHERE o."deletedAt" IS NULL AND u."deletedAt" IS NULL AND u.status = 'active')"
                R"( AND lower(u.email) = lower(?) ORDER BY o."createdAt", o.id)"),
            {email}};
}

} // namespace pivotal::sql
