#include "repo/smoke/smoke_case.h"
#include "tests/support/window_fixture.h"
#include "ui/performance/performance_page.h"
#include "ui/performance/smoke_panel.h"
#include "ui/performance/smoke_table.h"
#include "ui/ui_settings.h"
#include "ui/widgets/state_panel.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

using namespace Qt::StringLiterals;

using namespace pivotal;
using models::SmokeTableModel;
using tests::patience;

/// The smoke test's page in a real window on a real database.
class SmokePanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void withoutRunsOneIsOffered_data();
    void withoutRunsOneIsOffered();
    void aRunIsCancelledByItsButton();
    void runsHaveATrend();
    void theSummaryFollowsTheTargets();
    void targetsAreEditedAsPeopleWriteThem();
    void targetsOfBeforeTheIdsHold();
    void columnsFitTheWindow();

private:
    [[nodiscard]] ui::PerformancePage *page() const { return m_fixture->window->findChild<ui::PerformancePage *>(); }
    [[nodiscard]] ui::SmokePanel *panel() const { return page()->smoke(); }
    [[nodiscard]] SmokeTableModel *model() const { return panel()->model(); }
    [[nodiscard]] int rowOf(const QString &id) const;
    void runOnce(int iterations);

    std::unique_ptr<tests::WindowFixture> m_fixture;
};

void SmokePanelTest::initTestCase()
{
    m_fixture = std::make_unique<tests::WindowFixture>();
    QVERIFY(m_fixture->waitUntilIdle());
    m_fixture->window->showPage(u"performance"_s);
    page()->showPart(ui::PerformancePage::Part::SmokeTest);
    m_fixture->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_fixture->window.get()));
}

void SmokePanelTest::cleanupTestCase()
{
    m_fixture.reset();
}

int SmokePanelTest::rowOf(const QString &id) const
{
    for (int row = 0; row < model()->rowCount(); ++row)
        if (model()->cases().at(row).id == id)
            return row;
    return -1;
}

void SmokePanelTest::runOnce(int iterations)
{
    panel()->findChild<QSpinBox *>()->setValue(iterations);
    panel()->run();
    QTRY_VERIFY_WITH_TIMEOUT(!panel()->isRunning(), patience);
    QCOMPARE(model()->rowCount(), 11);
}

void SmokePanelTest::withoutRunsOneIsOffered_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("narrow") << 1000;
    QTest::newRow("wide") << 1600;
}

void SmokePanelTest::withoutRunsOneIsOffered()
{
    QFETCH(int, width);
    m_fixture->window->resize(width, 800);
    auto *state = panel()->findChild<ui::StatePanel *>();
    QTRY_VERIFY(state->isVisible());
    QTRY_COMPARE(m_fixture->window->width(), width);
    const QList<QLabel *> labels = state->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        const QSize needed =
            label->wordWrap() ? QSize(label->minimumSizeHint().width(), label->heightForWidth(label->width())) : label->sizeHint();
        QTRY_VERIFY2(label->width() >= needed.width() && label->height() >= needed.height(), qPrintable(label->text()));
        QVERIFY(state->rect().contains(label->geometry()));
    }
    auto *offer = state->findChild<QPushButton *>();
    QVERIFY(offer->isVisible());
    QVERIFY(offer->width() >= offer->sizeHint().width());
    QVERIFY(!panel()->cancelButton()->isVisible());
}

