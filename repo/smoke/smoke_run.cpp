#include "repo/smoke/smoke_run.h"

#include "repo/smoke/smoke_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

double SmokeStatistics::shareOfTarget() const
{
    const auto share = [](double ms, double target) { return target > 0 ? ms / target : 0; };
    return std::max(share(medianMs, budget.medianMs), share(p95Ms, budget.p95Ms));
}

void SmokeStatistics::judge(const metrics::Budget &targets)
{
    budget = targets;
    isWithinBudget = shareOfTarget() <= 1;
}

bool SmokeRun::isPassed() const
{
    return std::all_of(cases.cbegin(), cases.cend(), [](const SmokeStatistics &each) { return each.isWithinBudget; });
}

const SmokeStatistics *SmokeRun::statisticsOf(const QString &id) const
{
    const auto found = std::find_if(cases.cbegin(), cases.cend(), [&id](const SmokeStatistics &each) { return each.id == id; });
    return found == cases.cend() ? nullptr : &*found;
}

QByteArray SmokeRun::toJson() const
{
    QJsonArray list;
    for (const SmokeStatistics &each : cases) {
        QJsonArray samples;
        for (const double ms : each.samplesMs)
            samples.append(ms);
        list.append(QJsonObject{{u"id"_s, each.id},
                                {u"p50"_s, each.medianMs},
                                {u"p95"_s, each.p95Ms},
                                {u"p99"_s, each.p99Ms},
                                {u"isWithinBudget"_s, each.isWithinBudget},
                                {u"targetP50"_s, each.budget.medianMs},
                                {u"targetP95"_s, each.budget.p95Ms},
                                {u"samples"_s, samples}});
    }
    return QJsonDocument(
               QJsonObject{{u"at"_s, at.msecs}, {u"iterations"_s, iterations}, {u"cacheSpeedUp"_s, cacheSpeedUp}, {u"cases"_s, list}})
        .toJson(QJsonDocument::Compact);
}

SmokeRun SmokeRun::fromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    SmokeRun run{
        {object.value(u"at"_s).toInteger()}, object.value(u"iterations"_s).toInt(), object.value(u"cacheSpeedUp"_s).toDouble(), {}};
    const QJsonArray list = object.value(u"cases"_s).toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject each = value.toObject();
        QList<double> samples;
        const QJsonArray durations = each.value(u"samples"_s).toArray();
        for (const QJsonValue &ms : durations)
            samples << ms.toDouble();
        const QString kept = each.value(u"id"_s).toString(each.value(u"name"_s).toString());
        run.cases.append({smoke::caseIdOf(kept),
                          each.value(u"p50"_s).toDouble(),
                          each.value(u"p95"_s).toDouble(),
                          each.value(u"p99"_s).toDouble(),
                          each.value(u"isWithinBudget"_s).toBool(),
                          {each.value(u"targetP50"_s).toDouble(), each.value(u"targetP95"_s).toDouble()},
                          samples});
    }
    return run;
}

} // namespace pivotal
