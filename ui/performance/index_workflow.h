#pragma once

#include "repo/metrics/slow_statement.h"
#include "repo/tuning/tuning_repository.h"
#include "ui/indexes/index_builds.h"

#include <QObject>
#include <optional>

namespace pivotal::ui {

/// From a slow statement to its remedy: its diagnosis, the index that is applied, and the plan measured before and after.
/// Another statement has to wait until that is over.
class IndexWorkflow : public QObject
{
    Q_OBJECT

public:
    explicit IndexWorkflow(QObject *parent = nullptr);

    /// Both outlive this, or are taken away before they go; null: none.
    void setSession(TuningRepository *tuning, Migrations *migrations);
    /// One without its values has no diagnosis.
    void diagnose(const metrics::SlowStatement &statement, Analyze analyze);
    /// Measures, builds, and measures again.
    void apply(const IndexAdvice &advice);
    /// Takes back what `apply` did.
    void rollBack();
    void clear();

    [[nodiscard]] IndexBuilds &builds() { return m_builds; }
    [[nodiscard]] QString buildProblem() const { return m_builds.problem(); }
    /// From `apply` or `rollBack` until its measurement is there: another statement has to wait.
    [[nodiscard]] bool isCuring() const { return m_isCuring; }
    [[nodiscard]] bool isBusy() const { return m_isBusy || m_builds.isRunning(); }
    [[nodiscard]] const std::optional<metrics::SlowStatement> &statement() const { return m_statement; }
    [[nodiscard]] const std::optional<Diagnosis> &diagnosis() const { return m_diagnosis; }
    [[nodiscard]] const std::optional<IndexAdvice> &applied() const { return m_applied; }
    /// Analyzed; there after `apply` could run the statement.
    [[nodiscard]] const std::optional<plans::Plan> &before() const { return m_before; }
    [[nodiscard]] const std::optional<plans::Plan> &after() const { return m_after; }

Q_SIGNALS:
    /// Any of the above.
    void changed();
    void failed(const pivotal::RepositoryError &error);
    /// The database has another index, or one less.
    void indexesChanged();

private:
    void measure(std::optional<plans::Plan> &into, const std::function<void()> &then);
    void onBuilt();
    void fail(const RepositoryError &error);
    [[nodiscard]] static IndexStep stepOf(const IndexAdvice &advice);

    TuningRepository *m_tuning = nullptr;
    IndexBuilds m_builds;
    std::optional<metrics::SlowStatement> m_statement;
    std::optional<Diagnosis> m_diagnosis;
    std::optional<IndexAdvice> m_applied;
    std::optional<plans::Plan> m_before;
    std::optional<plans::Plan> m_after;
    bool m_isBusy = false; ///< asking the server
    bool m_isCuring = false;
    bool m_isRollingBack = false;
    quint64 m_generation = 0; ///< of the statement: answers of an older one are dropped
};

} // namespace pivotal::ui
