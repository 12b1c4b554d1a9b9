#pragma once

#include <QString>

namespace pivotal::metrics {

/// On whose behalf a statement runs.
struct OperationContext
{
    QString operation = {}; ///< "users.listUsers"
    QString correlationId = {};
    QString intent = {}; ///< what the user did last before it: "Users: Next page"; empty where nobody did
    double waitMs = 0;   ///< for a free worker
};

/// What the user of this thread did last; where that is a while ago, what runs is the console's own idea. Set by the window,
/// taken by whoever starts an operation on the same thread.
void setIntent(const QString &intent);
[[nodiscard]] QString currentIntent();

} // namespace pivotal::metrics
