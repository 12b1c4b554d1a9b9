#pragma once

#include "repo/domain/instant.h"
#include "repo/sql/statement.h"

namespace pivotal::sql {

/// column >= from AND column < to, for the ends that are set.
void addRange(Conditions &conditions, const QString &column, const InstantRange &range);

} // namespace pivotal::sql
