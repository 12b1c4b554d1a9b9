#pragma once

#include "models/cell_roles.h"
#include "repo/smoke/smoke_test.h"

#include <QAbstractTableModel>

namespace pivotal::models {

constexpr int SamplesRole = RawValueRole + 1; ///< of a cell: QVariantList of ms, sorted, with the target p95 in front, 0 for none;
                                              ///< of the header: the scale of all of them, from and to, powers of ten
constexpr int TrendRole = SamplesRole + 1;    ///< QVariantList of medians in ms, the oldest run's first

/// The cases of a smoke test: targets and actuals, the samples, and how they compare with earlier runs. Targets can be edited.
class SmokeTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Case, TargetMedian, TargetP95, Median, P95, P99, Samples, Trend, Difference, Result, ColumnCount };
    static constexpr int maxTrend = 30; ///< runs

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    /// Adds the case, or takes the place of the one with that id.
    void setResult(const SmokeResult &result);
    /// What the run is compared with, the newest first.
    void setEarlier(const QList<SmokeRun> &runs);
    /// A run of the past.
    void showRun(const SmokeRun &run);
    /// Judges what is shown by the seed report's targets.
    void useReportTargets();
    [[nodiscard]] const QList<SmokeStatistics> &cases() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] static bool isTarget(int column) { return column == TargetMedian || column == TargetP95; }

Q_SIGNALS:
    void targetEdited(const QString &id, int column, double ms);

private:
    struct Scale
    {
        double fromMs = 0.1;
        double toMs = 1'000;

        friend bool operator==(const Scale &, const Scale &) = default;
    };

    void updateScale();
    void judgedAnew(int firstRow, int lastRow);
    [[nodiscard]] QString text(const SmokeStatistics &row, int column) const;
    [[nodiscard]] QVariant rawValue(const SmokeStatistics &row, int column) const;
    [[nodiscard]] QVariant toolTip(const SmokeStatistics &row, int column) const;
    [[nodiscard]] QString caseText(const SmokeStatistics &row) const;
    [[nodiscard]] QString differenceText(const SmokeStatistics &row) const;
    [[nodiscard]] QString samplesText(const SmokeStatistics &row) const;
    [[nodiscard]] QString trendText(const SmokeStatistics &row) const;
    [[nodiscard]] QString scaleText() const;
    [[nodiscard]] QVariantList trend(const SmokeStatistics &row) const;

    QList<SmokeStatistics> m_rows;
    QList<SmokeRun> m_earlier;
    Scale m_scale; ///< of the samples of all rows
};

/// "9.4", "42": how many times as fast.
[[nodiscard]] QString timesText(double times);

} // namespace pivotal::models
