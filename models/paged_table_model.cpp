#include "models/paged_table_model.h"

#include <algorithm>
#include <utility>

namespace pivotal::models {

int PagedTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(std::clamp<qint64>(m_total, 0, maxWindowRows));
}

int PagedTableModel::windowRow(qint64 row) const
{
    const qint64 inWindow = row - m_windowFirst;
    return inWindow >= 0 && inWindow < rowCount() ? int(inWindow) : -1;
}

void PagedTableModel::moveWindow(qint64 row)
{
    const qint64 first = std::clamp<qint64>(row - rowCount() / 2, 0, std::max<qint64>(0, m_total - rowCount()));
    if (first == m_windowFirst)
        return;
    setWindow(first);
    Q_EMIT windowMoved();
}

/// What is selected moves along.
void PagedTableModel::setWindow(qint64 first)
{
    const qint64 by = m_windowFirst - first;
    Q_EMIT layoutAboutToBeChanged();
    m_windowFirst = first;
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &each : before) {
        const qint64 row = each.row() + by;
        after << (row >= 0 && row < rowCount() ? index(int(row), each.column()) : QModelIndex());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void PagedTableModel::setVisibleRows(qint64 first, qint64 end)
{
    const qint64 visibleEnd = std::clamp<qint64>(end, 0, std::max<qint64>(0, m_total));
    const qint64 visibleFirst = std::clamp<qint64>(first, 0, visibleEnd);
    if (visibleFirst != m_visibleFirst || visibleEnd != m_visibleEnd)
        m_isPaused = false;
    if (visibleFirst != m_visibleFirst)
        m_isScrollingUp = visibleFirst < m_visibleFirst;
    m_visibleFirst = visibleFirst;
    m_visibleEnd = visibleEnd;
    if (m_isPaused)
        return;
    if (!m_awaitsRows)
        loadVisible();
    else if (!m_isLoading && m_total >= 0)
        ask(m_place); // the query that failed or was stopped
}

void PagedTableModel::goToTime(Instant time)
{
    if (!m_anchors.isByTime() || m_awaitsRows)
        return;
    cancelSlices();
    setLoading(true);
    m_place = {};
    m_place.request.cursor = cursorAt(time);
    m_place.request.limit = m_pageSize;
    m_place.request.freshness = m_freshness;
    m_place.first = m_anchors.guessRow(time, m_total);
    m_place.isExact = false;
    m_place.isSought = true;
    startSlice(Part::Whole, m_place.request);
}

void PagedTableModel::refresh()
{
    m_freshness = Freshness::Fresh;
    if (m_total < 0 || m_replaceAll) {
        m_replaceAll = true;
        askForFirstRows();
        return;
    }
    Place place;
    const qint64 above = m_visibleFirst - 1;
    if (above >= m_run.first && above < m_run.end) {
        place.request.cursor = cursorOfRow(above);
        place.first = m_visibleFirst;
        place.isExact = m_run.isExact;
    } else if (m_visibleFirst > 0) {
        place = planJump().value_or(place);
    }
    place.request.limit = int(std::clamp<qint64>(m_visibleEnd - place.first + marginRows, m_pageSize, maxSliceRows));
    ask(place);
}

void PagedTableModel::reload()
{
    m_freshness = Freshness::Cached;
    m_replaceAll = true;
    askForFirstRows();
}

void PagedTableModel::askForFirstRows()
{
    Place place;
    place.request.limit = m_pageSize;
    ask(place);
}

/// What goes on in the background goes on: without the count and the anchors, rows far away would never load.
void PagedTableModel::stop()
{
    cancelSlices();
    m_isPaused = true;
    m_awaitsRows = m_replaceAll;
    setLoading(false);
}

void PagedTableModel::clear()
{
    ++m_generation;
    cancelSlices();
    cancelBackground();
    beginResetModel();
    clearRows();
    m_run = {};
    m_anchors = {};
    m_total = -1;
    m_windowFirst = m_visibleFirst = m_visibleEnd = 0;
    m_isStale = m_awaitsRows = m_replaceAll = m_isTotalExact = m_isScanning = false;
    endResetModel();
    setLoading(false);
    Q_EMIT totalChanged(m_total);
}

/// A new generation, whose first rows are these.
void PagedTableModel::ask(const Place &place)
{
    ++m_generation;
    cancelSlices();
    cancelBackground();
    m_place = place;
    m_place.request.freshness = m_freshness;
    m_isStale = m_total >= 0;
    m_awaitsRows = true;
    m_isPaused = false;
    m_isRecounting = true;
    m_isScanning = false;
    m_numberFrom.reset();
    setLoading(true);
    announceAll();
    startSlice(Part::Whole, m_place.request);
    if (m_replaceAll) { // beside the rows: the total is on screen with them
        m_estimate = -1;
        startEstimate();
    }
}

void PagedTableModel::onSlice(Part part, qint64 rows, bool reachesEnd, const std::optional<Cursor> &last)
{
    m_isStale = false;
    switch (part) {
    case Part::Whole:
        if (rows == 0 && (m_place.request.cursor || m_place.request.skip > 0)) {
            placeLastRows();
            return;
        }
        placeRun(rows, reachesEnd);
        break;
    case Part::Below:
        storeSlice(part);
        m_run.end += rows;
        m_run.isAtEnd = reachesEnd;
        break;
    case Part::Above:
        storeSlice(part);
        m_run.first -= rows;
        m_run.isAtStart = reachesEnd;
        break;
    case Part::LastRow:
        if (last)
            m_anchors.setLast(*last);
        break;
    }
    reconcileEnds();
    trimRun();
    announceRows();
    numberRun();
    loadVisible();
}

/// What was there is gone: the rows that are left end before. They are put where the user looks, and counted anew; the
/// total of before would only lead beyond them again.
void PagedTableModel::placeLastRows()
{
    Place place;
    place.request.direction = Direction::Backward;
    place.request.limit = m_pageSize;
    place.isFromEnd = true;
    place.first = std::clamp<qint64>(m_visibleEnd, 0, std::max<qint64>(0, m_total));
    place.isExact = false;
    place.isSought = m_place.isSought;
    m_freshness = place.request.freshness = Freshness::Fresh; // what is cached is of before
    m_place = place;
    m_isRecounting = true;
    startSlice(Part::Whole, m_place.request);
    if (!m_awaitsRows) // then placeRun does
        scan();
}

void PagedTableModel::placeRun(qint64 rows, bool reachesEnd)
{
    const bool isNew = std::exchange(m_replaceAll, false);
    const bool isOfThisGeneration = std::exchange(m_awaitsRows, false);
    if (isNew)
        beginResetModel();
    storeSlice(Part::Whole);
    m_numberFrom.reset();
    m_run = {};
    m_run.isExact = m_place.isExact;
    m_run.first = m_place.isFromEnd ? m_place.first - rows : m_place.first;
    m_run.end = m_run.first + rows;
    const bool isAtFirstRow = !m_place.isFromEnd && !m_place.request.cursor && m_place.request.skip == 0;
    const bool isAtLastRow = m_place.isFromEnd && m_place.request.skip == 0;
    m_run.isAtStart = isAtFirstRow || (m_place.isFromEnd && reachesEnd);
    m_run.isAtEnd = isAtLastRow || (!m_place.isFromEnd && reachesEnd);
    if (isNew) {
        m_anchors = {};
        m_windowFirst = 0;
        m_isTotalExact = m_run.isAtEnd;
        m_total = m_run.isAtEnd ? rows : rows + 1;
        m_visibleEnd = std::min(m_visibleEnd - m_visibleFirst, m_total);
        m_visibleFirst = 0;
        endResetModel();
        Q_EMIT totalChanged(m_total);
    }
    if (isAtFirstRow && rows > 0)
        m_anchors.setFirst(cursorOfRow(m_run.first));
    if (m_run.isAtStart && m_run.isAtEnd) {
        cancelBackground(); // there is nothing to estimate
    } else if (isOfThisGeneration) {
        adoptEstimate();
        scan();
    }
    if (m_place.isSought)
        Q_EMIT rowFound(rows == 0 ? 0 : m_place.isFromEnd ? m_run.end - 1 : m_run.first);
}

/// Where the run has met an end of the result, the number there is known.
void PagedTableModel::reconcileEnds()
{
    if (m_run.isAtStart && m_run.first != 0)
        renumber(-m_run.first);
    else if (!m_run.isAtStart && (m_run.first < 0 || (m_run.first == 0 && !m_run.isExact)))
        renumber(m_pageSize - m_run.first); // there are more before than was thought
    if (m_run.isAtStart)
        m_run.isExact = true;
    if (m_run.isAtEnd && !m_run.isExact && m_isTotalExact && !m_isRecounting) {
        renumber(m_total - m_run.end);
        m_run.isExact = true;
    } else if (m_run.isAtEnd && (m_run.end != m_total || (m_run.isExact && !m_isTotalExact))) {
        setTotal(m_run.end, m_run.isExact);
    } else if (!m_run.isAtEnd && m_run.end >= m_total) {
        setTotal(m_run.end + 1, false);
    }
}

void PagedTableModel::renumber(qint64 by)
{
    if (by == 0)
        return;
    m_run.first += by;
    m_run.end += by;
    m_visibleFirst = std::max<qint64>(0, m_visibleFirst + by);
    m_visibleEnd = std::max<qint64>(0, m_visibleEnd + by);
    if (m_numberFrom)
        *m_numberFrom -= by; // what the scan under way gives is for the number as it was
    if (m_run.end > m_total)
        setTotal(m_run.end + (m_run.isAtEnd ? 0 : 1), false);
    const qint64 moved = m_windowFirst + by;
    const qint64 first = std::clamp<qint64>(moved, 0, std::max<qint64>(0, m_total - rowCount()));
    m_windowFirst = moved;
    if (first != moved)
        setWindow(first);
    Q_EMIT renumbered(by);
}

void PagedTableModel::setTotal(qint64 total, bool isExact)
{
    const int before = rowCount();
    const int after = int(std::min<qint64>(total, maxWindowRows));
    m_isTotalExact = isExact;
    if (const qint64 lastFirst = std::max<qint64>(0, total - after); m_windowFirst > lastFirst) {
        setWindow(lastFirst);
        Q_EMIT windowMoved();
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_total = total;
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_total = total;
        endRemoveRows();
    }
    m_total = total;
    m_visibleEnd = std::min(m_visibleEnd, total);
    m_visibleFirst = std::min(m_visibleFirst, m_visibleEnd);
    Q_EMIT totalChanged(total);
}

void PagedTableModel::onError(const RepositoryError &error)
{
    // What failed is not asked for again by itself: the page offers to retry, and scrolling asks too.
    stop();
    Q_EMIT loadFailed(error);
}

void PagedTableModel::setLoading(bool loading)
{
    if (m_isLoading == loading)
        return;
    m_isLoading = loading;
    if (loading)
        Q_EMIT loadStarted();
    else
        Q_EMIT loadFinished();
}

void PagedTableModel::announceRows()
{
    const qint64 first = std::max(m_run.first, m_windowFirst);
    const qint64 last = std::min(m_run.end, m_windowFirst + rowCount()) - 1;
    if (first <= last)
        Q_EMIT dataChanged(index(windowRow(first), 0), index(windowRow(last), columnCount() - 1));
}

void PagedTableModel::announceAll()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace pivotal::models
