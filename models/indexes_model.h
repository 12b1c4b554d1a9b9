#pragma once

#include "models/cell_roles.h"
#include "models/held_sort_model.h"
#include "models/rows_model.h"
#include "repo/domain/index_info.h"

namespace pivotal::models {

/// The indexes of the console's tables, there or missing.
class IndexesModel : public RowsModel
{
    Q_OBJECT

public:
    enum Column { Name, Table, State, Size, Scans, NeededBy, ColumnCount };

    using RowsModel::RowsModel;

    void setIndexes(const QList<IndexInfo> &indexes);
    [[nodiscard]] const QList<IndexInfo> &indexes() const { return m_indexes; }
    [[nodiscard]] const IndexInfo &at(int row) const { return m_indexes.at(row); }
    [[nodiscard]] ColumnHint columnHint(int column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString text(const IndexInfo &info, int column) const;
    [[nodiscard]] QVariant sortValue(const IndexInfo &info, int column) const;
    [[nodiscard]] QVariant rawValue(const IndexInfo &info, int column) const;

    QList<IndexInfo> m_indexes;
};

/// Those of some states and of one table, sorted by raw values.
class IndexesFilter : public HeldSortModel
{
    Q_OBJECT

public:
    explicit IndexesFilter(QObject *parent = nullptr);
    /// No state and an empty table: all.
    void setWanted(const QList<IndexState> &states, const QString &table);
    [[nodiscard]] bool isFiltered() const { return !m_states.isEmpty() || !m_table.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QList<IndexState> m_states;
    QString m_table;
};

[[nodiscard]] QString stateText(IndexState state);
[[nodiscard]] BadgeKind stateBadge(IndexState state);
/// A build makes it, or makes it anew.
[[nodiscard]] bool canApply(const IndexInfo &info);
/// There is a migration that drops it; whether that has made it, its record tells.
[[nodiscard]] bool canRollBack(const IndexInfo &info);
/// "33 indexes · 3 missing, 1 of them invalid · 1.2 GB", or "4 of 33 indexes · 2 of 3 missing · 40.1 MB of 1.2 GB" where not all
/// are shown. Empty where there are none.
[[nodiscard]] QString indexesSummary(const QList<IndexInfo> &all, const QList<IndexInfo> &shown);

} // namespace pivotal::models
