#pragma once

#include "repo/sql/ordering.h"
#include "repo/sql/selection.h"

namespace pivotal::sql {

/// A key that has few words, such as an action, can be fixed to one after the other. If it is the order's first key, conditions on
/// the keys behind it bound the index too, and of a word that doesn't meet the conditions on it no row is read: in the order
/// itself, the rows that match may come after millions of another word's. If it is another one, each word's rows come in the
/// order, and the first of them are merged. Conditions on the other key of a WordPairs are met pair by pair.

struct WordKey
{
    QString key;     ///< an expression as in a SortKey
    Statement words; ///< SELECT of one column
};

/// The keys that can be fixed: the order's first, and those of conditions that an index continues by the order.
[[nodiscard]] QList<WordKey> wordKeys(const Selection &selection, const Ordering &ordering);

struct ByWord
{
    /// How an index finds the rows of each word, in the order.
    enum class Kind {
        Exact,    ///< and only those
        Paired,   ///< of each pair, and hardly any other
        LookedAt, ///< those of one word or the other, each of which has to be looked at
    };

    Statement words;  ///< to be looked at, one by one: of the key, or pairs of it and a condition's
    qsizetype number; ///< of wordKeys()
    Kind kind;
};
/// The best of them, if one is of use.
[[nodiscard]] std::optional<ByWord> byWord(const Selection &selection, const Ordering &ordering);

/// The index of pairs that would be of use; empty: none.
[[nodiscard]] QString pairsIndex(const Selection &selection, const Ordering &ordering);

/// One row: how many words there are, counted up to `limit`.
[[nodiscard]] Statement countWords(const Statement &words, qint64 limit);

/// The first `limit` rows beyond the request's cursor; as many are read of each word. With a bound, the first `bound` rows that the
/// indexes find are looked at for the other conditions.
[[nodiscard]] Statement rowsByWord(const QString &columns, const Selection &selection, const Ordering &ordering,
                                   const SliceRequest &request, qint64 limit, const WordKey &key, qint64 bound = 0);

} // namespace pivotal::sql
