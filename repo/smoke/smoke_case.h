#pragma once

#include "repo/metrics/budget.h"

#include <QString>
#include <QStringList>

namespace pivotal {

using namespace Qt::StringLiterals;

/// The cases of the smoke test. Kept runs and targets go by their ids, which never change; names are for people.
namespace smoke {

inline const QString cacheMiss = u"cache.miss"_s;
inline const QString cacheHit = u"cache.hit"_s;

/// In the order in which they run.
[[nodiscard]] QStringList caseIds();
/// In the language of the window; the id itself where nobody knows it.
[[nodiscard]] QString caseName(const QString &id);
/// The seed report's.
[[nodiscard]] metrics::Budget reportBudget(const QString &id);
/// The id of what was kept: an id, or the English name that cases were kept under before they had ids.
[[nodiscard]] QString caseIdOf(const QString &kept);

} // namespace smoke

} // namespace pivotal
