#pragma once

#include <QList>
#include <QString>

namespace pivotal::db {

/// One numbered migration of resources/sql/migrations: NNN_object.up.sql and NNN_object.down.sql.
struct Migration
{
    QString name;      ///< "002_idx_users_org_status_deleted"
    QString object;    ///< the relation that shows it is there: "idx_users_org_status_deleted"
    QString rationale; ///< the comment that the up file starts with
    /// The index beside which this one does nothing any more, once that is there: reads are as fast without, and writes
    /// faster. It is kept, for the seed report asks for it. Empty where there is none.
    QString redundantWith;
    QString up;
    QString down;
    QString checksum;          ///< SHA-256 of the up file, hex
    bool inTransaction = true; ///< false where its first line is "-- no transaction" (CREATE INDEX CONCURRENTLY)
};

/// All of them, in order.
[[nodiscard]] const QList<Migration> &migrations();
/// One that isn't numbered: it makes an index that was advised. `create`: CREATE INDEX CONCURRENTLY … of that name.
[[nodiscard]] Migration advisedMigration(const QString &index, const QString &create);
[[nodiscard]] bool isAdvised(const QString &name);
/// Null where none has that name.
[[nodiscard]] const Migration *migrationNamed(const QString &name);

} // namespace pivotal::db
