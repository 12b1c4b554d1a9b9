#pragma once

#include "repo/domain/ids.h"

#include <QString>

namespace pivotal {

/// A role as users carry it. Permissions are read where they are needed, not with every page.
struct Role
{
    RoleId id;
    QString name;
    QString description;
    bool isSystem = false;
    bool isActive = true;

    friend bool operator==(const Role &, const Role &) = default;
};

} // namespace pivotal
