#pragma once

#include <QHashFunctions>
#include <QMetaType>
#include <QString>

namespace pivotal {

/// An id of one kind of row: a cuid in TEXT. Distinct types, so that a role's id can't be passed for a user's.
template <class Tag>
struct Id
{
    QString value;

    [[nodiscard]] bool isEmpty() const { return value.isEmpty(); }
    friend bool operator==(const Id &, const Id &) = default;
    friend bool operator<(const Id &a, const Id &b) { return a.value < b.value; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

using OrganizationId = Id<struct OrganizationTag>;
using UserId = Id<struct UserTag>;
using RoleId = Id<struct RoleTag>;
using UserRoleId = Id<struct UserRoleTag>;
using AuditEventId = Id<struct AuditEventTag>;

} // namespace pivotal
