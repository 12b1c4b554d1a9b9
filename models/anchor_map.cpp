#include "models/anchor_map.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::models {

std::optional<Instant> timeOf(const Cursor &cursor)
{
    if (cursor.keys.size() != 2)
        return std::nullopt;
    const auto time = Instant::fromSqlText(cursor.keys.first().toLatin1());
    return time && time->isFinite() ? time : std::nullopt; // nothing lies in proportion to infinity
}

Cursor cursorAt(Instant time)
{
    return {{time.toSqlText(), u""_s}}; // not null; no id is less than nothing
}

void AnchorMap::reset(qint64 total)
{
    m_cursors.clear();
    m_scanned = 0;
    m_scannedTo.reset();
    m_isComplete = false;
    m_step = std::max(minStep, (total + maxAnchors - 1) / maxAnchors);
}

void AnchorMap::append(const Anchors &scanned, bool isLast)
{
    m_cursors.append(scanned.cursors);
    m_scanned += scanned.rows;
    m_scannedTo = scanned.last ? scanned.last : m_scannedTo;
    m_isComplete = isLast;
    while (!isLast && m_cursors.size() > maxAnchors)
        thinOut();
}

/// There are more rows than was thought: every second anchor stays, and the scan goes on from the last of them.
void AnchorMap::thinOut()
{
    QList<Cursor> kept;
    for (qsizetype i = 1; i < m_cursors.size(); i += 2)
        kept << m_cursors.at(i);
    m_cursors = kept;
    m_step *= 2;
    m_scanned = m_cursors.size() * m_step;
    m_scannedTo = m_cursors.last();
}

std::optional<SliceRequest> AnchorMap::seek(qint64 row) const
{
    const qint64 anchor = row / m_step;
    if (anchor > m_cursors.size())
        return std::nullopt;
    SliceRequest request;
    if (anchor > 0)
        request.cursor = m_cursors.at(anchor - 1);
    request.skip = row % m_step;
    return request;
}

bool AnchorMap::isByTime() const
{
    return m_first && m_last && timeOf(*m_first) && timeOf(*m_last);
}

bool AnchorMap::mayBeByTime() const
{
    return m_first && !m_last && timeOf(*m_first);
}

bool AnchorMap::isDescending() const
{
    return *timeOf(*m_last) < *timeOf(*m_first);
}

AnchorMap::Point AnchorMap::pointBefore(qint64 anchors) const
{
    return anchors == 0 ? Point{0, *timeOf(*m_first)} : Point{anchors * m_step - 1, *timeOf(m_cursors.at(anchors - 1))};
}

AnchorMap::Point AnchorMap::pointAfter(qint64 anchors, qint64 total) const
{
    return anchors < m_cursors.size() ? Point{(anchors + 1) * m_step - 1, *timeOf(m_cursors.at(anchors))}
                                      : Point{std::max(total - 1, anchors * m_step), *timeOf(*m_last)};
}

Cursor AnchorMap::guess(qint64 row, qint64 total) const
{
    const qint64 anchors = std::min<qint64>(row / m_step, m_cursors.size());
    const Point before = pointBefore(anchors);
    const Point after = pointAfter(anchors, total);
    const double share = double(row - before.row) / double(std::max<qint64>(1, after.row - before.row));
    return cursorAt({before.time.msecs + qint64(std::llround(share * double(after.time.msecs - before.time.msecs)))});
}

/// Anchors whose time comes strictly before in the order.
qint64 AnchorMap::anchorsBefore(Instant time) const
{
    const bool descending = isDescending();
    const auto found = std::partition_point(m_cursors.cbegin(), m_cursors.cend(), [&](const Cursor &cursor) {
        const Instant at = timeOf(cursor).value_or(time);
        return descending ? at > time : at < time;
    });
    return found - m_cursors.cbegin();
}

qint64 AnchorMap::guessRow(Instant time, qint64 total) const
{
    const qint64 anchors = anchorsBefore(time);
    const Point before = pointBefore(anchors);
    const Point after = pointAfter(anchors, total);
    const double span = double(after.time.msecs - before.time.msecs);
    const double share = span == 0 ? 0 : std::clamp(double(time.msecs - before.time.msecs) / span, 0.0, 1.0);
    return before.row + qint64(std::llround(share * double(after.row - before.row)));
}

std::optional<AnchorMap::Numbering> AnchorMap::numberingOf(const Cursor &cursor) const
{
    const auto time = timeOf(cursor);
    if (!time || !isByTime())
        return std::nullopt;
    const qint64 anchors = anchorsBefore(*time);
    if (anchors == m_cursors.size() && !m_isComplete)
        return std::nullopt;
    Numbering numbering;
    if (anchors > 0)
        numbering.request.after = m_cursors.at(anchors - 1);
    numbering.request.until = cursor;
    numbering.request.step = m_step;
    numbering.request.rows = wholeScan; // any number of rows may be of one time
    numbering.from = anchors * m_step;
    return numbering;
}

} // namespace pivotal::models
