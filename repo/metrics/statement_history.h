#pragma once

#include "repo/metrics/statement_log.h"

#include <QByteArray>
#include <optional>

namespace pivotal::metrics {

/// The statements of a window of time, from memory, from the history on disk, or of both together.
struct StatementHistory
{
    static constexpr qsizetype maxCases = 500;

    Instant from;                 ///< counts are from then on: earlier than asked for, where they come from the disk
    QList<StatementGroup> groups; ///< in no order; each has counts and at least one case
    QList<SlowStatement> cases;   ///< the slow ones, the newest first, at most maxCases
};

/// Groups, summed by fingerprint as they come.
class StatementSums
{
public:
    /// Counts add up; of the worst cases the slowest stay, each once, as this group has it (it may have kept the values).
    void add(const StatementGroup &group);
    [[nodiscard]] QList<StatementGroup> groups() const { return m_byKey.values(); }

private:
    QHash<QString, StatementGroup> m_byKey;
};

[[nodiscard]] QList<StatementGroup> merge(const QList<StatementGroup> &groups, const QList<StatementGroup> &others);
/// The newest first, each case once: as `others` have it where both do.
[[nodiscard]] QList<SlowStatement> merge(const QList<SlowStatement> &cases, const QList<SlowStatement> &others);

/// What the log has of [from, to], by whole minutes; cases from `slowMs` on.
[[nodiscard]] StatementHistory recentStatements(const StatementLog &log, Instant from, Instant to, double slowMs);
/// What is stored, with what isn't yet, and the cases of `recent`, which still have their values. Counts of `recent` are left out:
/// they are in the other two.
[[nodiscard]] StatementHistory together(const StatementHistory &stored, const QList<StatementGroup> &unwritten,
                                        const StatementHistory &recent);

/// A group as it is stored: operation, fingerprint, counts, and its `storedCases` worst. For privacy neither bound values nor the
/// cases' texts are in it, which may hold literals (the fingerprint stands for them), and of the user's action only that there was
/// one: its name may be a button's text, and that an email or a searched word.
[[nodiscard]] QByteArray toCbor(const StatementGroup &group);
/// Nothing where that is no such group.
[[nodiscard]] std::optional<StatementGroup> groupFromCbor(const QByteArray &bytes);
constexpr qsizetype storedCases = 2;

} // namespace pivotal::metrics
