#pragma once

#include "repo/db/connection.h"
#include "repo/migrations/migration_files.h"

#include <QList>
#include <QSet>
#include <QString>
#include <optional>

namespace pivotal::db {

enum class MigrationState {
    Pending, ///< not applied; `up` runs it
    Present, ///< not recorded, but what it makes exists already: the backend's. `up` records it as adopted
    Applied, ///< run by a console
    Adopted, ///< recorded, but not ours: `down` forgets it and drops nothing
    Changed, ///< applied from a file with another checksum
};

/// `up` has something to do for it.
[[nodiscard]] constexpr bool isPending(MigrationState state)
{
    return state == MigrationState::Pending || state == MigrationState::Present;
}

struct MigrationStatus
{
    QString name;
    MigrationState state = MigrationState::Pending;
    QString appliedAt; ///< ISO 8601, empty where not recorded
    QString appliedBy;
    int durationMs = 0;
};

/// Brings a database up and down the numbered migrations. Their record is pivotal_console.migrations, made by the
/// first `up`; reading the status writes nothing.
class Migrator
{
public:
    explicit Migrator(Connection &connection);

    [[nodiscard]] QList<MigrationStatus> status();
    /// Applies at most `count` of what is pending, in order; the names.
    QStringList up(int count = 1'000);
    /// Applies one out of its turn, where it is pending.
    void upOne(const QString &name);
    /// Removes what an interrupted build of it left behind; never an index that is whole, or that is being built. Whether
    /// nothing whole is there.
    bool removeLeftover(const QString &name);
    /// Rolls back the last `count` applied; the names. Refuses to drop tables that hold organizations.
    QStringList down(int count = 1);
    /// Rolls back one out of its turn, also an advised one. False where it was adopted: it's forgotten, and nothing is dropped.
    /// VALIDATION_ERROR where no console has applied it, or others need it.
    bool downOne(const QString &name);
    /// Applies one that isn't numbered: an index that was advised, named "advised_" and its object. It is recorded as the
    /// others are, and so are those that were there already: as adopted.
    void applyAdvised(const Migration &migration);
    /// The names of those that were applied so.
    [[nodiscard]] QStringList advised();

private:
    void createRecord();
    [[nodiscard]] bool hasRecord();
    [[nodiscard]] QSet<QString> existingObjects();
    [[nodiscard]] QSet<QString> existingOf(const QStringList &objects);
    /// Applied or adopted; none where it isn't recorded.
    [[nodiscard]] std::optional<MigrationState> advisedState(const QString &name);
    void bringUp(const Migration &migration, MigrationState state);
    void apply(const Migration &migration);
    void cleanUp(const Migration &migration);
    void adopt(const Migration &migration);
    void removeLeftover(const Migration &migration);
    void runOneByOne(const QString &text);
    [[nodiscard]] QString placed(const QString &statement);
    [[nodiscard]] QString recordName(const QString &name) const;
    void createSchema();
    void runSql(const Migration &migration, const QString &text);
    qint64 forget(const Migration &migration);
    void rollBack(const Migration &migration, MigrationState state);
    void refuseToDropData(const Migration &migration);

    Connection &m_connection;
};

[[nodiscard]] QString nameOf(MigrationState state);

} // namespace pivotal::db
