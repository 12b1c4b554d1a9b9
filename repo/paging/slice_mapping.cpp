#include "repo/paging/slice_mapping.h"

namespace pivotal {

Cursor mapCursor(db::Rows &rows, int keys, const QString &id)
{
    Cursor cursor;
    cursor.keys.reserve(keys);
    for (int i = 0; i < keys; ++i)
        cursor.keys << (i + 1 == keys ? rows.textLike(id) : rows.text());
    return cursor;
}

Anchors mapAnchors(db::Rows rows, const AnchorRequest &request, int keys)
{
    Anchors anchors;
    while (rows.next()) {
        const Cursor cursor = mapCursor(rows, keys);
        anchors.rows = rows.bigint();
        anchors.last = cursor;
        if (anchors.rows % request.step == 0)
            anchors.cursors.append(cursor);
    }
    return anchors;
}

} // namespace pivotal
