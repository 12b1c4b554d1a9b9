#include "repo/db/executor.h"

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace pivotal::db {

namespace {

/// Threads that wait for pools to end, so that nobody else has to.
struct Closing
{
    std::mutex mutex;
    std::vector<std::thread> threads;
};

Closing &closing()
{
    static Closing instance;
    return instance;
}

} // namespace

Executor::Executor(Connection::Source source, int workers, QObject *parent)
    : QObject(parent), m_pool(std::make_unique<WorkerPool>(std::move(source), workers))
{
    qRegisterMetaType<metrics::OperationRecord>();
    // From the workers, so queued: what was emitted when this is gone is dropped by Qt.
    connect(m_pool.get(), &WorkerPool::operationFinished, this, &Executor::operationFinished);
    connect(m_pool.get(), &WorkerPool::connected, this, &Executor::connected);
    connect(m_pool.get(), &WorkerPool::disconnected, this, &Executor::disconnected);
}

Executor::~Executor()
{
    m_pool->disconnect(this);
    m_pool->close();
    m_pool->moveToThread(nullptr);
    const std::lock_guard lock(closing().mutex);
    closing().threads.emplace_back([pool = m_pool.release()] { delete pool; });
}

void Executor::waitForClosed()
{
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(closing().mutex);
        threads.swap(closing().threads);
    }
    for (std::thread &thread : threads)
        thread.join();
}

} // namespace pivotal::db
