// The console's figures, side by side with what they are compared with, in one run:
//     tests/bench/run [--users N] [--events N] [--seconds N] [--only paging|calls|growth|filters|seed|scroll|dashboard|details] [--database URL]

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

using namespace pivotal;

namespace {

void run(const QCommandLineParser &options, const QString &folder)
{
    const QString only = options.value(QStringLiteral("only"));
    const auto isWanted = [&only](const char *part) { return only.isEmpty() || only == QLatin1String(part); };
    const int seconds = options.value(QStringLiteral("seconds")).toInt();
    bench::Report report(options.value(QStringLiteral("users")).toLongLong());
    if (isWanted("dashboard")) // needs no server
        bench::addDashboardCases(report, seconds);
    if (isWanted("details"))
        bench::addDetailsCases(report);
    if (only != QStringLiteral("dashboard") && only != QStringLiteral("details")) {
        bench::BenchData data(folder, options.value(QStringLiteral("database")));
        const db::ConnectionOptions large = data.database(options.value(QStringLiteral("users")).toInt(), options.value(QStringLiteral("events")).toInt());
        if (isWanted("paging"))
            bench::addPagingCases(report, large);
        if (isWanted("calls") && !only.isEmpty()) // paging has them
            bench::addCallCases(report, large);
        if (isWanted("growth"))
            bench::addGrowthCases(report, data.database(12'000, 12'000), large); // 10,000 of them in the organization
        if (isWanted("filters") || isWanted("seed")) {
            const db::ConnectionOptions levels = data.databaseWithLevels(options.value(QStringLiteral("users")).toInt(), options.value(QStringLiteral("events")).toInt());
            if (isWanted("filters"))
                bench::addFilterCases(report, levels, options.value(QStringLiteral("pairs")).toInt(), options.value(QStringLiteral("cells")));
            if (isWanted("seed"))
                bench::addSeedCases(report, levels);
        }
        if (isWanted("scroll"))
            bench::addScrollCases(report, large, seconds, folder + QStringLiteral("/gui_events.csv"));
    }
    report.write(folder + QStringLiteral("/results.json"));
    db::waitForClosed();
}

} // namespace

int main(int argc, char **argv)
{
    bench::TimedApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOptions({{QStringLiteral("users"), QStringLiteral("Users in all."), QStringLiteral("N"), QStringLiteral("1000000")},
                        {QStringLiteral("events"), QStringLiteral("Audit events in all."), QStringLiteral("N"), QStringLiteral("10000000")},
                        {QStringLiteral("seconds"), QStringLiteral("How long to scroll, and to look at the dashboard."), QStringLiteral("N"), QStringLiteral("60")},
                        {QStringLiteral("pairs"), QStringLiteral("Pairs of filters."), QStringLiteral("N"), QStringLiteral("200")},
                        {QStringLiteral("cells"), QStringLiteral("Of the filters, only those that are named so."), QStringLiteral("TEXT")},
                        {QStringLiteral("only"), QStringLiteral("One part: paging, calls, growth, filters, seed, scroll, dashboard or details."), QStringLiteral("PART")},
                        {QStringLiteral("database"), QStringLiteral("A server that has the databases already."), QStringLiteral("URL")},
                        {QStringLiteral("folder"), QStringLiteral("For data and results."), QStringLiteral("DIR"), QStringLiteral(".")}});
    options.process(application);
    try {
        run(options, QDir(options.value(QStringLiteral("folder"))).absolutePath());
        return 0;
    } catch (const RepositoryError &error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), qPrintable(error.detail));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
