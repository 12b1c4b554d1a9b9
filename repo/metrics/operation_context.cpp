#include "repo/metrics/operation_context.h"

#include <QElapsedTimer>

namespace pivotal::metrics {

namespace {

constexpr qint64 staleMs = 10'000;

struct Intent
{
    QString text;
    QElapsedTimer since;
};

thread_local Intent latest;

} // namespace

void setIntent(const QString &intent)
{
    latest.text = intent;
    latest.since.start();
}

QString currentIntent()
{
    return latest.since.isValid() && latest.since.elapsed() < staleMs ? latest.text : QString();
}

} // namespace pivotal::metrics
