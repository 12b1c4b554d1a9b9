#include "repo/db/worker_pool.h"

#include "repo/db/retry.h"
#include "repo/domain/cuid.h"
#include "repo/metrics/log.h"

#include <QElapsedTimer>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

constexpr std::chrono::seconds readTimeout{60};
constexpr std::chrono::milliseconds watchInterval{50};
constexpr RetryPolicy reconnecting{.base = std::chrono::milliseconds(200), .cap = std::chrono::milliseconds(5000)};

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

WorkerPool::WorkerPool(Connection::Source source, int workers, std::shared_ptr<metrics::Telemetry> telemetry)
    : m_source(std::move(source)), m_telemetry(std::move(telemetry))
{
    // Qt Sql registers its drivers, and the routine that ends them, at first use and without a lock: two threads there at
    // once register it twice, and then the application's end never ends (qsqldatabase.cpp, driverDict, Qt 6.4).
    (void)QSqlDatabase::drivers();
    for (int i = 0; i < workers; ++i) {
        auto &worker = m_workers.emplace_back(std::make_unique<Worker>());
        worker->thread.reset(QThread::create([this, &worker = *worker] { work(worker); }));
        worker->thread->setObjectName(u"db-worker-%1"_s.arg(i));
    }
    m_watchdog.reset(QThread::create([this] { watch(); }));
    m_watchdog->setObjectName(u"db-watchdog"_s);
    for (const auto &worker : m_workers)
        worker->thread->start();
    m_watchdog->start();
}

WorkerPool::~WorkerPool()
{
    close();
    for (const auto &worker : m_workers)
        worker->thread->wait();
    {
        const std::lock_guard lock(m_mutex);
        m_watchdogEnds = true;
    }
    m_watched.notify_all();
    m_watchdog->wait();
}

void WorkerPool::close()
{
    std::deque<Job> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        dropped.swap(m_queue);
        for (const auto &worker : m_workers)
            worker->wakes.notify_one();
    }
    for (const Job &job : dropped) {
        job.fail(std::make_exception_ptr(RepositoryError(ErrorCode::Cancelled, tr("The console is closing."))));
        job.finish();
    }
}

void WorkerPool::enqueue(Job job)
{
    const std::lock_guard lock(m_mutex);
    job.correlationId = newCuid();
    job.intent = metrics::currentIntent();
    job.enqueuedAt = nowNs();
    m_queue.push_back(std::move(job));
    reportPool();
    if (!m_idle.empty() && int(m_queue.size()) > m_finishing) {
        m_idle.back()->wakes.notify_one();
        m_idle.pop_back();
    }
}

void WorkerPool::work(Worker &worker)
{
    Connection::Listener listener{.opened = [this] { onOpened(); },
                                  .unreachable = [this](const RepositoryError &error) { onUnreachable(error); },
                                  .broke =
                                      [this](const RepositoryError &error) {
                                          ++m_losses;
                                          onUnreachable(error);
                                      }};
    auto connection = std::make_unique<Connection>(m_source, std::move(listener), m_telemetry.get());
    {
        const std::lock_guard lock(worker.mutex);
        worker.connection = std::move(connection);
    }
    Job job;
    while (take(worker, job)) {
        process(worker, job);
        job = {};
        const std::lock_guard lock(m_mutex);
        --m_finishing;
    }
    const std::lock_guard lock(worker.mutex);
    worker.connection.reset();
}

bool WorkerPool::take(Worker &worker, Job &job)
{
    std::unique_lock lock(m_mutex);
    while (m_queue.empty() && !m_stopping)
        rest(worker, lock);
    if (m_stopping)
        return false;
    job = std::move(m_queue.front());
    m_queue.pop_front();
    ++m_running;
    reportPool();
    m_hasWorked = true;
    if (m_watchdogRests)
        m_watched.notify_one();
    return true;
}

void WorkerPool::rest(Worker &worker, std::unique_lock<std::mutex> &lock)
{
    m_idle.push_back(&worker);
    if (m_reconnecting == &worker)
        awaitReconnect(worker, lock);
    else
        worker.wakes.wait(lock);
    std::erase(m_idle, &worker);
}

/// Waits for work, or as long as the back-off says, and then tries to reach the server.
void WorkerPool::awaitReconnect(Worker &worker, std::unique_lock<std::mutex> &lock)
{
    const auto wait = backOff(reconnecting, m_failedConnects++);
    if (worker.wakes.wait_for(lock, wait) == std::cv_status::no_timeout)
        return;
    std::erase(m_idle, &worker);
    lock.unlock();
    try {
        refresh(worker);
    } catch (const RepositoryError &error) {
        metrics::logger("db")->debug("event=reconnect_failed error={}",
                                     metrics::quoted(error.message)); // told by the listener; the next try comes
    }
    lock.lock();
}

