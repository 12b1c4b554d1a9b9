#pragma once

#include "repo/db/connection.h"
#include "repo/domain/index_info.h"

#include <QHash>

namespace pivotal {

using namespace Qt::StringLiterals;

/// An index as the server has it: what the console tells of it, and what it is compared by.
struct TableIndex
{
    IndexInfo info;
    bool isValid = true;
    QString method;      ///< "btree"
    QStringList keys;    ///< "\"createdAt\" DESC"
    QStringList classes; ///< the same keys with operator class, collation and option
    QStringList included;

    [[nodiscard]] bool isPlain() const { return method == u"btree"_s && !info.isPartial; }
};

/// By table and name.
[[nodiscard]] QList<TableIndex> indexesOn(db::Connection &connection, const QStringList &tables);

/// About how many rows each has.
[[nodiscard]] QHash<QString, double> rowCounts(db::Connection &connection, const QStringList &tables);

/// Of the console's tables, with their states, and those that are missing. `advised`: the names of the advised indexes that
/// were applied, as they are recorded.
[[nodiscard]] QList<IndexInfo> withStates(const QList<TableIndex> &indexes, const QStringList &advised);

/// The names of those that are missing or invalid.
[[nodiscard]] QStringList missingIndexNames(const QList<IndexInfo> &indexes);

/// The same of the console's tables, asked of the catalog alone: it waits for nobody's lock.
[[nodiscard]] QStringList missingIndexNames(db::Connection &connection);

/// The tables whose indexes are the console's business.
[[nodiscard]] const QStringList &consoleTables();

} // namespace pivotal
