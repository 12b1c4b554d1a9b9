#pragma once

#include "repo/db/rows.h"
#include "repo/domain/scope.h"

namespace pivotal {

/// Reads its columns in the order in which organizations_sql selects them.
[[nodiscard]] Scope mapScope(db::Rows &rows);

} // namespace pivotal
