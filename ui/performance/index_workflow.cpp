#include "ui/performance/index_workflow.h"

#include "repo/paging/delivery.h"

#include <utility>

namespace pivotal::ui {

IndexWorkflow::IndexWorkflow(QObject *parent) : QObject(parent)
{
    connect(&m_builds, &IndexBuilds::runningChanged, this, &IndexWorkflow::changed);
    connect(&m_builds, &IndexBuilds::failed, this, [this](const RepositoryError &error) {
        fail(error);
        Q_EMIT indexesChanged(); // what it left may be there
    });
    connect(&m_builds, &IndexBuilds::cancelled, this, [this](const QString &, bool isGone) {
        if (isGone)
            m_applied.reset();
        m_isCuring = false;
        Q_EMIT changed();
        Q_EMIT indexesChanged();
    });
    connect(&m_builds, &IndexBuilds::finished, this, &IndexWorkflow::onBuilt);
}

void IndexWorkflow::setSession(TuningRepository *tuning, Migrations *migrations)
{
    m_tuning = tuning;
    m_builds.setMigrations(migrations);
    clear();
}

void IndexWorkflow::onBuilt()
{
    Q_EMIT indexesChanged();
    if (std::exchange(m_isRollingBack, false)) {
        m_applied.reset();
        m_after.reset();
        m_isCuring = false;
        Q_EMIT changed();
    } else if (m_applied) {
        measure(m_after, [this] { m_isCuring = false; });
    }
}

void IndexWorkflow::clear()
{
    ++m_generation;
    m_isCuring = m_isRollingBack = false;
    m_isBusy = false;
    m_statement.reset();
    m_diagnosis.reset();
    m_applied.reset();
    m_before.reset();
    m_after.reset();
    Q_EMIT changed();
}

void IndexWorkflow::diagnose(const metrics::SlowStatement &statement, Analyze analyze)
{
    if (!m_tuning)
        return;
    clear();
    m_statement = statement;
    m_isBusy = statement.hasValues;
    Q_EMIT changed();
    if (!statement.hasValues)
        return;
    deliver(
        m_tuning->diagnose({statement.text, statement.binds}, analyze), this,
        [this, generation = m_generation](const Diagnosis &diagnosis) {
            if (generation != m_generation)
                return;
            m_isBusy = false;
            m_diagnosis = diagnosis;
            Q_EMIT changed();
        },
        [this, generation = m_generation](const RepositoryError &error) {
            if (generation == m_generation)
                fail(error);
        });
}

void IndexWorkflow::apply(const IndexAdvice &advice)
{
    if (isBusy() || !m_statement)
        return;
    m_isCuring = true;
    m_after.reset();
    measure(m_before, [this, advice] {
        m_applied = advice;
        m_builds.run({stepOf(advice)});
    });
}

void IndexWorkflow::rollBack()
{
    if (isBusy() || !m_applied)
        return;
    m_isCuring = m_isRollingBack = true; // until it is gone, it is applied
    m_builds.run({m_applied->migration.isEmpty() ? IndexStep::drop(m_applied->candidate) : IndexStep::rollBack(m_applied->migration)});
}

/// Where the statement can't be run (it writes, or takes too long), the remedy goes on without its time.
void IndexWorkflow::measure(std::optional<plans::Plan> &into, const std::function<void()> &then)
{
    into.reset();
    m_isBusy = true;
    Q_EMIT changed();
    const auto done = [this, then, generation = m_generation] {
        if (generation != m_generation)
            return false;
        m_isBusy = false;
        then();
        Q_EMIT changed();
        return true;
    };
    deliver(
        m_tuning->explain({m_statement->text, m_statement->binds}, Analyze::Yes), this,
        [this, done, &into, generation = m_generation](const plans::Plan &plan) {
            if (generation == m_generation)
                into = plan;
            done();
        },
        [this, done](const RepositoryError &error) {
            if (done() && error.code != ErrorCode::ValidationError)
                Q_EMIT failed(error);
        });
}

void IndexWorkflow::fail(const RepositoryError &error)
{
    m_isBusy = m_isCuring = false;
    if (!std::exchange(m_isRollingBack, false) && m_applied && !m_after)
        m_applied.reset(); // the build failed
    Q_EMIT changed();
    Q_EMIT failed(error);
}

IndexStep IndexWorkflow::stepOf(const IndexAdvice &advice)
{
    return advice.migration.isEmpty() ? IndexStep::create(advice.candidate) : IndexStep::apply(advice.migration);
}

} // namespace pivotal::ui
