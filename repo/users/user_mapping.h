#pragma once

#include "repo/db/rows.h"
#include "repo/domain/role.h"
#include "repo/domain/user.h"

namespace pivotal {

/// Values from rows; each reads its columns in the order in which users_sql selects them.
[[nodiscard]] User mapUser(db::Rows &rows);
[[nodiscard]] Role mapRole(db::Rows &rows);

} // namespace pivotal
