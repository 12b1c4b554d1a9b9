#include "repo/tuning/table_indexes.h"

#include "repo/db/capabilities.h"
#include "repo/migrations/migration_files.h"
#include "repo/plans/index_definition.h"
#include "repo/tuning/tuning_sql.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

QStringList listOf(const QString &text)
{
    return text.split(QChar(sql::listSeparator), Qt::SkipEmptyParts);
}

const db::Migration *migrationOf(const QString &index)
{
    const auto &all = db::migrations();
    const auto found = std::find_if(all.cbegin(), all.cend(), [&](const db::Migration &each) { return each.object == index; });
    return found == all.cend() ? nullptr : &*found;
}

const TableIndex *validNamed(const QList<TableIndex> &indexes, const QString &name)
{
    const auto found =
        std::find_if(indexes.cbegin(), indexes.cend(), [&](const TableIndex &each) { return each.isValid && each.info.name == name; });
    return found == indexes.cend() ? nullptr : &*found;
}

/// Whether `other` can do all that the index can: its keys begin with the same ones. Of two that are the same, the unique one
/// stays, or else the first by name.
bool isRedundantWith(const TableIndex &index, const TableIndex &other)
{
    if (index.info.table != other.info.table || index.info.name == other.info.name || !other.isValid || !other.isPlain()
        || other.classes.mid(0, index.classes.size()) != index.classes)
        return false;
    const bool isSame = index.classes.size() == other.classes.size();
    if (isSame && !other.info.isUnique && other.info.name > index.info.name && index.included.size() >= other.included.size())
        return false;
    return std::all_of(index.included.cbegin(), index.included.cend(),
                       [&](const QString &column) { return other.included.contains(column) || other.keys.contains(column); });
}

QString redundantWith(const TableIndex &index, const QList<TableIndex> &all)
{
    if (index.info.isUnique || index.info.isPrimary || !index.isPlain())
        return {};
    if (const db::Migration *migration = migrationOf(index.info.name); migration && validNamed(all, migration->redundantWith))
        return migration->redundantWith;
    const auto other = std::find_if(all.cbegin(), all.cend(), [&](const TableIndex &each) { return isRedundantWith(index, each); });
    return other == all.cend() ? QString() : other->info.name;
}

void describe(IndexInfo &info, const db::Migration &migration)
{
    info.migration = migration.name;
    info.rationale = migration.rationale;
    info.isOfSeed = db::seedIndexes().contains(migration.object);
}

IndexState stateOf(const TableIndex &index, const IndexInfo &info)
{
    if (!index.isValid)
        return IndexState::Invalid;
    if (!info.redundantWith.isEmpty())
        return IndexState::Redundant;
    const bool isKept = info.isUnique || info.isPrimary || info.isPartial || !info.migration.isEmpty() || !info.neededBy.isEmpty();
    return info.scans == 0 && !isKept ? IndexState::Unused : IndexState::Present;
}

IndexInfo withState(const TableIndex &index, const QList<TableIndex> &all, const QStringList &advised)
{
    IndexInfo info = index.info;
    if (const db::Migration *migration = migrationOf(info.name))
        describe(info, *migration);
    for (const QString &name : advised)
        if (name.section(u'_', 1) == info.name)
            info.migration = name;
    info.neededBy = neededBy(info.name);
    info.redundantWith = redundantWith(index, all);
    info.state = stateOf(index, info);
    return info;
}

} // namespace

const QStringList &consoleTables()
{
    static const QStringList names{u"organizations"_s, u"organization_settings"_s, u"users"_s,     u"roles"_s,
                                   u"user_roles"_s,    u"permissions"_s,           u"audit_logs"_s};
    return names;
}

QList<TableIndex> indexesOn(db::Connection &connection, const QStringList &tables)
{
    QList<TableIndex> list;
    db::Rows rows = connection.query(sql::indexesOf(tables));
    while (rows.next()) {
        TableIndex index;
        index.info.name = rows.text();
        index.info.table = rows.text();
        index.info.definition = rows.text();
        index.info.sizeBytes = rows.bigint();
        index.info.scans = rows.bigint();
        index.info.isUnique = rows.flag();
        index.info.isPrimary = rows.flag();
        index.info.isPartial = rows.flag();
        index.isValid = rows.flag();
        index.method = rows.text();
        index.keys = listOf(rows.text());
        index.classes = listOf(rows.text());
        index.included = listOf(rows.text());
        list << index;
    }
    return list;
}

QHash<QString, double> rowCounts(db::Connection &connection, const QStringList &tables)
{
    QHash<QString, double> counts;
    db::Rows rows = connection.query(sql::rowsOf(tables));
    while (rows.next()) {
        const QString table = rows.text();
        if (const qint64 count = rows.bigint(); count >= 0)
            counts.insert(table, double(count));
    }
    return counts;
}

QList<IndexInfo> withStates(const QList<TableIndex> &indexes, const QStringList &advised)
{
    QList<IndexInfo> list;
    QStringList names;
    for (const TableIndex &index : indexes) {
        list << withState(index, indexes, advised);
        names << index.info.name;
    }
    for (const db::Migration &migration : db::migrations()) {
        const auto definition = plans::indexDefinitionOf(migration.up);
        if (migration.inTransaction || !definition || names.contains(migration.object))
            continue;
        IndexInfo info;
        info.name = migration.object;
        info.table = definition->index.table;
        info.definition = plans::createIndexOf(migration.up);
        info.state = IndexState::Missing;
        info.neededBy = neededBy(info.name);
        describe(info, migration);
        list << info;
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const IndexInfo &a, const IndexInfo &b) { return std::pair(a.table, a.name) < std::pair(b.table, b.name); });
    return list;
}

QStringList missingIndexNames(db::Connection &connection)
{
    QList<TableIndex> named; // for that state the names are enough
    db::Rows rows = connection.query(sql::indexNamesOf(consoleTables()));
    while (rows.next()) {
        TableIndex index;
        index.info.name = rows.text();
        index.isValid = rows.flag();
        named << index;
    }
    return missingIndexNames(withStates(named, {}));
}

QStringList missingIndexNames(const QList<IndexInfo> &indexes)
{
    QStringList names;
    for (const IndexInfo &info : indexes)
        if (isMissing(info.state))
            names << info.name;
    return names;
}

} // namespace pivotal