void WorkerPool::process(Worker &worker, const Job &job)
{
    metrics::OperationRecord record;
    record.operation = job.operation;
    record.correlationId = job.correlationId;
    const qint64 started = nowNs();
    record.waitMs = milliseconds(started - job.enqueuedAt);
    begin(worker, job, record.waitMs);
    try {
        if (job.isCancelled())
            record.error = ErrorCode::Cancelled;
        else
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
    end(worker);
    const OperationCost &cost = worker.connection->cost();
    record.rows = cost.rows;
    record.roundTrips = cost.roundTrips;
    record.attempts = cost.attempts;
    record.retryWaitMs = cost.retryWaitMs;
    record.durationMs = milliseconds(nowNs() - started);
    m_telemetry->onOperation(record);
    Q_EMIT operationFinished(record); // before the future, so that who waits for that one has seen the record
    job.finish();
}

void WorkerPool::begin(Worker &worker, const Job &job, double waitMs)
{
    worker.connection->beginOperation({job.operation, job.correlationId, job.intent, waitMs});
    const std::lock_guard lock(worker.mutex);
    worker.isCancelled = job.isCancelled;
    worker.isRunning = true;
}

void WorkerPool::end(Worker &worker)
{
    {
        const std::lock_guard lock(worker.mutex);
        worker.isRunning = false;
        worker.isCancelled = {};
    }
    if (!worker.connection->canceller().waitUntilIdle() || !worker.connection->isIdle())
        worker.connection->close(); // a late cancel, or a transaction that nothing ended, must not meet the next operation
    const std::lock_guard lock(m_mutex);
    --m_running;
    ++m_finishing;
    reportPool();
}

void WorkerPool::attempt(Worker &worker, const Job &job)
{
    Connection &connection = *worker.connection;
    for (bool isFirst = true;; isFirst = false) {
        refresh(worker);
        if (job.isCancelled())
            return;
        if (job.access == Access::Read)
            connection.canceller().setDeadline(Canceller::Clock::now() + readTimeout);
        try {
            job.run(connection);
            return;
        } catch (const RepositoryError &error) {
            const bool mayRepeat = isFirst && (job.access == Access::Read || !connection.hasBegun())
                                   && connection.canceller().reason() == Canceller::Reason::None && error.code != ErrorCode::CommitInDoubt;
            if (connection.isUsable() || !mayRepeat)
                throw;
        }
    }
}

void WorkerPool::refresh(Worker &worker)
{
    const int losses = m_losses;
    if (worker.connection->isUsable() && worker.lossesSeen == losses)
        return;
    worker.connection->reopen();
    worker.lossesSeen = losses;
}

void WorkerPool::watch()
{
    std::unique_lock lock(m_mutex);
    while (!m_watchdogEnds) {
        // Only after a while without work: waking it for each operation would cost more than the operation.
        m_watchdogRests = m_running == 0 && !std::exchange(m_hasWorked, false);
        if (m_watchdogRests)
            m_watched.wait(lock);
        else
            m_watched.wait_for(lock, watchInterval);
        lock.unlock();
        for (const auto &worker : m_workers)
            enforce(*worker);
        dropCancelled();
        lock.lock();
    }
}

/// What waits for a worker.
void WorkerPool::dropCancelled()
{
    std::deque<Job> dropped;
    {
        const std::lock_guard lock(m_mutex);
        const auto kept = std::stable_partition(m_queue.begin(), m_queue.end(), [](const Job &job) { return !job.isCancelled(); });
        if (kept == m_queue.end())
            return;
        std::move(kept, m_queue.end(), std::back_inserter(dropped));
        m_queue.erase(kept, m_queue.end());
        reportPool();
    }
    for (const Job &job : dropped)
        job.finish();
}

void WorkerPool::enforce(Worker &worker)
{
    const std::lock_guard lock(worker.mutex);
    if (!worker.isRunning)
        return;
    if (m_stopping || worker.isCancelled())
        worker.connection->canceller().request();
    else
        worker.connection->canceller().enforce();
}

/// Under m_mutex.
void WorkerPool::reportPool()
{
    m_telemetry->metrics().setPool(m_running, int(m_queue.size()));
}

void WorkerPool::onOpened()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_reconnecting)
            m_telemetry->metrics().countReconnect();
        m_wasOpen = true;
        m_reconnecting = nullptr;
        m_failedConnects = 0;
    }
    Q_EMIT connected();
}

void WorkerPool::onUnreachable(const RepositoryError &error)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto self = std::find_if(m_workers.cbegin(), m_workers.cend(),
                                       [](const auto &worker) { return worker->thread.get() == QThread::currentThread(); });
        if (m_wasOpen && !m_reconnecting)
            m_reconnecting = self->get();
    }
    Q_EMIT disconnected(error.message);
}

} // namespace pivotal::db
