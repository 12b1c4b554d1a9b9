#include "repo/smoke_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace pivotal {

bool SmokeRun::isPassed() const
{
    return std::all_of(cases.cbegin(), cases.cend(), [](const SmokeFigures &each) { return each.isWithinBudget; });
}

const SmokeFigures *SmokeRun::figuresOf(const QString &name) const
{
    const auto found = std::find_if(cases.cbegin(), cases.cend(), [&name](const SmokeFigures &each) { return each.name == name; });
    return found == cases.cend() ? nullptr : &*found;
}

QByteArray SmokeRun::toJson() const
{
    QJsonArray list;
    for (const SmokeFigures &each : cases) {
        QJsonArray samples;
        for (const double ms : each.samplesMs)
            samples.append(ms);
        list.append(QJsonObject{{QStringLiteral("name"), each.name}, {QStringLiteral("p50"), each.medianMs}, {QStringLiteral("p95"), each.p95Ms},
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
        const QJsonArray kept = each.value(QStringLiteral("samples")).toArray();
        for (const QJsonValue &ms : kept)
            samples << ms.toDouble();
        run.cases.append({each.value(QStringLiteral("name")).toString(), each.value(QStringLiteral("p50")).toDouble(), each.value(QStringLiteral("p95")).toDouble(),
                          each.value(QStringLiteral("p99")).toDouble(), each.value(QStringLiteral("isWithinBudget")).toBool(),
                          {each.value(QStringLiteral("targetP50")).toDouble(), each.value(QStringLiteral("targetP95")).toDouble()}, samples});
    }
    return run;
}

} // namespace pivotal
