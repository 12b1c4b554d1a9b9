#include "repo/metrics/operation_context.h"
#include "tests/support/window_fixture.h"
#include "ui/actions.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/intent_tracker.h"
#include "ui/performance/chart_card.h"
#include "ui/performance/chart_style.h"
#include "ui/performance/diagnosis_card.h"
#include "ui/performance/index_workflow.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/performance/service_levels_panel.h"
#include "ui/performance/slow_card.h"
#include "ui/performance/smoke_panel.h"
#include "ui/plans/plan_dialog.h"
#include "ui/plans/plan_view.h"
#include "ui/ui_settings.h"
#include "ui/widgets/pick_button.h"
#include "ui/widgets/plain_table.h"

#include <QFile>
#include <QHeaderView>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace pivotal;
using models::Metric;
using tests::patience;

/// The dashboard in a real window on a real database.
class PerformancePageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void figuresFollowWhatThePagesDo();
    void everyFigureCanBeShown();
    void draggingLooksAtAPartOfThePast();
    void aPartOfThePastIsAsFineAsItIsKept();
    void failedCallsAreMarked();
    void budgetsAreEditedAndKept();
    void anOperationIsChosenByItsServiceLevel();
    void pausedStandsStill();
    void comparesWithTheHourBefore();
    void theTableAndTheFilesShowTheSame();
    void fromASlowClickToTheCure();
    void aStatementThatWritesIsPlannedOnly();
    void theSmokeTestRunsAndIsKept();
    void theAxisHasEachTimeThatIs();
    void slowOperationsAreSortedByAClick();
    void slowOperationsStayUnderTheHand();
    void refreshesAsOftenAsThePictureMoves();
    void samplesOfTheMeantimeAreKept();
    void aBrokenHistoryDoesNotStopTheCharts();
    void statementsComeOnceTheHistoryCanBeRead();
    void dashboardsOwnQueriesAreNotCounted();
    void theIndexesPageIsOfTheSession();

private:
    [[nodiscard]] ui::PerformancePage *page() const { return m_fixture->window->findChild<ui::PerformancePage *>(); }
    [[nodiscard]] ui::OperationsPanel *operations() const { return page()->operations(); }
    void showOperations();

    std::unique_ptr<tests::WindowFixture> m_fixture;
    std::unique_ptr<ui::IntentTracker> m_tracker;
};

namespace {

const QString planted = u"idx_audit_logs_org_actor_created_id"_s;

metrics::StatementGroup slowGroup(const QString &fingerprint, double ms, int calls)
{
    metrics::StatementGroup made{fingerprint, u"users.listUsers"_s, {}, 0, 0, {}};
    for (int i = 0; i < calls; ++i)
        made.durations.record(ms);
    made.worst.append(metrics::SlowStatement());
    made.worst.first().durationMs = ms;
    return made;
}

} // namespace

void PerformancePageTest::initTestCase()
{
    m_fixture = std::make_unique<tests::WindowFixture>();
    m_tracker = std::make_unique<ui::IntentTracker>(qApp);
    m_fixture->database->execute(u"INSERT INTO audit_logs (id, \"organizationId\", \"userId\", action, \"entityType\", \"entityId\", "
                                 u"metadata, \"createdAt\") SELECT 'planted-' || n, "
                                 "(SELECT id FROM organizations WHERE slug = 'northwind'), NULL, 'auth.login', 'User', 'u' || n, '{}', "
                                 "now() - n * interval '1 minute' "
                                 "FROM generate_series(1, 120000) n"_s);
    m_fixture->database->execute(u"ANALYZE audit_logs"_s);
    QVERIFY(m_fixture->waitUntilIdle());
}

void PerformancePageTest::cleanupTestCase()
{
    m_fixture.reset();
}

void PerformancePageTest::showOperations()
{
    m_fixture->window->showPage(u"performance"_s);
    page()->showPart(ui::PerformancePage::Part::Operations);
    QTRY_VERIFY(operations()->isVisible());
}

