#pragma once

#include "repo/db/worker_pool.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <memory>
#include <type_traits>

namespace pivotal::db {

/// Runs units of work on worker threads and answers with futures. Lives on the GUI thread (or the command line's main
/// thread): nothing here blocks, the destructor included, and a future is finished from a worker. Cancelling a future
/// drops its work, and ends it on the server where it runs.
class Executor : public QObject
{
    Q_OBJECT

public:
    explicit Executor(Connection::Source source, int workers = 4, QObject *parent = nullptr);
    /// Cancels everything. The workers end by themselves, behind it: see waitForClosed().
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
        const quint64 id = m_pool->enqueue(std::move(job));

        auto *watcher = new QFutureWatcher<T>(this);
        connect(watcher, &QFutureWatcherBase::canceled, this, [this, id] { m_pool->cancel(id); });
        connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
        watcher->setFuture(future);
        return future;
    }

    /// Blocks until the workers of all executors that are gone have ended, and with them what their sources held (an
    /// embedded server is stopped by then). For the end of main(), after the event loop.
    static void waitForClosed();

Q_SIGNALS:
    void operationFinished(const pivotal::metrics::OperationRecord &record);
    /// A connection was opened, or could not be, or broke.
    void connected();
    void disconnected(const QString &message);

private:
    std::unique_ptr<WorkerPool> m_pool;
};

} // namespace pivotal::db
