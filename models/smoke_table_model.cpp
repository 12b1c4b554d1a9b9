#include "models/smoke_table_model.h"

#include "models/unit_text.h"
#include "repo/smoke/smoke_case.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr double leastMs = 0.001;

bool isLeft(int column)
{
    using Model = SmokeTableModel;
    return column == Model::Case || column == Model::Samples || column == Model::Trend || column == Model::Result;
}

} // namespace

QString timesText(double times)
{
    return QLocale().toString(times, 'f', times < 9.95 ? 1 : 0);
}

void SmokeTableModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
    updateScale();
}

void SmokeTableModel::setResult(const SmokeResult &result)
{
    const auto known = std::find_if(m_rows.begin(), m_rows.end(), [&](const SmokeStatistics &each) { return each.id == result.id; });
    if (known != m_rows.end()) {
        *known = result.figures();
        const int at = int(known - m_rows.begin());
        judgedAnew(at, at);
        return;
    }
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.append(result.figures());
    endInsertRows();
    updateScale();
}

void SmokeTableModel::setEarlier(const QList<SmokeRun> &runs)
{
    m_earlier = runs;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Trend), index(rowCount() - 1, Difference));
}

void SmokeTableModel::showRun(const SmokeRun &run)
{
    beginResetModel();
    m_rows = run.cases;
    endResetModel();
    updateScale();
}

void SmokeTableModel::useReportTargets()
{
    for (SmokeStatistics &row : m_rows)
        row.judge(smoke::reportBudget(row.id));
    if (rowCount() > 0)
        judgedAnew(0, rowCount() - 1);
}

void SmokeTableModel::judgedAnew(int firstRow, int lastRow)
{
    Q_EMIT dataChanged(index(firstRow, 0), index(lastRow, ColumnCount - 1));
    updateScale();
}

