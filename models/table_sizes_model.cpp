#include "models/table_sizes_model.h"

#include "models/number_text.h"
#include "models/unit_text.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr double bloatedShare = 0.2; // autovacuum's own threshold
constexpr qint64 bloatedRows = 1'000;

QString agoText(std::optional<qint64> msecs)
{
    return msecs ? durationText(double(*msecs)) : TableSizesModel::tr("never");
}

/// Before that the server's statistics know nothing of the table, as after a restore.
bool isCounted(const TableStats &table)
{
    return table.liveRows > 0 || table.analyzedAgo || table.lastVacuumAgo();
}

bool isBloated(const TableStats &table)
{
    return table.deadRows >= bloatedRows && table.deadShare() > bloatedShare;
}

} // namespace

TableSizesModel::TableSizesModel(QObject *parent)
    : ServerRowsModel({{tr("Table"), {u"organization_settings"_s, u"organizati"_s, 100}},
                       {tr("Rows"), {u"≈ 10.0 M"_s, {}, 90}, true, tr("The statistics' estimate")},
                       {tr("Dead rows"),
                        {u"≈ 912,000"_s, {}, 85},
                        true,
                        tr("Old versions of rows that VACUUM would remove; a warning from a fifth of the table on")},
                       {tr("Vacuumed ago"), {u"23 h 59 min"_s, {}, 70}, true, tr("By hand or by autovacuum, whichever was later"), u"ms"_s},
                       {tr("Analyzed ago"), {u"23 h 59 min"_s, {}, 40}, true, {}, u"ms"_s},
                       {tr("Seq scans"), {u"9,134,201"_s, {}, 50}, true, tr("Since the server's statistics began")},
                       {tr("Index scans"), {u"9,134,201"_s, {}, 45}, true, tr("Since the server's statistics began")},
                       {tr("Table size"), {u"1,023 MB"_s, {}, 80}, true, tr("Its rows on disk, without long values"), u"bytes"_s},
                       {tr("Indexes"), {u"1,023 MB"_s, {}, 75}, true, {}, u"bytes"_s},
                       {tr("Long values"), {u"1,023 MB"_s, {}, 30}, true, tr("TOAST, with its index"), u"bytes"_s}},
                      parent)
{
}

QString TableSizesModel::text(int row, int column) const
{
    const TableStats &table = at(row);
    switch (column) {
    case Name: return table.name;
    case Live: return isCounted(table) ? aboutNumber(table.liveRows) : u"—"_s;
    case Dead: return table.deadRows > 0 ? aboutNumber(table.deadRows) : exactNumber(0);
    case Vacuumed: return agoText(table.lastVacuumAgo());
    case Analyzed: return agoText(table.analyzedAgo);
    case SeqScans: return exactNumber(table.seqScans);
    case IndexScans: return exactNumber(table.indexScans);
    case TableSize: return bytesText(table.tableBytes);
    case IndexSize: return bytesText(table.indexBytes);
    case ToastSize: return bytesText(table.toastBytes);
    default: return {};
    }
}

/// Never is longer ago than anything.
QVariant TableSizesModel::sortValue(int row, int column) const
{
    if (column == Live)
        return at(row).liveRows;
    const QVariant value = rawValue(row, column);
    return value.isValid() ? value : QVariant(std::numeric_limits<qint64>::max());
}

QVariant TableSizesModel::rawValue(int row, int column) const
{
    const TableStats &table = at(row);
    switch (column) {
    case Live: return isCounted(table) ? QVariant(table.liveRows) : QVariant();
    case Dead: return table.deadRows;
    case Vacuumed: return orNone(table.lastVacuumAgo());
    case Analyzed: return orNone(table.analyzedAgo);
    case SeqScans: return table.seqScans;
    case IndexScans: return table.indexScans;
    case TableSize: return table.tableBytes;
    case IndexSize: return table.indexBytes;
    case ToastSize: return table.toastBytes;
    default: return table.name;
    }
}

QString TableSizesModel::rowId(int row) const
{
    return at(row).name;
}

QVariant TableSizesModel::style(int row, int column, int role) const
{
    const TableStats &table = at(row);
    switch (role) {
    case Qt::ToolTipRole:
        if (column == Dead)
            return tr("%1 of all").arg(shareText(table.deadShare()));
        if (column == Vacuumed)
            return tr("By hand: %1, by autovacuum: %2").arg(agoText(table.vacuumedAgo), agoText(table.autovacuumedAgo));
        return {};
    case BadgeRole: return column == Dead && isBloated(table) ? QVariant(int(BadgeKind::Warning)) : QVariant();
    case SecondaryRole: return column == Analyzed || column == ToastSize;
    default: return {};
    }
}

} // namespace pivotal::models
