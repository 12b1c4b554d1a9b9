#pragma once

#include "models/server_table_model.h"
#include "repo/domain/server_stats.h"

namespace pivotal::models {

/// The console's tables: their rows, scans and sizes.
class TableSizesModel : public ServerRowsModel<TableStats>
{
    Q_OBJECT

public:
    enum ColumnIndex { Name, Live, Dead, Vacuumed, Analyzed, SeqScans, IndexScans, TableSize, IndexSize, ToastSize, ColumnCount };

    explicit TableSizesModel(QObject *parent = nullptr);

protected:
    QString text(int row, int column) const override;
    QVariant rawValue(int row, int column) const override;
    QVariant sortValue(int row, int column) const override;
    QString rowId(int row) const override;
    QVariant style(int row, int column, int role) const override;
};

} // namespace pivotal::models
