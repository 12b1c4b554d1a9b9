#pragma once

#include "models/server_table_model.h"
#include "repo/domain/server_stats.h"

namespace pivotal::models {

/// The standbys of the server.
class StandbysModel : public ServerRowsModel<Standby>
{
    Q_OBJECT

public:
    enum ColumnIndex { Name, State, Sync, WriteLag, FlushLag, ReplayLag, Behind, ColumnCount };

    explicit StandbysModel(QObject *parent = nullptr);

protected:
    QString text(int row, int column) const override;
    QVariant rawValue(int row, int column) const override;
    QString rowId(int row) const override;
    QVariant style(int row, int column, int role) const override;
};

} // namespace pivotal::models
