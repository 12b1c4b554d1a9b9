#pragma once

#include "models/cell_roles.h"
#include "models/rows_model.h"
#include "repo/metrics/statement_log.h"

#include <QHash>
#include <array>

namespace pivotal::models {

/// Why a group of statements is slow, in a word or two.
struct Reason
{
    QString text;
    BadgeKind kind = BadgeKind::Neutral;
};

/// The statements whose slowest case took at least so long, grouped by fingerprint, the most time in all first; raw values to sort by.
class SlowOperationsModel : public RowsModel
{
    Q_OBJECT

public:
    enum Column { Operation, Calls, P95, Max, Total, Why, ColumnCount };

    using RowsModel::RowsModel;

    /// Rows are known by their key: what is chosen in a view stays with them.
    void setGroups(const QList<metrics::StatementGroup> &groups, double thresholdMs);
    /// From a diagnosis; what is known without one (waits, retries, errors) is said by itself.
    void setReason(const QString &key, const Reason &reason);
    /// After the database, or its indexes, have changed.
    void forgetReasons();
    [[nodiscard]] bool hasReason(const QString &key) const { return m_reasons.contains(key); }
    [[nodiscard]] const metrics::StatementGroup *groupAt(int row) const;
    [[nodiscard]] int rowOf(const QString &key) const; ///< -1 where it isn't slow

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        metrics::StatementGroup group;
        qint64 calls = 0;
        double p95Ms = 0;
        double totalMs = 0;
        std::array<QString, Why> texts; ///< of the columns before it: percentiles and sums aren't for each paint
    };

    [[nodiscard]] static QStringList keysOf(const QList<Row> &rows);
    [[nodiscard]] static Row makeRow(const metrics::StatementGroup &group);
    [[nodiscard]] QVariant sortValue(const Row &row, int column) const;
    [[nodiscard]] QVariant rawValue(const Row &row, int column) const;
    [[nodiscard]] Reason reasonOf(const metrics::StatementGroup &group) const;

    QList<Row> m_rows;
    QHash<QString, Reason> m_reasons; ///< by key
};

/// What tells the statement from others of its operation: "sorted by name, 2 conditions".
[[nodiscard]] QString shortStatement(const QString &fingerprint);

} // namespace pivotal::models