void PerformancePageTest::figuresFollowWhatThePagesDo()
{
    showOperations();
    const auto callsOf = [this](const char *operation) {
        return page()->feed().total().operations.value(QLatin1String(operation)).durations.count();
    };
    QTRY_VERIFY_WITH_TIMEOUT(callsOf("users.listUsers") > 0, patience);
    const auto before = callsOf("users.listUsers");
    m_fixture->window->findChild<ui::UsersPage *>()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(callsOf("users.listUsers") > before, patience);
    QTRY_VERIFY(!operations()->chartCard()->chart()->content().series.at(1).points.isEmpty());
    QCOMPARE(operations()->chartCard()->chart()->content().budget, std::optional(500.0)); // the seed's
}

void PerformancePageTest::everyFigureCanBeShown()
{
    showOperations();
    for (const Metric metric : models::allMetrics()) {
        operations()->chartCard()->setMetric(metric);
        QCOMPARE(operations()->chartCard()->chart()->content().metric, metric);
        QVERIFY(!operations()->chartCard()->chart()->grab().isNull());
    }
    operations()->chartCard()->setMetric(Metric::Latency);
}

void PerformancePageTest::draggingLooksAtAPartOfThePast()
{
    showOperations();
    ui::TimeChart *chart = operations()->chartCard()->chart();
    const QRect plot = chart->viewport()->rect().adjusted(120, 40, -60, -60);
    const qint64 from = page()->feed().fromMs();
    QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, plot.bottomLeft());
    QMouseEvent move(QEvent::MouseMove, plot.center(), chart->viewport()->mapToGlobal(plot.center()), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(chart->viewport(), &move);
    QTest::mouseRelease(chart->viewport(), Qt::LeftButton, {}, plot.center());
    QVERIFY(page()->feed().isRange());
    QVERIFY(page()->feed().fromMs() > from);
    QVERIFY(page()->feed().window().spanMs < ui::timeWindows().at(1).spanMs);
    QVERIFY2(ui::windowText(page()->feed(), m_fixture->window->zone()).contains(u" – "_s), "it says which part");
    page()->cancel(); // Esc goes back
    QVERIFY(!page()->feed().isRange());
}

/// Else its line would be dots: 300 s are asked for by 2 s, but of an hour ago only every 10 s are kept.
void PerformancePageTest::aPartOfThePastIsAsFineAsItIsKept()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"metrics.sqlite"_s);
    constexpr qint64 lengthMs = 10'000;
    const qint64 end = Instant::now().msecs / lengthMs * lengthMs - 3'600'000;
    {
        local::MetricsStore store(path);
        for (int i = 0; i < 30; ++i) {
            metrics::Sample sample;
            sample.at = {end - i * lengthMs};
            sample.lengthMs = lengthMs;
            store.add(u"here"_s, local::MetricsStore::tiers().first(), sample);
        }
    }
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), path);
    history.setSource(u"here"_s);
    ui::SampleFeed feed;
    feed.setHistory(&history);
    feed.setRange(end - 30 * lengthMs, end);
    QCOMPARE(feed.window().pointMs, 2'000);
    QTRY_COMPARE(feed.samples().size(), 30);
    QCOMPARE(feed.pointMs(), lengthMs);
}

