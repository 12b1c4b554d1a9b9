#pragma once

#include "models/display_zone.h"
#include "models/metric_series.h"

#include <QAbstractTableModel>

namespace pivotal::models {

/// The figures of a chart as a table: a row a point of time, the newest first, and a column a series.
class SeriesTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit SeriesTableModel(const DisplayZone &zone, QObject *parent = nullptr);

    void setSeries(Metric metric, const QList<Series> &series);
    /// RFC 4180, with a header; times are ISO 8601 in UTC, numbers have a point.
    [[nodiscard]] QString toCsv() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const DisplayZone &m_zone;
    Metric m_metric = Metric::Latency;
    QList<Series> m_series;
    QList<qint64> m_times; ///< ms since the epoch
    QList<QList<std::optional<double>>> m_values; ///< of each series, at each time
};

} // namespace pivotal::models
