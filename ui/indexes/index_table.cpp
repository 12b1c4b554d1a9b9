#include "ui/indexes/index_table.h"

#include "ui/widgets/order_keeper.h"
#include "ui/widgets/table_header.h"

namespace pivotal::ui {

using models::IndexesModel;

IndexTable::IndexTable(QWidget *parent)
    : FittedTable(tr("Indexes"), parent), m_indexes(new IndexesModel(this)), m_filter(new models::IndexesFilter(this))
{
    m_filter->setSourceModel(m_indexes);
    setModel(m_filter);
    new OrderKeeper(this, *m_filter);
    setSelectionMode(ExtendedSelection);
    header()->setSortIndicatorClearable(true);
    header()->setSortIndicator(-1, Qt::AscendingOrder); // as they come: by table and name
    setSortingEnabled(true);
}

void IndexTable::setIndexes(const QList<IndexInfo> &indexes)
{
    const IndexInfo *kept = current();
    const QString name = kept ? kept->name : QString();
    m_indexes->setIndexes(indexes);
    fit();
    keepCurrent(name);
}

void IndexTable::setWanted(const QList<IndexState> &states, const QString &table)
{
    const IndexInfo *kept = current();
    const QString name = kept ? kept->name : QString();
    m_filter->setWanted(states, table);
    keepCurrent(name);
}

/// Else the first one: details of what isn't in the list would pass for a row's that is.
void IndexTable::keepCurrent(const QString &name)
{
    const IndexInfo *still = current();
    if ((!still || still->name != name) && !select(name) && m_filter->rowCount() > 0)
        choose(0);
    Q_EMIT currentIndexChanged();
    Q_EMIT selectedChanged();
}

/// Not selectRow(), which goes by the keys that are held: Ctrl+4, and the row would be taken out of the selection.
void IndexTable::choose(int row)
{
    selectionModel()->setCurrentIndex(m_filter->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

bool IndexTable::select(const QString &name)
{
    for (int row = 0; row < m_filter->rowCount(); ++row)
        if (m_filter->index(row, 0).data(models::RowIdRole).toString() == name) {
            choose(row);
            scrollTo(m_filter->index(row, 0));
            return true;
        }
    return false;
}

const IndexInfo *IndexTable::current() const
{
    const QModelIndex index = m_filter->mapToSource(currentIndex());
    return index.isValid() ? &m_indexes->at(index.row()) : nullptr;
}

QList<IndexInfo> IndexTable::selected() const
{
    QList<IndexInfo> infos;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        infos << m_indexes->at(m_filter->mapToSource(row).row());
    return infos;
}

/// Names of indexes are long, and best read whole: by the widest of all, whatever is filtered.
models::ColumnHint IndexTable::columnHint(int column) const
{
    models::ColumnHint hint = m_indexes->columnHint(column);
    for (int row = 0; row < m_indexes->rowCount(); ++row)
        if (const QString text = m_indexes->index(row, column).data().toString();
            fontMetrics().horizontalAdvance(text) > fontMetrics().horizontalAdvance(hint.sample))
            hint.sample = text;
    return hint;
}

void IndexTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    FittedTable::currentChanged(current, previous);
    Q_EMIT currentIndexChanged();
}

void IndexTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    FittedTable::selectionChanged(selected, deselected);
    Q_EMIT selectedChanged();
}

} // namespace pivotal::ui
