#include "models/service_levels_model.h"

#include "models/unit_text.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr double littleLeft = 0.25; ///< of an error budget

bool isBudget(int column)
{
    return column == ServiceLevelsModel::BudgetMedian || column == ServiceLevelsModel::BudgetP95;
}

bool isOnTheLeft(int column)
{
    return column == ServiceLevelsModel::Operation || column == ServiceLevelsModel::ErrorBudget;
}

} // namespace

QString errorBudgetText(const metrics::ServiceLevel &level)
{
    if (level.budgetLeft >= 0)
        return ServiceLevelsModel::tr("%1 left").arg(shareText(level.budgetLeft));
    return ServiceLevelsModel::tr("overdrawn, %1 × spent").arg(QLocale().toString(1 - level.budgetLeft, 'f', 1));
}

void ServiceLevelsModel::setBudgets(const metrics::Budgets &budgets)
{
    m_budgets = budgets;
    list();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, BudgetMedian), index(rowCount() - 1, BudgetP95));
}

void ServiceLevelsModel::setTotal(const metrics::Sample &total)
{
    m_total = total;
    list();
}

/// Without a reset, and without touching the budgets' cells: one of them may be being edited.
void ServiceLevelsModel::list()
{
    QStringList names = m_total.operations.keys() + m_budgets.operations() + m_budgets.changed().keys();
    names.sort();
    names.removeDuplicates();
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (names.contains(m_names.at(row)))
            continue;
        beginRemoveRows({}, row, row);
        m_names.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < names.size(); ++row) {
        if (m_names.value(row) == names.at(row))
            continue;
        beginInsertRows({}, row, row);
        m_names.insert(row, names.at(row));
        endInsertRows();
    }
    if (names.isEmpty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, P95));
    Q_EMIT dataChanged(index(0, Within), index(rowCount() - 1, ErrorBudget));
}

QStringList ServiceLevelsModel::overdrawn() const
{
    QStringList names;
    for (const QString &name : m_names)
        if (const auto budget = m_budgets.of(name); budget && metrics::serviceLevel(countsOf(name).durations, *budget).budgetLeft < 0)
            names << name;
    return names;
}

int ServiceLevelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_names.size());
}

int ServiceLevelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ServiceLevelsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString operation = m_names.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(operation, index.column());
    case Qt::EditRole: {
        const metrics::Budget budget = m_budgets.of(operation).value_or(metrics::Budget());
        return index.column() == BudgetMedian ? budget.medianMs : budget.p95Ms;
    }
    case Qt::TextAlignmentRole: return int((isOnTheLeft(index.column()) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return isBudget(index.column()) ? QVariant(tr("Double-click or F2 to change the budget, in ms; 0 for none.")) : QVariant();
    case BadgeRole: return badge(operation, index.column());
    case SecondaryRole: return isBudget(index.column());
    case RowIdRole: return operation;
    case RawValueRole: return rawValue(operation, index.column());
    default: return {};
    }
}

/// The median has no error budget: over its own budget it is marked itself.
QVariant ServiceLevelsModel::badge(const QString &operation, int column) const
{
    const metrics::LatencyCounts durations = countsOf(operation).durations;
    const metrics::Budget budget = m_budgets.of(operation).value_or(metrics::Budget());
    if (durations.isEmpty())
        return {};
    if (column == Median && budget.medianMs > 0 && durations.percentile(0.5) > budget.medianMs)
        return int(BadgeKind::Bad);
    if (column != ErrorBudget || budget.p95Ms <= 0)
        return {};
    const double left = metrics::serviceLevel(durations, budget).budgetLeft;
    return int(left < 0 ? BadgeKind::Bad : left < littleLeft ? BadgeKind::Warning : BadgeKind::Good);
}

QString ServiceLevelsModel::text(const QString &operation, int column) const
{
    const metrics::OperationCounts counts = countsOf(operation);
    const metrics::LatencyCounts &durations = counts.durations;
    const QString nothing = u"—"_s;
    const metrics::Budget budget = m_budgets.of(operation).value_or(metrics::Budget());
    const bool hasLevel = budget.p95Ms > 0 && !durations.isEmpty();
    switch (column) {
    case Operation: return operation;
    case Calls: return QLocale().toString(qint64(durations.count()));
    case Failed: return QLocale().toString(counts.errors);
    case Retried: return QLocale().toString(counts.retries);
    case Median: return durations.isEmpty() ? nothing : durationText(durations.percentile(0.5));
    case P95: return durations.isEmpty() ? nothing : durationText(durations.percentile(0.95));
    case BudgetMedian: return targetText(budget.medianMs);
    case BudgetP95: return targetText(budget.p95Ms);
    case Within: return hasLevel ? shareText(metrics::serviceLevel(durations, budget).share) : nothing;
    case ErrorBudget: return hasLevel ? errorBudgetText(metrics::serviceLevel(durations, budget)) : nothing;
    default: return {};
    }
}

QVariant ServiceLevelsModel::rawValue(const QString &operation, int column) const
{
    const metrics::OperationCounts counts = countsOf(operation);
    const metrics::LatencyCounts &durations = counts.durations;
    const metrics::Budget budget = m_budgets.of(operation).value_or(metrics::Budget());
    const auto ifMeasured = [&](double share) { return durations.isEmpty() ? QVariant() : QVariant(durations.percentile(share)); };
    const auto ifSet = [](double ms) { return ms > 0 ? QVariant(ms) : QVariant(); };
    const bool hasLevel = budget.p95Ms > 0 && !durations.isEmpty();
    switch (column) {
    case Calls: return qint64(durations.count());
    case Failed: return counts.errors;
    case Retried: return counts.retries;
    case Median: return ifMeasured(0.5);
    case P95: return ifMeasured(0.95);
    case BudgetMedian: return ifSet(budget.medianMs);
    case BudgetP95: return ifSet(budget.p95Ms);
    case Within: return hasLevel ? QVariant(metrics::serviceLevel(durations, budget).share) : QVariant();
    case ErrorBudget: return hasLevel ? QVariant(metrics::serviceLevel(durations, budget).budgetLeft) : QVariant();
    default: return operation;
    }
}

bool ServiceLevelsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    bool isNumber = false;
    const double ms = value.toDouble(&isNumber);
    if (role != Qt::EditRole || !isBudget(index.column()) || !isNumber || !std::isfinite(ms) || ms < 0)
        return false;
    const QString operation = m_names.at(index.row());
    metrics::Budget budget = m_budgets.of(operation).value_or(metrics::Budget());
    (index.column() == BudgetMedian ? budget.medianMs : budget.p95Ms) = ms;
    m_budgets.set(operation, budget);
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    Q_EMIT budgetsEdited();
    return true;
}

Qt::ItemFlags ServiceLevelsModel::flags(const QModelIndex &index) const
{
    return QAbstractTableModel::flags(index) | (isBudget(index.column()) ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

QVariant ServiceLevelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isOnTheLeft(section) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == ErrorBudget)
        return tr("95 % of the calls shall be within the budget's p95: what is left of the other 5 %.");
    if (role == RawValueRole && section >= Median && section <= BudgetP95)
        return u"%1 (ms)"_s.arg(headerData(section, orientation, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Operation: return tr("Operation");
    case Calls: return tr("Calls");
    case Failed: return tr("Failed");
    case Retried: return tr("Retried");
    case Median: return tr("p50");
    case P95: return tr("p95");
    case BudgetMedian: return tr("Budget p50");
    case BudgetP95: return tr("Budget p95");
    case Within: return tr("Within budget");
    case ErrorBudget: return tr("Error budget");
    default: return {};
    }
}

} // namespace pivotal::models
