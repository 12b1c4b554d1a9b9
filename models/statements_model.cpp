#include "models/statements_model.h"

#include "models/number_text.h"
#include "models/unit_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

const QString none = u"—"_s;
constexpr qsizetype maxToolTip = 1'500; ///< characters

QString toolTipOf(const QString &statement)
{
    return statement.size() > maxToolTip ? statement.left(maxToolTip) + u" …"_s : statement;
}

} // namespace

StatementsModel::StatementsModel(QObject *parent)
    : ServerRowsModel(
        {{tr("Calls"), {u"9,134,201"_s, {}, 90}, true},
         {tr("Total ms"), {u"9,134,201"_s, {}, 100}, true},
         {tr("Mean ms"), {u"1,840"_s, {}, 95}, true, tr("The tool tip of the cell has the standard deviation")},
         {tr("Max ms"), {u"1,840"_s, {}, 70}, true, tr("The longest call in the window, where the server knows it")},
         {tr("Rows"), {u"9,134,201"_s, {}, 40}, true},
         {tr("Cache hit"), {u"99.98 %"_s, {}, 50}, true, tr("Of the blocks it looked at, those that were in shared buffers")},
         {tr("Query"), {u"SELECT u.id, u.email, u.username FROM users u WHERE u.status = $1"_s, u"SELECT u.id, u.email"_s, 100}}},
        parent)
{
}

QString StatementsModel::text(int row, int column) const
{
    const StatementDelta &statement = at(row);
    switch (column) {
    case Calls: return exactNumber(statement.calls);
    case Total: return millisecondsText(statement.totalMs);
    case Mean: return millisecondsText(statement.meanMs);
    case Max: return statement.isMaxOfWindow ? millisecondsText(statement.maxMs) : none;
    case Rows: return exactNumber(statement.rows);
    case CacheHit: return shareText(statement.cacheHit());
    case Query: return statementText(row).simplified();
    default: return {};
    }
}

QVariant StatementsModel::rawValue(int row, int column) const
{
    const StatementDelta &statement = at(row);
    switch (column) {
    case Calls: return statement.calls;
    case Total: return statement.totalMs;
    case Mean: return statement.meanMs;
    case Max: return statement.isMaxOfWindow ? QVariant(statement.maxMs) : QVariant();
    case Rows: return statement.rows;
    case CacheHit: return orNone(statement.cacheHit());
    case Query: return statementText(row);
    default: return {};
    }
}

QString StatementsModel::statementText(int row) const
{
    static const QRegularExpression prepared(u"^\\s*PREPARE \\S+ AS "_s, QRegularExpression::CaseInsensitiveOption);
    return QString(at(row).query).remove(prepared).trimmed();
}

QString StatementsModel::rowId(int row) const
{
    return QString::number(at(row).queryId);
}

QVariant StatementsModel::style(int row, int column, int role) const
{
    const StatementDelta &statement = at(row);
    switch (role) {
    case Qt::ToolTipRole:
        if (column == Mean)
            return tr("± %1 ms").arg(millisecondsText(statement.stddevMs));
        if (column == CacheHit)
            return tr("%1 blocks from the cache, %2 read, %3 temporary, %4 of WAL")
                .arg(exactNumber(statement.sharedHit), exactNumber(statement.sharedRead), exactNumber(statement.tempBlocks),
                     bytesText(statement.walBytes));
        if (column == Max && !statement.isMaxOfWindow)
            return tr("The server keeps the longest call alone, %1 ms, and that was before the window")
                .arg(millisecondsText(statement.maxMs));
        return column == Query ? QVariant(toolTipOf(statementText(row))) : QVariant();
    case MonospaceRole: return column == Query;
    case SecondaryRole: return column == Max && !statement.isMaxOfWindow;
    default: return {};
    }
}

} // namespace pivotal::models
