#include "tests/bench/report.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

QString goalText(const Result &result)
{
    return (result.kind == Result::Goal::AtMost ? u"<= %1"_s : u">= %1"_s).arg(result.goal);
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

} // namespace

void Report::add(const Result &result)
{
    if (m_results.isEmpty())
        std::printf("%-52s %10s  %-34s %10s %9s  %-9s\n", "work", "value", "against", "value", "ratio", "goal");
    std::printf("%-52s %10.3f  %-34s %10.3f %9.2f  %-9s %s\n", qPrintable(result.name), result.value, qPrintable(result.against),
                result.other, result.ratio(), qPrintable(goalText(result)), qPrintable(verdict(result)));
    std::fflush(stdout);
    m_results << result;
}

QString Report::verdict(const Result &result) const
{
    if (m_users < result.fromUsers)
        return u"(from %1 users)"_s.arg(result.fromUsers);
    return result.passes() ? u"pass"_s : u"MISS"_s;
}

void Report::addCell(const QString &name, double ms, const QString &against, double otherMs)
{
    m_cells.append(
        QJsonObject{{u"name"_s, name}, {u"ms"_s, ms}, {u"against"_s, against}, {u"against_ms"_s, otherMs}, {u"ratio"_s, ms / otherMs}});
}

void Report::write(const QString &path) const
{
    QJsonArray array;
    for (const Result &result : m_results)
        array.append(QJsonObject{{u"name"_s, result.name},
                                 {u"ms"_s, result.value},
                                 {u"against"_s, result.against},
                                 {u"against_ms"_s, result.other},
                                 {u"ratio"_s, result.ratio()},
                                 {u"goal"_s, goalText(result)},
                                 {u"verdict"_s, verdict(result)}});
    for (const QJsonValue &cell : m_cells)
        array.append(cell);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(array).toJson()) < 0)
        std::fprintf(stderr, "Can't write %s: %s\n", qPrintable(path), qPrintable(file.errorString()));
}

double medianMs(int rounds, const std::function<void()> &work)
{
    QList<double> ms;
    for (int i = 0; i < rounds / 10 + 1; ++i)
        work();
    while (ms.size() < rounds)
        ms << milliseconds(work);
    return median(ms);
}

double milliseconds(const std::function<void()> &work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return double(clock.nsecsElapsed()) / 1e6;
}

SideBySide sideBySide(int rounds, const std::function<void()> &ours, const std::function<void()> &theirs)
{
    constexpr int turn = 50; // one after the other would have each find caches and processors full of the other
    QList<double> oursMs;
    QList<double> theirsMs;
    const int warmUp = rounds / 10 + 1;
    for (int i = 0; i < warmUp; ++i) {
        ours();
        theirs();
    }
    while (oursMs.size() < rounds) {
        const int count = std::min<int>(turn, rounds - int(oursMs.size()));
        for (int i = 0; i < count; ++i)
            oursMs << milliseconds(ours);
        for (int i = 0; i < count; ++i)
            theirsMs << milliseconds(theirs);
    }
    return {median(oursMs), median(theirsMs)};
}

qint64 residentBytes()
{
    QFile statm(u"/proc/self/statm"_s);
    return statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE) : 0;
}

} // namespace pivotal::bench
