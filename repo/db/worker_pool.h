#pragma once

#include "repo/db/connection.h"
#include "repo/metrics/operation_record.h"

#include <QMutex>
#include <QObject>
#include <QThread>
#include <QThreadPool>
#include <QWaitCondition>
#include <atomic>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

namespace pivotal::db {

/// A read is run once more by itself where its connection broke under it; a write only where it had not begun yet.
enum class Access { Read, Write };

/// A unit of work, with its promise behind functions.
struct Job
{
    quint64 id = 0;
    QString operation;
    QString correlationId;
    Access access = Access::Read;
    std::function<void(Connection &)> run;
    std::function<void(const std::exception_ptr &)> fail;
    std::function<void()> finish;
    std::function<bool()> isCancelled;
    qint64 enqueuedAt = 0; ///< nanoseconds of the pool's clock
};

/// The worker threads behind an Executor, each with a connection of its own, opened at its first work and again after
/// one broke. Public members may be called from any thread and don't block, but for the destructor, which joins.
class WorkerPool : public QObject
{
    Q_OBJECT

public:
    /// Called on a worker before each connect; may block (to start a server) and may throw a RepositoryError.
    using ConnectionSource = std::function<ConnectionOptions()>;

    WorkerPool(ConnectionSource source, int workers);
    ~WorkerPool() override;

    /// The id to cancel it by.
    quint64 enqueue(Job job);
    /// Drops the job, or ends its statement on the server.
    void cancel(quint64 id);
    /// Drops what waits and cancels what runs; the workers end.
    void close();

Q_SIGNALS:
    /// From worker threads.
    void operationFinished(const pivotal::metrics::OperationRecord &record);
    void connected();
    void disconnected(const QString &message);

private:
    struct Worker
    {
        QMutex mutex; ///< guards the two below: held while cancelling, so that no later statement is hit
        quint64 runningJob = 0;
        std::unique_ptr<Connection> connection;
        int lossesSeen = 0; ///< of m_losses, when the connection was opened
        std::unique_ptr<QThread> thread;
    };

    bool cancelRunning(quint64 id);
    bool cancelAllRunning(); ///< whether there was any
    bool take(Job &job);
    void work(Worker &worker);
    void process(Worker &worker, const Job &job);
    void attempt(Worker &worker, const Job &job);
    void open(Worker &worker);
    void closeConnection(Worker &worker);

    ConnectionSource m_source;
    QMutex m_mutex; ///< guards the queue and m_stopping
    QWaitCondition m_available;
    std::deque<Job> m_queue;
    bool m_stopping = false;
    quint64 m_lastId = 0;
    std::atomic<int> m_losses = 0; ///< connections that broke: after each, the others are opened anew before use
    std::vector<std::unique_ptr<Worker>> m_workers;
    QThreadPool m_cancellers; ///< PQcancel blocks for a round trip
};

} // namespace pivotal::db
