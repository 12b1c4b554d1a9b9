#pragma once

#include "repo/domain/instant.h"
#include "repo/domain/slice.h"

#include <optional>

namespace pivotal::models {

/// The cursors of every step-th row of a result, as far as they have been scanned, and of its first and last row: what a
/// jump to a row number starts from. Row numbers count from 0. Bounded: at most maxAnchors.
class AnchorMap
{
public:
    static constexpr qint64 minStep = 200;
    static constexpr qint64 maxAnchors = 20'000;

    /// Forgets the anchors, not the ends; for a result of about so many rows, on which the step depends.
    void reset(qint64 total);
    void append(const Anchors &scanned, bool isLast);
    void setFirst(const Cursor &cursor) { m_first = cursor; }
    void setLast(const Cursor &cursor) { m_last = cursor; }

    [[nodiscard]] qint64 step() const { return m_step; }
    [[nodiscard]] qint64 scannedRows() const { return m_scanned; }
    [[nodiscard]] const std::optional<Cursor> &scannedTo() const { return m_scannedTo; }
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

    /// Where to start for `row`: a cursor (none: the first row) and how many rows to pass over, less than a step. Nothing
    /// where no anchor is near.
    [[nodiscard]] std::optional<SliceRequest> seek(qint64 row) const;

    /// Whether the order is by time, as far as its ends tell: then rows can be guessed from times, and times from rows.
    [[nodiscard]] bool isByTime() const;
    /// It could be, but the last row isn't known yet.
    [[nodiscard]] bool mayBeByTime() const;
    /// A place between the nearest known rows, in proportion to the time. Only by time.
    [[nodiscard]] Cursor guess(qint64 row, qint64 total) const;
    [[nodiscard]] qint64 guessRow(Instant time, qint64 total) const;
    /// From the last anchor that certainly precedes the time, up to the cursor: the scan that numbers a guessed row, and
    /// the number that it counts from. Nothing where no anchor is near.
    struct Numbering
    {
        AnchorRequest request;
        qint64 from = 0;
    };
    [[nodiscard]] std::optional<Numbering> numberingOf(const Cursor &cursor) const;

private:
    void thinOut();

    struct Point
    {
        qint64 row = 0;
        Instant time;
    };
    [[nodiscard]] qint64 anchorsBefore(Instant time) const;
    [[nodiscard]] bool isDescending() const;
    [[nodiscard]] Point pointBefore(qint64 anchors) const;
    [[nodiscard]] Point pointAfter(qint64 anchors, qint64 total) const;

    qint64 m_step = minStep;
    QList<Cursor> m_cursors; ///< of the rows step - 1, 2 * step - 1, …
    qint64 m_scanned = 0;
    bool m_isComplete = false;
    std::optional<Cursor> m_scannedTo;
    std::optional<Cursor> m_first;
    std::optional<Cursor> m_last;
};

/// The time that a cursor of an order by time starts with.
[[nodiscard]] std::optional<Instant> timeOf(const Cursor &cursor);
/// Between the rows of that time and those before it in the order.
[[nodiscard]] Cursor cursorAt(Instant time);

} // namespace pivotal::models
