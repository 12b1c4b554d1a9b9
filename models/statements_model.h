#pragma once

#include "models/server_table_model.h"
#include "repo/domain/server_stats.h"

namespace pivotal::models {

/// The statements that ran in a window.
class StatementsModel : public ServerRowsModel<StatementDelta>
{
    Q_OBJECT

public:
    enum ColumnIndex { Calls, Total, Mean, Max, Rows, CacheHit, Query, ColumnCount };

    explicit StatementsModel(QObject *parent = nullptr);

    /// Without "PREPARE name AS", which says more of the driver than of the statement; in its own lines.
    [[nodiscard]] QString statementText(int row) const;

protected:
    QString text(int row, int column) const override;
    QVariant rawValue(int row, int column) const override;
    QString rowId(int row) const override;
    QVariant style(int row, int column, int role) const override;
};

} // namespace pivotal::models