/// Calls that failed or were retried stand at the foot of the latency chart; the legend hides them, a click shows them over time.
void PerformancePageTest::failedCallsAreMarked()
{
    showOperations();
    ui::ChartCard *card = operations()->chartCard();
    operations()->showOperation(u"users.listUsers"_s);
    const auto markOf = [card](ui::MarkKind kind) {
        const auto &marks = card->chart()->content().marks;
        const auto found = std::find_if(marks.cbegin(), marks.cend(), [kind](const ui::ChartMark &mark) { return mark.kind == kind; });
        return found == marks.cend() ? qsizetype(-1) : found - marks.cbegin();
    };
    QCOMPARE(markOf(ui::MarkKind::Failed), -1);
    metrics::OperationRecord failed;
    failed.operation = u"users.listUsers"_s;
    failed.error = ErrorCode::Timeout;
    failed.attempts = 3;
    m_fixture->window->session()->executor().telemetry().onOperation(failed);
    QTRY_VERIFY_WITH_TIMEOUT(markOf(ui::MarkKind::Failed) >= 0 && markOf(ui::MarkKind::Retried) >= 0, patience);
    const auto entry = [card](const QString &name) {
        const auto buttons = card->findChildren<QToolButton *>();
        const auto found =
            std::find_if(buttons.cbegin(), buttons.cend(), [&](const QToolButton *button) { return button->text() == name; });
        return found == buttons.cend() ? nullptr : *found;
    };
    page()->setPaused(true); // a mark moves with time
    const QPoint at = card->chart()->markPosition(markOf(ui::MarkKind::Failed));
    QVERIFY(entry(u"Failed"_s));
    entry(u"Failed"_s)->click();
    QTest::mouseClick(card->chart()->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(card->metric(), Metric::Latency); // it is hidden
    entry(u"Failed"_s)->click();
    QTest::mouseClick(card->chart()->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(card->metric(), Metric::Errors);
    operations()->showOperation(u"audit.listEvents"_s);
    QCOMPARE(markOf(ui::MarkKind::Failed), -1); // of the operation that is plotted
    page()->setPaused(false);
}

void PerformancePageTest::budgetsAreEditedAndKept()
{
    showOperations();
    operations()->showOperation(u"users.listUsers"_s);
    page()->showPart(ui::PerformancePage::Part::ServiceLevels);
    ui::ServiceLevelsPanel *levels = page()->serviceLevels();
    m_fixture->window->findChild<ui::UsersPage *>()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(page()->feed().total().operations.value(u"users.listUsers"_s).durations.count() > 0, patience);
    int row = 0;
    while (levels->model()->operationAt(row) != u"users.listUsers"_s)
        QVERIFY(++row < levels->model()->rowCount());
    QVERIFY(!levels->resetButton()->isEnabled());
    QVERIFY(levels->model()->setData(levels->model()->index(row, models::ServiceLevelsModel::BudgetP95), 0.001, Qt::EditRole));
    QCOMPARE(operations()->chartCard()->chart()->content().budget, std::optional(500.0)); // not while nobody sees it
    showOperations();
    QCOMPARE(operations()->chartCard()->chart()->content().budget, std::optional(0.001));
    page()->showPart(ui::PerformancePage::Part::ServiceLevels);
    QVERIFY2(levels->summary().contains(u"overdrawn: users.listUsers"_s), qPrintable(levels->summary()));
    QCOMPARE(ui::UiSettings().operationBudgets().of(u"users.listUsers"_s), std::optional(metrics::Budget{200, 0.001}));
    QTest::mouseClick(levels->resetButton(), Qt::LeftButton); // which asks
    QVERIFY(!ui::UiSettings().operationBudgets().changed().isEmpty());
    const auto offers = page()->notice()->findChildren<QPushButton *>();
    const auto goBack = std::find_if(offers.cbegin(), offers.cend(), [](const QPushButton *each) { return each->text() == u"Go back"_s; });
    QVERIFY(goBack != offers.cend());
    QTest::mouseClick(*goBack, Qt::LeftButton);
    QVERIFY(ui::UiSettings().operationBudgets().changed().isEmpty());
    showOperations();
    QCOMPARE(operations()->chartCard()->chart()->content().budget, std::optional(500.0));
}

void PerformancePageTest::anOperationIsChosenByItsServiceLevel()
{
    page()->showPart(ui::PerformancePage::Part::ServiceLevels);
    ui::ServiceLevelsPanel *levels = page()->serviceLevels();
    QTRY_VERIFY(levels->model()->rowCount() > 0);
    const QString wanted = levels->model()->operationAt(0);
    levels->table()->setCurrentIndex(levels->model()->index(0, models::ServiceLevelsModel::BudgetP95)); // a cell that can be edited
    levels->table()->setFocus();
    QTest::keyClick(levels->table(), Qt::Key_Return);
    QCOMPARE(page()->part(), ui::PerformancePage::Part::Operations);
    QCOMPARE(operations()->chartCard()->operation(), wanted);
    QCOMPARE(operations()->chartCard()->metric(), Metric::Latency);
}

void PerformancePageTest::pausedStandsStill()
{
    showOperations();
    page()->setPaused(true);
    const qint64 at = page()->feed().toMs();
    QSignalSpy changed(&page()->feed(), &ui::SampleFeed::changed);
    m_fixture->window->findChild<ui::UsersPage *>()->refresh();
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(page()->feed().toMs(), at);
    page()->setPaused(false);
    QTRY_VERIFY(page()->feed().toMs() > at);
}

void PerformancePageTest::comparesWithTheHourBefore()
{
    showOperations();
    metrics::Sample before;
    page()->feed().setCompare(ui::SampleFeed::Compare::HourBefore);
    QVERIFY(page()->feed().compared().isEmpty()); // this console hasn't run that long
    QTRY_VERIFY(operations()->chartCard()->chart()->content().comparedText.contains(u"no history"_s));
    page()->feed().setCompare(ui::SampleFeed::Compare::Source, u"nowhere"_s);
    QTRY_VERIFY(page()->feed().compared().isEmpty());
    page()->feed().setCompare(ui::SampleFeed::Compare::Nothing);
}

void PerformancePageTest::theTableAndTheFilesShowTheSame()
{
    showOperations();
    ui::ChartCard *card = operations()->chartCard();
    QTRY_VERIFY_WITH_TIMEOUT(!card->chart()->content().series.at(1).points.isEmpty(), patience);
    page()->setPaused(true);
    card->setTableShown(true);
    QTRY_VERIFY(card->table()->isVisible());
    QCOMPARE(card->tableModel()->rowCount(), card->chart()->content().series.at(1).points.size());
    const QTemporaryDir folder;
    card->saveCsv(folder.filePath(u"chart.csv"_s));
    QFile csv(folder.filePath(u"chart.csv"_s));
    QVERIFY(csv.open(QFile::ReadOnly));
    QCOMPARE(csv.readAll().count('\n'), card->tableModel()->rowCount() + 1);
    card->savePicture(folder.filePath(u"chart.png"_s));
    QVERIFY(!QImage(folder.filePath(u"chart.png"_s)).isNull());
    QSignalSpy failed(card, &ui::ChartCard::exportFailed);
    card->saveCsv(folder.filePath(u"no such folder/chart.csv"_s));
    QCOMPARE(failed.size(), 1);
    card->setTableShown(false);
    page()->setPaused(false);
}

/// A missing index, planted: the audit log of one actor, who has no event, reads the whole log without it.
void PerformancePageTest::fromASlowClickToTheCure()
{
    for (const QString &index : {planted, u"idx_audit_logs_org_actor_action"_s}) { // either finds the events of a rare actor
        m_fixture->database->execute(u"DROP INDEX "_s + index);
        m_fixture->database->execute(u"DELETE FROM pivotal_console.migrations WHERE name LIKE '%"_s + index + u'\'');
    }
    const QString actor = m_fixture->database->value(u"SELECT u.email FROM users u JOIN organizations o ON o.id = u.\"organizationId\" "
                                                     u"WHERE o.slug = 'northwind' AND NOT EXISTS (SELECT 1 FROM audit_logs a "
                                                     "WHERE a.\"userId\" = u.id) LIMIT 1"_s);
    QVERIFY(!actor.isEmpty());
    m_fixture->window->showPage(u"audit"_s);
    metrics::setIntent(u"audit › typing"_s);
    ui::AuditFilterBar::State state;
    state.actor = actor;
    QVERIFY(m_fixture->waitUntilIdle()); // the page's first list may be the slower one
    const qint64 sinceMs = QDateTime::currentMSecsSinceEpoch();
    m_fixture->window->findChild<ui::AuditPage *>()->filterBar()->setState(state);
    QVERIFY(m_fixture->waitUntilIdle());

    showOperations();
    operations()->setSlowThreshold(1);
    operations()->chartCard()->setOperation(u"audit.listEvents"_s);
    ui::TimeChart *chart = operations()->chartCard()->chart();
    const auto slowest = [chart, sinceMs] {
        const auto &marks = chart->content().marks;
        const auto isSlower = [sinceMs](const auto &a, const auto &b) {
            const auto rank = [sinceMs](const auto &mark) {
                return std::pair(mark.atMs >= sinceMs && mark.text.startsWith(u"audit.listEvents"_s), mark.value);
            };
            return rank(a) < rank(b);
        };
        return std::max_element(marks.cbegin(), marks.cend(), isSlower) - marks.cbegin();
    };
    QTRY_VERIFY(!chart->content().marks.isEmpty());
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->markPosition(slowest())); // the first click
    ui::IndexWorkflow &workflow = operations()->workflow();
    QTRY_VERIFY_WITH_TIMEOUT(workflow.diagnosis().has_value(), patience);
    QVERIFY2(!workflow.diagnosis()->advice.isEmpty(), qPrintable(workflow.diagnosis()->plan.json));
    QVERIFY(operations()->diagnosisCard()->text().contains(planted));
    QVERIFY(operations()->diagnosisCard()->text().contains(u"audit › typing"_s));
    QVERIFY(workflow.diagnosis()->advice.first().migration.endsWith(planted));
    QVERIFY(workflow.diagnosis()->advice.first().isTried);

    const auto isCounted = [this] { return m_fixture->window->session()->missingIndexes().contains(planted); };
    m_fixture->window->session()->refreshCapabilities(); // it was dropped by hand
    QTRY_VERIFY_WITH_TIMEOUT(isCounted(), patience);
    const auto *action = m_fixture->window->actions().action(u"performance.rollBack"_s);
    QVERIFY(!action->isEnabled());
    QTest::mouseClick(operations()->diagnosisCard()->applyButton(), Qt::LeftButton); // and the second
    QVERIFY(operations()->slowCard()->table()->hasFocus()); // not whatever comes after a button that can't be pressed any more
    QTRY_VERIFY_WITH_TIMEOUT(workflow.after().has_value(), patience);
    QVERIFY(workflow.before()->executionMs > 3 * workflow.after()->executionMs);
    QVERIFY(operations()->diagnosisCard()->text().contains(u"Measured"_s));
    QCOMPARE(m_fixture->database->value(u"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('%1')"_s.arg(planted)), u"t"_s);
    QTest::mouseClick(operations()->diagnosisCard()->planButton(), Qt::LeftButton);
    QVERIFY(operations()->planDialog()->view()->isComparison());
    operations()->planDialog()->close();
    m_fixture->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_fixture->window.get()));

    QTRY_VERIFY_WITH_TIMEOUT(!isCounted(), patience);
    QTRY_VERIFY(action->isEnabled());
    QTest::mouseClick(operations()->diagnosisCard()->rollBackButton(), Qt::LeftButton); // asks, as the page of indexes does
    QCOMPARE(page()->notice()->text(), u"Roll back %1?"_s.arg(planted));
    const auto offer = [this](const QString &text) {
        for (auto *button : page()->notice()->findChildren<QPushButton *>())
            if (button->text() == text && button->isVisible())
                return button;
        return static_cast<QPushButton *>(nullptr);
    };
    QVERIFY(offer(u"Keep"_s)->hasFocus());
    QTest::keyClick(offer(u"Keep"_s), Qt::Key_Space);
    QCOMPARE(page()->notice()->text(), QString());
    QVERIFY(workflow.applied() && !workflow.isBusy());
    QVERIFY(operations()->slowCard()->table()->hasFocus());
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(page()->notice()->text(), u"Roll back %1?"_s.arg(planted));
    QTest::mouseClick(offer(u"Roll back"_s), Qt::LeftButton);
    QVERIFY(operations()->slowCard()->table()->hasFocus());
    QTRY_VERIFY_WITH_TIMEOUT(isCounted(), patience);
    QTRY_COMPARE(m_fixture->database->value(u"SELECT to_regclass('%1')::text"_s.arg(planted)), QString());
    QTRY_VERIFY(!workflow.isBusy());
}

