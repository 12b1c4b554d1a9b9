#pragma once

#include <QMap>
#include <QString>

namespace pivotal::db {

/// What a text that says where to connect holds: a URL, also the backend's own, which is Prisma's, or libpq's keywords.
struct ConnectionText
{
    QString forLibpq;                ///< without what only Prisma knows
    QMap<QString, QString> keywords; ///< libpq's, for what Prisma says in other words
    QString schema;                  ///< empty: what the server's search path says
    bool isPooled = false;           ///< it says itself that a pooler is in between
};

/// Throws VALIDATION_ERROR, which names the part that is wrong or can't be taken, never what stands in it: it may be the
/// password's.
[[nodiscard]] ConnectionText readConnectionText(const QString &text);

} // namespace pivotal::db
