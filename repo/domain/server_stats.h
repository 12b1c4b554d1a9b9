#pragma once

#include "repo/domain/instant.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <optional>
#include <variant>

namespace pivotal {

/// Why a section of the server's statistics isn't there, and a sentence on how to get it.
struct Unavailable
{
    enum class Reason {
        NotPreloaded, ///< shared_preload_libraries lacks pg_stat_statements
        NotCreated,   ///< CREATE EXTENSION is missing in this database
        TooOld,       ///< the extension is, or the server
        NotPermitted, ///< the database user may not look
        NotReachable, ///< Redis doesn't answer
    };

    Reason reason = Reason::NotCreated;
    QString hint;
};

template <class T>
using Section = std::variant<T, Unavailable>;

/// One statement of one user as pg_stat_statements counts it: since its statistics were reset, or since it was first run
/// after it was last evicted. Times in ms, of the execution alone; blocks of the server (usually 8 kB).
struct StatementStats
{
    qint64 queryId = 0;
    qint64 userId = 0;      ///< oid
    bool isTopLevel = true; ///< false: run by a function
    QString query;          ///< with $1 for its constants; its first 10,000 characters
    qint64 calls = 0;
    double totalMs = 0;
    double maxMs = 0;
    double squaredMs = 0; ///< the sum of the squares of each call's time: differences of it give deviations
    qint64 rows = 0;
    qint64 sharedHit = 0;  ///< blocks found in shared buffers
    qint64 sharedRead = 0; ///< blocks that weren't
    qint64 tempBlocks = 0; ///< read and written
    qint64 walBytes = 0;
};

/// The statements of the database at one time, most total time first: without utility statements, EXPLAIN among them, and
/// without those by which the dashboard looks at the server.
struct StatementSnapshot
{
    Instant at;                     ///< by the server's clock
    std::optional<Instant> resetAt; ///< empty where the extension doesn't tell (before 1.9)
    qint64 evictions = 0;           ///< how often the extension made room since then
    qint64 hidden = 0;              ///< other users' statements, whose text this user may not see; not in the list
    bool isComplete = true;         ///< false where there are more than are read
    QList<StatementStats> statements;
    QString hint; ///< how to see the hidden ones; empty where there are none
};

/// What one statement did in a window, whoever ran it.
struct StatementDelta
{
    qint64 queryId = 0;
    QString query;
    qint64 calls = 0;
    double totalMs = 0;
    double meanMs = 0;
    double stddevMs = 0;
    double maxMs = 0;
    bool isMaxOfWindow = true; ///< false: the longest call was before; in the window none took longer than `maxMs`
    qint64 rows = 0;
    qint64 sharedHit = 0;
    qint64 sharedRead = 0;
    qint64 tempBlocks = 0;
    qint64 walBytes = 0;

    /// Of the blocks it looked at, 0..1; empty where it looked at none.
    [[nodiscard]] std::optional<double> cacheHit() const;
};

/// What ran between two snapshots, most total time first.
struct StatementWindow
{
    qint64 msecs = 0;
    bool wasReset = false; ///< the counters started again within the window: what is shown is since then
    qint64 evictions = 0;  ///< how often the extension made room in it: some statements may be missing
    QList<StatementDelta> statements;
};

/// A statement that was reset or evicted and ran again counts from there. One that was evicted and has counted beyond its
/// old statistics since can't be told from one that went on.
[[nodiscard]] StatementWindow difference(const StatementSnapshot &newer, const StatementSnapshot &older);

/// A server process, told apart from another that got its pid later.
struct BackendId
{
    int pid = 0;
    QString startedAt; ///< as PostgreSQL prints backend_start, to the microsecond; empty where this user may not see it

