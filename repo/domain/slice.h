#pragma once

#include "repo/domain/freshness.h"
#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QList>
#include <QStringList>
#include <limits>
#include <optional>

namespace pivotal {

constexpr int maxSliceRows = 500;

/// A row's place in an order: the values of the order's keys, as texts that the statement casts.
struct Cursor
{
    QStringList keys;

    friend bool operator==(const Cursor &, const Cursor &) = default;
};

enum class Direction { Forward, Backward };

/// Rows next to a place in an order (the seek method, Winand, "Paging through results"): they cost the same at any
/// depth, and those that did not change are neither skipped nor doubled, whatever is written in between.
struct SliceRequest
{
    Direction direction = Direction::Forward; ///< Backward: the rows before the cursor
    std::optional<Cursor> cursor;             ///< none: from the first row, or backward from the last
    qint64 skip = 0;                          ///< rows to pass over from there; read, not fetched
    int limit = 50;
    Freshness freshness = Freshness::Cached;

    void validate() const
    {
        if (limit < 1 || limit > maxSliceRows || skip < 0)
            throw validationError(QCoreApplication::translate("pivotal::SliceRequest", "A slice has 1 to %1 rows.").arg(maxSliceRows));
    }
};

/// In the order asked for, also where they were read backward.
template <class Item>
struct Slice
{
    QList<Item> items;
    QList<Cursor> cursors;   ///< of each item
    bool reachesEnd = false; ///< nothing lies beyond, in the direction asked for
};

constexpr qint64 wholeScan = std::numeric_limits<qint64>::max(); ///< as many rows as there are

/// A scan over the keys of a result, for its anchors: every `step`-th of at most `rows` rows.
struct AnchorRequest
{
    std::optional<Cursor> after; ///< none: from the first row
    std::optional<Cursor> until; ///< none: as far as `rows` go; exclusive
    qint64 rows = 100'000;
    qint64 step = 200;
};

struct Anchors
{
    QList<Cursor> cursors;      ///< of the rows step, 2 * step, … of the scan, counted from 1
    qint64 rows = 0;            ///< scanned
    std::optional<Cursor> last; ///< where the next scan goes on; nothing where none was scanned
};

} // namespace pivotal
