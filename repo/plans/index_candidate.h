#pragma once

#include "repo/plans/plan.h"

namespace pivotal::plans {

/// A B-tree index that a statement could use.
struct IndexCandidate
{
    QString table;
    QStringList keys; ///< SQL, in order: "\"organizationId\"", "\"createdAt\" DESC"
    QString where;    ///< of a partial index; empty for a whole one

    /// "idx_users_org_created_id", at most 63 bytes; the same for the same index.
    [[nodiscard]] QString name() const;
    /// CREATE INDEX CONCURRENTLY IF NOT EXISTS …; `concurrently` false for hypopg.
    [[nodiscard]] QString createSql(bool concurrently = true) const;

    friend bool operator==(const IndexCandidate &, const IndexCandidate &) = default;
};

/// What the plan's predicates and order ask for: the columns that are compared with one value first, then those of the
/// order, or else one that a range is asked of (Winand, "SQL Performance Explained": equality before range before order).
/// Only for scans that read more rows than they give. The most promising first.
[[nodiscard]] QList<IndexCandidate> candidatesFor(const Plan &plan);

} // namespace pivotal::plans
