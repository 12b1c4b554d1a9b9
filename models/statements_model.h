#pragma once

#include "models/server_table_model.h"
#include "repo/domain/server_stats.h"

namespace pivotal::models {

/// The statements that ran in a window.
class StatementsModel : public ServerTableModel
{
    Q_OBJECT

public:
    enum ColumnIndex { Calls, Total, Mean, Max, Rows, CacheHit, Query, ColumnCount };

    explicit StatementsModel(QObject *parent = nullptr);

    void setRows(const QList<StatementDelta> &rows);
    [[nodiscard]] const StatementDelta &at(int row) const { return m_rows.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;

protected:
    QString text(int row, int column) const override;
    QVariant sortValue(int row, int column) const override;
    QString rowId(int row) const override;
    QVariant look(int row, int column, int role) const override;

private:
    QList<StatementDelta> m_rows;
};

} // namespace pivotal::models
