#include "ui/performance/operations_panel.h"

#include "models/metric_series.h"
#include "repo/delivery.h"
#include "repo/metrics/budget.h"
#include "ui/performance/chart_card.h"
#include "ui/performance/cure.h"
#include "ui/performance/diagnosis_card.h"
#include "ui/performance/distribution_chart.h"
#include "ui/widgets/figure_tile.h"
#include "ui/plans/plan_dialog.h"
#include "ui/performance/slow_card.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_table.h"

#include <QBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr int cardGap = 12;
constexpr int narrowWidth = 960; ///< below it cards stand below each other
constexpr int sideWidth = 340;
constexpr int maxSideWidth = 460;
const QString listUsers = QStringLiteral("users.listUsers");

QString percent(double share)
{
    const int digits = share >= 1 || share == 0 ? 0 : share < 0.01 || share > 0.999 ? 2 : 1;
    const double power = std::pow(10, digits); // rounded down: 100 % are all
    return OperationsPanel::tr("%1 %").arg(QLocale().toString(std::floor(share * 100 * power) / power, 'f', digits));
}

bool hasPlan(const QString &text)
{
    return text.startsWith(QStringLiteral("SELECT ")) || text.startsWith(QStringLiteral("WITH "));
}

models::Reason reasonOf(const Diagnosis &diagnosis)
{
    if (diagnosis.problems.isEmpty())
        return {OperationsPanel::tr("Plan is fine"), models::BadgeKind::Neutral};
    const plans::PlanProblem &worst = diagnosis.problems.first();
    return {worst.text, worst.kind == plans::ProblemKind::SeqScan ? models::BadgeKind::Bad : models::BadgeKind::Warning};
}

QString levelText(const metrics::LatencyCounts &durations, const metrics::Budget &budget)
{
    const metrics::ServiceLevel level = metrics::serviceLevel(durations, budget);
    const QString left = level.budgetLeft < 0 ? OperationsPanel::tr("error budget overdrawn") : OperationsPanel::tr("error budget %1 left").arg(percent(level.budgetLeft));
    return OperationsPanel::tr("%1 within %2 · %3").arg(percent(level.share), models::durationText(budget.p95Ms), left);
}

} // namespace

OperationsPanel::OperationsPanel(SampleFeed &feed, const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent)
    : QWidget(parent), m_feed(feed), m_zone(zone), m_notice(notice), m_cure(std::make_unique<Cure>()), m_latency(new FigureTile(tr("p95"), this)),
      m_cache(new FigureTile(tr("Cache hits"), this)), m_pool(new FigureTile(tr("Connections"), this)), m_errors(new FigureTile(tr("Errors"), this)),
      m_spool(new FigureTile(tr("Spool"), this)), m_chart(new ChartCard(zone, this)), m_distributionCard(makeCard(this)),
      m_distributionNote(makeLabel({}, QStringLiteral("secondary"), this)), m_distribution(new DistributionChart(m_distributionCard)),
      m_slow(new SlowCard(this)), m_diagnosis(new DiagnosisCard(*m_cure, zone, this)), m_upper(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_lower(new QBoxLayout(QBoxLayout::LeftToRight))
{
    assemble();
    connectParts();
}

OperationsPanel::~OperationsPanel()
{
    m_cure->disconnect(this);
    delete m_diagnosis; // before what it shows
}

void OperationsPanel::assemble()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(cardGap);
    for (FigureTile *tile : {m_latency, m_cache, m_pool, m_errors, m_spool})
        tiles->addWidget(tile, 1);
    column->addLayout(tiles);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 6);
    QLabel *heading = makeLabel(tr("Distribution"), {}, m_distributionCard);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    heading->setMinimumHeight(30);
    head->setSpacing(8);
    head->addWidget(heading);
    head->addWidget(m_distributionNote, 1);
    auto *distribution = new QVBoxLayout(m_distributionCard);
    distribution->setContentsMargins(1, 1, 1, 8);
    distribution->setSpacing(0);
    distribution->addLayout(head);
    distribution->addWidget(makeLine(m_distributionCard));
    distribution->addWidget(m_distribution, 1);
    m_upper->setSpacing(cardGap);
    m_upper->addWidget(m_chart, 1);
    m_upper->addWidget(m_distributionCard);
    m_lower->setSpacing(cardGap);
    m_lower->addWidget(m_slow, 1);
    m_lower->addWidget(m_diagnosis);
    m_chart->setMinimumHeight(200);
    m_slow->setMinimumHeight(150);
    column->addLayout(m_upper, 5);
    column->addLayout(m_lower, 6);
}

