#pragma once

#include "models/cell_roles.h"
#include "models/rows_model.h"

#include <QList>
#include <optional>

namespace pivotal::models {

/// As a raw value.
template <class Value>
QVariant orNone(const std::optional<Value> &value)
{
    return value ? QVariant(*value) : QVariant();
}

/// What the tables of the server's statistics have in common; ServerRowsModel holds the rows.
class ServerTableModel : public RowsModel
{
    Q_OBJECT

public:
    struct Column
    {
        QString title;
        ColumnHint hint;
        bool isNumber = false;    ///< aligned to the right
        QString explanation = {}; ///< the header's tool tip
        QString unit = {};        ///< of the raw value
    };

    [[nodiscard]] ColumnHint columnHint(int column) const { return m_columns.at(column).hint; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    ServerTableModel(QList<Column> columns, QObject *parent);

    [[nodiscard]] virtual QString text(int row, int column) const = 0;
    /// What the server said, invalid where it said nothing.
    [[nodiscard]] virtual QVariant rawValue(int row, int column) const = 0;
    /// What it is sorted by: what is unknown stands before all.
    [[nodiscard]] virtual QVariant sortValue(int row, int column) const;
    [[nodiscard]] virtual QString rowId(int row) const = 0;
    /// Tool tip, badge, monospace, secondary.
    [[nodiscard]] virtual QVariant style(int row, int column, int role) const = 0;

private:
    [[nodiscard]] int alignment(int column) const;

    QList<Column> m_columns;
};

/// Over a plain list that is read anew as a whole.
template <class Row>
class ServerRowsModel : public ServerTableModel
{
public:
    void setRows(const QList<Row> &rows) { replaceRows(m_rows, rows, idsOf(m_rows), idsOf(rows)); }
    [[nodiscard]] const Row &at(int row) const { return m_rows.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }

protected:
    using ServerTableModel::ServerTableModel;

private:
    [[nodiscard]] QStringList idsOf(QList<Row> rows)
    {
        m_rows.swap(rows);
        QStringList ids;
        for (int row = 0; row < int(m_rows.size()); ++row)
            ids << rowId(row);
        m_rows.swap(rows);
        return ids;
    }

    QList<Row> m_rows;
};

} // namespace pivotal::models
