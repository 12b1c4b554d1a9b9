#pragma once

#include "repo/domain/ids.h"

#include <QString>

namespace pivotal {

struct Organization
{
    OrganizationId id;
    QString name;
    QString slug;

    friend bool operator==(const Organization &, const Organization &) = default;
};

} // namespace pivotal