void PerformancePageTest::aStatementThatWritesIsPlannedOnly()
{
    showOperations();
    const QString before = m_fixture->database->value(u"SELECT count(*) FROM audit_logs"_s);
    metrics::SlowStatement writing;
    writing.text = u"WITH gone AS (DELETE FROM audit_logs RETURNING id) SELECT count(*) FROM gone"_s;
    QSignalSpy failed(&operations()->workflow(), &ui::IndexWorkflow::failed);
    operations()->workflow().diagnose(writing, Analyze::Yes);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(page()->notice()->isVisible());
    QCOMPARE(m_fixture->database->value(u"SELECT count(*) FROM audit_logs"_s), before);
    page()->notice()->dismiss();
}

void PerformancePageTest::theSmokeTestRunsAndIsKept()
{
    for (int run = 1; run <= 2; ++run) {
        QSignalSpy running(page()->smoke(), &ui::SmokePanel::runningChanged);
        m_fixture->window->showPage(u"performance"_s);
        page()->runSmokeTest();
        QCOMPARE(page()->part(), ui::PerformancePage::Part::SmokeTest);
        QTRY_COMPARE_WITH_TIMEOUT(running.size(), 2, patience);
        QCOMPARE(page()->smoke()->model()->rowCount(), 11);
    }
    QVERIFY(page()->smoke()->model()->index(0, models::SmokeTableModel::Difference).data().toString() != u"—"_s);
    QVERIFY(page()->smoke()->summary().contains(u"as fast as a miss"_s));
    page()->runSmokeTest();
    page()->cancel();
    QVERIFY(!page()->smoke()->isRunning());
}

