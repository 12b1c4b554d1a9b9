#include "repo/organizations/scope_mapping.h"

namespace pivotal {

Scope mapScope(db::Rows &rows)
{
    Scope scope;
    scope.organization.id = {rows.text()};
    scope.organization.name = rows.text();
    scope.organization.slug = rows.text();
    scope.actorId = {rows.text()};
    scope.actorEmail = rows.text();
    scope.actorName = rows.text();
    return scope;
}

} // namespace pivotal
