#include "models/paged_table_model.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace pivotal::models {

namespace {

constexpr qint64 nearRows = 200;     ///< a gap that is read rather than jumped over
constexpr qint64 marginRows = 10;    ///< loaded before what is on screen, for a small move back
constexpr qint64 maxRunRows = 2'000;
constexpr qint64 keptRunRows = 700;  ///< on each side of the screen, when the run is cut
constexpr qint64 firstWalkRows = 50'000;
constexpr qint64 maxWalkAnchors = 2'000;
constexpr qint64 walkMs = 100; ///< about how long one walk shall take, so that it can be cancelled and tells of its progress

} // namespace

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
    m_isStale = m_awaitsRows = m_replaceAll = m_isTotalExact = m_isSurveying = false;
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
    m_isSurveying = false;
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
        survey();
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
        survey();
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
        *m_numberFrom -= by; // what the walk under way gives is for the number as it was
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

void PagedTableModel::onEstimate(qint64 rows)
{
    m_estimate = rows;
    if (m_awaitsRows)
        return; // then placeRun adopts it
    adoptEstimate();
    loadVisible();
}

void PagedTableModel::adoptEstimate()
{
    if (m_estimate >= 0 && !m_isTotalExact)
        setTotal(std::max(m_estimate, m_run.end + (m_run.isAtEnd ? 0 : 1)), false);
}

/// The count, and then the anchors.
void PagedTableModel::survey()
{
    m_isSurveying = true;
    startCount();
}

void PagedTableModel::adoptTotal(qint64 rows)
{
    const bool isOfBefore = std::exchange(m_isRecounting, false); // and so are the numbers of a run that doesn't meet the start
    if (m_run.isAtEnd && !m_run.isAtStart && (!m_run.isExact || isOfBefore)) { // first, so that the view goes along before it gets shorter
        renumber(rows - m_run.end);
        m_run.isExact = true;
    }
    const qint64 loaded = m_run.end + (m_run.isAtEnd ? 0 : 1);
    if (m_run.isExact && rows < loaded)
        setTotal(loaded, false); // rows went while it counted
    else
        setTotal(rows, true);
    reconcileEnds();
}

void PagedTableModel::onCount(qint64 rows)
{
    adoptTotal(rows);
    const bool isFar = std::abs(rows - m_anchors.walkedRows()) >= m_anchors.step();
    if (rows > 2 * AnchorMap::minStep && (!m_anchors.isComplete() || isFar))
        walkAnew(rows);
    else
        m_isSurveying = false;
    loadVisible();
}

/// Where counting takes longer than it may, the walk, which goes by small steps, counts too.
void PagedTableModel::onCountError(const RepositoryError &error)
{
    if (error.code == ErrorCode::Timeout)
        walkAnew(std::max(m_estimate, m_total));
    else
        onBackgroundError(error);
}

void PagedTableModel::walkAnew(qint64 total)
{
    m_anchors.reset(total);
    m_walkRows = firstWalkRows;
    continueAnchors();
}

void PagedTableModel::continueAnchors()
{
    AnchorRequest request;
    request.after = m_anchors.walkedTo();
    request.step = m_anchors.step();
    request.rows = std::clamp<qint64>(m_walkRows / request.step, 1, maxWalkAnchors) * request.step;
    m_walkClock.start();
    startAnchors(request);
}

void PagedTableModel::onAnchors(const Anchors &anchors, qint64 asked)
{
    const bool isLast = anchors.rows < asked;
    m_anchors.append(anchors, isLast);
    if (!isLast) {
        const double pace = double(walkMs) / double(std::max<qint64>(1, m_walkClock.elapsed()));
        m_walkRows = qint64(double(asked) * std::clamp(pace, 0.5, 10.0));
        continueAnchors();
    } else {
        m_isSurveying = false;
        if (!m_isTotalExact)
            adoptTotal(m_anchors.walkedRows());
    }
    numberRun();
    loadVisible();
}

/// A run that was guessed gets its number once an anchor is near.
void PagedTableModel::numberRun()
{
    if (m_run.isExact || m_numberFrom || m_run.first == m_run.end)
        return;
    if (const auto numbering = m_anchors.numberingOf(cursorOfRow(m_run.first))) {
        m_numberFrom = numbering->from - m_run.first;
        startNumbering(numbering->request);
    }
}

void PagedTableModel::onNumbered(qint64 rows)
{
    if (!m_numberFrom)
        return; // of a run that has been left
    const qint64 by = *std::exchange(m_numberFrom, std::nullopt) + rows;
    m_run.isExact = true;
    renumber(by);
    reconcileEnds();
    announceRows();
    Q_EMIT totalChanged(m_total);
}

void PagedTableModel::onError(const RepositoryError &error)
{
    // What failed is not asked for again by itself: the page offers to retry, and scrolling asks too.
    stop();
    Q_EMIT loadFailed(error);
}

void PagedTableModel::onBackgroundError(const RepositoryError &error)
{
    m_isSurveying = false; // begun again where a jump needs it
    m_numberFrom.reset();
    Q_EMIT countFailed(error);
}

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
        if (!m_isSurveying)
            survey();
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
