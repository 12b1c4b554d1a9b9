#include "ui/performance/smoke_panel.h"

#include "models/metric_series.h"
#include "repo/delivery.h"
#include "ui/performance/samples_delegate.h"
#include "ui/ui_settings.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/pick_button.h"
#include "ui/widgets/plain_table.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QStackedWidget>

namespace pivotal::ui {

namespace {

constexpr int defaultIterations = 20;

} // namespace

SmokePanel::SmokePanel(const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent)
    : QWidget(parent), m_zone(zone), m_notice(notice), m_model(new models::SmokeTableModel(this)), m_pick(new PickButton(tr("Run"), {}, this)),
      m_iterations(new QSpinBox(this)), m_summary(makeLabel({}, QStringLiteral("secondary"), this)), m_progress(new QProgressBar(this)),
      m_stack(new QStackedWidget(this)), m_table(new PlainTable(tr("Cases of the smoke test"), this)), m_state(new StatePanel(this))
{
    assemble();
    connect(m_state, &StatePanel::offerAccepted, this, &SmokePanel::run);
    connect(m_pick, &PickButton::pickedChanged, this, &SmokePanel::showPicked);
    connect(m_model, &models::SmokeTableModel::budgetEdited, this, [](const QString &name, const metrics::Budget &budget) { UiSettings().setBudget(name, budget); });
}

SmokePanel::~SmokePanel() = default;

void SmokePanel::assemble()
{
    m_iterations->setRange(1, 1'000);
    m_iterations->setValue(defaultIterations);
    m_iterations->setAccessibleName(tr("How often each case runs"));
    m_iterations->setSuffix(tr(" times each"));
    m_iterations->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_iterations->setFixedWidth(110);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the smoke test"));
    m_progress->hide();
    m_pick->hide();
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_pick);
    head->addWidget(m_iterations);
    head->addWidget(m_summary, 1);
    auto *card = makeCard(this);
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addWidget(m_stack);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new SamplesDelegate(models::SmokeTableModel::Samples, this));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    m_state->setState(QStringLiteral("performance"), tr("No run yet"),
                      tr("The smoke test reads as the pages do, and appends audit events; it changes nothing else. Each case has a target."), tr("Run smoke test"));
    m_stack->setCurrentWidget(m_state);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_progress);
    column->addWidget(card, 1);
}

void SmokePanel::setSession(ConsoleSession *session, MetricsHistory *history)
{
    end();
    m_session = session;
    m_history = history;
    m_model->clear();
    m_runs.clear();
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
        m_table->fitColumns(models::SmokeTableModel::Case);
        m_progress->setRange(0, m_test->caseCount());
        m_progress->setValue(m_model->rowCount());
    });
    connect(m_test.get(), &SmokeTest::finished, this, &SmokePanel::onFinished);
    connect(m_test.get(), &SmokeTest::failed, this, [this](const RepositoryError &error) {
        m_notice->showError(error, {{tr("Run again"), [this] { run(); }}});
        const QScopedValueRollback reporting(m_isReporting, true);
        end();
    });
    m_model->clear();
    m_model->setEarlier(m_runs.isEmpty() ? std::nullopt : std::optional(m_runs.first()));
    m_stack->setCurrentWidget(m_table);
    m_progress->setRange(0, 0);
    m_progress->show();
    m_summary->setText(tr("Running…"));
    m_iterations->setEnabled(false);
    Q_EMIT runningChanged(true);
    m_test->start();
}

void SmokePanel::cancel()
{
    if (!m_test)
        return;
    end();
    m_summary->setText(tr("The run was cancelled."));
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
    m_progress->hide();
    m_iterations->setEnabled(true);
    Q_EMIT runningChanged(false);
}

void SmokePanel::onFinished()
{
    const SmokeRun run = m_test->toRun();
    {
        const QScopedValueRollback reporting(m_isReporting, true);
        end();
    }
    m_runs.prepend(run);
    fillRuns();
    showSummary(run);
    if (!m_history)
        return;
    deliver(
        m_history->addSmokeRun(run), this, [](bool) {}, [this](const RepositoryError &error) { m_notice->showError(error); });
}

void SmokePanel::loadRuns()
{
    deliver(
        m_history->smokeRuns(), this,
        [this](const QList<SmokeRun> &runs) {
            m_runs = runs;
            fillRuns();
            if (!m_test)
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
}

void SmokePanel::showPicked()
{
    for (qsizetype i = 0; i < m_runs.size(); ++i)
        if (m_runs.at(i).at.msecs == m_pick->picked().toLongLong()) {
            m_model->setEarlier(i + 1 < m_runs.size() ? std::optional(m_runs.at(i + 1)) : std::nullopt);
            m_model->showRun(m_runs.at(i));
            m_table->fitColumns(models::SmokeTableModel::Case);
            showSummary(m_runs.at(i));
        }
}

void SmokePanel::showSummary(const SmokeRun &run)
{
    m_summary->setText(tr("%1 · %2 times each · a cache hit is %3 × as fast as a miss")
                           .arg(run.isPassed() ? tr("All within their targets") : tr("Over target"), QLocale().toString(run.iterations),
                                QLocale().toString(run.cacheSpeedUp, 'f', 0)));
}

QString SmokePanel::summary() const
{
    return m_summary->text();
}

} // namespace pivotal::ui
