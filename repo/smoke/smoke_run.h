#pragma once

#include "repo/domain/instant.h"
#include "repo/metrics/budget.h"

#include <QByteArray>
#include <QList>

namespace pivotal {

/// The statistics of a case in a run of the smoke test, in ms.
struct SmokeStatistics
{
    QString id; ///< of smoke::caseIds()
    double medianMs = 0;
    double p95Ms = 0;
    double p99Ms = 0;
    bool isWithinBudget = true;
    metrics::Budget budget = {};  ///< as it was then
    QList<double> samplesMs = {}; ///< sorted

    /// What it took as a share of its targets, the worse of the two: above 1 it is over. 0 without targets.
    [[nodiscard]] double shareOfTarget() const;
    /// Against targets that aren't those it was judged by before.
    void judge(const metrics::Budget &targets);

    friend bool operator==(const SmokeStatistics &, const SmokeStatistics &) = default;
};

/// A run of the smoke test, as it is kept.
struct SmokeRun
{
    Instant at;
    int iterations = 0;
    double cacheSpeedUp = 0; ///< how many times faster a hit is than a miss
    QList<SmokeStatistics> cases;

    [[nodiscard]] bool isPassed() const;
    /// Null where that run hadn't the case.
    [[nodiscard]] const SmokeStatistics *statisticsOf(const QString &id) const;
    [[nodiscard]] QByteArray toJson() const;
    /// Also of a run that was kept when cases went by their English names.
    [[nodiscard]] static SmokeRun fromJson(const QByteArray &json);

    friend bool operator==(const SmokeRun &, const SmokeRun &) = default;
};

} // namespace pivotal
