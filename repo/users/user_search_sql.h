#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/search_query.h"
#include "repo/sql/condition.h"

namespace pivotal::sql {

/// Users "u" that hold the term, or don't where it is negated. With `folds`, by the expressions of idx_users_search,
/// whatever case and accents; without it by ILIKE, which an index on the plain columns may serve.
void addSearch(Conditions &conditions, const OrganizationId &organization, const SearchTerm &term, bool folds);

} // namespace pivotal::sql
