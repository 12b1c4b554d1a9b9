#pragma once

#include "models/display_zone.h"
#include "models/metric_series.h"
#include "models/rows_model.h"

#include <optional>

namespace pivotal::models {

/// The statistics of a chart as a table: a row a point of time, the newest first, and a column a series.
class SeriesTableModel : public RowsModel
{
    Q_OBJECT

public:
    explicit SeriesTableModel(const DisplayZone &zone, QObject *parent = nullptr);

    /// Of the same series, rows are known by their time: what is chosen in a view stays with it.
    void setSeries(Metric metric, const QList<Series> &series);
    /// RFC 4180, with a header; times are ISO 8601 in UTC, numbers have a point.
    [[nodiscard]] QString toCsv() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        qint64 time = 0;                     ///< ms since the epoch
        QList<std::optional<double>> values; ///< of each series
    };

    [[nodiscard]] static QList<Row> rowsOf(const QList<Series> &series);
    [[nodiscard]] static QStringList idsOf(const QList<Row> &rows);

    const DisplayZone &m_zone;
    Metric m_metric = Metric::Latency;
    QList<Series> m_series;
    QList<Row> m_rows;
};

} // namespace pivotal::models
