#include "ui/plans/node_details.h"
#include "ui/plans/plan_statistics.h"
#include "ui/plans/plan_tree.h"
#include "ui/plans/plan_view.h"
#include "ui/plans/problem_chips.h"
#include "ui/theme.h"
#include "ui/widgets/badge.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;

namespace {

/// Of EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON), shortened, with ` for ": 200,000 rows read for 50.
const QString slowJson =
    QString::fromUtf8("[{`Plan`: {`Node Type`: `Limit`, `Startup Cost`: 9000.0, `Total Cost`: 9100.0, `Plan Rows`: 50, `Plan Width`: 60, "
                      "`Actual Startup Time`: 99.0, `Actual Total Time`: 100.0, `Actual Rows`: 50, `Actual Loops`: 1, `Shared Hit Blocks`: "
                      "1000, `Shared Read Blocks`: 3000, "
                      "`Plans`: [{`Node Type`: `Sort`, `Parent Relationship`: `Outer`, `Startup Cost`: 9000.0, `Total Cost`: 9050.0, `Plan "
                      "Rows`: 1000, `Plan Width`: 60, "
                      "`Actual Startup Time`: 98.0, `Actual Total Time`: 99.0, `Actual Rows`: 50, `Actual Loops`: 1, `Shared Hit Blocks`: "
                      "1000, `Shared Read Blocks`: 3000, "
                      "`Sort Key`: [`\\`createdAt\\` DESC`], `Sort Method`: `external merge`, `Sort Space Used`: 8192, `Sort Space Type`: "
                      "`Disk`, `Temp Read Blocks`: 1024, `Temp Written Blocks`: 1024, "
                      "`Plans`: [{`Node Type`: `Seq Scan`, `Parent Relationship`: `Outer`, `Relation Name`: `audit_logs`, `Alias`: `a`, "
                      "`Startup Cost`: 0.0, `Total Cost`: 8000.0, `Plan Rows`: 1000, "
                      "`Plan Width`: 60, `Actual Startup Time`: 0.1, `Actual Total Time`: 80.0, `Actual Rows`: 31000, `Actual Loops`: 1, "
                      "`Filter`: `(action = 'users.update'::text)`, "
                      "`Rows Removed by Filter`: 169000, `Shared Hit Blocks`: 1000, `Shared Read Blocks`: 3000}]}]}, "
                      "`Planning Time`: 0.25, `Execution Time`: 101.0}]")
        .replace(u'`', u'"');
/// The same by an index.
const QString quickJson =
    QString::fromUtf8(
        "[{`Plan`: {`Node Type`: `Limit`, `Startup Cost`: 0.4, `Total Cost`: 91.0, `Plan Rows`: 50, `Plan Width`: 60, "
        "`Actual Startup Time`: 0.1, `Actual Total Time`: 0.4, `Actual Rows`: 50, `Actual Loops`: 1, `Shared Hit Blocks`: 40, `Shared Read "
        "Blocks`: 0, "
        "`Plans`: [{`Node Type`: `Index Scan`, `Parent Relationship`: `Outer`, `Relation Name`: `audit_logs`, `Alias`: `a`, `Index Name`: "
        "`ix`, `Startup Cost`: 0.4, `Total Cost`: 8000.0, "
        "`Plan Rows`: 1000, `Plan Width`: 60, `Actual Startup Time`: 0.1, `Actual Total Time`: 0.4, `Actual Rows`: 50, `Actual Loops`: 1, "
        "`Index Cond`: `(action = 'users.update'::text)`, `Shared Hit Blocks`: 40, `Shared Read Blocks`: 0}]}, "
        "`Planning Time`: 0.25, `Execution Time`: 0.5}]")
        .replace(u'`', u'"');

plans::Plan slowPlan()
{
    return plans::parsePlan(slowJson);
}

QToolButton *modeButton(const PlanView &view, const QString &text)
{
    for (auto *button : view.findChildren<QToolButton *>())
        if (button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class PlanViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance(); }
    void init();
    void cleanup() { m_view.reset(); }
    void saysWhatThePlanTook();
    void aProblemLeadsToItsNode();
    void detailsFollowTheCurrentNode();
    void conditionsAreShownAsTheyAre();
    void workersAreToldOf();
    void textAndJsonCanBeCopied();
    void worksByKeyboard();
    void twoPlansStandSideBySide();
    void estimatesAloneAreSaidToBe();
    void clearsToNothing();
    void everythingHasAName();

private:
    std::unique_ptr<PlanView> m_view;
};

void PlanViewTest::init()
{
    m_view = std::make_unique<PlanView>();
    m_view->resize(1'200, 800);
    m_view->show();
    m_view->setPlan(slowPlan(), plans::problemsOf(slowPlan()));
}

void PlanViewTest::saysWhatThePlanTook()
{
    QCOMPARE(m_view->summary(), u"101.0 ms · planning 0.250 ms · 200,000 rows read · 4,000 buffers, 25 % from the cache"_s);
    QVERIFY(!m_view->isComparison());
    QVERIFY(!m_view->pane()->figures()->isVisible());
    const PlanTree *tree = m_view->pane()->tree();
    QVERIFY(tree->isExpanded(tree->planModel()->indexOf({0})));
    for (int column = 0; column < models::PlanTreeModel::ColumnCount; ++column)
        QVERIFY(!tree->isColumnHidden(column));
}

void PlanViewTest::aProblemLeadsToItsNode()
{
    PlanTree *tree = m_view->pane()->tree();
    const auto chips = m_view->pane()->problems()->findChildren<ProblemChip *>();
    QVERIFY(chips.size() >= 2);
    QVERIFY2(chips.first()->text().startsWith(u"Seq scan"_s), qPrintable(chips.first()->text()));
    QCOMPARE(tree->planModel()->pathOf(tree->currentIndex()), (QList<int>{0, 0})); // the worst, at once
    tree->select({});
    QTest::mouseClick(chips.first(), Qt::LeftButton);
    QCOMPARE(tree->planModel()->pathOf(tree->currentIndex()), (QList<int>{0, 0}));
    QVERIFY(m_view->pane()->details()->toPlainText().contains(chips.first()->text()));
}

void PlanViewTest::detailsFollowTheCurrentNode()
{
    m_view->pane()->tree()->select({0});
    const QString sort = m_view->pane()->details()->toPlainText();
    QVERIFY2(sort.contains(u"external merge, 8,192 kB on disk"_s) && sort.contains(u"\"createdAt\" DESC"_s), qPrintable(sort));
    m_view->pane()->tree()->select({0, 0});
    const QString scan = m_view->pane()->details()->toPlainText();
    QVERIFY2(scan.contains(u"(action = 'users.update'::text)"_s) && scan.contains(u"169,000 rows"_s), qPrintable(scan));
    QVERIFY(scan.contains(u"31,000, × 31 more than expected"_s));
    QVERIFY(!scan.contains(u"Sort method"_s));
}

/// Not as HTML, and with each of their spaces.
void PlanViewTest::conditionsAreShownAsTheyAre()
{
    plans::PlanNode node;
    node.type = u"Seq Scan"_s;
    node.relation = u"<s>users</s>"_s;
    node.filter = u"((a < b) AND (c > d) AND (e = 'Li  '::text) AND (f = '<h1>A</h1>\n&amp;'::text))"_s;
    NodeDetails details;
    details.setNode(node, false, {u"<b>wrong</b>"_s});
    const QString text = details.toPlainText();
    for (const QString &each : {node.relation, QString(node.filter), u"<b>wrong</b>"_s})
        QVERIFY2(text.contains(each), qPrintable(text));
}

void PlanViewTest::workersAreToldOf()
{
    plans::PlanNode node;
    node.type = u"Seq Scan"_s;
    node.loops = 3;
    node.processes = 3;
    node.totalMs = 37.797;
    node.clockMs = node.selfMs = 12.599;
    node.actualRows = 0;
    node.rowsSlack = 1.5;
    NodeDetails details;
    details.setNode(node, true, {});
    QVERIFY2(details.toPlainText().contains(u"12.60 ms of its own, 12.60 ms with what is below"_s), qPrintable(details.toPlainText()));
    QVERIFY(details.toPlainText().contains(u"3 processes at once, 37.80 ms together"_s));
    QVERIFY(details.toPlainText().contains(u"< 2"_s));
    node.processes = 1;
    details.setNode(node, true, {});
    QVERIFY(!details.toPlainText().contains(u"together"_s));
}

void PlanViewTest::textAndJsonCanBeCopied()
{
    modeButton(*m_view, u"Text"_s)->click();
    QTRY_VERIFY(m_view->pane()->raw()->isVisible());
    QCOMPARE(m_view->pane()->raw()->toPlainText(), plans::planText(slowPlan()).trimmed());
    QVERIFY(m_view->pane()->raw()->isReadOnly());
    modeButton(*m_view, u"JSON"_s)->click();
    QCOMPARE(m_view->pane()->raw()->toPlainText(), slowJson);
    for (auto *button : m_view->pane()->findChildren<QPushButton *>())
        if (button->text() == u"Copy"_s)
            button->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), slowJson);
    const plans::Plan quick = plans::parsePlan(quickJson);
    m_view->setPlan(quick, {}); // stays in its mode
    QCOMPARE(m_view->pane()->raw()->toPlainText(), quickJson);
    modeButton(*m_view, u"Tree"_s)->click();
    QVERIFY(m_view->pane()->tree()->isVisible());
}

