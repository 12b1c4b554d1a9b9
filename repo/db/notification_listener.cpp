#include "repo/db/notification_listener.h"

#include "repo/db/closing.h"
#include "repo/db/retry.h"
#include "repo/metrics/log.h"
#include "repo/sql/dashboard_mark.h"

#include <QSqlDriver>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

constexpr int aliveIntervalMs = 5'000;
constexpr RetryPolicy reconnecting{.base = std::chrono::milliseconds(200), .cap = std::chrono::milliseconds(5000)};

} // namespace

/// Lives on the listener's thread.
class NotificationWorker : public QObject
{
    Q_OBJECT

public:
    NotificationWorker(Connection::Source source, QString channel)
        : m_source(std::move(source)), m_channel(std::move(channel)), m_timer(this)
    {
        connect(&m_timer, &QTimer::timeout, this, [this] { poll(); });
        m_timer.setSingleShot(true);
    }

    void start()
    {
        m_connection = std::make_unique<Connection>(m_source, Connection::Listener{}, nullptr);
        poll();
    }
    void stop()
    {
        m_timer.stop();
        m_connection.reset();
    }

Q_SIGNALS:
    void notified(const QString &payload);
    void listening();
    void unavailable();

private:
    /// Listens, and looks now and then whether the connection still lives: a broken one doesn't tell.
    void poll()
    {
        try {
            if (m_connection->isUsable())
                m_connection->executeText(sql::marked(u"SELECT 1"_s));
            else if (!listen())
                return;
            m_failures = 0;
            m_timer.start(aliveIntervalMs);
        } catch (const RepositoryError &error) {
            metrics::logger("db")->debug("event=listen_failed error={}", metrics::quoted(error.message));
            m_timer.start(backOff(reconnecting, m_failures++));
        }
    }

    bool listen()
    {
        m_connection->reopen();
        connect(m_connection->driver(), &QSqlDriver::notification, this, // a new one each time
                [this](const QString &, QSqlDriver::NotificationSource, const QVariant &payload) { Q_EMIT notified(payload.toString()); });
        if (m_connection->isPooled()) {
            m_connection->close();
            Q_EMIT unavailable();
            return false;
        }
        if (!m_connection->driver()->subscribeToNotification(m_channel))
            throw RepositoryError(ErrorCode::DatabaseError, u"LISTEN was refused"_s);
        Q_EMIT listening();
        return true;
    }

    Connection::Source m_source;
    QString m_channel;
    QTimer m_timer;
    int m_failures = 0;
    std::unique_ptr<Connection> m_connection;
};

NotificationListener::NotificationListener(Connection::Source source, const QString &channel) : m_thread(std::make_unique<QThread>())
{
    auto *worker = new NotificationWorker(std::move(source), channel);
    m_thread->setObjectName(u"db-listener"_s);
    worker->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::started, worker, &NotificationWorker::start);
    connect(m_thread.get(), &QThread::finished, worker, &NotificationWorker::stop);
    connect(m_thread.get(), &QThread::finished, worker, &QObject::deleteLater);
    connect(worker, &NotificationWorker::notified, this, &NotificationListener::notified);
    connect(worker, &NotificationWorker::listening, this, &NotificationListener::listening);
    connect(worker, &NotificationWorker::unavailable, this, &NotificationListener::unavailable);
    m_thread->start();
}

NotificationListener::~NotificationListener()
{
    m_thread->quit();
    m_thread->moveToThread(nullptr);
    closeBehind([thread = m_thread.release()] {
        thread->wait();
        delete thread;
    });
}

} // namespace pivotal::db

#include "notification_listener.moc"
