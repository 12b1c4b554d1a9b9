#pragma once

#include "repo/domain/slice.h"
#include "repo/domain/user.h"

#include <algorithm>

namespace pivotal::tests {

using namespace Qt::StringLiterals;

/// A result of numbered users: row 41 has the id "user-41" and was created 41 seconds before a fixed time, so that the
/// order is by time, newest first.
struct NumberedUsers
{
    qint64 total = 0;
    QString prefix = u"user"_s;
    bool isByTime = true;

    static constexpr qint64 newest = 1'760'000'000'000;

    [[nodiscard]] User userAt(qint64 row) const
    {
        User user;
        user.id = {u"%1-%2"_s.arg(prefix).arg(row)};
        user.email = user.id.value + u"@example"_s;
        user.createdAt = {newest - row * 1'000};
        return user;
    }

    [[nodiscard]] Cursor cursorAt(qint64 row) const
    {
        return isByTime ? Cursor{{Instant{newest - row * 1'000}.toSqlText(), QString::number(row)}} : Cursor{{QString::number(row)}};
    }

    /// The first row beyond the cursor, forward.
    [[nodiscard]] qint64 rowAfter(const Cursor &cursor) const
    {
        if (!cursor.keys.last().isEmpty())
            return cursor.keys.last().toLongLong() + 1;
        return (newest - Instant::fromSqlText(cursor.keys.first().toUtf8()).value_or(Instant{}).msecs) / 1'000
               + 1; // strictly before that time
    }

    [[nodiscard]] Slice<User> slice(const SliceRequest &request) const
    {
        qint64 first = 0;
        qint64 end = 0;
        if (request.direction == Direction::Forward) {
            first = (request.cursor ? rowAfter(*request.cursor) : 0) + request.skip;
            end = std::min(total, first + request.limit);
        } else {
            end = (request.cursor ? rowAfter(*request.cursor) - 1 : total) - request.skip;
            first = std::max<qint64>(0, end - request.limit);
        }
        Slice<User> slice;
        for (qint64 row = first; row < end; ++row) {
            slice.items.append(userAt(row));
            slice.cursors.append(cursorAt(row));
        }
        slice.reachesEnd = slice.items.size() < request.limit;
        return slice;
    }

    [[nodiscard]] Anchors anchors(const AnchorRequest &request) const
    {
        const qint64 first = request.after ? rowAfter(*request.after) : 0;
        const qint64 until = request.until ? rowAfter(*request.until) - 1 : total;
        Anchors scanned;
        scanned.rows = std::clamp<qint64>(until - first, 0, request.rows);
        for (qint64 n = request.step; n <= scanned.rows; n += request.step)
            scanned.cursors.append(cursorAt(first + n - 1));
        if (scanned.rows > 0)
            scanned.last = cursorAt(first + scanned.rows - 1);
        return scanned;
    }
};

} // namespace pivotal::tests
