#pragma once

#include "repo/domain/audit_filter.h"
#include "repo/domain/sort.h"
#include "repo/domain/user_filter.h"
#include "tests/bench/bench_repositories.h"

namespace pivotal::bench {

/// A filter with a value that so many rows meet.
template <class Filter>
struct Level
{
    QString name;                      ///< "role, few"
    std::function<void(Filter &)> set; ///< so that two can be joined
};

/// Of each filter: nobody, a few, about 1 %, about half, all; where its values can have such a share.
[[nodiscard]] QList<Level<UserFilter>> userLevels(Repositories &repositories);
[[nodiscard]] QList<Level<AuditFilter>> auditLevels(Repositories &repositories);

/// SQL that makes the levels of users on demo data.
[[nodiscard]] QString levelsScript();

} // namespace pivotal::bench
