#pragma once

#include "models/paged_table_model.h"
#include "models/row_cache.h"
#include "repo/delivery.h"

#include <QFuture>
#include <QHash>

namespace pivotal::models {

/// The paged model for rows of one type: holds them, and asks for them. A subclass says where a page comes from and
/// what a cell shows.
template <class Row>
class TypedPagedModel : public PagedTableModel
{
public:
    using PagedTableModel::PagedTableModel;
    ~TypedPagedModel() override { TypedPagedModel::cancelFetchesOutside(0, -1); }

    /// The value of a row, or nothing while it loads.
    [[nodiscard]] const Row *valueAt(int row) const { return m_rows.find(row / pageSize(), row % pageSize()); }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        const Row *value = valueAt(index.row());
        if (role == LoadingRole)
            return value == nullptr;
        if (role == RowIdRole)
            return value ? value->id.value : QString();
        return value ? cell(*value, index.column(), role) : QVariant();
    }

    int rowOf(const QString &id) const override
    {
        int found = -1;
        m_rows.forEach([&](qint64 page, qsizetype index, const Row &row) {
            if (row.id.value == id && hasPage(page, generation()))
                found = int(page * pageSize() + index);
        });
        return found;
    }

protected:
    [[nodiscard]] virtual QFuture<Page<Row>> fetchPage(const PageRequest &request) = 0;
    [[nodiscard]] virtual QVariant cell(const Row &row, int column, int role) const = 0;

    void startFetch(qint64 page, Total total, quint64 generation) override
    {
        const QFuture<Page<Row>> future = fetchPage({page + 1, pageSize(), total, freshness()});
        m_inFlight.insert(page, future);
        deliver(
            future, this,
            [this, page, generation](const Page<Row> &reply) {
                if (generation != this->generation())
                    return;
                m_inFlight.remove(page);
                m_reply = reply.items;
                onPage(page, reply.total, generation);
            },
            [this, page, generation](const RepositoryError &error) {
                if (generation == this->generation())
                    m_inFlight.remove(page);
                onError(error, generation);
            });
    }

    bool isFetching(qint64 page) const override { return m_inFlight.contains(page); }

    void cancelFetchesOutside(qint64 first, qint64 last) override
    {
        for (auto it = m_inFlight.begin(); it != m_inFlight.end();) {
            if (it.key() >= first && it.key() <= last) {
                ++it;
                continue;
            }
            it->cancel();
            it = m_inFlight.erase(it);
        }
    }

    bool hasPage(qint64 page, quint64 generation) const override { return m_rows.holds(page, generation); }
    void storePage(qint64 page, quint64 generation) override { m_rows.insert(page, std::move(m_reply), generation); }
    void dropRows() override { m_rows.clear(); }

private:
    RowCache<Row> m_rows;
    QHash<qint64, QFuture<Page<Row>>> m_inFlight;
    QList<Row> m_reply;
};

} // namespace pivotal::models
