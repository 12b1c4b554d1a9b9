#pragma once

#include "models/cell_roles.h"
#include "repo/smoke_test.h"

#include <QAbstractTableModel>
#include <optional>

namespace pivotal::models {

constexpr int SamplesRole = SortValueRole + 1; ///< QVariantList of ms, sorted; with the budget's p95 in front, 0 for none

/// The cases of a smoke test: targets and actuals, the samples, and the difference to an earlier run. Targets can be edited.
class SmokeTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Case, TargetMedian, TargetP95, Median, P95, P99, Samples, Difference, Result, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    /// Adds the case, or takes the place of the one with that name.
    void setResult(const SmokeResult &result);
    /// What the differences are to.
    void setEarlier(const std::optional<SmokeRun> &run);
    /// A run of the past: its figures, without samples.
    void showRun(const SmokeRun &run);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void budgetEdited(const QString &name, const pivotal::metrics::Budget &budget);

private:
    struct Row
    {
        SmokeFigures figures;

        [[nodiscard]] bool isWithinBudget() const;
    };
    [[nodiscard]] QString text(const Row &row, int column) const;
    [[nodiscard]] QString differenceText(const Row &row) const;

    QList<Row> m_rows;
    std::optional<SmokeRun> m_earlier;
};

} // namespace pivotal::models
