#pragma once

#include "repo/cache/read_through.h"
#include "repo/organizations/organizations_repository.h"

namespace pivotal {

/// Settings as the cache holds them.
[[nodiscard]] const cache::Codec<OrganizationSettings> &settingsCodec();

} // namespace pivotal
