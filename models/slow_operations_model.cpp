#include "models/slow_operations_model.h"

#include "models/unit_text.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace pivotal::models {

void SlowOperationsModel::setGroups(const QList<metrics::StatementGroup> &groups, double thresholdMs)
{
    QList<metrics::StatementGroup> slow;
    std::copy_if(groups.cbegin(), groups.cend(), std::back_inserter(slow), [thresholdMs](const metrics::StatementGroup &group) {
        return !group.worst.isEmpty() && group.worst.first().durationMs >= thresholdMs;
    });
    std::sort(slow.begin(), slow.end(), [](const auto &a, const auto &b) { return a.durations.totalMs() > b.durations.totalMs(); });
    const auto same = [](const auto &a, const auto &b) { return a.key() == b.key(); };
    if (std::equal(slow.cbegin(), slow.cend(), m_groups.cbegin(), m_groups.cend(), same)) {
        m_groups = slow;
        if (!m_groups.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_groups = slow;
    endResetModel();
}

void SlowOperationsModel::setReason(const QString &key, const Reason &reason)
{
    m_reasons.insert(key, reason);
    if (const int row = rowOf(key); row >= 0)
        Q_EMIT dataChanged(index(row, Why), index(row, Why));
}

const metrics::StatementGroup *SlowOperationsModel::groupAt(int row) const
{
    return row >= 0 && row < m_groups.size() ? &m_groups.at(row) : nullptr;
}

void SlowOperationsModel::forgetReasons()
{
    m_reasons.clear();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Why), index(rowCount() - 1, Why));
}

int SlowOperationsModel::rowOf(const QString &key) const
{
    const auto found = std::find_if(m_groups.cbegin(), m_groups.cend(), [&](const auto &group) { return group.key() == key; });
    return found == m_groups.cend() ? -1 : int(found - m_groups.cbegin());
}

int SlowOperationsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_groups.size());
}

int SlowOperationsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SlowOperationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const metrics::StatementGroup &group = m_groups.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(group, index.column());
    case Qt::ToolTipRole: return index.column() == Operation ? QVariant(group.fingerprint.left(600)) : QVariant();
    case Qt::TextAlignmentRole: return int((index.column() == Operation || index.column() == Why ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case BadgeRole: return index.column() == Why && !text(group, Why).isEmpty() ? QVariant(int(reasonOf(group).kind)) : QVariant();
    case RowIdRole: return group.key();
    default: return {};
    }
}

QVariant SlowOperationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Operation || section == Why ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
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

QString SlowOperationsModel::text(const metrics::StatementGroup &group, int column) const
{
    switch (column) {
    case Operation: return group.operation + QStringLiteral(" · ") + shortStatement(group.fingerprint);
    case Calls: return QLocale().toString(qint64(group.durations.count()));
    case P95: return durationText(std::min(group.durations.percentile(0.95), group.worst.first().durationMs)); // which is exact
    case Max: return durationText(group.worst.first().durationMs);
    case Total: return durationText(group.durations.totalMs());
    case Why: return reasonOf(group).text;
    default: return {};
    }
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
    static const QRegularExpression order(QStringLiteral("ORDER BY ([^,)]+)"));
    static const QRegularExpression column(QStringLiteral("(?:\\.\"?)(\\w+)\"?\\s*(?:=|<|>|@>|I?LIKE|IS NULL)"));
    const qsizetype where = fingerprint.indexOf(QStringLiteral(" WHERE "));
    QStringList conditions;
    auto matches = column.globalMatch(where < 0 ? QString() : fingerprint.mid(where));
    while (matches.hasNext())
        if (const QString name = matches.next().captured(1); name != QStringLiteral("organizationId") && name != QStringLiteral("id") && !conditions.contains(name))
            conditions << name;
    QStringList parts;
    if (!conditions.isEmpty())
        parts << SlowOperationsModel::tr("by %1").arg(conditions.mid(0, 3).join(QStringLiteral(", ")));
    if (const auto match = order.match(fingerprint); match.hasMatch())
        parts << SlowOperationsModel::tr("ordered by %1").arg(match.captured(1).section(u'.', -1).remove(u'"').simplified());
    return parts.isEmpty() ? fingerprint.section(u' ', 0, 2) : parts.join(QStringLiteral(", "));
}

} // namespace pivotal::models