    friend bool operator==(const BackendId &, const BackendId &) = default;
};

/// A server process in this database. What the user may not see of another's is empty. Durations in ms, by the server's clock.
struct Backend
{
    BackendId id;
    QString user;
    QString application;
    QString client; ///< its address; empty on a Unix socket
    QString type;   ///< "client backend", "autovacuum worker"
    QString state;  ///< "active", "idle", "idle in transaction"
    std::optional<qint64> inStateMs;
    std::optional<qint64> queryMs;       ///< since its query began; the last one's where it is idle
    std::optional<qint64> transactionMs; ///< since its transaction began; empty outside of one
    QString waitEvent;                   ///< "Lock: transactionid"; empty where it doesn't wait
    QString query;                       ///< the running or the last one; its first 2,000 characters
    QList<int> blockedBy;                ///< pids whose locks, or places in the queue for one, it waits for
    bool isConsole = false;              ///< a console at the address and with the user of this one: itself, or another beside it
};

struct Activity
{
    QList<Backend> backends; ///< those that wait for others first, then by the age of their transactions and queries
    QString hint;            ///< why some of it is empty; empty where all is there
};

enum class BackendSignal {
    Cancel,    ///< its query ends; the connection stays
    Terminate, ///< its connection ends
};

/// Counters of a database, since they were reset or within a window. Blocks of the server (usually 8 kB).
struct DatabaseCounters
{
    qint64 blocksHit = 0;  ///< found in shared buffers, of anything
    qint64 blocksRead = 0; ///< that weren't: from the system's cache or the disk
    qint64 indexHit = 0;   ///< the same, of the indexes of its tables
    qint64 indexRead = 0;
    qint64 commits = 0;
    qint64 rollbacks = 0;
    qint64 deadlocks = 0;
    qint64 tempFiles = 0;
    qint64 tempBytes = 0; ///< written to them
    qint64 conflicts = 0; ///< queries that a standby cancelled

    /// 0..1; empty where nothing was looked at.
    [[nodiscard]] std::optional<double> cacheHit() const;
    [[nodiscard]] std::optional<double> indexCacheHit() const;
};

struct DatabaseStats
{
    Instant at;                     ///< by the server's clock
    std::optional<Instant> resetAt; ///< empty: never
    DatabaseCounters counters;
    int connections = 0; ///< of all databases of the server
    int maxConnections = 0;
    qint64 sizeBytes = 0; ///< on disk
};

struct DatabaseWindow
{
    qint64 msecs = 0;
    bool wasReset = false; ///< the counters started again within the window
    DatabaseCounters counters;
};

[[nodiscard]] DatabaseWindow difference(const DatabaseStats &newer, const DatabaseStats &older);

/// One of the console's tables. Sizes in bytes, ages in ms by the server's clock; an age is empty where it never happened.
struct TableStats
{
    QString name;
    qint64 liveRows = 0;               ///< the statistics' estimate
    qint64 deadRows = 0;               ///< the same: what VACUUM would remove
    std::optional<qint64> vacuumedAgo; ///< by hand
    std::optional<qint64> autovacuumedAgo;
    std::optional<qint64> analyzedAgo; ///< by hand or by itself, whichever was later
    qint64 seqScans = 0;               ///< since the statistics were reset
    qint64 indexScans = 0;
    qint64 tableBytes = 0; ///< its rows, without TOAST
    qint64 indexBytes = 0;
    qint64 toastBytes = 0; ///< its long values, with their index

    /// Of all its rows, 0..1.
    [[nodiscard]] double deadShare() const;
    /// The later of the two.
    [[nodiscard]] std::optional<qint64> lastVacuumAgo() const;
};

/// A standby as its primary sees it. What the user may not see is empty.
struct Standby
{
    QString name;
    QString client;
    QString state; ///< "streaming"
    QString sync;  ///< "async", "sync", "quorum"
    std::optional<double> writeLagMs;
    std::optional<double> flushLagMs;
    std::optional<double> replayLagMs;    ///< empty too where nothing was written for a while
    std::optional<qint64> replayLagBytes; ///< of WAL
};

struct Replication
{
    bool isStandby = false;               ///< the server we ask
    std::optional<double> replayLagMs;    ///< of a standby: how old what it shows is; 0 where it has all that it received
    std::optional<qint64> replayLagBytes; ///< of a standby: received and not replayed yet
    QList<Standby> standbys;              ///< empty where there are none
    QString hint;                         ///< why details are missing; empty where they aren't
};

} // namespace pivotal

Q_DECLARE_METATYPE(pivotal::BackendId)