/// Clocks are put back on 27 October 2024 in Berlin, and forward on 31 March.
void PerformancePageTest::theAxisHasEachTimeThatIs()
{
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "Europe/Berlin");
    const auto restore = qScopeGuard([&] { qputenv("TZ", before); });
    models::DisplayZone zone;
    zone.setKind(models::DisplayZone::Kind::Local);
    const auto labels = [&zone](QDateTime from, int hours, int count) {
        QStringList texts;
        double last = 0;
        for (const ui::Tick &tick : ui::timeTicks(from.toMSecsSinceEpoch(), from.addSecs(hours * 3'600).toMSecsSinceEpoch(), count, zone)) {
            texts << tick.label;
            if (tick.at <= last)
                texts << u"not in order"_s;
            last = tick.at;
        }
        return texts.join(u' ');
    };
    const QDateTime autumn({2024, 10, 26}, {22, 30}, Qt::UTC);
    QCOMPARE(labels(autumn, 6, 10), u"01:00 02:00+02:00 02:00+01:00 03:00 04:00 05:00"_s);
    QCOMPARE(labels(autumn, 4, 8), u"01:00 01:30 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00 03:00"_s);
    QCOMPARE(labels(autumn, 12, 6), u"02:00+02:00 04:00 06:00 08:00 10:00"_s);
    QCOMPARE(labels(QDateTime({2024, 10, 24}, {12, 0}, Qt::UTC), 6 * 24, 6), u"10-25 10-26 10-27 10-28 10-29 10-30"_s);
    QCOMPARE(labels(QDateTime({2024, 3, 30}, {23, 30}, Qt::UTC), 5, 10), u"01:00 01:30 03:00 03:30 04:00 04:30 05:00 05:30 06:00"_s);
}

/// A refresh doesn't move what is looked at; when it is left, the most time in all comes first again.
void PerformancePageTest::slowOperationsStayUnderTheHand()
{
    const QString often = u"SELECT often"_s;
    const QString slow = u"SELECT slow"_s;
    ui::SlowCard card;
    card.resize(900, 300);
    card.show();
    card.setThreshold(1);
    card.setGroups({slowGroup(often, 200, 20), slowGroup(slow, 1'000, 1)}, {});
    QAbstractItemModel *rows = card.table()->model();
    const auto first = [rows] { return rows->index(0, 0).data(models::RowIdRole).toString(); };
    card.table()->setCurrentIndex(rows->index(1, models::SlowOperationsModel::P95));
    card.setGroups({slowGroup(often, 200, 20), slowGroup(slow, 1'000, 90), slowGroup(u"SELECT new"_s, 9'000, 90)}, {});
    QCOMPARE(rows->rowCount(), 3);
    QVERIFY(first().endsWith(often));
    QCOMPARE(card.table()->currentIndex(), rows->index(1, models::SlowOperationsModel::P95));
    QCOMPARE(card.current()->fingerprint, slow);
    QCOMPARE(card.current()->durations.count(), 90u);
    card.table()->clearSelection();
    QTRY_VERIFY(first().endsWith(u"SELECT new"_s));
    card.setGroups({slowGroup(often, 200, 20)}, {});
    QVERIFY(!card.current());
}

/// By any column, and once more as they came; what is chosen stays chosen.
void PerformancePageTest::slowOperationsAreSortedByAClick()
{
    const auto group = slowGroup;
    const QString often = u"SELECT often"_s;
    const QString slow = u"SELECT slow"_s;
    ui::SlowCard card;
    card.resize(900, 300);
    card.show();
    card.setThreshold(1);
    card.setGroups({group(often, 200, 20), group(slow, 1'000, 1)}, {});
    const auto first = [&card] {
        return card.table()->model()->index(0, models::SlowOperationsModel::Operation).data(models::RowIdRole).toString();
    };
    QVERIFY(first().endsWith(often)); // the most time in all
    QVERIFY(card.select(u"users.listUsers "_s + often));
    const QHeaderView *header = card.table()->horizontalHeader();
    const auto click = [&](int column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(column) + header->sectionSize(column) / 2, header->height() / 2});
    };
    click(models::SlowOperationsModel::Max);
    QVERIFY(first().endsWith(slow));
    QCOMPARE(card.current()->fingerprint, often);
    card.setGroups({group(slow, 1'000, 9), group(often, 200, 20)}, {}); // now the slow one has the most time in all: all rows are made anew
    QVERIFY(first().endsWith(slow));
    QCOMPARE(card.current()->fingerprint, often);
    card.setGroups({group(slow, 1'000, 1), group(often, 200, 20)}, {});
    QVERIFY(card.select(u"users.listUsers "_s + slow));
    QCOMPARE(card.current()->fingerprint, slow);
    click(models::SlowOperationsModel::Max);
    QVERIFY(first().endsWith(often)); // the other way round
    click(models::SlowOperationsModel::Max);
    QVERIFY(first().endsWith(often)); // as they came
    click(models::SlowOperationsModel::Calls);
    QVERIFY(first().endsWith(often));
}

/// As often as the picture moves by a pixel or two: each 2 s in a quarter of an hour. No sample is lost between, nor by a clock that
/// is set back.
void PerformancePageTest::refreshesAsOftenAsThePictureMoves()
{
    const QTemporaryDir folder;
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), folder.filePath(u"metrics.sqlite"_s));
    ui::SampleFeed feed; // of the last quarter of an hour
    feed.setWatched(true);
    QSignalSpy changed(&feed, &ui::SampleFeed::changed);
    feed.setHistory(&history);
    QVERIFY(changed.wait(patience)); // what there was: nothing, and no source that would sample by itself
    const qint64 start = Instant::now().msecs / 10'000 * 10'000;
    const auto sampleAt = [&](qint64 second) {
        metrics::Sample sample;
        sample.at = {start + second * 1'000};
        sample.lengthMs = 1'000;
        sample.operations[u"users.listUsers"_s].durations.record(5);
        Q_EMIT history.sampled(sample);
    };
    changed.clear();
    for (int second = 1; second <= 10; ++second)
        sampleAt(second);
    QCOMPARE(changed.size(), 5);
    QCOMPARE(feed.samples().size(), 1);
    QCOMPARE(feed.total().operations.value(u"users.listUsers"_s).durations.count(), 10u);
    feed.setPaused(true);
    sampleAt(13);
    QCOMPARE(changed.size(), 5);
    feed.setPaused(false);
    QVERIFY(changed.wait(patience)); // from the history, which has none of these
    feed.setWindow({24 * 3'600'000ll, 900'000, u"Day"_s});
    QVERIFY(changed.wait(patience));
    changed.clear();
    const qint64 quarter = (start / 900'000 * 900'000 - start) / 1'000;
    sampleAt(quarter + 800);
    sampleAt(quarter + 200); // of the same point
    sampleAt(quarter + 206);
    QCOMPARE(changed.size(), 3);
}

/// Samples that come while the window's are on their way are not lost.
void PerformancePageTest::samplesOfTheMeantimeAreKept()
{
    const QTemporaryDir folder;
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), folder.filePath(u"metrics.sqlite"_s));
    ui::SampleFeed feed;
    feed.setWatched(true);
    feed.setHistory(&history);
    QSignalSpy changed(&feed, &ui::SampleFeed::changed);
    metrics::Sample sample;
    sample.at = {Instant::now().msecs + 1'000};
    sample.lengthMs = 1'000;
    Q_EMIT history.sampled(sample);
    QCOMPARE(changed.size(), 1);     // at once
    QVERIFY(changed.wait(patience)); // the history's
    QCOMPARE(feed.samples().size(), 1);
}

/// What happens now needs no disk; that the disk fails is told once.
void PerformancePageTest::aBrokenHistoryDoesNotStopTheCharts()
{
    const auto telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history(telemetry, u"/dev/null/metrics.sqlite"_s);
    history.setSource(u"here"_s);
    ui::SampleFeed feed;
    QSignalSpy failed(&feed, &ui::SampleFeed::failed);
    feed.setWatched(true);
    feed.setHistory(&history);
    QTRY_VERIFY(!failed.isEmpty());
    metrics::OperationRecord record;
    record.operation = u"users.listUsers"_s;
    telemetry->onOperation(record);
    QTRY_COMPARE(feed.total().operations.value(record.operation).durations.count(), 1u);
    const qsizetype told = failed.size();
    QSignalSpy changed(&feed, &ui::SampleFeed::changed);
    QTRY_VERIFY_WITH_TIMEOUT(changed.size() >= 2, patience);
    QVERIFY(failed.size() <= told + 1); // who writes tells once as well
}

void PerformancePageTest::statementsComeOnceTheHistoryCanBeRead()
{
    const QTemporaryDir folder;
    const QString blocked = folder.filePath(u"data"_s);
    QFile file(blocked);
    QVERIFY(file.open(QIODevice::WriteOnly)); // where a folder should be
    file.close();
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), blocked + u"/metrics.sqlite"_s);
    history.setSource(u"here"_s);
    ui::SampleFeed feed;
    feed.setWindow(ui::timeWindows().first()); // it begins before the console did: asked of the disk with each point, each second
    feed.setWatched(true);
    QSignalSpy failed(&feed, &ui::SampleFeed::failed);
    QSignalSpy changed(&feed, &ui::SampleFeed::statementsChanged);
    feed.setHistory(&history);
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(changed.size(), 0);
    QVERIFY(file.remove());
    QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), patience);
}

void PerformancePageTest::dashboardsOwnQueriesAreNotCounted()
{
    const auto all = m_fixture->window->session()->executor().telemetry().metrics().operations();
    for (const metrics::OperationSummary &each : all)
        QVERIFY2(!each.operation.startsWith(u"tuning."_s) && !each.operation.startsWith(u"server."_s), qPrintable(each.operation));
}

void PerformancePageTest::theIndexesPageIsOfTheSession()
{
    m_fixture->window->actions().action(u"go.indexes"_s)->trigger();
    ui::IndexesPanel *panel = m_fixture->window->findChild<ui::IndexesPage *>()->panel();
    QTRY_VERIFY_WITH_TIMEOUT(panel->table()->current(), patience);
    const auto isMissing = [panel] { return panel->table()->select(planted) && panel->table()->current()->state == IndexState::Missing; };
    QTRY_VERIFY_WITH_TIMEOUT(isMissing(), patience); // by now, and listed
}

QTEST_MAIN(PerformancePageTest)
#include "tst_performance_page.moc"
