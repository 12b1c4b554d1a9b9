#include "app/command.h"
#include "app/flag_values.h"
#include "repo/domain/text.h"
#include "repo/smoke/smoke_case.h"
#include "repo/smoke/smoke_test.h"

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

constexpr int maxIterations = 10'000;

QString ms(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : 1);
}

QString line(const QStringList &cells)
{
    static const int widths[]{30, 12, 12, 10, 10, 10, 8};
    QString text = cells.first().leftJustified(widths[0]);
    for (qsizetype i = 1; i < cells.size(); ++i)
        text += cells.at(i).rightJustified(widths[i]);
    return text + u'\n';
}

QString budgetText(double budget)
{
    return budget > 0 ? u"<= %1"_s.arg(budget) : u"-"_s;
}

QString table(const SmokeTest &test)
{
    QString text = line({Text::tr("Case (ms)"), Text::tr("target p50"), Text::tr("target p95"), Text::tr("p50"), Text::tr("p95"),
                         Text::tr("p99"), Text::tr("result")});
    for (const SmokeResult &result : test.results())
        text += line({smoke::caseName(result.id), budgetText(result.budget.medianMs), budgetText(result.budget.p95Ms),
                      ms(result.percentile(0.5)), ms(result.percentile(0.95)), ms(result.percentile(0.99)),
                      result.figures().isWithinBudget ? Text::tr("pass") : Text::tr("FAIL")});
    return text;
}

QString cacheCounters(const QList<metrics::CacheSummary> &caches)
{
    QStringList lines;
    for (const metrics::CacheSummary &cache : caches)
        lines << Text::tr("Cache of %1: %2 hits, %3 misses, %4 sets, %5 busts, %6 stale, %7 errors")
                     .arg(cache.resource)
                     .arg(cache.hits)
                     .arg(cache.misses)
                     .arg(cache.sets)
                     .arg(cache.invalidations)
                     .arg(cache.stale)
                     .arg(cache.errors);
    return lines.join(u'\n') + u'\n';
}

QString report(const SmokeTest &test, ConsoleSession &session, int iterations)
{
    return table(test) + u'\n'
           + Text::tr("%1 iterations each. Cache (%2): a hit is %3 times as fast as a miss.")
                 .arg(iterations)
                 .arg(session.cache().cache().name(), ms(test.cacheSpeedUp()))
           + u'\n' + cacheCounters(session.executor().telemetry().metrics().caches());
}

void perf(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const int iterations = intFlag(parser, u"iterations"_s, 10);
    if (iterations > maxIterations)
        throw validationError(Text::tr("At most %1 iterations.").arg(maxIterations));
    auto *test = new SmokeTest(session, iterations);
    test->setParent(&output);
    QObject::connect(test, &SmokeTest::failed, &output, &CommandOutput::fail);
    QObject::connect(test, &SmokeTest::finished, &output, [test, &session, &output, iterations] {
        output.printText(report(*test, session, iterations), test->isPassed() ? 0 : 1);
    });
    test->start();
}

/// What this process has counted: connecting, finding the organization, and one read of each kind.
void printMetrics(ConsoleSession &session, const QCommandLineParser &, CommandOutput &output)
{
    const auto fail = [&output](const RepositoryError &error) { output.fail(error); };
    const auto print = [&session, &output] {
        output.printText(QString::fromStdString(session.executor().telemetry().metrics().exposition()), 0);
    };
    const auto readAudit = [&session, &output, fail, print] {
        deliver(
            session.audit().page({}, defaultAuditSort, {}), &output, [print](const Page<AuditEvent> &) { print(); }, fail);
    };
    deliver(
        session.users().page({}, defaultUserSort, {}), &output, [readAudit](const Page<User> &) { readAudit(); }, fail);
}

} // namespace

QList<Command> performanceCommands()
{
    return {
        {u"perf"_s,
         {},
         Text::tr("The smoke test with its budgets; exit 1 where one is missed."),
         {valueOption(u"iterations"_s, Text::tr("How often each case runs; default 10."), u"N"_s)},
         true,
         perf},
        {u"metrics"_s, {}, Text::tr("Reads a page of each kind, and prints what that cost, as Prometheus text."), {}, true, printMetrics}};
}

} // namespace pivotal::app
