#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <memory>

namespace pivotal::tests {

/// A real server for a test, in a folder of its own, on a TCP port of 127.0.0.1; as root it runs as the user that
/// PostgreSQL runs as. Killed at the end.
class Service
{
public:
    explicit Service(QString program);
    ~Service();
    Service(const Service &) = delete;
    Service &operator=(const Service &) = delete;

    /// Starts it and waits until it listens.
    void start(const QStringList &arguments);
    /// kill -9.
    void kill();

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    void writeFile(const QString &name, const QString &text) const;

private:
    QString m_program;
    int m_port;
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
};

/// redis-server, without persistence.
class RedisServer : public Service
{
public:
    explicit RedisServer(QString password = {});
    void start();
    [[nodiscard]] QString url() const;

private:
    QString m_password;
};

/// PgBouncer in transaction pooling, in front of the server whose socket folder is given.
class PgBouncer : public Service
{
public:
    explicit PgBouncer(const QString &socketFolder, int poolSize = 2);
};

[[nodiscard]] int freePort();

} // namespace pivotal::tests
