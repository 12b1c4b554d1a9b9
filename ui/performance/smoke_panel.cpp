#include "ui/performance/smoke_panel.h"

#include "repo/paging/delivery.h"
#include "repo/smoke/smoke_case.h"
#include "ui/performance/smoke_table.h"
#include "ui/ui_settings.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/pick_button.h"
#include "ui/widgets/state_panel.h"

#include <QAction>
#include <QBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QStackedWidget>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int defaultIterations = 20;

/// Never rounded down to the target itself.
QString timesTargetText(double share)
{
    return QLocale().toString(std::ceil(share * 100) / 100, 'f', share < 10 ? 2 : 0);
}

} // namespace

SmokePanel::SmokePanel(const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent)
    : QWidget(parent), m_zone(zone), m_notice(notice), m_model(new models::SmokeTableModel(this)),
      m_pick(new PickButton(tr("Run"), {}, this)), m_iterations(new QSpinBox(this)), m_summary(makeLabel({}, u"secondary"_s, this)),
      m_reset(new QAction(tr("Targets of the report"), this)), m_resetLink(makeLink(m_reset->text(), this)), m_running(new QWidget(this)),
      m_progress(new QProgressBar(m_running)), m_cancel(makeButton(tr("Cancel run"), false, m_running)), m_stack(new QStackedWidget(this)),
      m_table(new SmokeTable(m_model, this)), m_state(new StatePanel(this))
{
    assemble();
    connect(m_state, &StatePanel::offerAccepted, this, &SmokePanel::run);
    connect(m_cancel, &QPushButton::clicked, this, &SmokePanel::cancel);
    connect(m_pick, &PickButton::pickedChanged, this, &SmokePanel::showPicked);
    connect(m_reset, &QAction::triggered, this, &SmokePanel::resetTargets);
    connect(m_resetLink, &QToolButton::clicked, m_reset, &QAction::trigger);
    connect(m_model, &models::SmokeTableModel::targetEdited, this, &SmokePanel::onTargetEdited);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &SmokePanel::render);
    render();
}

SmokePanel::~SmokePanel() = default;

void SmokePanel::assemble()
{
    auto *card = makeCard(this);
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addWidget(m_stack);
    m_reset->setToolTip(tr("Sets all targets back to those of the seed report."));
    m_resetLink->setToolTip(m_reset->toolTip());
    m_table->addAction(m_reset);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    m_state->setState(
        u"performance"_s, tr("No run yet"),
        tr("The smoke test reads as the pages do, and appends audit events; it changes nothing else. Each case has a target."),
        tr("Run smoke test"));
    m_stack->setCurrentWidget(m_state);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    assembleHead(column);
    column->addWidget(card, 1);
}

void SmokePanel::assembleHead(QBoxLayout *column)
{
    m_iterations->setRange(1, 1'000);
    m_iterations->setValue(defaultIterations);
    m_iterations->setAccessibleName(tr("How often each case runs"));
    m_iterations->setPrefix(tr("Each case "));
    m_iterations->setSuffix(tr(" ×"));
    m_iterations->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_summary->setWordWrap(true); // a long one doesn't widen the window
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the smoke test"));
    m_running->hide();
    m_pick->hide();
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_pick);
    head->addWidget(m_iterations);
    head->addWidget(m_summary, 1);
    head->addWidget(m_resetLink);
    auto *running = new QHBoxLayout(m_running);
    running->setContentsMargins(0, 0, 0, 0);
    running->setSpacing(8);
    running->addWidget(m_progress, 1);
    running->addWidget(m_cancel);
    column->addLayout(head);
    column->addWidget(m_running);
}

void SmokePanel::setSession(ConsoleSession *session, MetricsHistory *history)
{
    end();
    m_session = session;
    m_history = history;
    m_shown.reset();
    m_model->clear();
    m_runs.clear();
    m_summary->clear();
    fillRuns();
    if (session && history)
        loadRuns();
}

void SmokePanel::run()
{
    if (!m_session || m_test)
        return;
    m_notice->dismiss();
    m_test = std::make_unique<SmokeTest>(*m_session, m_iterations->value(), UiSettings().budgets());
    connect(m_test.get(), &SmokeTest::caseFinished, this, [this](const SmokeResult &result) {
        m_model->setResult(result);
        m_progress->setRange(0, m_test->caseCount());
        m_progress->setValue(m_model->rowCount());
    });
    connect(m_test.get(), &SmokeTest::finished, this, &SmokePanel::onFinished);
    connect(m_test.get(), &SmokeTest::failed, this, &SmokePanel::onFailed);
    m_shown.reset();
    m_model->clear();
    m_model->setEarlier(m_runs);
    m_stack->setCurrentWidget(m_table);
    m_pick->setInstead(tr("Kept runs")); // this one isn't, yet
    m_progress->setRange(0, 0);
    m_summary->setText(tr("Running…"));
    setRunning(true);
    m_test->start();
}

void SmokePanel::cancel()
{
    if (!m_test)
        return;
    end();
    m_summary->setText(tr("The run was cancelled."));
    if (isVisible())
        m_stack->currentWidget()->setFocus();
}

