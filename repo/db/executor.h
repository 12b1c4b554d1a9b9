#pragma once

#include "repo/db/worker_pool.h"

#include <QFuture>
#include <QPromise>
#include <memory>
#include <optional>
#include <type_traits>

namespace pivotal::db {

/// Runs units of work on worker threads and answers with futures. Lives on the GUI thread (or the command line's main
/// thread): nothing here blocks, the destructor included, and a future is finished from a worker. Cancelling a future
/// drops its work, and ends it on the server where it runs.
class Executor : public QObject
{
    Q_OBJECT

public:
    explicit Executor(Connection::Source source, int workers = 4,
                      std::shared_ptr<metrics::Telemetry> telemetry = std::make_shared<metrics::Telemetry>());
    /// Cancels everything. The workers end behind it, and with them what their source holds (an embedded server is
    /// stopped by then): see closing.h.
    ~Executor() override;

    template <class Unit, class T = std::invoke_result_t<Unit, Connection &>>
    QFuture<T> run(const QString &operation, Access access, Unit unit)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        Job job;
        job.operation = operation;
        job.access = access;
        auto result = std::make_shared<std::optional<T>>(); // handed over at the end: who waits is woken once
        job.run = [result, unit](Connection &connection) { result->emplace(unit(connection)); };
        job.fail = [promise](const std::exception_ptr &error) { promise->setException(error); };
        job.finish = [promise, result] {
            if (*result)
                promise->addResult(std::move(**result));
            promise->finish();
        };
        job.isCancelled = [promise] { return promise->isCanceled(); };
        m_pool->enqueue(std::move(job));
        return promise->future();
    }

    [[nodiscard]] metrics::Telemetry &telemetry() { return *m_telemetry; }

Q_SIGNALS:
    void operationFinished(const pivotal::metrics::OperationRecord &record);
    /// A connection was opened, or could not be, or broke.
    void connected();
    void disconnected(const QString &message);

private:
    std::shared_ptr<metrics::Telemetry> m_telemetry;
    std::unique_ptr<WorkerPool> m_pool;
};

} // namespace pivotal::db
