#pragma once

#include "models/indexes_model.h"
#include "ui/widgets/fitted_table.h"

namespace pivotal::ui {

/// The table of indexes. The current row stays the same index when the list is read anew.
class IndexTable : public FittedTable
{
    Q_OBJECT

public:
    explicit IndexTable(QWidget *parent = nullptr);

    void setIndexes(const QList<IndexInfo> &indexes);
    void setWanted(const QList<IndexState> &states, const QString &table);
    [[nodiscard]] const models::IndexesModel *indexes() const { return m_indexes; }
    [[nodiscard]] const models::IndexesFilter *filter() const { return m_filter; }
    /// Null where none is current.
    [[nodiscard]] const IndexInfo *current() const;
    [[nodiscard]] QList<IndexInfo> selected() const;
    /// Whether it is there, and shown.
    bool select(const QString &name);

Q_SIGNALS:
    void currentIndexChanged();
    void selectedChanged();

protected:
    models::ColumnHint columnHint(int column) const override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void keepCurrent(const QString &name);
    void choose(int row);

    models::IndexesModel *m_indexes;
    models::IndexesFilter *m_filter;
};

} // namespace pivotal::ui
