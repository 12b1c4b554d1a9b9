#include "repo/domain/text.h"
#include "repo/migrations/migrator.h"

#include "repo/db/session_limits.h"
#include "repo/sql/dashboard_mark.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

RepositoryError notApplied(const QString &name)
{
    return validationError(Text::tr("No console has applied %1 here: there is nothing to roll back.").arg(name));
}

} // namespace

bool Migrator::downOne(const QString &name)
{
    return withoutTimeLimits(m_connection, [&] {
        if (isAdvised(name)) {
            const auto state = advisedState(name);
            if (!state)
                throw notApplied(name);
            rollBack(advisedMigration(name.section(u'_', 1), {}), *state);
            return *state == MigrationState::Applied;
        }
        const QList<MigrationStatus> before = status();
        const auto isRecorded = [](const MigrationStatus &each) { return !each.appliedAt.isEmpty(); };
        const auto found = std::find_if(before.cbegin(), before.cend(),
                                        [&](const MigrationStatus &each) { return each.name == name && isRecorded(each); });
        if (found == before.cend())
            throw notApplied(name);
        const Migration &migration = *migrationNamed(name);
        if (migration.inTransaction && std::count_if(before.cbegin(), before.cend(), isRecorded) > 1)
            throw validationError(Text::tr("%1 makes the tables: the indexes on them have to be rolled back first.").arg(name));
        rollBack(migration, found->state);
        return found->state != MigrationState::Adopted;
    });
}

void Migrator::applyAdvised(const Migration &migration)
{
    return withoutTimeLimits(m_connection, [&] {
        createRecord();
        const bool exists = !existingOf({migration.object}).isEmpty();
        if (exists && advisedState(migration.name))
            return;
        if (!exists)
            forget(migration); // somebody has dropped it since
        bringUp(migration, exists ? MigrationState::Present : MigrationState::Pending);
    });
}

QStringList Migrator::advised()
{
    QStringList names;
    if (!hasRecord())
        return names;
    Rows rows = m_connection.query(sql::marked({u"SELECT name FROM pivotal_console.migrations ORDER BY name"_s, {}}));
    const QString own = recordName({}); // what the names of this schema begin with
    while (rows.next())
        if (const QString name = rows.text(); name.startsWith(own) && isAdvised(name.mid(own.size())))
            names << name.mid(own.size());
    return names;
}

std::optional<MigrationState> Migrator::advisedState(const QString &name)
{
    if (!hasRecord())
        return std::nullopt;
    Rows rows = m_connection.query(sql::marked({u"SELECT adopted FROM pivotal_console.migrations WHERE name = ?"_s, {recordName(name)}}));
    if (!rows.next())
        return std::nullopt;
    return rows.flag() ? MigrationState::Adopted : MigrationState::Applied;
}

} // namespace pivotal::db
