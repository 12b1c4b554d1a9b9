#include "tests/support/postgres_pair.h"

#include "repo/embedded/server_process.h"
#include "tests/support/service.h"

#include <QFile>
#include <csignal>
#include <stdexcept>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace pivotal::tests {

namespace {

constexpr int commandTimeoutMs = 60'000;

} // namespace

PostgresPair::PostgresPair() : m_primaryPort(freePort()), m_standbyPort(freePort())
{
    if (const auto user = db::serverUser())
        if (::chown(qPrintable(m_folder.path()), user->uid, user->gid) != 0)
            throw std::runtime_error("can't give the folder to the server's user");
    run(u"initdb"_s, {u"--pgdata="_s + path(u"primary"_s), u"--username=pivotal"_s, u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s,
                      u"--auth=trust"_s, u"--no-sync"_s});
    start(u"primary"_s, m_primaryPort, QString());
    run(u"pg_basebackup"_s, {u"--pgdata="_s + path(u"standby"_s), u"--write-recovery-conf"_s, u"--checkpoint=fast"_s, u"--no-sync"_s,
                             u"--dbname=host=127.0.0.1 port=%1 user=pivotal application_name=standby"_s.arg(m_primaryPort)});
    start(u"standby"_s, m_standbyPort, QString());
    // From here on a commit waits for the standby; before, there was none to wait for.
    run(u"psql"_s, {u"--dbname=host=127.0.0.1 port=%1 user=pivotal dbname=postgres"_s.arg(m_primaryPort),
                    u"--command=ALTER SYSTEM SET synchronous_standby_names = '*'"_s, u"--command=SELECT pg_reload_conf()"_s});
}

PostgresPair::~PostgresPair()
{
    for (const QString &name : {u"primary"_s, u"standby"_s})
        killPostmaster(path(name));
}

void PostgresPair::start(const QString &data, int port, const QString &settings)
{
    const QString options = u"-c listen_addresses=127.0.0.1 -c port=%1 -c unix_socket_directories='' -c wal_level=replica "
                            "-c max_wal_senders=4 -c shared_buffers=32MB %2"_s.arg(port)
                                .arg(settings);
    run(u"pg_ctl"_s, {u"--pgdata="_s + path(data), u"start"_s, u"--wait"_s, u"--silent"_s, u"--log="_s + path(data + u".log"_s),
                      u"--options="_s + options});
}

void PostgresPair::run(const QString &program, const QStringList &arguments) const
{
    const db::ProcessResult result = db::runAs(db::serverUser(), db::postgresFolder() + u'/' + program, arguments, commandTimeoutMs);
    if (result.exitCode != 0)
        throw std::runtime_error((program + u": "_s + result.output).toStdString());
}

db::ConnectionOptions PostgresPair::options(const QString &database) const
{
    return db::ConnectionOptions::fromUrl(
        u"host=127.0.0.1,127.0.0.1 port=%1,%2 user=pivotal dbname=%3 target_session_attrs=read-write connect_timeout=2"_s.arg(m_primaryPort)
            .arg(m_standbyPort)
            .arg(database));
}

db::ConnectionOptions PostgresPair::standbyOptions(const QString &database) const
{
    return db::ConnectionOptions::fromUrl(u"host=127.0.0.1 port=%1 user=pivotal dbname=%2"_s.arg(m_standbyPort).arg(database));
}

void PostgresPair::failOver()
{
    killPostmaster(path(u"primary"_s));
    run(u"psql"_s, {u"--dbname=host=127.0.0.1 port=%1 user=pivotal dbname=postgres"_s.arg(m_standbyPort),
                    u"--command=ALTER SYSTEM RESET synchronous_standby_names"_s, u"--command=SELECT pg_promote(true, 60)"_s,
                    u"--command=SELECT pg_reload_conf()"_s});
}

void killPostmaster(const QString &data)
{
    QFile file(data + u"/postmaster.pid"_s);
    if (!file.open(QFile::ReadOnly))
        return;
    if (const pid_t pid = file.readLine().trimmed().toInt(); pid > 1)
        ::kill(pid, SIGKILL);
}

} // namespace pivotal::tests
