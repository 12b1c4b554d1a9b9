#pragma once

#include "models/server_table_model.h"
#include "repo/domain/server_stats.h"

namespace pivotal::models {

/// The console's tables: their rows, scans and sizes.
class TableSizesModel : public ServerTableModel
{
    Q_OBJECT

public:
    enum ColumnIndex { Name, Live, Dead, Vacuumed, Analyzed, SeqScans, IndexScans, TableSize, IndexSize, ToastSize, ColumnCount };

    explicit TableSizesModel(QObject *parent = nullptr);

    void setRows(const QList<TableStats> &rows);
    [[nodiscard]] const TableStats &at(int row) const { return m_rows.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;

protected:
    QString text(int row, int column) const override;
    QVariant sortValue(int row, int column) const override;
    QString rowId(int row) const override;
    QVariant look(int row, int column, int role) const override;

private:
    QList<TableStats> m_rows;
};

} // namespace pivotal::models
