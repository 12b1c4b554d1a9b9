#include "repo/domain/repository_error.h"
#include "repo/metrics/sample.h"
#include "repo/metrics/statement_history.h"
#include "tests/fuzz/fuzz.h"

using namespace pivotal;

/// The entries of the metrics' history.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    try {
        metrics::Sample sample = metrics::Sample::fromCbor(bytes);
        sample.merge(metrics::Sample::fromCbor(sample.toCbor()));
        (void)sample.allOperations().durations.percentile(0.95);
        (void)sample.allCaches();
    } catch (const RepositoryError &) {
    }
    if (const auto group = metrics::groupFromCbor(bytes)) {
        (void)group->durations.percentile(0.5);
        (void)metrics::merge(QList<metrics::StatementGroup>{*group}, {*group});
        (void)metrics::groupFromCbor(metrics::toCbor(*group));
    }
    return 0;
}
