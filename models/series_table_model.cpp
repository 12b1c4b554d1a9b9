#include "models/series_table_model.h"

#include "models/cell_roles.h"

#include <QLocale>
#include <algorithm>

namespace pivotal::models {

SeriesTableModel::SeriesTableModel(const DisplayZone &zone, QObject *parent) : QAbstractTableModel(parent), m_zone(zone)
{
    connect(&zone, &DisplayZone::changed, this, [this] {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, 0);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
    });
}

void SeriesTableModel::setSeries(Metric metric, const QList<Series> &series)
{
    beginResetModel();
    m_metric = metric;
    m_series = series;
    m_times.clear();
    for (const Series &each : series)
        for (const QPointF &point : each.points)
            m_times << qint64(point.x());
    std::sort(m_times.begin(), m_times.end(), std::greater<>());
    m_times.erase(std::unique(m_times.begin(), m_times.end()), m_times.end());
    m_values.clear();
    for (const Series &each : series) {
        QList<std::optional<double>> column(m_times.size());
        for (const QPointF &point : each.points)
            column[std::lower_bound(m_times.cbegin(), m_times.cend(), qint64(point.x()), std::greater<>()) - m_times.cbegin()] = point.y();
        m_values << column;
    }
    endResetModel();
}

QString SeriesTableModel::toCsv() const
{
    const auto quoted = [](QString text) { return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"'; };
    QStringList lines;
    QStringList header{QStringLiteral("time")};
    const QString unit = infoOf(m_metric).unit;
    for (const Series &each : m_series)
        header << quoted(unit.isEmpty() ? each.name : QStringLiteral("%1 (%2)").arg(each.name, unit));
    lines << header.join(u',');
    for (qsizetype row = 0; row < m_times.size(); ++row) {
        QStringList cells{Instant{m_times.at(row)}.toIso()};
        for (const auto &column : m_values)
            cells << (column.at(row) ? QString::number(*column.at(row), 'g', QLocale::FloatingPointShortest) : QString());
        lines << cells.join(u',');
    }
    return lines.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n");
}

int SeriesTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_times.size());
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
        return Instant{m_times.at(index.row())}.toIso();
    if (index.column() == 0)
        return m_zone.seconds({m_times.at(index.row())});
    const std::optional<double> value = m_values.at(index.column() - 1).at(index.row());
    if (role == RawValueRole)
        return value ? QVariant(*value) : QVariant();
    return value ? valueText(m_metric, *value) : QStringLiteral("—");
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
