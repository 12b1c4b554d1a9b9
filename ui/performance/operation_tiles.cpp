#include "ui/performance/operation_tiles.h"

#include "models/unit_text.h"
#include "ui/widgets/figure_tile.h"

#include <QHBoxLayout>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

OperationTiles::OperationTiles(QWidget *parent)
    : QWidget(parent), m_latency(new FigureTile(tr("p95"), this)), m_cache(new FigureTile(tr("Cache hits"), this)),
      m_pool(new FigureTile(tr("Connections"), this)), m_errors(new FigureTile(tr("Errors"), this)),
      m_spool(new FigureTile(tr("Spool"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    for (FigureTile *tile : {m_latency, m_cache, m_pool, m_errors, m_spool})
        row->addWidget(tile, 1);
}

void OperationTiles::setTotal(const metrics::Sample &total, const QString &operation, const metrics::Budgets &budgets)
{
    const QString nothing = u"—"_s;
    const QLocale locale;
    const metrics::OperationCounts all = total.allOperations();
    const metrics::LatencyCounts durations = operation.isEmpty() ? all.durations : total.operations.value(operation).durations;
    const double p95 = durations.percentile(0.95);
    const auto budget = budgets.p95Of(operation);
    m_latency->setName(tr("%1 p95").arg(operation.isEmpty() ? tr("all operations") : operation));
    m_latency->setFigure(durations.isEmpty() ? nothing : models::durationText(p95),
                         !budget || durations.isEmpty() ? tr("%Ln call(s)", nullptr, int(durations.count()))
                         : p95 > *budget
                             ? tr("over its budget of %1").arg(models::durationText(*budget))
                             : tr("%1 of the budget of %2").arg(models::shareText(p95 / *budget), models::durationText(*budget)));
    m_latency->setAlarming(budget && p95 > *budget);
    const metrics::CacheCounts caches = total.allCaches();
    QStringList perResource;
    for (const auto &[name, each] : total.caches.asKeyValueRange())
        perResource << u"%1 %2"_s.arg(name, locale.toString(each.hitRate() * 100, 'f', 0));
    m_cache->setFigure(caches.hits + caches.misses == 0 ? nothing : models::shareText(caches.hitRate()), perResource.join(u" · "_s));
    m_pool->setFigure(locale.toString(total.inUse),
                      tr("%1 waiting · p99 wait %2").arg(total.waiting).arg(models::durationText(total.waits.percentile(0.99))));
    const auto calls = double(all.durations.count());
    m_errors->setFigure(calls == 0 ? nothing : models::shareText(double(all.errors) / calls),
                        tr("%1 failed · %2 retried").arg(all.errors).arg(all.retries));
    m_spool->setFigure(locale.toString(total.spoolDepth), tr("audit events waiting, at most"));
}

} // namespace pivotal::ui
