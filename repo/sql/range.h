#pragma once

#include "repo/domain/instant.h"
#include "repo/sql/reach.h"

namespace pivotal::sql {

/// key >= from AND key < to, for the ends that are set. `key` is what rows are sorted by, and `rows` the index that begins with it.
void addRange(Conditions &conditions, const OrganizationId &organization, const QString &key, const InstantRange &range,
              const IndexedRows &rows);

} // namespace pivotal::sql
