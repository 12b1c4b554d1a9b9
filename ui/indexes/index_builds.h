#pragma once

#include "repo/migrations/migrations.h"
#include "repo/plans/index_candidate.h"

#include <QList>
#include <QObject>
#include <QTimer>

namespace pivotal::ui {

/// Something to do to an index.
struct IndexStep
{
    enum class Kind {
        Apply,    ///< a migration
        RollBack, ///< one
        Create,   ///< a candidate
        Drop,     ///< one
    };

    Kind kind = Kind::Apply;
    QString migration;               ///< of Apply and RollBack
    plans::IndexCandidate candidate; ///< of Create and Drop

    /// Of the index.
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool isBuild() const { return kind == Kind::Apply || kind == Kind::Create; }

    [[nodiscard]] static IndexStep apply(const QString &migration) { return {Kind::Apply, migration, {}}; }
    [[nodiscard]] static IndexStep rollBack(const QString &migration) { return {Kind::RollBack, migration, {}}; }
    [[nodiscard]] static IndexStep create(const plans::IndexCandidate &candidate) { return {Kind::Create, {}, candidate}; }
    [[nodiscard]] static IndexStep drop(const plans::IndexCandidate &candidate) { return {Kind::Drop, {}, candidate}; }
};

/// Builds and drops indexes, one at a time, and tells how far it is. Names are those of the indexes.
class IndexBuilds : public QObject
{
    Q_OBJECT

public:
    explicit IndexBuilds(QObject *parent = nullptr);
    /// A build that runs is ended, and what it left removed; a drop is done to its end.
    ~IndexBuilds() override;

    /// `migrations` outlives this, or is taken away before it goes; null: none. Ends what runs.
    void setMigrations(Migrations *migrations);
    /// One after the other, after those that are waiting; the first that fails ends them all.
    void run(const QList<IndexStep> &steps);
    /// Ends the build that runs, and what waits. A drop can't be left halfway: only what waits behind it is given up.
    void cancel();
    /// Why nothing can be built or dropped, a sentence; empty where it can.
    [[nodiscard]] QString problem() const { return m_migrations ? m_migrations->problem() : QString(); }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Whether `cancel` has something to end.
    [[nodiscard]] bool canCancel() const { return m_isRunning && (m_step.isBuild() || !m_queue.isEmpty()); }
    /// What runs.
    [[nodiscard]] const IndexStep &step() const { return m_step; }
    [[nodiscard]] qsizetype waiting() const { return m_queue.size(); }

Q_SIGNALS:
    void runningChanged(bool isRunning);
    void started(const QString &name);
    /// `phase` as the server calls it; `share` of the phase, 0..1, or -1 where it doesn't tell.
    void progressed(const QString &phase, double share);
    /// The database has changed.
    void stepDone(const QString &name);
    /// All are done; not after a failure or a cancellation.
    void finished();
    void failed(const pivotal::RepositoryError &error);
    /// After `cancel` ended a build. `isGone` false: it was finished before that.
    void cancelled(const QString &name, bool isGone);

private:
    void next();
    void stop();
    void endStep();
    void askProgress();
    [[nodiscard]] QFuture<bool> start(const IndexStep &step);
    [[nodiscard]] QFuture<bool> removeLeftover(const IndexStep &step);

    Migrations *m_migrations = nullptr;
    QList<IndexStep> m_queue;
    IndexStep m_step;
    bool m_isRunning = false;
    QFuture<bool> m_future;
    QTimer m_poll;
};

} // namespace pivotal::ui
