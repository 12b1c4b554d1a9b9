#pragma once

#include "repo/db/rows.h"
#include "repo/domain/slice.h"

namespace pivotal {

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

/// The rows of sql::anchorScan.
[[nodiscard]] Anchors mapAnchors(db::Rows rows, const AnchorRequest &request, int keys);

} // namespace pivotal
