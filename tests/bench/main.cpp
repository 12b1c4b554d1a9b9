// The console's statistics, side by side with what they are compared with, in one run:
//     tests/bench/run [--users N] [--events N] [--seconds N] [--only paging|calls|growth|filters|seed|scroll|dashboard|details] [--database
//     URL]

#include "tests/bench/bench_data.h"
#include "tests/bench/dashboard_cases.h"
#include "tests/bench/details_cases.h"
#include "tests/bench/filter_cases.h"
#include "tests/bench/paging_cases.h"
#include "tests/bench/scroll_cases.h"
#include "tests/bench/timed_application.h"

#include "repo/db/closing.h"
#include "repo/domain/repository_error.h"

#include <QCommandLineParser>
#include <QDir>
#include <cstdio>

using namespace Qt::StringLiterals;

using namespace pivotal;

namespace {

void run(const QCommandLineParser &options, const QString &folder)
{
    const QString only = options.value(u"only"_s);
    const auto isWanted = [&only](const char *part) { return only.isEmpty() || only == QLatin1String(part); };
    const int seconds = options.value(u"seconds"_s).toInt();
    bench::Report report(options.value(u"users"_s).toLongLong());
    if (isWanted("dashboard")) // needs no server
        bench::addDashboardCases(report, seconds);
    if (isWanted("details"))
        bench::addDetailsCases(report);
    if (only != u"dashboard"_s && only != u"details"_s) {
        bench::BenchData data(folder, options.value(u"database"_s));
        const db::ConnectionOptions large = data.database(options.value(u"users"_s).toInt(), options.value(u"events"_s).toInt());
        if (isWanted("paging"))
            bench::addPagingCases(report, large);
        if (isWanted("calls") && !only.isEmpty()) // paging has them
            bench::addCallCases(report, large);
        if (isWanted("growth"))
            bench::addGrowthCases(report, data.database(12'000, 12'000), large); // 10,000 of them in the organization
        if (isWanted("filters") || isWanted("seed")) {
            const db::ConnectionOptions levels =
                data.databaseWithLevels(options.value(u"users"_s).toInt(), options.value(u"events"_s).toInt());
            if (isWanted("filters"))
                bench::addFilterCases(report, levels, options.value(u"pairs"_s).toInt(), options.value(u"cells"_s));
            if (isWanted("seed"))
                bench::addSeedCases(report, levels);
        }
        if (isWanted("scroll"))
            bench::addScrollCases(report, large, seconds, folder + u"/gui_events.csv"_s);
    }
    report.write(folder + u"/results.json"_s);
    db::waitForClosed();
}

} // namespace

int main(int argc, char **argv)
{
    bench::TimedApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOptions({{u"users"_s, u"Users in all."_s, u"N"_s, u"1000000"_s},
                        {u"events"_s, u"Audit events in all."_s, u"N"_s, u"10000000"_s},
                        {u"seconds"_s, u"How long to scroll, and to look at the dashboard."_s, u"N"_s, u"60"_s},
                        {u"pairs"_s, u"Pairs of filters."_s, u"N"_s, u"200"_s},
                        {u"cells"_s, u"Of the filters, only those that are named so."_s, u"TEXT"_s},
                        {u"only"_s, u"One part: paging, calls, growth, filters, seed, scroll, dashboard or details."_s, u"PART"_s},
                        {u"database"_s, u"A server that has the databases already."_s, u"URL"_s},
                        {u"folder"_s, u"For data and results."_s, u"DIR"_s, u"."_s}});
    options.process(application);
    try {
        run(options, QDir(options.value(u"folder"_s)).absolutePath());
        return 0;
    } catch (const RepositoryError &error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), qPrintable(error.detail));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
