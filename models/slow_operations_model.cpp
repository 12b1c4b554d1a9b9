#include "models/slow_operations_model.h"

#include "models/unit_text.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

/// Else a number.
bool isText(int column)
{
    return column == SlowOperationsModel::Operation || column == SlowOperationsModel::Why;
}

int alignmentOf(int column)
{
    return int((isText(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

} // namespace

void SlowOperationsModel::setGroups(const QList<metrics::StatementGroup> &groups, double thresholdMs)
{
    QList<Row> slow;
    for (const metrics::StatementGroup &group : groups)
        if (!group.worst.isEmpty() && group.worst.first().durationMs >= thresholdMs)
            slow.append(makeRow(group));
    std::sort(slow.begin(), slow.end(), [](const Row &a, const Row &b) { return a.totalMs > b.totalMs; });
    replaceRows(m_rows, slow, keysOf(m_rows), keysOf(slow));
}

QStringList SlowOperationsModel::keysOf(const QList<Row> &rows)
{
    QStringList keys;
    for (const Row &row : rows)
        keys << row.group.key();
    return keys;
}

SlowOperationsModel::Row SlowOperationsModel::makeRow(const metrics::StatementGroup &group)
{
    const double slowest = group.worst.first().durationMs; // which is exact
    Row row{group, qint64(group.durations.count()), std::min(group.durations.percentile(0.95), slowest), group.durations.totalMs(), {}};
    row.texts = {group.operation + u" · "_s + shortStatement(group.fingerprint), QLocale().toString(row.calls), durationText(row.p95Ms),
                 durationText(slowest), durationText(row.totalMs)};
    return row;
}

void SlowOperationsModel::setReason(const QString &key, const Reason &reason)
{
    m_reasons.insert(key, reason);
    if (const int row = rowOf(key); row >= 0)
        Q_EMIT dataChanged(index(row, Why), index(row, Why));
}

const metrics::StatementGroup *SlowOperationsModel::groupAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row).group : nullptr;
}

void SlowOperationsModel::forgetReasons()
{
    m_reasons.clear();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Why), index(rowCount() - 1, Why));
}

int SlowOperationsModel::rowOf(const QString &key) const
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(), [&](const Row &row) { return row.group.key() == key; });
    return found == m_rows.cend() ? -1 : int(found - m_rows.cbegin());
}

int SlowOperationsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SlowOperationsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SlowOperationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const bool isWhy = index.column() == Why;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return isWhy ? reasonOf(row.group).text : row.texts.at(size_t(index.column()));
    case Qt::ToolTipRole: return index.column() == Operation ? QVariant(row.group.fingerprint.left(600)) : QVariant();
    case Qt::TextAlignmentRole: return alignmentOf(index.column());
    case BadgeRole: return isWhy && !reasonOf(row.group).text.isEmpty() ? QVariant(int(reasonOf(row.group).kind)) : QVariant();
    case RowIdRole: return row.group.key();
    case SortValueRole: return sortValue(row, index.column());
    case RawValueRole: return rawValue(row, index.column());
    default: return {};
    }
}

QVariant SlowOperationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role == Qt::InitialSortOrderRole)
        return int(isText(section) ? Qt::AscendingOrder : Qt::DescendingOrder); // the most first
    if (role == RawValueRole && (section == P95 || section == Max || section == Total))
        return u"%1 (ms)"_s.arg(headerData(section, orientation, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Operation: return tr("Operation");
    case Calls: return tr("Calls");
    case P95: return tr("p95");
    case Max: return tr("Max");
    case Total: return tr("Total");
    case Why: return tr("Why");
    default: return {};
    }
}

QVariant SlowOperationsModel::sortValue(const Row &row, int column) const
{
    switch (column) {
    case Calls: return row.calls;
    case P95: return row.p95Ms;
    case Max: return row.group.worst.first().durationMs;
    case Total: return row.totalMs;
    case Why: return reasonOf(row.group).text;
    default: return row.texts.at(size_t(column));
    }
}

QVariant SlowOperationsModel::rawValue(const Row &row, int column) const
{
    if (column == Operation)
        return QString(row.group.operation + u" · "_s + row.group.fingerprint);
    if (column == Why && reasonOf(row.group).text.isEmpty())
        return {};
    return sortValue(row, column);
}

Reason SlowOperationsModel::reasonOf(const metrics::StatementGroup &group) const
{
    const metrics::SlowStatement &worst = group.worst.first();
    if (worst.error)
        return {nameOf(*worst.error), BadgeKind::Bad};
    if (worst.attempt > 1)
        return {tr("Attempt %1").arg(worst.attempt), BadgeKind::Warning};
    return m_reasons.value(group.key());
}

QString shortStatement(const QString &fingerprint)
{
    static const QRegularExpression order(u"ORDER BY ([^,)]+)"_s);
    static const QRegularExpression column(u"(?:\\.\"?)(\\w+)\"?\\s*(?:=|<|>|@>|I?LIKE|IS NULL)"_s);
    const qsizetype where = fingerprint.indexOf(u" WHERE "_s);
    QStringList conditions;
    auto matches = column.globalMatch(where < 0 ? QString() : fingerprint.mid(where));
    while (matches.hasNext())
        if (const QString name = matches.next().captured(1); name != u"organizationId"_s && name != u"id"_s && !conditions.contains(name))
            conditions << name;
    QStringList parts;
    if (!conditions.isEmpty())
        parts << SlowOperationsModel::tr("by %1").arg(conditions.mid(0, 3).join(u", "_s));
    if (const auto match = order.match(fingerprint); match.hasMatch())
        parts << SlowOperationsModel::tr("ordered by %1").arg(match.captured(1).section(u'.', -1).remove(u'"').simplified());
    return parts.isEmpty() ? fingerprint.section(u' ', 0, 2) : parts.join(u", "_s);
}

} // namespace pivotal::models