void PlanViewTest::worksByKeyboard()
{
    PlanTree *tree = m_view->pane()->tree();
    auto *chip = m_view->pane()->problems()->findChild<ProblemChip *>();
    tree->select({});
    QTest::keyClick(chip, Qt::Key_Return);
    QCOMPARE(tree->planModel()->pathOf(tree->currentIndex()), (QList<int>{0, 0}));
    QTest::keyClick(tree, Qt::Key_Up);
    QCOMPARE(tree->planModel()->pathOf(tree->currentIndex()), QList<int>{0});
    QVERIFY(m_view->pane()->details()->toPlainText().startsWith(u"Sort"_s));
    QTest::keyClick(modeButton(*m_view, u"JSON"_s), Qt::Key_Space);
    QVERIFY(m_view->pane()->raw()->isVisible());
}

void PlanViewTest::twoPlansStandSideBySide()
{
    const plans::Plan quick = plans::parsePlan(quickJson);
    m_view->setComparison(slowPlan(), quick, plans::problemsOf(slowPlan()), {});
    QVERIFY(m_view->isComparison());
    QVERIFY(m_view->pane()->figures()->isVisible());
    QStringList ratios;
    for (const Badge *badge : m_view->paneAfter()->figures()->findChildren<Badge *>())
        if (badge->isVisible())
            ratios << badge->accessibleName();
    QCOMPARE(ratios, (QStringList{u"× 100 less"_s, u"× 202 less"_s, u"× 4,000 less"_s, u"× 100 less"_s}));
    for (const Badge *badge : m_view->pane()->figures()->findChildren<Badge *>())
        QVERIFY(!badge->isVisible());
    QTRY_COMPARE(m_view->pane()->width() / 10, m_view->paneAfter()->width() / 10);
    QTRY_COMPARE(m_view->pane()->tree()->mapTo(m_view.get(), QPoint()).y(), m_view->paneAfter()->tree()->mapTo(m_view.get(), QPoint()).y());
    m_view->resize(900, 900);
    QCOMPARE(m_view->findChild<QSplitter *>()->orientation(), Qt::Vertical);
    m_view->setPlan(quick, {});
    QVERIFY(!m_view->isComparison());
    QVERIFY(!m_view->pane()->figures()->isVisible());
}

