#include "models/indexes_model.h"

#include "models/number_text.h"
#include "models/unit_text.h"

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

const QString none = u"—"_s;

bool isThere(const IndexInfo &info)
{
    return info.state != IndexState::Missing;
}

struct Figures
{
    int missing = 0;
    int invalid = 0; ///< of these
    qint64 bytes = 0;
};

Figures statisticsOf(const QList<IndexInfo> &infos)
{
    Figures figures;
    for (const IndexInfo &info : infos) {
        figures.missing += isMissing(info.state);
        figures.invalid += info.state == IndexState::Invalid;
        figures.bytes += info.sizeBytes;
    }
    return figures;
}

QString missingText(int count)
{
    return IndexesModel::tr("%n missing", nullptr, count);
}

bool isNumber(int column)
{
    return column == IndexesModel::Size || column == IndexesModel::Scans;
}

int alignmentOf(int column)
{
    return int((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

void IndexesModel::setIndexes(const QList<IndexInfo> &indexes)
{
    const auto names = [](const QList<IndexInfo> &list) {
        QStringList all;
        for (const IndexInfo &each : list)
            all << each.name;
        return all;
    };
    replaceRows(m_indexes, indexes, names(m_indexes), names(indexes));
}

ColumnHint IndexesModel::columnHint(int column) const
{
    switch (column) {
    case Name: return {u"idx_audit_logs_org_entity_created_idMM"_s, u"idx_audit_logs_org_action_create"_s, 100};
    case Table: return {u"organization_settings"_s, u"organizatio"_s, 30};
    case State: return {stateText(IndexState::Redundant) + u"MMM"_s, {}, 90};
    case Size: return {u"1,023 MB"_s, {}, 80};
    case Scans: return {u"9,134,201"_s, {}, 60};
    case NeededBy: return {u"audit.listEvents: filter by action and time, newest first"_s, u"users.listUsers: search by n"_s, 40};
    default: return {};
    }
}

int IndexesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_indexes.size());
}

int IndexesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant IndexesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const IndexInfo &info = m_indexes.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return text(info, column);
    case Qt::ToolTipRole:
        return column == NeededBy ? QVariant(info.neededBy.join(u'\n')) : column == Name ? QVariant(info.name) : QVariant();
    case Qt::TextAlignmentRole: return alignmentOf(column);
    case SortValueRole: return sortValue(info, column);
    case RawValueRole: return rawValue(info, column);
    case BadgeRole: return column == State ? QVariant(int(stateBadge(info.state))) : QVariant();
    case SecondaryRole: return column == Table || column == NeededBy;
    case RowIdRole: return info.name;
    default: return {};
    }
}

QVariant IndexesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role == Qt::InitialSortOrderRole)
        return int(isNumber(section) ? Qt::DescendingOrder : Qt::AscendingOrder); // the most first
    if (role == Qt::ToolTipRole && section == Scans)
        return tr("Since the server's statistics began");
    if (role == RawValueRole && section == Size)
        return u"%1 (bytes)"_s.arg(headerData(section, orientation, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Table: return tr("Table");
    case State: return tr("State");
    case Size: return tr("Size");
    case Scans: return tr("Scans");
    case NeededBy: return tr("Needed by");
    default: return {};
    }
}

QString IndexesModel::text(const IndexInfo &info, int column) const
{
    switch (column) {
    case Name: return info.name;
    case Table: return info.table;
    case State: return stateText(info.state);
    case Size: return isThere(info) ? bytesText(info.sizeBytes) : none;
    case Scans: return isThere(info) ? exactNumber(info.scans) : none;
    case NeededBy: return info.neededBy.join(u" · "_s);
    default: return {};
    }
}

QVariant IndexesModel::sortValue(const IndexInfo &info, int column) const
{
    switch (column) {
    case State: return int(info.state);
    case Size: return isThere(info) ? info.sizeBytes : -1;
    case Scans: return isThere(info) ? info.scans : -1;
    default: return text(info, column);
    }
}

QVariant IndexesModel::rawValue(const IndexInfo &info, int column) const
{
    switch (column) {
    case Size: return isThere(info) ? QVariant(info.sizeBytes) : QVariant();
    case Scans: return isThere(info) ? QVariant(info.scans) : QVariant();
    case NeededBy: return info.neededBy;
    default: return text(info, column);
    }
}

IndexesFilter::IndexesFilter(QObject *parent) : HeldSortModel(parent)
{
    setSortLocaleAware(true);
}

void IndexesFilter::setWanted(const QList<IndexState> &states, const QString &table)
{
    m_states = states;
    m_table = table;
    invalidateFilter();
    sortAnew();
}

bool IndexesFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const IndexInfo &info = static_cast<const IndexesModel *>(sourceModel())->at(row);
    return (m_states.isEmpty() || m_states.contains(info.state)) && (m_table.isEmpty() || m_table == info.table);
}

QString stateText(IndexState state)
{
    switch (state) {
    case IndexState::Present: return IndexesModel::tr("Present");
    case IndexState::Missing: return IndexesModel::tr("Missing");
    case IndexState::Invalid: return IndexesModel::tr("Invalid");
    case IndexState::Redundant: return IndexesModel::tr("Redundant");
    case IndexState::Unused: return IndexesModel::tr("Unused");
    }
    return {};
}

BadgeKind stateBadge(IndexState state)
{
    switch (state) {
    case IndexState::Present: return BadgeKind::Good;
    case IndexState::Missing: return BadgeKind::Warning;
    case IndexState::Invalid: return BadgeKind::Bad;
    case IndexState::Redundant:
    case IndexState::Unused: break;
    }
    return BadgeKind::Neutral;
}

bool canApply(const IndexInfo &info)
{
    return !info.migration.isEmpty() && isMissing(info.state);
}

bool canRollBack(const IndexInfo &info)
{
    return !info.migration.isEmpty() && info.state != IndexState::Missing;
}

QString indexesSummary(const QList<IndexInfo> &all, const QList<IndexInfo> &shown)
{
    if (all.isEmpty())
        return {};
    const Figures whole = statisticsOf(all);
    if (shown.size() == all.size()) {
        QStringList parts{IndexesModel::tr("%n indexes", nullptr, int(all.size()))};
        if (whole.invalid > 0)
            parts << IndexesModel::tr("%1, %2").arg(missingText(whole.missing),
                                                    IndexesModel::tr("%n of them invalid", nullptr, whole.invalid));
        else if (whole.missing > 0)
            parts << missingText(whole.missing);
        parts << bytesText(whole.bytes);
        return parts.join(u" · "_s);
    }
    const Figures part = statisticsOf(shown);
    QStringList parts{IndexesModel::tr("%1 of %n indexes", nullptr, int(all.size())).arg(exactNumber(shown.size()))};
    if (whole.missing > 0)
        parts << IndexesModel::tr("%1 of %n missing", nullptr, whole.missing).arg(exactNumber(part.missing));
    parts << IndexesModel::tr("%1 of %2").arg(bytesText(part.bytes), bytesText(whole.bytes));
    return parts.join(u" · "_s);
}

} // namespace pivotal::models