void OperationsPanel::connectParts()
{
    connect(&m_feed, &SampleFeed::changed, this, &OperationsPanel::render);
    connect(&m_feed, &SampleFeed::failed, this, [this](const RepositoryError &error) { m_notice->showError(error); });
    connect(m_chart, &ChartCard::chosen, this, &OperationsPanel::render);
    connect(m_chart, &ChartCard::exportFailed, this, [this](const QString &message) { m_notice->show(NoticeBar::Kind::Error, message, tr("Choose another place.")); });
    connect(m_chart->chart(), &TimeChart::rangeSelected, &m_feed, &SampleFeed::setRange);
    connect(m_chart->chart(), &TimeChart::markClicked, this, &OperationsPanel::chooseCase);
    connect(m_slow, &SlowCard::currentChanged, this, &OperationsPanel::onSlowChosen);
    connect(m_slow, &SlowCard::thresholdChanged, this, [this](double ms) {
        Q_EMIT slowThresholdChanged(ms);
        render();
    });
    connect(m_cure.get(), &Cure::changed, this, [this] {
        if (m_cure->diagnosis() && !m_cure->isCuring() && !m_cure->after())
            m_slow->model()->setReason(m_shownKey, reasonOf(*m_cure->diagnosis()));
    });
    connect(m_cure.get(), &Cure::failed, this, [this](const RepositoryError &error) { m_notice->showError(error); });
    connect(m_cure.get(), &Cure::indexesChanged, this, [this] {
        forgetReasons();
        Q_EMIT indexesChanged();
    });
    connect(m_diagnosis, &DiagnosisCard::planRequested, this, &OperationsPanel::showPlan);
}

void OperationsPanel::setSession(metrics::Telemetry *telemetry, TuningRepository *tuning, Migrations *migrations)
{
    m_telemetry = telemetry;
    m_tuning = tuning;
    forgetReasons();
    m_shownKey.clear();
    m_cure->setSession(tuning, migrations);
    m_slow->setGroups({}, {});
    m_diagnosis->showNone();
    m_chart->setOperations({});
    m_chart->setOperation(listUsers);
}

void OperationsPanel::forgetReasons()
{
    ++m_generation;
    m_isDiagnosing = false;
    m_slow->model()->forgetReasons();
}

void OperationsPanel::setSlowThreshold(double ms)
{
    m_slow->setThreshold(ms);
}

void OperationsPanel::focusContent()
{
    m_chart->chart()->setFocus();
}

void OperationsPanel::render()
{
    if (!m_telemetry || !isVisible())
        return;
    const metrics::Sample total = m_feed.total();
    QStringList operations = total.operations.keys();
    if (!m_chart->operation().isEmpty() && !operations.contains(m_chart->operation()))
        operations << m_chart->operation();
    operations.sort();
    m_chart->setOperations(operations);
    renderTiles(total);
    renderSlow();
    renderChart();
    renderDistribution(total);
}

