#pragma once

#include "repo/db/rows.h"
#include "repo/domain/server_stats.h"

namespace pivotal {

/// The server's statistics from rows; each reads its columns in the order in which sql/server_sql.h selects them.
[[nodiscard]] StatementStats mapStatement(db::Rows &rows);
[[nodiscard]] Backend mapBackend(db::Rows &rows);
[[nodiscard]] DatabaseStats mapDatabase(db::Rows &rows);
[[nodiscard]] TableStats mapTable(db::Rows &rows);
[[nodiscard]] Standby mapStandby(db::Rows &rows);
/// The server's own part: without its standbys.
[[nodiscard]] Replication mapReplayLag(db::Rows &rows);

template <class Item>
QList<Item> mapAll(db::Rows rows, Item (*mapItem)(db::Rows &))
{
    QList<Item> items;
    while (rows.next())
        items.append(mapItem(rows));
    return items;
}

} // namespace pivotal
