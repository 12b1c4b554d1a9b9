#pragma once

#include "repo/domain/slice.h"
#include "repo/sql/selection.h"

namespace pivotal::sql {

/// An index over a key's words and those of another key.
struct WordPairs
{
    QString index;  ///< of the migrations
    QString other;  ///< an expression as in a SortKey
    Statement pair; ///< SELECT of a row, if there is one with the word %1 and the other's word %2
};

/// One key of an order. None is NULL in any row, so that a row comparison holds for all of them.
struct SortKey
{
    QString expression;
    bool isText = true;
    std::optional<Statement> words = {}; ///< its different values, where they are few and an index leads from one to the next
    std::optional<WordPairs> pairs = {};
};

/// A total order: the last key, or all of them together, tell any two rows apart. All keys go the same way, so that one
/// index serves the order, its reverse, and a seek into either.
struct Ordering
{
    QList<SortKey> keys;
    bool isDescending = false;
    bool hasRawBytes = false; ///< texts may hold bytes that are no UTF-8: they go to and fro as hexadecimal digits
    QString index = {};       ///< of the migrations, which lists the rows in this order; empty: one that is always there
};

/// ORDER BY … for rows that are read in this direction.
[[nodiscard]] QString orderBy(const Ordering &ordering, Direction direction = Direction::Forward);

/// "expression AS k0, …", for an outer query to order by.
[[nodiscard]] QString namedKeys(const Ordering &ordering);
/// orderBy() the columns that namedKeys() has named; the id, which is selected anyhow, by its own name: where it is joined by,
/// the planner doesn't see that another name stands for it, and sorts once more.
[[nodiscard]] QString orderByNames(const Ordering &ordering, const QString &alias, Direction direction);

/// The columns of a row's Cursor. Times are in the style ISO, which the driver sets.
[[nodiscard]] QString cursorColumns(const Ordering &ordering);

/// Only rows beyond the cursor in this direction: (a, b) < (?, ?), which an index on (a, b) seeks; a < ? OR a = ? AND
/// b < ? would read every row before.
void addBeyond(Conditions &conditions, const Ordering &ordering, Direction direction, const Cursor &cursor);

/// The first key is as the cursor has it.
void addEqual(Conditions &conditions, const Ordering &ordering, const Cursor &cursor);

/// The scan of an AnchorRequest: rows of a cursor and the row's number from 1; the last row scanned is among them, whatever
/// its number.
[[nodiscard]] Statement anchorScan(Selection selection, const Ordering &ordering, const AnchorRequest &request);

} // namespace pivotal::sql
