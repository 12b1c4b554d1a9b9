#pragma once

#include "models/server_table_model.h"
#include "repo/domain/server_stats.h"

namespace pivotal::models {

/// The server's processes in this database.
class ActivityModel : public ServerRowsModel<Backend>
{
    Q_OBJECT

public:
    enum ColumnIndex { Pid, State, Age, WaitsFor, User, Application, Query, ColumnCount };

    explicit ActivityModel(QObject *parent = nullptr);

protected:
    QString text(int row, int column) const override;
    QVariant rawValue(int row, int column) const override;
    QString rowId(int row) const override;
    QVariant style(int row, int column, int role) const override;
};

} // namespace pivotal::models
