#include "repo/smoke/smoke_run.h"

#include "repo/smoke/smoke_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace pivotal {

double SmokeFigures::shareOfTarget() const
{
    const auto share = [](double ms, double target) { return target > 0 ? ms / target : 0; };
    return std::max(share(medianMs, budget.medianMs), share(p95Ms, budget.p95Ms));
}

void SmokeFigures::judge(const metrics::Budget &targets)
{
    budget = targets;
    isWithinBudget = shareOfTarget() <= 1;
}

bool SmokeRun::isPassed() const
{
    return std::all_of(cases.cbegin(), cases.cend(), [](const SmokeFigures &each) { return each.isWithinBudget; });
}

const SmokeFigures *SmokeRun::figuresOf(const QString &id) const
{
    const auto found = std::find_if(cases.cbegin(), cases.cend(), [&id](const SmokeFigures &each) { return each.id == id; });
    return found == cases.cend() ? nullptr : &*found;
}

QByteArray SmokeRun::toJson() const
{
    QJsonArray list;
    for (const SmokeFigures &each : cases) {
        QJsonArray samples;
        for (const double ms : each.samplesMs)
            samples.append(ms);
        list.append(QJsonObject{{QStringLiteral("id"), each.id}, {QStringLiteral("p50"), each.medianMs}, {QStringLiteral("p95"), each.p95Ms},
                                {QStringLiteral("p99"), each.p99Ms}, {QStringLiteral("isWithinBudget"), each.isWithinBudget},
                                {QStringLiteral("targetP50"), each.budget.medianMs}, {QStringLiteral("targetP95"), each.budget.p95Ms}, {QStringLiteral("samples"), samples}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("at"), at.msecs}, {QStringLiteral("iterations"), iterations},
                                     {QStringLiteral("cacheSpeedUp"), cacheSpeedUp}, {QStringLiteral("cases"), list}})
        .toJson(QJsonDocument::Compact);
}

SmokeRun SmokeRun::fromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    SmokeRun run{{object.value(QStringLiteral("at")).toInteger()}, object.value(QStringLiteral("iterations")).toInt(),
                 object.value(QStringLiteral("cacheSpeedUp")).toDouble(), {}};
    const QJsonArray list = object.value(QStringLiteral("cases")).toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject each = value.toObject();
        QList<double> samples;
        const QJsonArray durations = each.value(QStringLiteral("samples")).toArray();
        for (const QJsonValue &ms : durations)
            samples << ms.toDouble();
        const QString kept = each.value(QStringLiteral("id")).toString(each.value(QStringLiteral("name")).toString());
        run.cases.append({smoke::caseIdOf(kept), each.value(QStringLiteral("p50")).toDouble(), each.value(QStringLiteral("p95")).toDouble(),
                          each.value(QStringLiteral("p99")).toDouble(), each.value(QStringLiteral("isWithinBudget")).toBool(),
                          {each.value(QStringLiteral("targetP50")).toDouble(), each.value(QStringLiteral("targetP95")).toDouble()}, samples});
    }
    return run;
}

} // namespace pivotal
