#include "ui/performance/operations_panel.h"

#include "models/metric_series.h"
#include "models/service_levels_model.h"
#include "models/unit_text.h"
#include "repo/paging/delivery.h"
#include "ui/actions.h"
#include "ui/performance/chart_card.h"
#include "ui/performance/diagnosis_card.h"
#include "ui/performance/distribution_card.h"
#include "ui/performance/index_workflow.h"
#include "ui/performance/operation_tiles.h"
#include "ui/performance/slow_card.h"
#include "ui/plans/plan_dialog.h"
#include "ui/sizes.h"
#include "ui/widgets/focus_home.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_table.h"

#include <QBoxLayout>
#include <QSignalBlocker>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int cardGap = 12;
constexpr int sideWidth = 340;
constexpr int maxSideWidth = 460;
const QString listUsers = u"users.listUsers"_s;

models::Reason reasonOf(const Diagnosis &diagnosis)
{
    if (diagnosis.problems.isEmpty())
        return {OperationsPanel::tr("Plan is fine"), models::BadgeKind::Neutral};
    const plans::PlanProblem &worst = diagnosis.problems.first();
    return {worst.text, worst.kind == plans::ProblemKind::SeqScan ? models::BadgeKind::Bad : models::BadgeKind::Warning};
}

/// The slowest that can be explained: of what comes from the history the values aren't known. Else the slowest.
const metrics::SlowStatement &worstOf(const metrics::StatementGroup &group)
{
    const auto known =
        std::find_if(group.worst.cbegin(), group.worst.cend(), [](const metrics::SlowStatement &each) { return each.hasValues; });
    return known == group.worst.cend() ? group.worst.first() : *known;
}

/// What is plotted stays on offer, though nothing of it is in the window.
QStringList offered(QStringList names, const QString &plotted)
{
    if (!plotted.isEmpty() && !names.contains(plotted))
        names << plotted;
    names.sort();
    return names;
}

QString levelText(const metrics::LatencyCounts &durations, const metrics::Budget &budget)
{
    const metrics::ServiceLevel level = metrics::serviceLevel(durations, budget);
    return OperationsPanel::tr("SLO %1 · error budget %2").arg(models::shareText(level.share), models::errorBudgetText(level));
}

} // namespace

OperationsPanel::OperationsPanel(SampleFeed &feed, const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent)
    : QWidget(parent), m_feed(feed), m_zone(zone), m_notice(notice), m_workflow(std::make_unique<IndexWorkflow>()),
      m_tiles(new OperationTiles(this)), m_chart(new ChartCard(zone, this)), m_distribution(new DistributionCard(this)),
      m_slow(new SlowCard(this)), m_diagnosis(new DiagnosisCard(*m_workflow, zone, *notice, this)),
      m_upper(new QBoxLayout(QBoxLayout::LeftToRight)), m_lower(new QBoxLayout(QBoxLayout::LeftToRight))
{
    assemble();
    connectParts();
    new FocusHome(m_slow->table(), {m_diagnosis, m_notice});
}

OperationsPanel::~OperationsPanel()
{
    m_workflow->disconnect(this);
    delete m_diagnosis; // before what it shows
}

void OperationsPanel::assemble()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    column->addWidget(m_tiles);
    m_upper->setSpacing(cardGap);
    m_upper->addWidget(m_chart, 1);
    m_upper->addWidget(m_distribution);
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
    connect(&m_feed, &SampleFeed::statementsChanged, this, [this] {
        renderSlow();
        renderMarks();
    });
    connect(&m_feed, &SampleFeed::failed, this, [this](const RepositoryError &error) { m_notice->showError(error); });
    connect(m_chart, &ChartCard::chosen, this, &OperationsPanel::render);
    connect(m_chart, &ChartCard::exportFailed, this,
            [this](const QString &message) { m_notice->show(NoticeBar::Kind::Error, message, tr("Choose another place.")); });
    connect(m_chart->chart(), &TimeChart::rangeSelected, &m_feed, &SampleFeed::setRange);
    connect(m_chart->chart(), &TimeChart::markClicked, this, &OperationsPanel::chooseCase);
    connect(m_slow, &SlowCard::currentChanged, this, &OperationsPanel::onSlowChosen);
    connect(m_slow, &SlowCard::thresholdChanged, this, [this](double ms) {
        Q_EMIT slowThresholdChanged(ms);
        m_feed.setSlowMs(ms);
    });
    connect(m_workflow.get(), &IndexWorkflow::changed, this, [this] {
        if (m_workflow->diagnosis() && !m_workflow->isCuring() && !m_workflow->after())
            m_slow->model()->setReason(m_shownKey, reasonOf(*m_workflow->diagnosis()));
    });
    connect(m_workflow.get(), &IndexWorkflow::failed, this, [this](const RepositoryError &error) { m_notice->showError(error); });
    connect(m_workflow.get(), &IndexWorkflow::indexesChanged, this, [this] {
        forgetReasons();
        Q_EMIT indexesChanged();
    });
    connect(m_diagnosis, &DiagnosisCard::planRequested, this, &OperationsPanel::showPlan);
}

