#pragma once

#include "repo/domain/ids.h"
#include "repo/sql/statement.h"

namespace pivotal::sql {

/// The organizations in which `email` is an active, not deleted user, oldest first: organization id, name, slug; user id,
/// email, displayed name. These are the scopes that this actor may work in.
[[nodiscard]] Statement scopesOf(const QString &email);

/// category, key, value (JSON), by category and key.
[[nodiscard]] Statement settingsOf(const OrganizationId &organization);

} // namespace pivotal::sql
