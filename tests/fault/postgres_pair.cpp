#include "tests/fault/postgres_pair.h"

#include "repo/embedded/server_process.h"
#include "tests/support/service.h"

#include <QFile>
#include <csignal>
#include <stdexcept>
#include <unistd.h>

namespace pivotal::tests {

namespace {

constexpr int patience = 60'000; // ms

} // namespace

PostgresPair::PostgresPair() : m_primaryPort(freePort()), m_standbyPort(freePort())
{
    if (const auto user = db::serverUser())
        if (::chown(qPrintable(m_folder.path()), user->uid, user->gid) != 0)
            throw std::runtime_error("can't give the folder to the server's user");
    run(QStringLiteral("initdb"), {QStringLiteral("--pgdata=") + path(QStringLiteral("primary")), QStringLiteral("--username=pivotal"),
                                   QStringLiteral("--encoding=UTF8"), QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--auth=trust"),
                                   QStringLiteral("--no-sync")});
    start(QStringLiteral("primary"), m_primaryPort, QString());
    run(QStringLiteral("pg_basebackup"), {QStringLiteral("--pgdata=") + path(QStringLiteral("standby")), QStringLiteral("--write-recovery-conf"),
                                          QStringLiteral("--checkpoint=fast"), QStringLiteral("--no-sync"),
                                          QStringLiteral("--dbname=host=127.0.0.1 port=%1 user=pivotal application_name=standby").arg(m_primaryPort)});
    start(QStringLiteral("standby"), m_standbyPort, QString());
    // From here on a commit waits for the standby; before, there was none to wait for.
    run(QStringLiteral("psql"), {QStringLiteral("--dbname=host=127.0.0.1 port=%1 user=pivotal dbname=postgres").arg(m_primaryPort),
                                 QStringLiteral("--command=ALTER SYSTEM SET synchronous_standby_names = '*'"),
                                 QStringLiteral("--command=SELECT pg_reload_conf()")});
}

PostgresPair::~PostgresPair()
{
    for (const QString &name : {QStringLiteral("primary"), QStringLiteral("standby")})
        killPostmaster(path(name));
}

void PostgresPair::start(const QString &data, int port, const QString &settings)
{
    const QString options = QStringLiteral("-c listen_addresses=127.0.0.1 -c port=%1 -c unix_socket_directories='' -c wal_level=replica "
                                           "-c max_wal_senders=4 -c shared_buffers=32MB %2").arg(port).arg(settings);
    run(QStringLiteral("pg_ctl"), {QStringLiteral("--pgdata=") + path(data), QStringLiteral("start"), QStringLiteral("--wait"), QStringLiteral("--silent"),
                                   QStringLiteral("--log=") + path(data + QStringLiteral(".log")), QStringLiteral("--options=") + options});
}

void PostgresPair::run(const QString &program, const QStringList &arguments) const
{
    const db::ProcessResult result = db::runAs(db::serverUser(), db::postgresFolder() + u'/' + program, arguments, patience);
    if (result.exitCode != 0)
        throw std::runtime_error((program + QStringLiteral(": ") + result.output).toStdString());
}

db::ConnectionOptions PostgresPair::options(const QString &database) const
{
    return db::ConnectionOptions::fromUrl(
        QStringLiteral("host=127.0.0.1,127.0.0.1 port=%1,%2 user=pivotal dbname=%3 target_session_attrs=read-write connect_timeout=2")
            .arg(m_primaryPort).arg(m_standbyPort).arg(database));
}

db::ConnectionOptions PostgresPair::standbyOptions(const QString &database) const
{
    return db::ConnectionOptions::fromUrl(
        QStringLiteral("host=127.0.0.1 port=%1 user=pivotal dbname=%2").arg(m_standbyPort).arg(database));
}

void PostgresPair::failOver()
{
    killPostmaster(path(QStringLiteral("primary")));
    run(QStringLiteral("psql"), {QStringLiteral("--dbname=host=127.0.0.1 port=%1 user=pivotal dbname=postgres").arg(m_standbyPort),
                                 QStringLiteral("--command=ALTER SYSTEM RESET synchronous_standby_names"),
                                 QStringLiteral("--command=SELECT pg_promote(true, 60)"), QStringLiteral("--command=SELECT pg_reload_conf()")});
}

void killPostmaster(const QString &data)
{
    QFile file(data + QStringLiteral("/postmaster.pid"));
    if (!file.open(QFile::ReadOnly))
        return;
    if (const pid_t pid = file.readLine().trimmed().toInt(); pid > 1)
        ::kill(pid, SIGKILL);
}

} // namespace pivotal::tests
