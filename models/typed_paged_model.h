#pragma once

#include "models/paged_table_model.h"
#include "models/row_run.h"
#include "models/value_column.h"
#include "repo/paging/delivery.h"
#include "repo/paging/row_source.h"

#include <QFuture>
#include <algorithm>
#include <map>

namespace pivotal::models {

using namespace Qt::StringLiterals;

/// The paged model over a RowSource: holds its rows, and asks for them. A subclass gives the columns.
template <class Source>
class TypedPagedModel : public PagedTableModel
{
public:
    using Row = typename Source::Item;
    using Filter = typename Source::Filter;
    using Order = typename Source::Order;

    using SortField = decltype(Order::field);
    using Column = ValueColumn<Row, SortField>;

    /// Both outlive it.
    TypedPagedModel(const QList<Column> &columns, const DisplayZone &zone, QObject *parent)
        : PagedTableModel(parent), m_columns(columns), m_zone(zone)
    {
        connect(&zone, &DisplayZone::changed, this, [this] {
            Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
            if (rowCount() > 0)
                Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        });
    }
    ~TypedPagedModel() override
    {
        TypedPagedModel::cancelSlices();
        TypedPagedModel::cancelBackground();
    }

    /// What to ask from now on; not owned, null to ask nobody. Forgets all rows.
    void setRepository(Source *source)
    {
        clear();
        m_source = source;
    }
    void setQuery(const Filter &filter, const Order &order)
    {
        m_filter = filter;
        m_order = order;
        if (m_source)
            reload();
    }
    /// The same query with other bounds of time; asks nothing, for a refresh that follows.
    void updateQuery(const Filter &filter) { m_filter = filter; }

    [[nodiscard]] const Order &order() const { return m_order; }

    /// The value of a row number, or nothing while it loads.
    [[nodiscard]] const Row *valueAt(qint64 row) const { return m_rows.find(runIndex(row)); }

    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_columns.size()); }
    ColumnHint columnHint(int column) const override { return m_columns.at(column).hint; }
    QString columnKey(int column) const override { return QString::fromLatin1(m_columns.at(column).key); }

    /// What a click on the column's header sorts by; nothing for columns that don't sort.
    [[nodiscard]] std::optional<SortField> sortField(int column) const
    {
        return column >= 0 && column < m_columns.size() ? m_columns.at(column).sort : std::nullopt;
    }
    [[nodiscard]] int columnSortedBy(SortField field) const
    {
        const auto found = std::find_if(m_columns.cbegin(), m_columns.cend(), [field](const Column &each) { return each.sort == field; });
        return found == m_columns.cend() ? -1 : int(found - m_columns.cbegin()); // -1: no column shows it
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const Column &column = m_columns.at(section);
        const bool isLocal = !column.localTitle.isEmpty() && m_zone.name() != u"UTC"_s;
        switch (role) {
        case Qt::DisplayRole: return isLocal ? column.localTitle : column.title;
        case Qt::TextAlignmentRole: return alignmentOf(column);
        case RawValueRole: return column.rawTitle.isEmpty() ? QVariant() : QVariant(column.rawTitle);
        default: return {};
        }
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        const Row *value = valueAt(rowNumber(index));
        if (role == LoadingRole)
            return value == nullptr;
        if (role == RowIdRole)
            return value ? value->id.value : QString();
        return value ? cell(*value, m_columns.at(index.column()), role) : QVariant();
    }

    qint64 rowOf(const QString &id) const override
    {
        const qint64 index = isStale() ? -1 : m_rows.indexOf(id);
        return index < 0 ? -1 : runFirst() + index;
    }