void SmokePanel::setRunning(bool isRunning)
{
    if (m_cancel->hasFocus())
        m_table->setFocus(); // it goes
    m_running->setVisible(isRunning);
    m_iterations->setEnabled(!isRunning);
    m_pick->setEnabled(!isRunning);
    Q_EMIT runningChanged(isRunning);
}

/// With it go the answers that are under way: they would ask a session that may be gone. Under its own signal, which is its
/// last, it goes a little later.
void SmokePanel::end()
{
    if (!m_test)
        return;
    m_test->disconnect(this);
    if (m_isReporting)
        m_test.release()->deleteLater();
    else
        m_test.reset();
    if (m_runs.isEmpty() && m_model->rowCount() == 0)
        m_stack->setCurrentWidget(m_state);
    setRunning(false);
}

void SmokePanel::onFailed(const RepositoryError &error)
{
    m_notice->showError(error, {{tr("Run again"), [this] { run(); }}});
    const QScopedValueRollback reporting(m_isReporting, true);
    end();
    m_summary->setText(tr("The run failed."));
}

void SmokePanel::onFinished()
{
    const SmokeRun run = m_test->toRun();
    {
        const QScopedValueRollback reporting(m_isReporting, true);
        end();
    }
    m_runs.prepend(run);
    m_pick->setInstead({});
    fillRuns();
    m_shown = run;
    render();
    if (!m_history)
        return;
    deliver(
        m_history->addSmokeRun(run), this, [](bool) {}, [this](const RepositoryError &error) { m_notice->showError(error); });
}

/// Only what was edited: the other target of the case may be that of a run of the past.
void SmokePanel::onTargetEdited(const QString &id, int column, double ms)
{
    QMap<QString, metrics::Budget> budgets = UiSettings().budgets();
    metrics::Budget budget = budgets.value(id, smoke::reportBudget(id));
    (column == models::SmokeTableModel::TargetMedian ? budget.medianMs : budget.p95Ms) = ms;
    budgets.insert(id, budget);
    UiSettings().setBudgets(budgets);
    render();
}

void SmokePanel::resetTargets()
{
    UiSettings().setBudgets({});
    m_model->useReportTargets();
    render();
    m_table->setFocus();
}

void SmokePanel::loadRuns()
{
    deliver(
        m_history->smokeRuns(), this,
        [this](const QList<SmokeRun> &runs) {
            m_runs = runs;
            fillRuns();
            if (m_test)
                m_model->setEarlier(m_runs);
            else
                showPicked();
        },
        [this](const RepositoryError &error) { m_notice->showError(error); });
}

void SmokePanel::fillRuns()
{
    QList<PickButton::Choice> choices;
    for (const SmokeRun &run : std::as_const(m_runs))
        choices.append({tr("%1, %2").arg(m_zone.minutes(run.at), run.isPassed() ? tr("within") : tr("over")), run.at.msecs});
    m_pick->setVisible(!choices.isEmpty());
    if (!choices.isEmpty())
        m_pick->setPicked(choices.first().value);
    m_pick->setChoices(choices);
    m_stack->setCurrentWidget(choices.isEmpty() && !m_test ? static_cast<QWidget *>(m_state) : m_table);
    render();
}

void SmokePanel::showPicked()
{
    for (qsizetype i = 0; i < m_runs.size(); ++i)
        if (m_runs.at(i).at.msecs == m_pick->picked().toLongLong()) {
            m_shown = m_runs.at(i);
            m_pick->setInstead({});
            m_model->setEarlier(m_runs.mid(i + 1));
            m_model->showRun(*m_shown);
        }
    render();
}

/// What is said of the table follows it.
void SmokePanel::render()
{
    const bool isEdited = !UiSettings().budgets().isEmpty();
    m_reset->setEnabled(isEdited);
    m_resetLink->setVisible(isEdited && m_stack->currentWidget() == m_table);
    if (!m_shown)
        return;
    QString text = tr("%1 · each case %2 × · a cache hit is %3 × as fast as a miss")
                       .arg(judgement(), QLocale().toString(m_shown->iterations), models::timesText(m_shown->cacheSpeedUp));
    const auto hasOtherTarget = [this](const SmokeStatistics &each) {
        const SmokeStatistics *kept = m_shown->statisticsOf(each.id);
        return kept && kept->budget != each.budget;
    };
    if (std::any_of(m_model->cases().cbegin(), m_model->cases().cend(), hasOtherTarget))
        text += tr(" · targets changed since the run");
    m_summary->setText(text);
}

QString SmokePanel::judgement() const
{
    const QList<SmokeStatistics> &cases = m_model->cases();
    const auto over = std::count_if(cases.cbegin(), cases.cend(), [](const SmokeStatistics &each) { return !each.isWithinBudget; });
    if (over == 0)
        return tr("All within their targets");
    const auto worst = std::max_element(cases.cbegin(), cases.cend(), [](const SmokeStatistics &a, const SmokeStatistics &b) {
        return a.shareOfTarget() < b.shareOfTarget();
    });
    return tr("%Ln of %1 case(s) over target, the worst: %2 at %3 × its target", nullptr, int(over))
        .arg(QLocale().toString(cases.size()), smoke::caseName(worst->id), timesTargetText(worst->shareOfTarget()));
}

QString SmokePanel::summary() const
{
    return m_summary->text();
}

} // namespace pivotal::ui
