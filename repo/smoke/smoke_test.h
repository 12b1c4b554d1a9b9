#pragma once

#include "repo/metrics/budget.h"
#include "repo/session/console_session.h"
#include "repo/smoke/smoke_run.h"

#include <QElapsedTimer>
#include <QList>
#include <QMap>
#include <QObject>
#include <functional>
#include <memory>

namespace pivotal {

struct SmokeResult
{
    QString id;
    metrics::Budget budget;
    QList<double> samplesMs; ///< from the call to the answer on the main thread, sorted

    [[nodiscard]] double percentile(double q) const; ///< nearest rank
    [[nodiscard]] SmokeStatistics figures() const;
};

/// The seed report's smoke test: its cases, one after the other, each so many times, through the same repositories that
/// the pages use. It leaves nothing behind: the audit events that it appends (perf.audit_write) are rolled back. Lives on the
/// main thread; `session` has entered an organization, and outlives it.
class SmokeTest : public QObject
{
    Q_OBJECT

public:
    /// `budgets` by the case's id, where they aren't the seed report's.
    SmokeTest(ConsoleSession &session, int iterations, QMap<QString, metrics::Budget> budgets = {});

    void start();
    [[nodiscard]] const QList<SmokeResult> &results() const { return m_results; }
    [[nodiscard]] int caseCount() const { return int(m_cases.size()); } ///< 0 before it has looked for a user
    /// How many times faster a page comes from the cache than from the database (medians).
    [[nodiscard]] double cacheSpeedUp() const;
    [[nodiscard]] bool isPassed() const;
    /// What is kept of it, once it has finished.
    [[nodiscard]] SmokeRun toRun() const;

Q_SIGNALS:
    void caseFinished(const pivotal::SmokeResult &result);
    void finished();
    void failed(const pivotal::RepositoryError &error);

private:
    struct Case
    {
        QString id;
        std::function<void()> prepare; ///< before each iteration, outside of the time
        std::function<void()> run;     ///< ends in onAnswer() or failed
    };

    void findUser();
    void planCases();
    void next();
    void onAnswer();
    template <class T>
    void measure(const QFuture<T> &future);

    ConsoleSession &m_session;
    int m_iterations;
    QMap<QString, metrics::Budget> m_budgets;
    std::unique_ptr<AuditOutbox> m_outbox;
    UserId m_user;
    QString m_word;
    QList<Case> m_cases;
    QList<SmokeResult> m_results;
    QElapsedTimer m_clock;
};

} // namespace pivotal
