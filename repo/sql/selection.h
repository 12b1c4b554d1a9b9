#pragma once

#include "repo/domain/ids.h"
#include "repo/sql/condition.h"

#include <QSet>

namespace pivotal::sql {

/// Whose rows, and what the database offers for finding them.
struct Target
{
    OrganizationId organization;
    bool foldsText = false; ///< pivotal_console.fold() and its index are there: search ignores accents

    bool hasRawBytes = false;          ///< see Ordering
    QSet<QString> missingIndexes = {}; ///< of the migrations

    Target(OrganizationId target, bool folds = false, bool rawBytes = false)
        : organization(std::move(target)), foldsText(folds), hasRawBytes(rawBytes)
    {
    }
};

/// The rows of a table, with its alias, that a filter matches.
struct Selection
{
    QString from; ///< "users u"
    Conditions conditions;
};

/// By the values that its conditions compare with, each looked up by its statement.
[[nodiscard]] Selection withValues(const Selection &selection, const std::function<QVariant(const Statement &)> &lookUp);

/// Without the reaches whose index isn't there.
[[nodiscard]] Selection known(Selection selection, const Target &target);

/// One row: how many they are.
[[nodiscard]] Statement count(const Selection &selection);
/// A row for each, without columns of interest: its plan tells about how many they are.
[[nodiscard]] Statement rows(const Selection &selection);

} // namespace pivotal::sql