void OperationsPanel::setSession(TuningRepository *tuning, Migrations *migrations)
{
    m_tuning = tuning;
    forgetReasons();
    m_shownKey.clear();
    m_workflow->setSession(tuning, migrations);
    m_slow->setGroups({}, {});
    m_diagnosis->showNone();
    m_chart->setSubjects({}, {});
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
    m_feed.setSlowMs(ms);
}

void OperationsPanel::setBudgets(const metrics::Budgets &budgets)
{
    m_budgets = budgets;
    render();
}

void OperationsPanel::showOperation(const QString &operation)
{
    m_chart->setMetric(models::Metric::Latency);
    m_chart->setOperation(operation);
}

void OperationsPanel::focusContent()
{
    m_chart->chart()->setFocus();
}

void OperationsPanel::render()
{
    if (!isVisible())
        return;
    const metrics::Sample total = m_feed.total();
    m_chart->setSubjects(offered(total.operations.keys(), m_chart->operation()), offered(total.caches.keys(), m_chart->resource()));
    m_tiles->setTotal(total, m_chart->operation(), m_budgets);
    renderChart(total);
    renderDistribution(total);
}

void OperationsPanel::renderChart(const metrics::Sample &total)
{
    const QString operation = m_chart->operation();
    ChartContent content;
    content.metric = m_chart->metric();
    content.fromMs = m_feed.fromMs();
    content.toMs = m_feed.toMs();
    content.pointMs = m_feed.pointMs();
    content.comparedPointMs = m_feed.comparedPointMs();
    content.series = models::seriesOf(content.metric, m_feed.samples(), m_chart->subject(), m_budgets);
    content.comparedText = m_feed.comparedText();
    if (!m_feed.compared().isEmpty())
        content.compared = models::seriesOf(content.metric, m_feed.compared(), m_chart->subject(), m_budgets);
    QString note;
    if (const auto budget = m_budgets.p95Of(operation); content.metric == models::Metric::Latency && budget) {
        content.budget = budget;
        content.budgetText = tr("budget p95 %1").arg(models::durationText(*budget));
        note = levelText(total.operations.value(operation).durations, *m_budgets.of(operation));
    } else if (content.metric == models::Metric::ServiceLevel) {
        content.budget = metrics::ServiceLevel::objective * 100;
        content.budgetText = tr("objective %1").arg(models::shareText(metrics::ServiceLevel::objective));
    }
    if (content.metric == models::Metric::Latency)
        content.marks = marks();
    m_chart->setNote(note);
    m_chart->setContent(content);
}

/// As soon as the cases are known: the marks stand for them, one by one.
void OperationsPanel::renderMarks()
{
    ChartContent content = m_chart->chart()->content();
    if (!isVisible() || content.metric != models::Metric::Latency)
        return;
    content.marks = marks();
    m_chart->setContent(content);
}

/// The slow statements first, in the order of the cases: chooseCase() goes by that.
QList<ChartMark> OperationsPanel::marks() const
{
    QList<ChartMark> made;
    const QString operation = m_chart->operation();
    for (const metrics::SlowStatement &each : m_cases)
        made.append({operation.isEmpty() || each.context.operation == operation ? MarkKind::Slow : MarkKind::SlowElsewhere, each.at.msecs,
                     each.durationMs, tr("%1, %2: click for why").arg(each.context.operation, models::durationText(each.durationMs))});
    for (const models::Failures &each : models::failuresOf(m_feed.samples(), operation)) {
        if (each.errors > 0)
            made.append({MarkKind::Failed, each.atMs, {}, tr("%Ln call(s) failed: %1", nullptr, int(each.errors)).arg(each.operations)});
        if (each.retries > 0)
            made.append({MarkKind::Retried, each.atMs, {}, tr("Retried %Ln time(s): %1", nullptr, int(each.retries)).arg(each.operations)});
    }
    return made;
}

void OperationsPanel::renderDistribution(const metrics::Sample &total)
{
    const QString operation = m_chart->operation();
    const auto name = [this] { return models::infoOf(m_chart->metric()).name; };
    if (m_chart->metric() == models::Metric::GuiEvents) {
        m_distribution->setCounts(name(), total.guiEvents, {});
    } else if (m_chart->metric() == models::Metric::PoolWait) {
        m_distribution->setCounts(name(), total.waits, {});
    } else {
        m_distribution->setCounts(operation.isEmpty() ? tr("all operations") : operation,
                                  operation.isEmpty() ? total.allOperations().durations : total.operations.value(operation).durations,
                                  m_budgets.p95Of(operation));
    }
}

