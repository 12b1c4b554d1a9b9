#include "tests/support/service.h"

#include "repo/embedded/server_process.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <grp.h>
#include <stdexcept>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace pivotal::tests {

namespace {

constexpr int patience = 10'000; // ms

bool listens(int port)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(port));
    return socket.waitForConnected(1000);
}

} // namespace

/// Below the range that the kernel gives to outgoing connections: from there, one of the test's own connections could take
/// the port before its server does.
int freePort()
{
    constexpr quint16 first = 20'000;
    constexpr quint16 end = 32'000;
    QTcpServer server;
    while (!server.listen(QHostAddress::LocalHost, quint16(QRandomGenerator::global()->bounded(first, end)))) {
    }
    return server.serverPort();
}

Service::Service(QString program) : m_program(std::move(program)), m_port(freePort())
{
    if (const auto user = db::serverUser())
        if (::chown(qPrintable(m_folder.path()), user->uid, user->gid) != 0)
            throw std::runtime_error("can't give the folder to the server's user");
}

Service::~Service()
{
    kill();
}

void Service::writeFile(const QString &name, const QString &text) const
{
    QFile file(folder() + u'/' + name);
    if (!file.open(QFile::WriteOnly) || file.write(text.toUtf8()) < 0)
        throw std::runtime_error("can't write the service's file");
    file.setPermissions(file.permissions() | QFile::ReadOther);
}

void Service::start(const QStringList &arguments)
{
    m_process = std::make_unique<QProcess>();
    m_process->setWorkingDirectory(folder());
    m_process->setStandardOutputFile(folder() + u"/output.log"_s);
    m_process->setStandardErrorFile(folder() + u"/errors.log"_s);
    if (const auto user = db::serverUser())
        m_process->setChildProcessModifier([user = *user] {
            if (::setgroups(0, nullptr) != 0 || ::setgid(user.gid) != 0 || ::setuid(user.uid) != 0)
                ::_exit(126);
        });
    m_process->start(m_program, arguments);
    QElapsedTimer clock;
    clock.start();
    while (!listens(m_port)) {
        if (clock.elapsed() > patience || m_process->state() == QProcess::NotRunning)
            throw std::runtime_error(m_program.toStdString() + " doesn't start");
        QThread::msleep(20);
    }
}

void Service::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(patience);
    m_process.reset();
}

RedisServer::RedisServer(QString password) : Service(u"redis-server"_s), m_password(std::move(password)) {}

void RedisServer::start()
{
    QStringList arguments{u"--port"_s, QString::number(port()), u"--bind"_s, u"127.0.0.1"_s, u"--save"_s,
                          QString(),   u"--appendonly"_s,       u"no"_s};
    if (!m_password.isEmpty())
        arguments << u"--requirepass"_s << m_password;
    Service::start(arguments);
}

QString RedisServer::url() const
{
    const QString credentials = m_password.isEmpty() ? QString() : u':' + m_password + u'@';
    return u"redis://"_s + credentials + u"127.0.0.1:"_s + QString::number(port());
}

PgBouncer::PgBouncer(const QString &socketFolder, int poolSize) : Service(u"/usr/sbin/pgbouncer"_s)
{
    writeFile(u"pgbouncer.ini"_s, u"[databases]\n* = host=%1 user=pivotal\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %2\n"
                                  "auth_type = any\npool_mode = transaction\ndefault_pool_size = %3\nunix_socket_dir =\n"
                                  "server_lifetime = 3600\nlogfile = pgbouncer.log\n"_s.arg(socketFolder)
                                      .arg(port())
                                      .arg(poolSize));
    start({u"pgbouncer.ini"_s});
}

} // namespace pivotal::tests
