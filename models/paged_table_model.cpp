#include "models/paged_table_model.h"

#include <algorithm>
#include <limits>

namespace pivotal::models {

int PagedTableModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return int(std::clamp<qint64>(m_total, 0, std::numeric_limits<int>::max()));
}

void PagedTableModel::setPageSize(int pageSize)
{
    if (m_pageSize == pageSize)
        return;
    m_pageSize = pageSize;
    reload();
}

void PagedTableModel::setVisibleRows(int first, int end)
{
    const int visibleFirst = std::max(first, 0);
    const int visibleEnd = std::min(end, rowCount());
    if (visibleFirst != m_visibleFirst || visibleEnd != m_visibleEnd)
        m_isPaused = false;
    m_visibleFirst = visibleFirst;
    m_visibleEnd = visibleEnd;
    if (m_isPaused)
        return;
    if (!m_awaitsTotal)
        loadVisible();
    else if (!m_isLoading && m_total >= 0)
        ask(0); // the query that failed or was stopped
}

void PagedTableModel::refresh()
{
    m_freshness = Freshness::Fresh;
    m_replaceAll |= m_total < 0;
    ask(m_replaceAll ? 0 : m_visibleFirst / m_pageSize);
}

void PagedTableModel::reload()
{
    m_freshness = Freshness::Cached;
    m_replaceAll = true;
    ask(0);
}

void PagedTableModel::stop()
{
    ++m_generation;
    pause();
}

void PagedTableModel::clear()
{
    ++m_generation;
    cancelFetchesOutside(0, -1);
    beginResetModel();
    dropRows();
    m_total = -1;
    m_isStale = false;
    m_awaitsTotal = false;
    m_replaceAll = false;
    endResetModel();
    setLoading(false);
    Q_EMIT totalChanged(m_total);
}

void PagedTableModel::ask(qint64 page)
{
    ++m_generation;
    cancelFetchesOutside(0, -1);
    m_isStale = m_total >= 0;
    m_awaitsTotal = true;
    m_isPaused = false;
    setLoading(true);
    if (m_isStale && m_total > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    startFetch(page, Total::Count, m_generation);
}

void PagedTableModel::onPage(qint64 page, qint64 total, quint64 generation)
{
    if (generation != m_generation)
        return;
    if (m_replaceAll) {
        replaceAll(page, total);
    } else {
        if (total >= 0)
            resize(total);
        storePage(page, generation);
    }
    if (total >= 0)
        m_isStale = m_awaitsTotal = false;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (total >= 0)
        Q_EMIT totalChanged(m_total);
    loadVisible();
}

void PagedTableModel::replaceAll(qint64 page, qint64 total)
{
    beginResetModel();
    dropRows();
    m_total = total;
    m_replaceAll = false;
    m_visibleEnd = std::min(m_visibleEnd, rowCount());
    storePage(page, m_generation);
    endResetModel();
}

void PagedTableModel::resize(qint64 total)
{
    const int before = rowCount();
    const int after = int(std::clamp<qint64>(total, 0, std::numeric_limits<int>::max()));
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
    m_visibleEnd = std::min(m_visibleEnd, after);
}

void PagedTableModel::onError(const RepositoryError &error, quint64 generation)
{
    if (generation != m_generation)
        return;
    if (error.code == ErrorCode::ValidationError && m_awaitsTotal && !m_replaceAll && m_visibleFirst >= m_pageSize) {
        m_replaceAll = true; // the result has shrunk away from under the view
        ask(0);
        return;
    }
    // What failed is not asked for again by itself: the page offers to retry, and scrolling asks too.
    pause();
    Q_EMIT loadFailed(error);
}

void PagedTableModel::pause()
{
    cancelFetchesOutside(0, -1);
    m_isPaused = true;
    m_awaitsTotal = m_replaceAll;
    setLoading(false);
}

void PagedTableModel::loadVisible()
{
    if (m_visibleEnd <= m_visibleFirst) {
        setLoading(false);
        return;
    }
    const qint64 first = m_visibleFirst / m_pageSize;
    const qint64 last = (m_visibleEnd - 1) / m_pageSize;
    cancelFetchesOutside(first, last);
    bool waits = false;
    for (qint64 page = first; page <= last; ++page) {
        if (hasPage(page, m_generation))
            continue;
        waits = true;
        if (!isFetching(page)) {
            setLoading(true);
            startFetch(page, Total::Skip, m_generation);
        }
    }
    if (!waits)
        setLoading(false);
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

} // namespace pivotal::models
