#pragma once

#include <QString>
#include <QStringList>

namespace pivotal {

enum class IndexState {
    Present,
    Missing,   ///< one of the migrations makes it, and it isn't there
    Invalid,   ///< left by a build that was broken off: it costs writes and serves no read
    Redundant, ///< another one does all that it does: `redundantWith`
    Unused,    ///< not scanned since the server's statistics began, and nothing says what it is for
};

/// The console would read by it, and can't: what every count of missing indexes counts.
[[nodiscard]] constexpr bool isMissing(IndexState state)
{
    return state == IndexState::Missing || state == IndexState::Invalid;
}

/// An index of the console's tables, there or missing.
struct IndexInfo
{
    QString name;
    QString table;
    QString definition; ///< CREATE INDEX …; of a missing one, its migration's
    qint64 sizeBytes = 0;
    qint64 scans = 0;      ///< since the server's statistics began
    bool isUnique = false; ///< a unique, primary or partial index is never advised away
    bool isPrimary = false;
    bool isPartial = false;
    IndexState state = IndexState::Present;
    QString redundantWith;
    QString migration;     ///< that makes it: "002_idx_users_org_status_deleted"; empty where none does
    bool isOfSeed = false; ///< one of the seed report's ten
    QString rationale;     ///< of the migration
    QStringList neededBy;  ///< "users.listUsers: sort by name"
};

/// The operations of the console that read by it: "users.listUsers: sort by name".
[[nodiscard]] QStringList neededBy(const QString &index);

} // namespace pivotal