protected:
    [[nodiscard]] const DisplayZone &zone() const { return m_zone; }

    void startSlice(Part part, const SliceRequest &request) override
    {
        const QFuture<Slice<Row>> future = m_source->slice(m_filter, m_order, request);
        const quint64 serial = ++m_lastSerial;
        m_slices[part] = {serial, future};
        const auto isCurrent = [this, part, serial] {
            const auto found = m_slices.find(part);
            if (found == m_slices.end() || found->second.serial != serial)
                return false;
            m_slices.erase(found);
            return true;
        };
        deliver(
            future, this,
            [this, part, isCurrent](const Slice<Row> &reply) {
                if (!isCurrent())
                    return;
                m_reply = reply;
                onSlice(part, reply.items.size(), reply.reachesEnd,
                        reply.cursors.isEmpty() ? std::nullopt : std::optional(reply.cursors.last()));
            },
            [this, isCurrent](const RepositoryError &error) {
                if (isCurrent())
                    onError(error);
            });
    }

    void startEstimate() override
    {
        inBackground(m_estimating, m_source->estimate(m_filter), [this](qint64 rows) { onEstimate(rows); });
    }

    void startCount() override
    {
        inBackground(
            m_counting, m_source->count(m_filter, freshness()), [this](qint64 rows) { onCount(rows); },
            [this](const RepositoryError &error) { onCountError(error); });
    }

    void startAnchors(const AnchorRequest &request) override
    {
        inBackground(m_scanning, m_source->anchors(m_filter, m_order, request),
                     [this, asked = request.rows](const Anchors &anchors) { onAnchors(anchors, asked); });
    }

    void startNumbering(const AnchorRequest &request) override
    {
        inBackground(m_numbering, m_source->anchors(m_filter, m_order, request),
                     [this](const Anchors &anchors) { onNumbered(anchors.rows); });
    }

    bool isFetching(Part part) const override { return m_slices.contains(part); }

    void cancelSlices() override
    {
        for (auto &[part, request] : m_slices)
            request.future.cancel();
        m_slices.clear();
    }

    void cancelBackground() override
    {
        m_estimating.cancel();
        m_counting.cancel();
        m_scanning.cancel();
        m_numbering.cancel();
    }

    void storeSlice(Part part) override
    {
        if (part == Part::Whole)
            m_rows.replace(std::move(m_reply));
        else if (part == Part::Below)
            m_rows.append(std::move(m_reply));
        else
            m_rows.prepend(m_reply);
    }

    void dropRows(qsizetype atFront, qsizetype atBack) override { m_rows.drop(atFront, atBack); }
    void clearRows() override { m_rows = {}; }
    Cursor cursorOfRow(qint64 row) const override { return m_rows.cursorAt(runIndex(row)); }

private:
    [[nodiscard]] static int alignmentOf(const Column &column)
    {
        return int((column.isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    [[nodiscard]] QVariant cell(const Row &row, const Column &column, int role) const
    {
        const auto told = [&row](const auto &tell) { return tell ? QVariant::fromValue(tell(row)) : QVariant(); };
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return column.text(row, m_zone);
        case RawValueRole: return column.raw ? column.raw(row) : QVariant(column.text(row, m_zone));
        case Qt::ToolTipRole: return told(column.toolTip);
        case Qt::TextAlignmentRole: return alignmentOf(column);
        case BadgeRole: return column.badge ? QVariant(int(column.badge(row))) : QVariant();
        case MonospaceRole: return column.isMonospace;
        case SecondaryRole: return told(column.isSecondary);
        default: return {};
        }
    }

    struct Request
    {
        quint64 serial = 0;
        QFuture<Slice<Row>> future;
    };

    template <class T, class OnValue>
    void inBackground(QFuture<T> &kept, const QFuture<T> &future, OnValue onValue)
    {
        inBackground(kept, future, onValue, [this](const RepositoryError &error) { onBackgroundError(error); });
    }
    template <class T, class OnValue, class OnError>
    void inBackground(QFuture<T> &kept, const QFuture<T> &future, OnValue onValue, OnError onError)
    {
        kept.cancel();
        kept = future;
        deliver(
            future, this,
            [this, onValue, generation = generation()](const T &value) {
                if (generation == this->generation())
                    onValue(value);
            },
            [this, onError, generation = generation()](const RepositoryError &error) {
                if (generation == this->generation())
                    onError(error);
            });
    }

    const QList<Column> &m_columns;
    const DisplayZone &m_zone;
    Source *m_source = nullptr;
    Filter m_filter;
    Order m_order{};
    RowRun<Row> m_rows;
    Slice<Row> m_reply;
    std::map<Part, Request> m_slices; ///< in flight
    quint64 m_lastSerial = 0;
    QFuture<qint64> m_estimating;
    QFuture<qint64> m_counting;
    QFuture<Anchors> m_scanning;
    QFuture<Anchors> m_numbering;
};

} // namespace pivotal::models
