#pragma once

#include "repo/db/canceller.h"
#include "repo/db/connection_options.h"
#include "repo/embedded/embedded_postgres.h"

#include <QObject>
#include <QString>
#include <memory>
#include <mutex>
#include <optional>

namespace pivotal::db {

/// Which database the console works on: the one of a URL, or the embedded demo where the URL is empty. `open` is what
/// the executor calls before each connect, on any worker; it starts the embedded server, also again after a crash.
class DatabaseSource : public QObject
{
    Q_OBJECT

public:
    explicit DatabaseSource(QString url);

    [[nodiscard]] bool isEmbedded() const { return m_url.isEmpty(); }
    [[nodiscard]] ConnectionOptions open();
    /// From any thread, once: nobody waits for it any more. What fills the embedded demo ends, and is begun anew at the next
    /// start.
    void giveUp();

Q_SIGNALS:
    /// From the worker that is in `open`: the next step of starting the embedded server.
    void progress(const QString &step);

private:
    QString m_url;
    std::mutex m_mutex; ///< of `open`
    std::mutex m_settingUpMutex;
    Canceller *m_settingUp = nullptr; ///< of the connection that fills the demo
    bool m_isGivenUp = false;
    std::unique_ptr<EmbeddedPostgres> m_server;
    std::optional<ConnectionOptions> m_options;
};

} // namespace pivotal::db
