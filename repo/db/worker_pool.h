#pragma once

#include "repo/db/connection.h"
#include "repo/metrics/telemetry.h"

#include <QObject>
#include <QThread>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace pivotal::db {

/// A read is run once more by itself where its connection broke under it; a write only where it had not begun yet.
enum class Access { Read, Write };

/// A unit of work, with its promise behind functions.
struct Job
{
    QString operation;
    QString correlationId;
    QString intent; ///< what the user did for it
    Access access = Access::Read;
    std::function<void(Connection &)> run;
    std::function<void(const std::exception_ptr &)> fail;
    std::function<void()> finish;
    std::function<bool()> isCancelled;
    qint64 enqueuedAt = 0; ///< nanoseconds of the pool's clock
};

/// The worker threads behind an Executor, each with a connection of its own, opened at its first work and again after
/// one broke; and a watchdog, which drops what is cancelled, and ends on the server what is cancelled there or past its time
/// limit. When the server is gone, one worker keeps trying to reach it, with back-off, so that the console recovers by
/// itself. Public members may be called from any thread and don't block, but for the destructor, which joins.
class WorkerPool : public QObject
{
    Q_OBJECT

public:
    WorkerPool(Connection::Source source, int workers, std::shared_ptr<metrics::Telemetry> telemetry);
    ~WorkerPool() override;

    void enqueue(Job job);
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
        std::mutex mutex;                       ///< guards the three below
        std::unique_ptr<Connection> connection; ///< made, used and ended by the worker's thread
        std::function<bool()> isCancelled;      ///< of the running job
        bool isRunning = false;
        int lossesSeen = 0;            ///< of m_losses, when the connection was opened
        std::condition_variable wakes; ///< with the pool's mutex: work, or the end
        std::unique_ptr<QThread> thread;
    };

    void work(Worker &worker);
    bool take(Worker &worker, Job &job);
    void rest(Worker &worker, std::unique_lock<std::mutex> &lock);
    void process(Worker &worker, const Job &job);
    void attempt(Worker &worker, const Job &job);
    void begin(Worker &worker, const Job &job, double waitMs);
    void end(Worker &worker);
    void refresh(Worker &worker);
    void awaitReconnect(Worker &worker, std::unique_lock<std::mutex> &lock);
    void watch();
    void enforce(Worker &worker);
    void dropCancelled();
    void reportPool();
    void onOpened();
    void onUnreachable(const RepositoryError &error);

    Connection::Source m_source;
    std::shared_ptr<metrics::Telemetry> m_telemetry;
    std::atomic<int> m_losses = 0; ///< connections that broke: after each, the others are opened anew before use
    std::atomic<bool> m_stopping = false;

    std::mutex m_mutex;                ///< guards what follows, but for the threads
    std::condition_variable m_watched; ///< something runs that may have to be ended, or the end
    std::deque<Job> m_queue;
    std::vector<Worker *> m_idle; ///< the last to rest is the first to work: its connection is open, its statements prepared
    int m_running = 0;
    int m_finishing = 0;              ///< workers that answer, and then look for work: nobody else is woken for what they can do
    bool m_wasOpen = false;           ///< once: a server that was never reached isn't asked again by itself
    Worker *m_reconnecting = nullptr; ///< has taken on to reach the server again
    int m_failedConnects = 0;
    bool m_hasWorked = false; ///< since the watchdog looked
    bool m_watchdogRests = false;
    bool m_watchdogEnds = false;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::unique_ptr<QThread> m_watchdog;
};

} // namespace pivotal::db
