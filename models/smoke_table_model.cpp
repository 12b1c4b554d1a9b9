#include "models/smoke_table_model.h"

#include "models/metric_series.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace pivotal::models {

namespace {

QString targetText(double ms)
{
    return ms > 0 ? SmokeTableModel::tr("≤ %1").arg(durationText(ms)) : QStringLiteral("—");
}

bool isTarget(int column)
{
    return column == SmokeTableModel::TargetMedian || column == SmokeTableModel::TargetP95;
}

} // namespace

bool SmokeTableModel::Row::isWithinBudget() const
{
    const metrics::Budget &budget = figures.budget;
    return (budget.medianMs <= 0 || figures.medianMs <= budget.medianMs) && (budget.p95Ms <= 0 || figures.p95Ms <= budget.p95Ms);
}

void SmokeTableModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void SmokeTableModel::setResult(const SmokeResult &result)
{
    const Row row{{result.name, result.percentile(0.5), result.percentile(0.95), result.percentile(0.99), result.isWithinBudget(), result.budget, result.samplesMs}};
    const auto known = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &each) { return each.figures.name == result.name; });
    if (known != m_rows.end()) {
        *known = row;
        const int at = int(known - m_rows.begin());
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
        return;
    }
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.append(row);
    endInsertRows();
}

void SmokeTableModel::setEarlier(const std::optional<SmokeRun> &run)
{
    m_earlier = run;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Difference), index(rowCount() - 1, Difference));
}

void SmokeTableModel::showRun(const SmokeRun &run)
{
    beginResetModel();
    m_rows.clear();
    for (const SmokeFigures &figures : run.cases)
        m_rows.append({figures});
    endResetModel();
}

int SmokeTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SmokeTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SmokeTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(row, index.column());
    case Qt::EditRole: return index.column() == TargetMedian ? row.figures.budget.medianMs : row.figures.budget.p95Ms;
    case Qt::TextAlignmentRole:
        return int((index.column() == Case || index.column() == Result || index.column() == Samples ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case BadgeRole: return index.column() == Result ? QVariant(int(row.isWithinBudget() ? BadgeKind::Good : BadgeKind::Bad)) : QVariant();
    case SecondaryRole: return isTarget(index.column());
    case Qt::ToolTipRole: return isTarget(index.column()) ? QVariant(tr("Double-click or F2 to change the target, in ms; 0 for none.")) : QVariant();
    case SamplesRole: {
        QVariantList list{row.figures.budget.p95Ms};
        for (const double ms : row.figures.samplesMs)
            list << ms;
        return index.column() == Samples ? QVariant(list) : QVariant();
    }
    default: return {};
    }
}

bool SmokeTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    bool isNumber = false;
    const double ms = value.toDouble(&isNumber);
    if (role != Qt::EditRole || !isTarget(index.column()) || !isNumber || !std::isfinite(ms) || ms < 0)
        return false;
    Row &row = m_rows[index.row()];
    (index.column() == TargetMedian ? row.figures.budget.medianMs : row.figures.budget.p95Ms) = ms;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    Q_EMIT budgetEdited(row.figures.name, row.figures.budget);
    return true;
}

Qt::ItemFlags SmokeTableModel::flags(const QModelIndex &index) const
{
    return QAbstractTableModel::flags(index) | (isTarget(index.column()) ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

QVariant SmokeTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Case || section == Result || section == Samples ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Case: return tr("Case");
    case TargetMedian: return tr("Target p50");
    case TargetP95: return tr("Target p95");
    case Median: return tr("p50");
    case P95: return tr("p95");
    case P99: return tr("p99");
    case Samples: return tr("Distribution");
    case Difference: return tr("To the run before");
    case Result: return tr("Result");
    default: return {};
    }
}

QString SmokeTableModel::text(const Row &row, int column) const
{
    switch (column) {
    case Case: return row.figures.name;
    case TargetMedian: return targetText(row.figures.budget.medianMs);
    case TargetP95: return targetText(row.figures.budget.p95Ms);
    case Median: return durationText(row.figures.medianMs);
    case P95: return durationText(row.figures.p95Ms);
    case P99: return durationText(row.figures.p99Ms);
    case Difference: return differenceText(row);
    case Result: return row.isWithinBudget() ? tr("Within") : tr("Over");
    default: return {};
    }
}

QString SmokeTableModel::differenceText(const Row &row) const
{
    const SmokeFigures *before = m_earlier ? m_earlier->figuresOf(row.figures.name) : nullptr;
    if (!before || before->medianMs <= 0)
        return QStringLiteral("—");
    const double change = row.figures.medianMs / before->medianMs - 1;
    return std::abs(change) < 0.005 ? tr("± 0 %") : QStringLiteral("%1%2 %").arg(change > 0 ? QChar(u'+') : QChar(u'−')).arg(QLocale().toString(std::abs(change) * 100, 'f', 0));
}

} // namespace pivotal::models
