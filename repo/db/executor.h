#pragma once

#include "repo/db/connection.h"
#include "repo/metrics/operation_record.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QMutex>
#include <QObject>
#include <QPromise>
#include <QThread>
#include <QThreadPool>
#include <QWaitCondition>
#include <atomic>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

namespace pivotal::db {

/// Where its connection broke, a read is run once more by itself; a write only where it had not begun yet.
enum class Access { Read, Write };

/// Runs units of work on worker threads, each with a connection of its own, opened at its first work and again after
/// it broke. Lives on the GUI thread (or the command line's main thread): `run` is called there, never blocks, and
/// its future is finished from a worker. Cancelling the future drops the work, and ends it on the server where it
/// runs. The destructor cancels everything and joins the workers.
class Executor : public QObject
{
    Q_OBJECT

public:
    /// Called on a worker before each connect; may block (to start a server) and may throw a RepositoryError.
    using ConnectionSource = std::function<ConnectionOptions()>;

    explicit Executor(ConnectionSource source, int workers = 4, QObject *parent = nullptr);
    ~Executor() override;

    template <class Unit, class T = std::invoke_result_t<Unit, Connection &>>
    QFuture<T> run(const QString &operation, Access access, Unit unit)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        Job job;
        job.operation = operation;
        job.access = access;
        job.run = [promise, unit](Connection &connection) { promise->addResult(unit(connection)); };
        job.fail = [promise](const std::exception_ptr &error) { promise->setException(error); };
        job.finish = [promise] { promise->finish(); };
        job.isCancelled = [promise] { return promise->isCanceled(); };
        const QFuture<T> future = promise->future();
        const quint64 id = enqueue(std::move(job));

        auto *watcher = new QFutureWatcher<T>(this);
        connect(watcher, &QFutureWatcherBase::canceled, this, [this, id] { cancel(id); });
        connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
        watcher->setFuture(future);
        return future;
    }

Q_SIGNALS:
    /// From a worker thread: connect with a context object, so that it is queued.
    void operationFinished(const pivotal::metrics::OperationRecord &record);
    /// From a worker thread: a connection was opened, or could not be, or broke.
    void connected();
    void disconnected(const QString &message);

private:
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
        qint64 enqueuedAt = 0; ///< nanoseconds of the executor's clock
    };
    struct Worker
    {
        QMutex mutex; ///< guards the two below: held while cancelling, so that no later statement is hit
        quint64 runningJob = 0;
        std::unique_ptr<Connection> connection;
        int lossesSeen = 0; ///< of m_losses, when the connection was opened
        std::unique_ptr<QThread> thread;
    };

    quint64 enqueue(Job job);
    void cancel(quint64 id);
    bool cancelRunning(quint64 id);
    bool take(Job &job);
    void work(Worker &worker);
    void process(Worker &worker, const Job &job);
    void attempt(Worker &worker, const Job &job);
    void open(Worker &worker);
    void close(Worker &worker);

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
