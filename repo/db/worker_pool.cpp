#include "repo/db/worker_pool.h"

#include "repo/domain/cuid.h"

#include <QElapsedTimer>
#include <algorithm>
#include <spdlog/spdlog.h>

namespace pivotal::db {

namespace {

constexpr int maxCancels = 20;
constexpr unsigned long cancelIntervalMs = 50;

qint64 nowNs()
{
    static const QElapsedTimer clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    return clock.nsecsElapsed();
}

double milliseconds(qint64 nanoseconds)
{
    return double(nanoseconds) / 1e6;
}

} // namespace

WorkerPool::WorkerPool(ConnectionSource source, int workers) : m_source(std::move(source))
{
    m_cancellers.setMaxThreadCount(2);
    for (int i = 0; i < workers; ++i) {
        auto &worker = m_workers.emplace_back(std::make_unique<Worker>());
        worker->thread.reset(QThread::create([this, &worker = *worker] { work(worker); }));
        worker->thread->setObjectName(QStringLiteral("db-worker-%1").arg(i));
        worker->thread->start();
    }
}

WorkerPool::~WorkerPool()
{
    close();
    for (const auto &worker : m_workers)
        worker->thread->wait();
    m_cancellers.waitForDone();
}

void WorkerPool::close()
{
    std::deque<Job> dropped;
    {
        const QMutexLocker lock(&m_mutex);
        m_stopping = true;
        dropped.swap(m_queue);
    }
    m_available.wakeAll();
    for (const Job &job : dropped) {
        job.fail(std::make_exception_ptr(RepositoryError(ErrorCode::Cancelled, tr("The console is closing."))));
        job.finish();
    }
    m_cancellers.start([this] {
        for (int i = 0; i < maxCancels && cancelAllRunning(); ++i)
            QThread::msleep(cancelIntervalMs);
    });
}

bool WorkerPool::cancelAllRunning()
{
    bool anyRuns = false;
    for (const auto &worker : m_workers) {
        const QMutexLocker lock(&worker->mutex);
        if (!worker->runningJob || !worker->connection)
            continue;
        worker->connection->cancel();
        anyRuns = true;
    }
    return anyRuns;
}

quint64 WorkerPool::enqueue(Job job)
{
    const QMutexLocker lock(&m_mutex);
    job.id = ++m_lastId;
    job.correlationId = newCuid();
    job.enqueuedAt = nowNs();
    m_queue.push_back(std::move(job));
    m_available.wakeOne();
    return m_lastId;
}

void WorkerPool::cancel(quint64 id)
{
    {
        const QMutexLocker lock(&m_mutex);
        const auto queued = std::find_if(m_queue.begin(), m_queue.end(), [id](const Job &job) { return job.id == id; });
        if (queued != m_queue.end()) {
            const Job job = std::move(*queued);
            m_queue.erase(queued);
            job.finish();
            return;
        }
    }
    // A cancel that comes between two statements of the job hits nothing, so it is repeated until the job is gone.
    m_cancellers.start([this, id] {
        for (int i = 0; i < maxCancels && cancelRunning(id); ++i)
            QThread::msleep(cancelIntervalMs);
    });
}

bool WorkerPool::cancelRunning(quint64 id)
{
    for (const auto &worker : m_workers) {
        const QMutexLocker lock(&worker->mutex);
        if (worker->runningJob != id || !worker->connection)
            continue;
        worker->connection->cancel();
        return true;
    }
    return false;
}

bool WorkerPool::take(Job &job)
{
    const QMutexLocker lock(&m_mutex);
    while (m_queue.empty() && !m_stopping)
        m_available.wait(&m_mutex);
    if (m_stopping)
        return false;
    job = std::move(m_queue.front());
    m_queue.pop_front();
    return true;
}

void WorkerPool::work(Worker &worker)
{
    Job job;
    while (take(job)) {
        process(worker, job);
        job = {};
    }
    closeConnection(worker);
}

void WorkerPool::process(Worker &worker, const Job &job)
{
    metrics::OperationRecord record;
    record.operation = job.operation;
    record.correlationId = job.correlationId;
    const qint64 started = nowNs();
    record.waitMs = milliseconds(started - job.enqueuedAt);
    try {
        if (!job.isCancelled())
            attempt(worker, job);
    } catch (const RepositoryError &error) {
        record.error = error.code;
        RepositoryError named = error;
        named.operation = job.operation;
        named.correlationId = job.correlationId;
        job.fail(std::make_exception_ptr(named));
    } catch (const std::exception &error) {
        record.error = ErrorCode::UnknownError;
        job.fail(std::make_exception_ptr(
            RepositoryError(ErrorCode::UnknownError, tr("Something unexpected went wrong."), QString::fromUtf8(error.what()))));
    }
    if (worker.connection) {
        record.rows = worker.connection->rowCount();
        record.roundTrips = worker.connection->roundTrips();
    }
    {
        const QMutexLocker lock(&worker.mutex);
        worker.runningJob = 0;
    }
    record.durationMs = milliseconds(nowNs() - started);
    spdlog::debug("event=operation name={} correlation={} ms={:.2f} rows={} round_trips={} error={}",
                  record.operation.toStdString(), record.correlationId.toStdString(), record.durationMs, record.rows,
                  record.roundTrips, record.error ? nameOf(*record.error).toStdString() : "none");
    Q_EMIT operationFinished(record); // before the future, so that who waits for that one has seen the record
    job.finish();
}

void WorkerPool::attempt(Worker &worker, const Job &job)
{
    for (bool isFirst = true;; isFirst = false) {
        open(worker);
        worker.connection->beginOperation(job.correlationId);
        {
            const QMutexLocker lock(&worker.mutex);
            worker.runningJob = job.id;
        }
        if (job.isCancelled())
            return;
        try {
            job.run(*worker.connection);
            return;
        } catch (const RepositoryError &error) {
            if (worker.connection->isUsable())
                throw;
            const bool mayRepeat = isFirst && (job.access == Access::Read || !worker.connection->hasBegun());
            ++m_losses;
            closeConnection(worker);
            Q_EMIT disconnected(error.message);
            if (!mayRepeat || job.isCancelled())
                throw;
        }
    }
}

void WorkerPool::open(Worker &worker)
{
    if (worker.connection && worker.connection->isUsable() && worker.lossesSeen == m_losses)
        return;
    closeConnection(worker);
    try {
        worker.lossesSeen = m_losses;
        auto connection = std::make_unique<Connection>(m_source());
        const QMutexLocker lock(&worker.mutex);
        worker.connection = std::move(connection);
    } catch (const RepositoryError &error) {
        Q_EMIT disconnected(error.message);
        throw;
    }
    Q_EMIT connected();
}

void WorkerPool::closeConnection(Worker &worker)
{
    const QMutexLocker lock(&worker.mutex);
    worker.runningJob = 0;
    worker.connection.reset();
}

} // namespace pivotal::db