void OperationsPanel::renderTiles(const metrics::Sample &total)
{
    const QString operation = m_chart->operation();
    const metrics::OperationCounts counts = operation.isEmpty() ? total.allOperations() : total.operations.value(operation);
    const double p95 = counts.durations.percentile(0.95);
    const auto budget = metrics::budgetOf(operation);
    m_latency->setName(tr("%1 p95").arg(operation.isEmpty() ? tr("all operations") : operation));
    m_latency->setFigure(counts.durations.isEmpty() ? QStringLiteral("—") : models::durationText(p95),
                         !budget || p95 <= 0 ? tr("%Ln call(s)", nullptr, int(counts.durations.count()))
                                             : tr("budget %1 · %2 ×").arg(models::durationText(budget->p95Ms), QLocale().toString(budget->p95Ms / p95, 'f', budget->p95Ms / p95 < 10 ? 1 : 0)));
    const metrics::CacheCounts caches = total.allCaches();
    QStringList perResource;
    for (const auto &[name, each] : total.caches.asKeyValueRange())
        perResource << QStringLiteral("%1 %2").arg(name, QLocale().toString(each.hitRate() * 100, 'f', 0));
    m_cache->setFigure(caches.hits + caches.misses == 0 ? QStringLiteral("—") : percent(caches.hitRate()), perResource.join(QStringLiteral(" · ")));
    m_pool->setFigure(QLocale().toString(total.inUse), tr("%1 waiting · p99 wait %2").arg(total.waiting).arg(models::durationText(total.waits.percentile(0.99))));
    const metrics::OperationCounts all = total.allOperations();
    const auto calls = double(all.durations.count());
    m_errors->setFigure(calls == 0 ? QStringLiteral("—") : percent(double(all.errors) / calls), tr("%1 failed · %2 retried").arg(all.errors).arg(all.retries));
    m_spool->setFigure(QLocale().toString(total.spoolDepth), tr("audit events waiting, at most"));
}

QList<models::Series> OperationsPanel::comparedSeries() const
{
    return m_feed.compared().isEmpty() ? QList<models::Series>() : models::seriesOf(m_chart->metric(), m_feed.compared(), m_chart->operation());
}

void OperationsPanel::renderChart()
{
    ChartContent content;
    content.metric = m_chart->metric();
    content.fromMs = m_feed.fromMs();
    content.toMs = m_feed.toMs();
    content.pointMs = m_feed.window().pointMs;
    content.series = models::seriesOf(content.metric, m_feed.samples(), m_chart->operation());
    content.compared = comparedSeries();
    QString note;
    if (content.metric == models::Metric::Latency) {
        if (const auto budget = metrics::budgetOf(m_chart->operation())) {
            content.budget = budget->p95Ms;
            content.budgetText = tr("budget p95 %1").arg(models::durationText(budget->p95Ms));
            note = levelText(m_feed.total().operations.value(m_chart->operation()).durations, *budget);
        }
        for (const metrics::SlowStatement &each : std::as_const(m_cases))
            content.marks.append({each.at.msecs, each.durationMs, tr("%1, %2: click for why").arg(each.context.operation, models::durationText(each.durationMs))});
    }
    m_chart->setNote(note);
    m_chart->setContent(content);
}

void OperationsPanel::renderDistribution(const metrics::Sample &total)
{
    const QString operation = m_chart->operation();
    const bool isGui = m_chart->metric() == models::Metric::GuiEvents;
    const metrics::LatencyCounts durations = isGui ? total.guiEvents
        : m_chart->metric() == models::Metric::PoolWait ? total.waits
        : operation.isEmpty() ? total.allOperations().durations : total.operations.value(operation).durations;
    const auto budget = metrics::budgetOf(operation);
    m_distribution->setCounts(durations, budget && !isGui ? std::optional(budget->p95Ms) : std::nullopt);
    const QString what = isGui || m_chart->metric() == models::Metric::PoolWait ? models::infoOf(m_chart->metric()).name : operation.isEmpty() ? tr("all operations") : operation;
    m_distributionNote->setText(durations.isEmpty() ? tr("%1: nothing in this window").arg(what)
                                                    : tr("%1 · n = %2 · ±0.5 %").arg(what, QLocale().toString(qint64(durations.count()))));
}

/// The statements are counted for an hour: a longer window shows what there is, and says so.
void OperationsPanel::renderSlow()
{
    const Instant from{std::max(m_feed.fromMs(), m_feed.toMs() - metrics::StatementLog::keptMs)};
    const QList<metrics::StatementGroup> groups = m_telemetry->statements().since(from, {m_feed.toMs()});
    m_slow->setGroups(groups, m_feed.window().spanMs > metrics::StatementLog::keptMs ? tr("last hour") : m_feed.window().name.toLower());
    m_cases.clear(); // of all operations: what is slow is seen whichever is plotted
    for (const metrics::SlowStatement &each : m_telemetry->statements().cases(m_slow->threshold()))
        if (each.at >= from && each.at.msecs <= m_feed.toMs())
            m_cases.append(each);
    diagnoseNext();
}

