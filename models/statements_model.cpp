#include "models/statements_model.h"

#include "models/number_text.h"
#include "models/unit_text.h"

#include <QRegularExpression>

namespace pivotal::models {

namespace {

/// Without "PREPARE name AS", which says more of the driver than of the statement; in one line.
QString lineOf(QString query)
{
    static const QRegularExpression prepared(QStringLiteral("^\\s*PREPARE \\S+ AS "), QRegularExpression::CaseInsensitiveOption);
    return query.remove(prepared).simplified();
}

} // namespace

StatementsModel::StatementsModel(QObject *parent)
    : ServerTableModel({{tr("Calls"), {QStringLiteral("9,134,201"), {}, 90}, true},
                        {tr("Total ms"), {QStringLiteral("9,134,201"), {}, 100}, true},
                        {tr("Mean ms"), {QStringLiteral("1,840"), {}, 95}, true, tr("The tool tip of the cell has the standard deviation")},
                        {tr("Max ms"), {QStringLiteral("≤ 1,840"), {}, 70}, true, tr("≤: the longest call was before the window; none in it took longer")},
                        {tr("Rows"), {QStringLiteral("9,134,201"), {}, 40}, true},
                        {tr("Cache hit"), {QStringLiteral("99.98 %"), {}, 50}, true, tr("Of the blocks it looked at, those that were in shared buffers")},
                        {tr("Query"), {QStringLiteral("SELECT u.id, u.email, u.username FROM users u WHERE u.status = $1"), QStringLiteral("SELECT u.id, u.email"), 100}}},
                       parent)
{
}

void StatementsModel::setRows(const QList<StatementDelta> &rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int StatementsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString StatementsModel::text(int row, int column) const
{
    const StatementDelta &statement = m_rows.at(row);
    switch (column) {
    case Calls: return exactNumber(statement.calls);
    case Total: return millisecondsText(statement.totalMs);
    case Mean: return millisecondsText(statement.meanMs);
    case Max: return statement.isMaxOfWindow ? millisecondsText(statement.maxMs) : tr("≤ %1").arg(millisecondsText(statement.maxMs));
    case Rows: return exactNumber(statement.rows);
    case CacheHit: return shareText(statement.cacheHit());
    case Query: return lineOf(statement.query);
    default: return {};
    }
}

QVariant StatementsModel::sortValue(int row, int column) const
{
    const StatementDelta &statement = m_rows.at(row);
    switch (column) {
    case Calls: return statement.calls;
    case Total: return statement.totalMs;
    case Mean: return statement.meanMs;
    case Max: return statement.maxMs;
    case Rows: return statement.rows;
    case CacheHit: return statement.cacheHit().value_or(-1);
    default: return text(row, column);
    }
}

QString StatementsModel::rowId(int row) const
{
    return QString::number(m_rows.at(row).queryId);
}

QVariant StatementsModel::look(int row, int column, int role) const
{
    const StatementDelta &statement = m_rows.at(row);
    switch (role) {
    case Qt::ToolTipRole:
        if (column == Mean)
            return tr("± %1 ms").arg(millisecondsText(statement.stddevMs));
        if (column == CacheHit)
            return tr("%1 blocks from the cache, %2 read, %3 temporary, %4 of WAL")
                .arg(exactNumber(statement.sharedHit), exactNumber(statement.sharedRead), exactNumber(statement.tempBlocks), bytesText(statement.walBytes));
        return column == Query ? QVariant(statement.query) : QVariant();
    case MonospaceRole: return column == Query;
    case SecondaryRole: return column == Max && !statement.isMaxOfWindow;
    default: return {};
    }
}

} // namespace pivotal::models
