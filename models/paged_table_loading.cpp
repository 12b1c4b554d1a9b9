// Which rows are asked for: the run grows towards what is on screen, or another one is begun there.

#include "models/paged_table_model.h"

#include <algorithm>

namespace pivotal::models {

namespace {

constexpr qint64 nearRows = 200; ///< a gap that is read rather than jumped over
constexpr qint64 maxRunRows = 2'000;
constexpr qint64 keptRunRows = 700; ///< on each side of the screen, when the run is cut

} // namespace

bool PagedTableModel::isRunNear() const
{
    return m_run.end > m_run.first && m_visibleFirst <= m_run.end + nearRows && m_visibleEnd >= m_run.first - nearRows;
}

void PagedTableModel::loadVisible()
{
    if (m_awaitsRows || m_isPaused)
        return;
    if (m_visibleEnd <= m_visibleFirst) {
        setLoading(isFetching(Part::Whole) && m_place.isSought);
        return;
    }
    if (isFetching(Part::Whole) && m_place.isSought)
        return;
    if (isRunNear())
        extendRun();
    else
        jump();
}

void PagedTableModel::extendRun()
{
    if (isFetching(Part::Whole))
        cancelSlices(); // a jump that was scrolled away from
    const qint64 screen = m_visibleEnd - m_visibleFirst;
    const qint64 missingBelow = m_visibleEnd - m_run.end;
    const qint64 missingAbove = m_run.first - m_visibleFirst;
    const auto limit = [&](qint64 missing) { return int(std::clamp<qint64>(missing + screen, m_pageSize, maxSliceRows)); };
    SliceRequest request;
    request.freshness = m_freshness;
    if (!m_run.isAtEnd && missingBelow > (m_isScrollingUp ? 0 : -screen) && !isFetching(Part::Below)) {
        request.cursor = cursorOfRow(m_run.end - 1);
        request.limit = limit(missingBelow);
        startSlice(Part::Below, request);
    }
    if (!m_run.isAtStart && missingAbove > (m_isScrollingUp ? -screen : 0) && !isFetching(Part::Above)) {
        request.direction = Direction::Backward;
        request.cursor = cursorOfRow(m_run.first);
        request.limit = limit(missingAbove);
        startSlice(Part::Above, request);
    }
    setLoading(missingBelow > 0 || missingAbove > 0);
}

void PagedTableModel::jump()
{
    const qint64 end = m_place.first + m_place.request.limit;
    if (isFetching(Part::Whole) && !m_place.isFromEnd && m_visibleFirst >= m_place.first && m_visibleEnd <= end)
        return; // on its way
    setLoading(true);
    if (isFetching(Part::LastRow))
        return;
    cancelSlices();
    if (const auto place = planJump()) {
        m_place = *place;
        m_place.request.freshness = m_freshness;
        startSlice(Part::Whole, m_place.request);
    }
}

/// Nothing where an anchor, or the key of the last row, is waited for.
std::optional<PagedTableModel::Place> PagedTableModel::planJump()
{
    Place place;
    place.first = std::max<qint64>(0, m_visibleFirst - marginRows);
    const int limit = int(std::clamp<qint64>(m_visibleEnd - place.first + marginRows, m_pageSize, maxSliceRows));
    const qint64 behind = std::max<qint64>(0, m_total - place.first - limit);
    if (m_visibleEnd == m_total || (m_isTotalExact && behind < m_anchors.step())) {
        place.request.direction = Direction::Backward;
        place.request.skip = m_visibleEnd == m_total ? 0 : behind;
        place.request.limit = limit;
        place.first = m_total - place.request.skip;
        place.isFromEnd = true;
        place.isExact = m_isTotalExact;
        return place;
    }
    if (const auto seek = m_anchors.seek(place.first)) {
        place.request = *seek;
    } else if (m_anchors.isByTime()) {
        place.request.cursor = m_anchors.guess(place.first, m_total);
        place.isExact = false;
    } else {
        if (m_anchors.mayBeByTime()) {
            SliceRequest last;
            last.direction = Direction::Backward;
            last.limit = 1;
            startSlice(Part::LastRow, last);
        }
        if (!m_isScanning)
            scan();
        return std::nullopt;
    }
    place.request.limit = limit;
    return place;
}

void PagedTableModel::trimRun()
{
    if (m_run.end - m_run.first <= maxRunRows)
        return;
    // An end whose next rows are on their way stays, else these would be put to another.
    const qint64 first = isFetching(Part::Above) ? m_run.first : std::clamp(m_visibleFirst - keptRunRows, m_run.first, m_run.end);
    const qint64 end = isFetching(Part::Below) ? m_run.end : std::clamp(m_visibleEnd + keptRunRows, first, m_run.end);
    dropRows(first - m_run.first, m_run.end - end);
    m_run.isAtStart &= first == m_run.first;
    m_run.isAtEnd &= end == m_run.end;
    m_run.first = first;
    m_run.end = end;
}

} // namespace pivotal::models
