#pragma once

#include "repo/db/connection.h"
#include "repo/domain/audit_event.h"
#include "repo/domain/role.h"
#include "repo/domain/scope.h"
#include "repo/domain/slice.h"
#include "repo/domain/user.h"

namespace pivotal {

/// Values from rows; each reads its columns in the order in which repo/sql selects them.
[[nodiscard]] User mapUser(db::Rows &rows);
[[nodiscard]] AuditEvent mapAuditEvent(db::Rows &rows);
[[nodiscard]] Role mapRole(db::Rows &rows);
[[nodiscard]] Scope mapScope(db::Rows &rows);

/// The columns of a cursor of so many keys. The last is mostly the row's id, which is shared then.
[[nodiscard]] Cursor mapCursor(db::Rows &rows, int keys, const QString &id = {});

/// The rows of sql::slice.
template <class Item>
Slice<Item> mapSlice(db::Rows rows, const SliceRequest &request, Item (*mapItem)(db::Rows &), int keys)
{
    Slice<Item> slice;
    slice.items.reserve(request.limit);
    slice.cursors.reserve(request.limit);
    while (rows.next()) {
        slice.items.append(mapItem(rows));
        slice.cursors.append(mapCursor(rows, keys, slice.items.constLast().id.value));
    }
    slice.reachesEnd = slice.items.size() < request.limit;
    return slice;
}

/// The rows of sql::anchorWalk.
[[nodiscard]] Anchors mapAnchors(db::Rows rows, const AnchorRequest &request, int keys);

} // namespace pivotal