void OperationsPanel::renderSlow()
{
    if (!isVisible())
        return;
    const Instant from = m_feed.statements().from;
    const QString window = windowText(m_feed, m_zone).toLower();
    m_slow->setGroups(m_feed.statements().groups, from.msecs < m_feed.fromMs()
                                                      ? tr("%1, counted from %2").arg(window, m_zone.minutes(from).section(u' ', -1))
                                                      : window);
    m_cases = m_feed.statements().cases; // of all operations: what is slow is seen whichever is plotted
    diagnoseNext();
}

/// Of a remedy under way nothing is taken away.
void OperationsPanel::chooseCase(qsizetype mark)
{
    if (mark >= m_cases.size()) { // calls that failed or were retried
        m_chart->setMetric(models::Metric::Errors);
        return;
    }
    if (m_workflow->isCuring())
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
    if (!group || m_workflow->isCuring())
        return;
    const bool canBeExplainedNow = m_workflow->statement() && !m_workflow->statement()->hasValues && worstOf(*group).hasValues;
    if (group->key() != m_shownKey || canBeExplainedNow)
        diagnose(*group, worstOf(*group));
    else
        m_diagnosis->showGroup(*group);
}

void OperationsPanel::diagnose(const metrics::StatementGroup &group, const metrics::SlowStatement &statement)
{
    m_shownKey = group.key();
    m_diagnosis->showGroup(group);
    m_workflow->diagnose(statement, Analyze::No);
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
        const metrics::SlowStatement &worst = worstOf(group);
        if (!worst.hasValues)
            continue; // until it runs again
        if (!TuningRepository::canExplain(worst.text)) {
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
            m_tuning->diagnose({worst.text, worst.binds}, Analyze::No, Advice::No), this,
            [done](const Diagnosis &diagnosis) { done(reasonOf(diagnosis)); },
            [done](const RepositoryError &error) {
                done({error.code == ErrorCode::ValidationError ? tr("No plan") : nameOf(error.code), models::BadgeKind::Neutral});
            });
        return;
    }
}

void OperationsPanel::showPlan()
{
    if (!m_workflow->diagnosis())
        return;
    if (!m_planDialog)
        m_planDialog = new PlanDialog(this);
    if (m_workflow->before() && m_workflow->after())
        m_planDialog->showComparison(*m_workflow->before(), *m_workflow->after());
    else
        m_planDialog->showPlan(m_workflow->diagnosis()->plan, m_workflow->diagnosis()->problems);
}

void OperationsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    renderSlow();
    render();
}

/// By the width that there is, not by its own: what stands side by side keeps the panel as wide as that.
void OperationsPanel::fit(int availableWidth)
{
    const bool isNarrow = availableWidth < sizes::narrowPage;
    for (QBoxLayout *row : {m_upper, m_lower})
        row->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_distribution->setVisible(!isNarrow);
    const int side = std::clamp(availableWidth / 4, sideWidth, maxSideWidth);
    m_distribution->setFixedWidth(side);
    m_diagnosis->setMinimumWidth(isNarrow ? 0 : side);
    m_diagnosis->setMaximumWidth(isNarrow ? QWIDGETSIZE_MAX : side);
    m_diagnosis->setMinimumHeight(isNarrow ? 260 : 0);
}

void OperationsPanel::addActions(Actions &actions)
{
    actions.addFor(m_diagnosis->applyButton(), u"performance.apply"_s, tr("Apply the advised index"), Qt::CTRL | Qt::Key_Return,
                   u"check"_s);
    actions.addFor(m_diagnosis->rollBackButton(), u"performance.rollBack"_s, tr("Roll back the advised index"),
                   Qt::CTRL | Qt::Key_Backspace, u"back"_s);
    actions.addAt(m_chart, u"chart.table"_s, tr("Show as chart or as table"), Qt::CTRL | Qt::SHIFT | Qt::Key_G, u"columns"_s,
                  [this] { m_chart->setTableShown(!m_chart->isTableShown()); });
    actions.addAt(m_chart, u"chart.picture"_s, tr("Save the chart as picture…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, u"performance"_s,
                  [this] { m_chart->askForPicture(); });
    actions.addAt(m_chart, u"chart.csv"_s, tr("Save the chart as CSV…"), Qt::CTRL | Qt::SHIFT | Qt::Key_V, u"details"_s,
                  [this] { m_chart->askForCsv(); });
}

} // namespace pivotal::ui