/// One for all rows, so that they can be compared by eye: from a power of ten to a power of ten.
void SmokeTableModel::updateScale()
{
    double least = std::numeric_limits<double>::max();
    double most = 0;
    for (const SmokeStatistics &row : std::as_const(m_rows)) {
        for (const double ms : {row.samplesMs.value(0), row.samplesMs.isEmpty() ? 0.0 : row.samplesMs.last(), row.budget.p95Ms})
            if (ms > 0) {
                least = std::min(least, ms);
                most = std::max(most, ms);
            }
    }
    Scale scale;
    if (most > 0) {
        scale.fromMs = std::pow(10, std::floor(std::log10(std::max(least, leastMs))));
        scale.toMs = std::max(std::pow(10, std::ceil(std::log10(most))), scale.fromMs * 10);
    }
    if (scale == m_scale)
        return;
    m_scale = scale;
    Q_EMIT headerDataChanged(Qt::Horizontal, Samples, Samples);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Samples), index(rowCount() - 1, Samples));
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
    const SmokeStatistics &row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::AccessibleTextRole: return column == Samples ? samplesText(row) : column == Trend ? trendText(row) : text(row, column);
    case Qt::EditRole:
        return isTarget(column) ? QVariant(column == TargetMedian ? row.budget.medianMs : row.budget.p95Ms) : QVariant(text(row, column));
    case Qt::TextAlignmentRole: return int((isLeft(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case BadgeRole: return column == Result ? QVariant(int(row.isWithinBudget ? BadgeKind::Good : BadgeKind::Bad)) : QVariant();
    case SecondaryRole: return isTarget(column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case SamplesRole: {
        QVariantList list{row.budget.p95Ms};
        for (const double ms : row.samplesMs)
            list << ms;
        return column == Samples ? QVariant(list) : QVariant();
    }
    case RawValueRole: return rawValue(row, column);
    case TrendRole: return column == Trend ? QVariant(trend(row)) : QVariant();
    default: return {};
    }
}

bool SmokeTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    bool isNumber = false;
    const double ms = value.toDouble(&isNumber);
    if (role != Qt::EditRole || !isTarget(index.column()) || !isNumber || !std::isfinite(ms) || ms < 0)
        return false;
    SmokeStatistics &row = m_rows[index.row()];
    metrics::Budget budget = row.budget;
    (index.column() == TargetMedian ? budget.medianMs : budget.p95Ms) = ms;
    if (budget == row.budget)
        return true;
    row.judge(budget);
    judgedAnew(index.row(), index.row());
    Q_EMIT targetEdited(m_rows.at(index.row()).id, index.column(), ms);
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
        return int((isLeft(section) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == SamplesRole)
        return section == Samples ? QVariant(QVariantList{m_scale.fromMs, m_scale.toMs}) : QVariant();
    if (section == Samples && (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole))
        return scaleText();
    if (role == RawValueRole && ((section >= TargetMedian && section <= P99) || section == Trend))
        return u"%1 (ms)"_s.arg(headerData(section, orientation, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case Case: return tr("Case");
    case TargetMedian: return tr("Target p50");
    case TargetP95: return tr("Target p95");
    case Median: return tr("p50");
    case P95: return tr("p95");
    case P99: return tr("p99");
    case Samples: return tr("Distribution, ms");
    case Trend: return tr("Trend");
    case Difference: return tr("To the run before");
    case Result: return tr("Result");
    default: return {};
    }
}

QString SmokeTableModel::text(const SmokeStatistics &row, int column) const
{
    switch (column) {
    case Case: return caseText(row);
    case TargetMedian: return targetText(row.budget.medianMs);
    case TargetP95: return targetText(row.budget.p95Ms);
    case Median: return durationText(row.medianMs);
    case P95: return durationText(row.p95Ms);
    case P99: return durationText(row.p99Ms);
    case Difference: return differenceText(row);
    case Result: return row.isWithinBudget ? tr("Within") : tr("Over");
    default: return {};
    }
}

QVariant SmokeTableModel::rawValue(const SmokeStatistics &row, int column) const
{
    const auto listed = [](const auto &numbers) {
        QStringList texts;
        for (const auto &ms : numbers)
            texts << QVariant(ms).toString();
        return texts.join(u' ');
    };
    const auto ifSet = [](double ms) { return ms > 0 ? QVariant(ms) : QVariant(); };
    switch (column) {
    case TargetMedian: return ifSet(row.budget.medianMs);
    case TargetP95: return ifSet(row.budget.p95Ms);
    case Median: return row.medianMs;
    case P95: return row.p95Ms;
    case P99: return row.p99Ms;
    case Samples: return listed(row.samplesMs);
    case Trend: return listed(trend(row));
    default: return text(row, column);
    }
}

QVariant SmokeTableModel::toolTip(const SmokeStatistics &row, int column) const
{
    if (isTarget(column))
        return tr("Double-click or F2 to change the target, in ms; 0 for none. Later runs have it too.");
    if (column == Samples)
        return samplesText(row);
    if (column == Trend)
        return trendText(row);
    return column == Case && row.id == smoke::cacheHit ? QVariant(tr("%1 as the miss above, by their medians").arg(caseText(row)))
                                                       : QVariant();
}

/// The hit comes right behind the miss, and says what the cache brings.
QString SmokeTableModel::caseText(const SmokeStatistics &row) const
{
    const QString name = smoke::caseName(row.id);
    if (row.id != smoke::cacheHit || row.medianMs <= 0)
        return name;
    const auto miss = std::find_if(m_rows.cbegin(), m_rows.cend(), [](const SmokeStatistics &each) { return each.id == smoke::cacheMiss; });
    return miss == m_rows.cend() ? name : tr("%1, %2 × as fast").arg(name, timesText(miss->medianMs / row.medianMs));
}

QString SmokeTableModel::differenceText(const SmokeStatistics &row) const
{
    const SmokeStatistics *before = m_earlier.isEmpty() ? nullptr : m_earlier.first().statisticsOf(row.id);
    if (!before || before->medianMs <= 0)
        return u"—"_s;
    const double change = row.medianMs / before->medianMs - 1;
    return std::abs(change) < 0.005
               ? tr("± 0 %")
               : u"%1%2 %"_s.arg(change > 0 ? QChar(u'+') : QChar(u'−')).arg(QLocale().toString(std::abs(change) * 100, 'f', 0));
}

QString SmokeTableModel::samplesText(const SmokeStatistics &row) const
{
    if (row.samplesMs.isEmpty())
        return tr("The single durations of this run weren't kept.");
    const QString figures =
        tr("n %1, min %2, p50 %3, p95 %4, p99 %5, max %6")
            .arg(QLocale().toString(row.samplesMs.size()), durationText(row.samplesMs.first()), durationText(row.medianMs),
                 durationText(row.p95Ms), durationText(row.p99Ms), durationText(row.samplesMs.last()));
    return row.budget.p95Ms > 0 ? tr("%1; target p95 %2").arg(figures, targetText(row.budget.p95Ms)) : figures;
}

QString SmokeTableModel::trendText(const SmokeStatistics &row) const
{
    const QVariantList medians = trend(row);
    if (medians.size() < 2)
        return tr("No earlier run has this case.");
    const auto [least, most] = std::minmax_element(medians.cbegin(), medians.cend(),
                                                   [](const QVariant &a, const QVariant &b) { return a.toDouble() < b.toDouble(); });
    return tr("Median of the last %Ln run(s): %1 … %2, lowest %3, highest %4", nullptr, int(medians.size()))
        .arg(durationText(medians.first().toDouble()), durationText(medians.last().toDouble()), durationText(least->toDouble()),
             durationText(most->toDouble()));
}

QString SmokeTableModel::scaleText() const
{
    return tr("Distribution: each point is a call, on a logarithmic scale from %1 to %2, the same for all cases; the upright line is the "
              "target p95.")
        .arg(durationText(m_scale.fromMs), durationText(m_scale.toMs));
}

QVariantList SmokeTableModel::trend(const SmokeStatistics &row) const
{
    QVariantList medians{row.medianMs};
    for (const SmokeRun &run : m_earlier) {
        if (medians.size() == maxTrend)
            break;
        if (const SmokeStatistics *figures = run.statisticsOf(row.id))
            medians.prepend(figures->medianMs);
    }
    return medians;
}

} // namespace pivotal::models
