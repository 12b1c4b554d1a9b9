#pragma once

#include "repo/domain/slice.h"

#include <QList>

namespace pivotal::models {

/// Consecutive rows of a result with their cursors: those that are loaded. Grows at both ends.
template <class Row>
class RowRun
{
public:
    [[nodiscard]] qsizetype size() const { return m_rows.size(); }
    [[nodiscard]] const Row *find(qint64 index) const { return index >= 0 && index < m_rows.size() ? &m_rows.at(index) : nullptr; }
    [[nodiscard]] const Cursor &cursorAt(qint64 index) const { return m_cursors.at(index); }

    void replace(Slice<Row> slice)
    {
        m_rows = std::move(slice.items);
        m_cursors = std::move(slice.cursors);
    }

    void append(Slice<Row> slice)
    {
        m_rows.append(std::move(slice.items));
        m_cursors.append(std::move(slice.cursors));
    }

    void prepend(const Slice<Row> &slice)
    {
        for (auto row = slice.items.crbegin(); row != slice.items.crend(); ++row)
            m_rows.prepend(*row);
        for (auto cursor = slice.cursors.crbegin(); cursor != slice.cursors.crend(); ++cursor)
            m_cursors.prepend(*cursor);
    }

    void drop(qsizetype atFront, qsizetype atBack)
    {
        m_rows.remove(0, atFront);
        m_cursors.remove(0, atFront);
        m_rows.remove(m_rows.size() - atBack, atBack);
        m_cursors.remove(m_cursors.size() - atBack, atBack);
    }

    /// The index of the row with this id; -1 where none has it.
    [[nodiscard]] qint64 indexOf(const QString &id) const
    {
        for (qsizetype i = 0; i < m_rows.size(); ++i)
            if (m_rows.at(i).id.value == id)
                return i;
        return -1;
    }

private:
    QList<Row> m_rows;
    QList<Cursor> m_cursors;
};

} // namespace pivotal::models
