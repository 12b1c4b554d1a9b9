#pragma once

#include "repo/local/sqlite_file.h"
#include "repo/metrics/sample.h"
#include "repo/metrics/statement_history.h"

#include <QStringList>

namespace pivotal::local {

using namespace Qt::StringLiterals;

/// How fine samples are kept, and for how long. The oldest of a tier go when newer ones come.
struct Tier
{
    qint64 lengthMs = 0;
    qint64 keptMs = 0;
};

/// The history of what the console did, a sample an interval: fine for the last hours, coarse for a month, so the file stays
/// small. `source` names the database that the console worked on.
///
/// Blocks on the disk; made, used and ended on one thread. Every failure is a RepositoryError METRICS_HISTORY.
class MetricsStore
{
public:
    explicit MetricsStore(const QString &path);

    /// The finest first.
    [[nodiscard]] static const QList<Tier> &tiers();
    /// The coarsest that is no coarser than `pointMs` and reaches back to `from`; else the finest that does.
    [[nodiscard]] static const Tier &tierFor(Instant from, qint64 pointMs);
    /// Adds to the tier's interval in which the sample ends: two consoles on one database are one history.
    void add(const QString &source, const Tier &tier, const metrics::Sample &sample);
    /// The tier's intervals that (from, to] touches; by time.
    [[nodiscard]] QList<metrics::Sample> load(const QString &source, Instant from, Instant to, const Tier &tier);
    [[nodiscard]] QStringList sources();

    /// Runs of the smoke test, as their JSON; the newest first. The last `keptRuns` of a source are kept.
    static constexpr int keptRuns = 100;
    void addRun(const QString &source, Instant at, const QByteArray &json);
    [[nodiscard]] QList<QByteArray> runs(const QString &source);

    /// Statements, by quarter-hours of UTC, for 31 days: of each the groups with the slowest cases. About 4.5 kB a group in the
    /// file with a text of 1,200 characters: 270 MB for a source at all these bounds. Bound values, literals of the text and
    /// what the user did are never written: emails and words that were typed are among them. See metrics::toCbor.
    static constexpr qint64 statementsIntervalMs = 15 * 60'000;
    static constexpr qint64 statementsKeptMs = 31 * 24 * 60 * 60'000ll;
    static constexpr qsizetype statementGroupsKept = 20; ///< of an interval
    /// Adds to the interval that `at` is in: two consoles on one database are one history. The oldest intervals of the source go.
    void addStatements(const QString &source, Instant at, const QList<metrics::StatementGroup> &groups);
    /// The groups of the intervals that [from, to) touches, whole, and the cases of [from, to] that took `slowMs` or longer. One
    /// entry that can't be read is an error: statistics that are short of something would look like good ones.
    [[nodiscard]] metrics::StatementHistory statements(const QString &source, Instant from, Instant to, double slowMs);

    /// The file `metrics.sqlite`.
    [[nodiscard]] static QString defaultPath() { return SqliteFile::defaultPath(u"metrics.sqlite"_s); }

private:
    SqliteFile m_file;
};

} // namespace pivotal::local
