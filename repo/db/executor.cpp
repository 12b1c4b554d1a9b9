#include "repo/db/executor.h"

#include "repo/db/closing.h"

namespace pivotal::db {

Executor::Executor(Connection::Source source, int workers, std::shared_ptr<metrics::Telemetry> telemetry)
    : m_telemetry(std::move(telemetry)), m_pool(std::make_unique<WorkerPool>(std::move(source), workers, m_telemetry))
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
    closeBehind([pool = m_pool.release()] { delete pool; });
}

} // namespace pivotal::db