/// Of a cure under way nothing is taken away.
void OperationsPanel::chooseCase(qsizetype mark)
{
    if (m_cure->isCuring())
        return;
    const metrics::SlowStatement chosen = m_cases.value(mark);
    const QString key = chosen.context.operation + u' ' + metrics::fingerprintOf(chosen.text);
    {
        const QSignalBlocker quiet(m_slow); // this case, not the group's worst
        m_slow->select(key);
    }
    if (const metrics::StatementGroup *group = m_slow->current(); group && group->key() == key)
        diagnose(*group, chosen);
}

void OperationsPanel::onSlowChosen()
{
    const metrics::StatementGroup *group = m_slow->current();
    if (!group || m_cure->isCuring())
        return;
    if (group->key() != m_shownKey)
        diagnose(*group, group->worst.first());
    else
        m_diagnosis->showGroup(*group);
}

void OperationsPanel::diagnose(const metrics::StatementGroup &group, const metrics::SlowStatement &statement)
{
    m_shownKey = group.key();
    m_diagnosis->showGroup(group);
    m_cure->diagnose(statement, Analyze::No);
}

/// The reasons in the table, one after the other, without running anything.
void OperationsPanel::diagnoseNext()
{
    if (m_isDiagnosing || !m_tuning || !isVisible())
        return;
    for (int row = 0; row < m_slow->model()->rowCount(); ++row) {
        const metrics::StatementGroup &group = *m_slow->model()->groupAt(row);
        if (m_slow->model()->hasReason(group.key()))
            continue;
        const metrics::SlowStatement &worst = group.worst.first();
        if (!hasPlan(worst.text)) {
            m_slow->model()->setReason(group.key(), {tr("No plan"), models::BadgeKind::Neutral});
            continue;
        }
        m_isDiagnosing = true;
        const auto done = [this, key = group.key(), generation = m_generation](const models::Reason &reason) {
            if (generation != m_generation)
                return;
            m_isDiagnosing = false;
            m_slow->model()->setReason(key, reason);
            diagnoseNext();
        };
        deliver(
            m_tuning->diagnose({worst.text, worst.binds}, Analyze::No), this,
            [done](const Diagnosis &diagnosis) { done(reasonOf(diagnosis)); },
            [done](const RepositoryError &error) {
                done({error.code == ErrorCode::ValidationError ? tr("No plan") : nameOf(error.code), models::BadgeKind::Neutral});
            });
        return;
    }
}

void OperationsPanel::showPlan()
{
    if (!m_cure->diagnosis())
        return;
    if (!m_planDialog)
        m_planDialog = new PlanDialog(this);
    if (m_cure->before() && m_cure->after())
        m_planDialog->showComparison(*m_cure->before(), *m_cure->after());
    else
        m_planDialog->showPlan(m_cure->diagnosis()->plan, m_cure->diagnosis()->problems);
}

void OperationsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    render();
}

/// By the width that there is, not by its own: what stands side by side keeps the panel as wide as that.
void OperationsPanel::fit(int availableWidth)
{
    const bool isNarrow = availableWidth < narrowWidth;
    for (QBoxLayout *row : {m_upper, m_lower})
        row->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_distributionCard->setVisible(!isNarrow);
    const int side = std::clamp(availableWidth / 4, sideWidth, maxSideWidth);
    m_distributionCard->setFixedWidth(side);
    m_diagnosis->setMinimumWidth(isNarrow ? 0 : side);
    m_diagnosis->setMaximumWidth(isNarrow ? QWIDGETSIZE_MAX : side);
    m_diagnosis->setMinimumHeight(isNarrow ? 260 : 0);
}

} // namespace pivotal::ui
