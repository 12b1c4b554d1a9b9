#pragma once

#include "repo/domain/ids.h"
#include "repo/sql/statement.h"

namespace pivotal::sql {

/// Whose rows, and what the database offers for finding them.
struct Target
{
    OrganizationId organization;
    bool foldsText = false; ///< pivotal_console.fold() and its index are there: search ignores accents

    bool hasRawBytes = false; ///< see Ordering

    Target(OrganizationId target, bool folds = false, bool rawBytes = false) : organization(std::move(target)), foldsText(folds), hasRawBytes(rawBytes) {}
};

/// The rows of a table, with its alias, that a filter matches.
struct Selection
{
    QString from; ///< "users u"
    Conditions conditions;
};

/// One row: how many they are.
[[nodiscard]] Statement count(const Selection &selection);
/// A row for each, without columns of interest: its plan tells about how many they are.
[[nodiscard]] Statement rows(const Selection &selection);

} // namespace pivotal::sql