void PlanViewTest::estimatesAloneAreSaidToBe()
{
    plans::Plan planned = slowPlan();
    planned.isAnalyzed = false;
    m_view->setPlan(planned, {});
    QVERIFY(m_view->summary().startsWith(u"Not run"_s));
    QVERIFY(m_view->pane()->tree()->isColumnHidden(models::PlanTreeModel::Rows));
    QVERIFY(!m_view->pane()->details()->toPlainText().contains(u"Loops"_s));
    m_view->setComparison(planned, slowPlan());
    int visible = 0;
    for (const Badge *badge : m_view->paneAfter()->figures()->findChildren<Badge *>())
        visible += badge->isVisible();
    QCOMPARE(visible, 1); // only the costs are of one kind
}

void PlanViewTest::clearsToNothing()
{
    m_view->clear();
    QVERIFY(!m_view->pane()->isVisible());
    QVERIFY(m_view->summary().isEmpty());
    QVERIFY(m_view->pane()->details()->toPlainText().isEmpty());
    m_view->setPlan(slowPlan(), {});
    QVERIFY(m_view->pane()->isVisible());
}

void PlanViewTest::everythingHasAName()
{
    m_view->setComparison(slowPlan(), slowPlan(), plans::problemsOf(slowPlan()));
    for (const QWidget *widget : m_view->findChildren<QWidget *>())
        if (widget->focusPolicy() & Qt::TabFocus)
            if (!widget->inherits("QSplitterHandle") && !widget->inherits("QHeaderView") && widget->isVisible())
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
}

QTEST_MAIN(PlanViewTest)
#include "tst_plan_view.moc"
