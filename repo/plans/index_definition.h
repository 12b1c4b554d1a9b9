#pragma once

#include "repo/plans/index_candidate.h"

#include <optional>

namespace pivotal::plans {

using namespace Qt::StringLiterals;

/// CREATE INDEX, read.
struct IndexDefinition
{
    IndexCandidate index;
    QString method = u"btree"_s;
    QString included; ///< INCLUDE's columns; empty where there are none
};

/// The first CREATE INDEX of an SQL text, which may have comments; none where it has none.
[[nodiscard]] std::optional<IndexDefinition> indexDefinitionOf(const QString &sql);

/// That statement alone, without its comments; empty where there is none.
[[nodiscard]] QString createIndexOf(const QString &sql);

/// Whether `existing` serves what is asked for: its first `equalKeys` keys, in whichever order, then the others in their
/// order or in its reverse.
[[nodiscard]] bool covers(const QStringList &existing, const QStringList &keys, int equalKeys);

} // namespace pivotal::plans
