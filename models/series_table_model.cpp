#include "models/series_table_model.h"

#include "models/cell_roles.h"

#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::models {

SeriesTableModel::SeriesTableModel(const DisplayZone &zone, QObject *parent) : RowsModel(parent), m_zone(zone)
{
    connect(&zone, &DisplayZone::changed, this, [this] {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, 0);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
    });
}

void SeriesTableModel::setSeries(Metric metric, const QList<Series> &series)
{
    const QList<Row> rows = rowsOf(series);
    const bool isSame = metric == m_metric
                        && std::equal(series.cbegin(), series.cend(), m_series.cbegin(), m_series.cend(),
                                      [](const Series &a, const Series &b) { return a.name == b.name; });
    if (isSame) {
        m_series = series;
        replaceRows(m_rows, rows, idsOf(m_rows), idsOf(rows));
        return;
    }
    beginResetModel();
    m_metric = metric;
    m_series = series;
    m_rows = rows;
    endResetModel();
}

QList<SeriesTableModel::Row> SeriesTableModel::rowsOf(const QList<Series> &series)
{
    QList<Row> rows;
    for (const Series &each : series)
        for (const QPointF &point : each.points)
            rows.append(Row{qint64(point.x()), {}});
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.time > b.time; });
    rows.erase(std::unique(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.time == b.time; }), rows.end());
    for (Row &row : rows)
        row.values.resize(series.size());
    for (qsizetype column = 0; column < series.size(); ++column)
        for (const QPointF &point : series.at(column).points)
            std::lower_bound(rows.begin(), rows.end(), qint64(point.x()), [](const Row &row, qint64 time) {
                return row.time > time;
            })->values[column] = point.y();
    return rows;
}

QStringList SeriesTableModel::idsOf(const QList<Row> &rows)
{
    QStringList ids;
    ids.reserve(rows.size());
    for (const Row &row : rows)
        ids << QString::number(row.time);
    return ids;
}

QString SeriesTableModel::toCsv() const
{
    const auto quoted = [](QString text) { return u'"' + text.replace(u'"', u"\"\""_s) + u'"'; };
    QStringList lines;
    QStringList header{u"time"_s};
    const QString unit = infoOf(m_metric).unit;
    for (const Series &each : m_series)
        header << quoted(unit.isEmpty() ? each.name : u"%1 (%2)"_s.arg(each.name, unit));
    lines << header.join(u',');
    for (const Row &row : m_rows) {
        QStringList cells{Instant{row.time}.toIso()};
        for (const std::optional<double> &value : row.values)
            cells << (value ? QString::number(*value, 'g', QLocale::FloatingPointShortest) : QString());
        lines << cells.join(u',');
    }
    return lines.join(u"\r\n"_s) + u"\r\n"_s;
}

int SeriesTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SeriesTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1 + int(m_series.size());
}

QVariant SeriesTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != RawValueRole)
        return {};
    if (index.column() == 0 && role == RawValueRole)
        return Instant{m_rows.at(index.row()).time}.toIso();
    if (index.column() == 0)
        return m_zone.seconds({m_rows.at(index.row()).time});
    const std::optional<double> value = m_rows.at(index.row()).values.at(index.column() - 1);
    if (role == RawValueRole)
        return value ? QVariant(*value) : QVariant();
    return value ? valueText(m_metric, *value) : u"—"_s;
}

QVariant SeriesTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Time (%1)").arg(m_zone.name()) : m_series.at(section - 1).name;
}

} // namespace pivotal::models