void SmokePanelTest::aRunIsCancelledByItsButton()
{
    panel()->findChild<QSpinBox *>()->setValue(200);
    page()->runSmokeTest();
    QVERIFY(panel()->cancelButton()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(model()->rowCount() > 0, patience);
    QTest::mouseClick(panel()->cancelButton(), Qt::LeftButton);
    QVERIFY(!panel()->isRunning());
    QVERIFY(!panel()->cancelButton()->isVisible());
    QVERIFY(model()->rowCount() > 0); // they stay
    QVERIFY(panel()->table()->isVisible());
    QCOMPARE(panel()->summary(), u"The run was cancelled."_s);
    QVERIFY(panel()->table()->hasFocus());
    page()->runSmokeTest();
    QTRY_VERIFY_WITH_TIMEOUT(model()->rowCount() > 0, patience);
    panel()->table()->clearFocus();
    page()->cancel(); // Esc
    QVERIFY(panel()->table()->hasFocus());
    page()->runSmokeTest();
    page()->cancel(); // before the first case, with no run kept
    QVERIFY(panel()->findChild<ui::StatePanel *>()->isVisible());
    QVERIFY(panel()->findChild<ui::StatePanel *>()->findChild<QPushButton *>()->hasFocus());
}

void SmokePanelTest::runsHaveATrend()
{
    runOnce(1);
    const auto trend = [this] { return model()->index(0, SmokeTableModel::Trend).data(models::TrendRole).toList().size(); };
    QCOMPARE(trend(), 1); // the cancelled one isn't kept
    runOnce(1);
    QCOMPARE(trend(), 2);
    const int hit = rowOf(smoke::cacheHit);
    QCOMPARE(hit, rowOf(smoke::cacheMiss) + 1);
    QVERIFY(model()->index(hit, SmokeTableModel::Case).data().toString().contains(u" × as fast"_s));
}

void SmokePanelTest::theSummaryFollowsTheTargets()
{
    const QString before = panel()->summary();
    const int row = rowOf(u"search"_s);
    QVERIFY(!panel()->resetAction()->isEnabled());
    QVERIFY(model()->setData(model()->index(row, SmokeTableModel::TargetMedian), 0.0001, Qt::EditRole));
    QVERIFY2(panel()->summary().contains(u"the worst: Search at "_s), qPrintable(panel()->summary()));
    QVERIFY(panel()->summary().contains(u"targets changed since the run"_s));
    QCOMPARE(ui::UiSettings().budgets().value(u"search"_s), (metrics::Budget{0.0001, 500}));
    QVERIFY(panel()->resetAction()->isEnabled());
    panel()->resetAction()->trigger();
    QCOMPARE(panel()->summary(), before);
    QVERIFY(ui::UiSettings().budgets().isEmpty());
    QVERIFY(!panel()->resetAction()->isEnabled());
}

void SmokePanelTest::targetsAreEditedAsPeopleWriteThem()
{
    const QLocale usual;
    QLocale::setDefault(QLocale(QLocale::German));
    const QModelIndex target = model()->index(rowOf(u"search"_s), SmokeTableModel::TargetMedian);
    const auto editor = [this] { return panel()->table()->viewport()->findChild<QLineEdit *>(); };
    panel()->table()->setCurrentIndex(target);
    panel()->table()->edit(target);
    QVERIFY(editor());
    QCOMPARE(editor()->text(), u"200 ms"_s);
    QVERIFY(!editor()->accessibleName().isEmpty());
    QTest::keyClicks(editor(), u"soon"_s);
    QVERIFY(editor()->property("invalid").toBool());
    QTest::keyClick(editor(), Qt::Key_Return);
    QCoreApplication::processEvents();
    QVERIFY(editor()); // not taken
    QCOMPARE(target.data(Qt::EditRole).toDouble(), 200.0);
    editor()->selectAll();
    QTest::keyClicks(editor(), u"0,5"_s);
    QVERIFY(!editor()->property("invalid").toBool());
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_VERIFY(!editor());
    QCOMPARE(target.data(Qt::EditRole).toDouble(), 0.5);
    panel()->table()->edit(target);
    QCOMPARE(editor()->text(), u"0,5 ms"_s);
    QTest::keyClicks(editor(), u"0"_s);
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_VERIFY(!editor());
    QCOMPARE(target.data().toString(), u"—"_s);
    QLocale::setDefault(usual);
    panel()->resetAction()->trigger();
}

void SmokePanelTest::targetsOfBeforeTheIdsHold()
{
    QSettings().setValue(u"performance/budgets"_s,
                         QVariantMap{{u"Role filter"_s, QVariantList{1, 2}}, {u"Search"_s, QVariantList{200, 500}}});
    QCOMPARE(ui::UiSettings().budgets(), (QMap<QString, metrics::Budget>{{u"role"_s, {1, 2}}})); // the other is the report's
    runOnce(1);
    QCOMPARE(model()->cases().at(rowOf(u"role"_s)).budget, (metrics::Budget{1, 2}));
    QVERIFY(panel()->resetAction()->isEnabled());
    panel()->resetAction()->trigger();
    QCOMPARE(model()->cases().at(rowOf(u"role"_s)).budget, smoke::reportBudget(u"role"_s));
}

void SmokePanelTest::columnsFitTheWindow()
{
    const QHeaderView *header = panel()->table()->horizontalHeader();
    for (const int width : {1000, 1280, 1600}) {
        m_fixture->window->resize(width, 800);
        QTRY_COMPARE(m_fixture->window->width(), width);
        QTRY_COMPARE(header->length(), panel()->table()->viewport()->width());
        const QAbstractItemView *view = panel()->table();
        QVERIFY(header->sectionSize(SmokeTableModel::Case) >= view->sizeHintForColumn(SmokeTableModel::Case)); // no name is cut
        QVERIFY(!header->isSectionHidden(SmokeTableModel::Result));
        QVERIFY(!panel()->table()->grab().isNull());
    }
    QVERIFY(!header->isSectionHidden(SmokeTableModel::Trend)); // there is room
}

QTEST_MAIN(SmokePanelTest)
#include "tst_smoke_panel.moc"
