#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/organization.h"

#include <QString>

namespace pivotal {

/// Who acts where: every repository is built for one organization and one actor, and every statement carries it.
struct Scope
{
    Organization organization;
    UserId actorId;
    QString actorEmail;
    QString actorName;
};

} // namespace pivotal
