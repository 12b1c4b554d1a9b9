#pragma once

#include "repo/db/connection_options.h"
#include "repo/db/file_lock.h"
#include "repo/embedded/server_process.h"

#include <QString>
#include <functional>
#include <mutex>
#include <optional>

namespace pivotal::db {

/// A private PostgreSQL server on this machine's own `postgres`:
///
///     ROOT/            0700, owned by the server's user
///       data/          the cluster
///       socket/        0700, the only way in: no TCP
///       server.log
///       start.lock     held exclusively while a console starts or stops the server
///       in-use.lock    held shared by every console that uses it; who can hold it alone is the last one, and stops it
///
/// All members block and belong on a worker thread; `ensureRunning` may be called from several.
class EmbeddedPostgres
{
public:
    using Progress = std::function<void(const QString &step)>;

    explicit EmbeddedPostgres(QString root);
    /// Stops the server if nobody else uses it.
    ~EmbeddedPostgres();
    EmbeddedPostgres(const EmbeddedPostgres &) = delete;
    EmbeddedPostgres &operator=(const EmbeddedPostgres &) = delete;

    /// Creates the cluster where there is none, and starts the server where it isn't running: at first, and again
    /// after a crash. Throws DATABASE_CONNECTION with a sentence that says what to do.
    void ensureRunning(const Progress &progress = {});

    [[nodiscard]] ConnectionOptions options(const QString &database) const;
    [[nodiscard]] const QString &root() const { return m_root; }

    /// Where the console keeps its own server: the folder `postgres` in PIVOTAL_DATA_DIR, else in the user's data
    /// folder (as root in /var/lib/pivotal-console, because the server's user can't enter root's home).
    [[nodiscard]] static QString defaultRoot();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_root + u'/' + name; }
    void prepareFolders();
    void createCluster();
    void start();
    void stop();
    [[nodiscard]] ProcessResult pgCtl(const QStringList &arguments, int timeoutMs) const;
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QString logTail() const;
    void removeStalePidFile() const;

    std::mutex m_mutex; ///< one worker starts it, the others wait
    QString m_root;
    std::optional<ServerUser> m_user;
    QString m_binaries;
    std::optional<FileLock> m_inUse;
};

} // namespace pivotal::db
