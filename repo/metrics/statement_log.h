#pragma once

#include "repo/metrics/latency_counts.h"
#include "repo/metrics/slow_statement.h"

#include <QHash>
#include <QList>
#include <deque>
#include <memory>
#include <mutex>

namespace pivotal::metrics {

/// The statements of one fingerprint in a window of time.
struct StatementGroup
{
    QString fingerprint;
    QString operation;
    LatencyCounts durations;
    qint64 rows = 0;
    qint64 errors = 0;
    QList<SlowStatement> worst; ///< the slowest first

    [[nodiscard]] QString key() const { return operation + u' ' + fingerprint; }
};

/// Every statement of the last hour, counted by fingerprint (its text without the literals), with the slowest cases of
/// each. Bounded: the fingerprint that was used least recently goes first. Any thread; recording takes about a microsecond.
class StatementLog
{
public:
    static constexpr qint64 keptMs = 60 * 60 * 1000;
    static constexpr qint64 graceMs = 2 * 60 * 1000; ///< kept longer: the last hour is whole when it is asked for a moment late
    static constexpr qsizetype maxGroups = 200;
    static constexpr qsizetype maxWorst = 10;        ///< of a group
    static constexpr qsizetype maxWorstOfMinute = 2; ///< so that a quiet window has its own

    void record(const StatementRecord &record, Instant at = Instant::now());
    /// What ran since then, by minutes: the minute that `from` is in counts whole.
    [[nodiscard]] QList<StatementGroup> since(Instant from, Instant now = Instant::now()) const;
    /// The slow cases of all, the newest first.
    [[nodiscard]] QList<SlowStatement> cases(double fromMs) const;
    /// Forgets what is older than an hour, whether its statement ran again or not: its values shall not stay.
    void forgetOld(Instant now = Instant::now());
    /// Forgets all: they were of another database.
    void clear();

private:
    struct Minute
    {
        qint64 number = 0;
        LatencyCounts durations;
        qint64 rows = 0;
        qint64 errors = 0;
        QList<SlowStatement> worst;
    };
    struct Group
    {
        QString fingerprint;
        QString operation;
        std::deque<Minute> minutes; ///< by number, though the clock may have been set back
        quint64 lastUse = 0;
    };

    Group &groupOf(const StatementRecord &record);
    [[nodiscard]] static Minute &minuteOf(Group &group, qint64 number);
    void dropOldest();
    void dropText(const Group *group);

    mutable std::mutex m_mutex; ///< guards what is below
    qint64 m_forgotMinute = 0;
    quint64 m_uses = 0;                                     ///< counted, not timed: what was used last is last, whatever the clock says
    QHash<QString, std::shared_ptr<Group>> m_byText;        ///< texts as they came, several to a group
    QHash<QString, std::shared_ptr<Group>> m_byFingerprint; ///< with the operation's name in front
};

/// The text without what changes from call to call: literal numbers, as in LIMIT, are "?" too.
[[nodiscard]] QString fingerprintOf(const QString &text);

} // namespace pivotal::metrics
