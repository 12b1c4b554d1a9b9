#pragma once

#include <QHash>
#include <QList>
#include <algorithm>

namespace pivotal::models {

/// Rows by page, bounded: the pages farthest from the one last asked for go first. A page carries the generation of
/// the query that loaded it, so that old rows can stay on screen until the new ones are there.
template <class Row>
class RowCache
{
public:
    explicit RowCache(int maxPages = 60) : m_maxPages(maxPages) {}

    void clear() { m_pages.clear(); }

    void insert(qint64 page, QList<Row> rows, quint64 generation)
    {
        m_pages.insert(page, {std::move(rows), generation});
        while (m_pages.size() > m_maxPages)
            dropFarthestFrom(page);
    }

    [[nodiscard]] const Row *find(qint64 page, qint64 index) const
    {
        const auto found = m_pages.constFind(page);
        return found == m_pages.cend() || index >= found->rows.size() ? nullptr : &found->rows.at(index);
    }

    [[nodiscard]] bool holds(qint64 page, quint64 generation) const
    {
        const auto found = m_pages.constFind(page);
        return found != m_pages.cend() && found->generation == generation;
    }

    /// Calls visit(page, index, row) for every row that is here.
    template <class Visit>
    void forEach(Visit visit) const
    {
        for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it)
            for (qsizetype i = 0; i < it->rows.size(); ++i)
                visit(it.key(), i, it->rows.at(i));
    }

private:
    struct Entry
    {
        QList<Row> rows;
        quint64 generation = 0;
    };

    void dropFarthestFrom(qint64 page)
    {
        const QList<qint64> keys = m_pages.keys();
        m_pages.remove(*std::max_element(keys.begin(), keys.end(), [page](qint64 a, qint64 b) {
            return std::abs(a - page) < std::abs(b - page);
        }));
    }

    QHash<qint64, Entry> m_pages;
    int m_maxPages;
};

} // namespace pivotal::models
