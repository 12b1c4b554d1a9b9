// What goes on behind the rows: the estimate, the count, the scan that leaves anchors, and the numbers of rows that were guessed.

#include "models/paged_table_model.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace pivotal::models {

namespace {

constexpr qint64 firstScanRows = 50'000;
constexpr qint64 maxScanAnchors = 2'000;
constexpr qint64 scanMs = 100; ///< about how long one scan shall take, so that it can be cancelled and tells of its progress

} // namespace

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
void PagedTableModel::scan()
{
    m_isScanning = true;
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
    const bool isFar = std::abs(rows - m_anchors.scannedRows()) >= m_anchors.step();
    if (rows > 2 * AnchorMap::minStep && (!m_anchors.isComplete() || isFar))
        scanAnew(rows);
    else
        m_isScanning = false;
    loadVisible();
}

/// Where counting takes longer than it may, the scan, which goes by small steps, counts too.
void PagedTableModel::onCountError(const RepositoryError &error)
{
    if (error.code == ErrorCode::Timeout)
        scanAnew(std::max(m_estimate, m_total));
    else
        onBackgroundError(error);
}

void PagedTableModel::scanAnew(qint64 total)
{
    m_anchors.reset(total);
    m_scanRows = firstScanRows;
    continueAnchors();
}

void PagedTableModel::continueAnchors()
{
    AnchorRequest request;
    request.after = m_anchors.scannedTo();
    request.step = m_anchors.step();
    request.rows = std::clamp<qint64>(m_scanRows / request.step, 1, maxScanAnchors) * request.step;
    m_scanClock.start();
    startAnchors(request);
}

void PagedTableModel::onAnchors(const Anchors &anchors, qint64 asked)
{
    const bool isLast = anchors.rows < asked;
    m_anchors.append(anchors, isLast);
    if (!isLast) {
        const double pace = double(scanMs) / double(std::max<qint64>(1, m_scanClock.elapsed()));
        m_scanRows = qint64(double(asked) * std::clamp(pace, 0.5, 10.0));
        continueAnchors();
    } else {
        m_isScanning = false;
        if (!m_isTotalExact)
            adoptTotal(m_anchors.scannedRows());
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

void PagedTableModel::onBackgroundError(const RepositoryError &error)
{
    m_isScanning = false; // begun again where a jump needs it
    m_numberFrom.reset();
    Q_EMIT countFailed(error);
}

} // namespace pivotal::models
