#pragma once

#include "repo/cache/read_through.h"
#include "repo/domain/role.h"
#include "repo/domain/slice.h"
#include "repo/domain/user.h"

namespace pivotal {

/// Values as the cache holds them.
[[nodiscard]] const cache::Codec<User> &userCodec();
[[nodiscard]] const cache::Codec<Slice<User>> &userSliceCodec();
[[nodiscard]] const cache::Codec<QList<Role>> &rolesCodec();

} // namespace pivotal
