#include "models/server_table_model.h"

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

QString rawTitle(const ServerTableModel::Column &column)
{
    return column.unit.isEmpty() ? column.title : u"%1 (%2)"_s.arg(column.title, column.unit);
}

} // namespace

ServerTableModel::ServerTableModel(QList<Column> columns, QObject *parent) : RowsModel(parent), m_columns(std::move(columns)) {}

int ServerTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ServerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    switch (role) {
    case Qt::DisplayRole: return m_columns.at(section).title;
    case RawValueRole: return rawTitle(m_columns.at(section));
    case Qt::ToolTipRole: return m_columns.at(section).explanation;
    case Qt::TextAlignmentRole: return alignment(section);
    case Qt::InitialSortOrderRole:
        return int(alignment(section) & Qt::AlignRight ? Qt::DescendingOrder : Qt::AscendingOrder); // of numbers, the greatest
    default: return {};
    }
}

QVariant ServerTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(index.row(), index.column());
    case Qt::TextAlignmentRole: return alignment(index.column());
    case SortValueRole: return sortValue(index.row(), index.column());
    case RawValueRole: return rawValue(index.row(), index.column());
    case RowIdRole: return rowId(index.row());
    default: return style(index.row(), index.column(), role);
    }
}

QVariant ServerTableModel::sortValue(int row, int column) const
{
    const QVariant value = rawValue(row, column);
    return value.isValid() ? value : QVariant(-1.0);
}

int ServerTableModel::alignment(int column) const
{
    return int((m_columns.at(column).isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace pivotal::models
