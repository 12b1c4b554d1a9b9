#pragma once

#include <QList>
#include <QString>

namespace pivotal {

enum class SortDirection { Ascending, Descending };

enum class UserSortField { Email, Name, Status, Created, LastLogin, LoginCount };
enum class AuditSortField { Created, Action, EntityType };

/// An order of rows by a whitelisted field. The statement always ends it by `id`, so that it is total.
template <class Field>
struct Sort
{
    Field field{};
    SortDirection direction = SortDirection::Descending;

    friend bool operator==(const Sort &, const Sort &) = default;
};

using UserSort = Sort<UserSortField>;
using AuditSort = Sort<AuditSortField>;

constexpr UserSort defaultUserSort{UserSortField::Created, SortDirection::Descending};
constexpr AuditSort defaultAuditSort{AuditSortField::Created, SortDirection::Descending};

/// Reads "field" or "field:asc|desc" with the seed's field names (email, name, status, createdAt, lastLoginAt,
/// loginCount; createdAt, action, entityType). Throws INVALID_SORT_FIELD or INVALID_SORT_DIRECTION.
[[nodiscard]] UserSort parseUserSort(const QString &text);
[[nodiscard]] AuditSort parseAuditSort(const QString &text);

} // namespace pivotal
