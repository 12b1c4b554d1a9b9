#include "ui/indexes/index_builds.h"

#include "repo/paging/delivery.h"

#include <utility>

namespace pivotal::ui {

namespace {

constexpr int buildPollMs = 250;

} // namespace

QString IndexStep::name() const
{
    if (kind == Kind::Create || kind == Kind::Drop)
        return candidate.name();
    const db::Migration *known = db::migrationNamed(migration);
    return known ? known->object : migration;
}

IndexBuilds::IndexBuilds(QObject *parent) : QObject(parent)
{
    m_poll.setInterval(buildPollMs);
    connect(&m_poll, &QTimer::timeout, this, &IndexBuilds::askProgress);
}

IndexBuilds::~IndexBuilds()
{
    endStep();
}

void IndexBuilds::setMigrations(Migrations *migrations)
{
    if (migrations == m_migrations)
        return; // what is built goes on
    endStep();
    stop();
    m_migrations = migrations;
}

/// What is half built is removed, and what is half dropped is dropped. Nobody is left to be told: where that fails, the next
/// build does it.
void IndexBuilds::endStep()
{
    if (!m_isRunning)
        return;
    m_future.cancel();
    (void)(m_step.isBuild() ? removeLeftover(m_step) : start(m_step));
}

void IndexBuilds::run(const QList<IndexStep> &steps)
{
    if (!m_migrations)
        return;
    m_queue += steps;
    if (!m_isRunning && !m_queue.isEmpty())
        next();
}

void IndexBuilds::next()
{
    if (m_queue.isEmpty()) {
        stop();
        Q_EMIT finished();
        return;
    }
    m_step = m_queue.takeFirst();
    m_future = start(m_step);
    m_poll.start();
    if (!std::exchange(m_isRunning, true))
        Q_EMIT runningChanged(true);
    Q_EMIT started(m_step.name());
    deliver(
        m_future, this,
        [this](bool) {
            Q_EMIT stepDone(m_step.name());
            if (m_isRunning) // nobody has ended it at that word
                next();
        },
        [this](const RepositoryError &error) {
            stop();
            Q_EMIT failed(error);
        });
}

QFuture<bool> IndexBuilds::start(const IndexStep &step)
{
    switch (step.kind) {
    case IndexStep::Kind::Apply: return m_migrations->apply(step.migration);
    case IndexStep::Kind::RollBack: return m_migrations->rollBack(step.migration);
    case IndexStep::Kind::Create: return m_migrations->create(step.candidate);
    case IndexStep::Kind::Drop: return m_migrations->drop(step.candidate);
    }
    return {};
}

QFuture<bool> IndexBuilds::removeLeftover(const IndexStep &step)
{
    return m_migrations->removeLeftover(step.kind == IndexStep::Kind::Create ? db::advisedMigration(step.candidate.name(), {}).name
                                                                             : step.migration);
}

void IndexBuilds::stop()
{
    m_poll.stop();
    m_queue.clear();
    if (std::exchange(m_isRunning, false))
        Q_EMIT runningChanged(false);
}

void IndexBuilds::cancel()
{
    if (!m_isRunning)
        return;
    m_queue.clear();
    if (!m_step.isBuild())
        return;
    m_future.cancel();
    stop();
    deliver(
        removeLeftover(m_step), this, [this, name = m_step.name()](bool isGone) { Q_EMIT cancelled(name, isGone); },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void IndexBuilds::askProgress()
{
    if (!m_step.isBuild())
        return; // the server tells of builds only
    deliver(
        m_migrations->progress(), this,
        [this, name = m_step.name()](const std::optional<db::BuildProgress> &progress) {
            if (progress && m_isRunning && m_step.name() == name && progress->index == name)
                Q_EMIT progressed(progress->phase, progress->share);
        },
        [](const RepositoryError &) {}); // the build tells what is wrong
}

} // namespace pivotal::ui
