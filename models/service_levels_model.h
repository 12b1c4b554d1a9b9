#pragma once

#include "models/cell_roles.h"
#include "repo/metrics/budget.h"
#include "repo/metrics/sample.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace pivotal::models {

/// The operations of a window against their budgets: how many calls were within, and what is left of the error budget. By
/// name, so that rows stay where they are. Budgets can be edited.
class ServiceLevelsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Operation, Calls, Failed, Retried, Median, P95, BudgetMedian, BudgetP95, Within, ErrorBudget, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setBudgets(const metrics::Budgets &budgets);
    [[nodiscard]] const metrics::Budgets &budgets() const { return m_budgets; }
    /// What the operations did in the window.
    void setTotal(const metrics::Sample &total);
    [[nodiscard]] QString operationAt(int row) const { return m_names.value(row); }
    /// Operations whose error budget is overdrawn.
    [[nodiscard]] QStringList overdrawn() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    /// ms; 0: none.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// By the user.
    void budgetsEdited();

private:
    void list();
    [[nodiscard]] QString text(const QString &operation, int column) const;
    [[nodiscard]] QVariant rawValue(const QString &operation, int column) const;
    [[nodiscard]] QVariant badge(const QString &operation, int column) const;
    [[nodiscard]] metrics::OperationCounts countsOf(const QString &operation) const { return m_total.operations.value(operation); }

    metrics::Budgets m_budgets;
    metrics::Sample m_total;
    QStringList m_names;
};

/// "62 % left", "overdrawn, 3.1 × spent".
[[nodiscard]] QString errorBudgetText(const metrics::ServiceLevel &level);

} // namespace pivotal::models
