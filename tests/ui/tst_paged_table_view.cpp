#include "models/display_zone.h"
#include "models/number_text.h"
#include "models/users_table_model.h"
#include "tests/support/await.h"
#include "tests/support/fake_users_repository.h"
#include "ui/widgets/paged_table_view.h"
#include "ui/widgets/pager.h"

#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace pivotal;
using models::PagedTableModel;
using tests::InstantUsersRepository;
using tests::NumberedUsers;

namespace {

QString idOf(qint64 row)
{
    return u"user-%1"_s.arg(row);
}

/// Rows at once; what goes on behind them when the test says so.
class LateCounts : public tests::FakeUsersRepository
{
public:
    explicit LateCounts(const NumberedUsers &users) : m_users(users) {}

    QFuture<Slice<User>> slice(const UserFilter &, const UserSort &, const SliceRequest &request) override
    {
        return QtFuture::makeReadyFuture(m_users.slice(request));
    }
    QFuture<qint64> estimate(const UserFilter &) override { return QtFuture::makeReadyFuture(m_users.total * 9 / 10); }
    /// One more answer; false where nothing waits for one.
    bool answer()
    {
        if (m_counted < counts.size())
            counts.at(m_counted++).answer(m_users.total);
        else if (m_scanned < scans.size())
            scans.at(m_scanned).answer(m_users.anchors(scans.at(m_scanned).request)), ++m_scanned;
        else
            return false;
        return true;
    }

private:
    NumberedUsers m_users;
    size_t m_counted = 0;
    size_t m_scanned = 0;
};

} // namespace

/// The table over as many rows as there may be: a QTableView alone breaks below a hundred million.
class PagedTableViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void endAndHome_data() { sizes(); }
    void endAndHome();
    void pages_data() { sizes(); }
    void pages();
    void draggingShowsTheRowsOfThatPlace_data() { sizes(); }
    void draggingShowsTheRowsOfThatPlace();
    void aRowIsGoneTo();
    void aRowThatWasGuessedIsGoneToAgain();
    void theSelectionIsById();
    void wheelingNeverMeetsTheEdgeOfTheWindow();
    void thePagerTakesPagesRowsAndDates();
    void numbersSayHowExactTheyAre();

private:
    static void sizes();
    void show(qint64 total);
    /// What the user sees at the top of the table.
    [[nodiscard]] QString topId() const;
    /// The row there, by its number: the first that is whole is on screen, or a part of the one before.
    [[nodiscard]] bool isOnTop(qint64 row) const { return topId() == idOf(row) || topId() == idOf(row - 1); }
    [[nodiscard]] bool isFilled() const;
    /// Until an anchor is near, it lands about there.
    [[nodiscard]] bool goesTo(qint64 row);

    models::DisplayZone m_zone;
    std::unique_ptr<InstantUsersRepository> m_repository;
    std::unique_ptr<models::UsersTableModel> m_model;
    std::unique_ptr<QScrollBar> m_bar; ///< the view's; in a page its layout owns it
    std::unique_ptr<ui::PagedTableView> m_view;
};

void PagedTableViewTest::sizes()
{
    QTest::addColumn<qint64>("total");
    QTest::newRow("ten thousand") << qint64(10'000);
    QTest::newRow("a hundred million") << qint64(100'000'000);
    QTest::newRow("a billion") << qint64(1'000'000'000);
}

void PagedTableViewTest::init()
{
    m_model = std::make_unique<models::UsersTableModel>(m_zone);
    m_view = std::make_unique<ui::PagedTableView>();
    m_view->setPagedModel(m_model.get());
    m_view->resize(900, 600);
    m_bar.reset(m_view->rowBar());
}

void PagedTableViewTest::cleanup()
{
    m_model->setRepository(nullptr);
    m_view.reset();
    m_bar.reset();
    m_model.reset();
    m_repository.reset();
}

void PagedTableViewTest::show(qint64 total)
{
    NumberedUsers users;
    users.total = total;
    m_repository = std::make_unique<InstantUsersRepository>(users);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_model->setRepository(m_repository.get());
    m_model->setQuery({}, defaultUserSort);
    QTRY_VERIFY(m_model->isTotalExact());
    QTRY_VERIFY(isFilled());
    m_view->setFocus();
    m_view->goToRow(0);
}

QString PagedTableViewTest::topId() const
{
    return m_view->indexAt({20, 2}).data(models::RowIdRole).toString();
}

/// No placeholder is on screen.
bool PagedTableViewTest::isFilled() const
{
    for (int y = 2; y < m_view->viewport()->height(); y += 10)
        if (const QModelIndex index = m_view->indexAt({20, y}); index.isValid() && index.data(models::LoadingRole).toBool())
            return false;
    return m_view->indexAt({20, 2}).isValid() && m_model->isPlaceExact();
}

bool PagedTableViewTest::goesTo(qint64 row)
{
    m_view->goToRow(row);
    return QTest::qWaitFor([&] { return !m_view->currentId().isEmpty() && isFilled(); }) && m_view->currentId() == idOf(row);
}

void PagedTableViewTest::endAndHome()
{
    QFETCH(qint64, total);
    show(total);
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(m_view->currentId(), idOf(total - 1));
    QTRY_VERIFY(isFilled());
    QVERIFY(m_view->visualRect(m_view->currentIndex()).bottom() <= m_view->viewport()->height());
    QCOMPARE(m_view->rowBar()->value(), m_view->rowBar()->maximum());
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QTRY_COMPARE(m_view->currentId(), idOf(total - 2));
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(m_view->currentId(), idOf(0));
    QTRY_COMPARE(topId(), idOf(0));
    QVERIFY(m_model->rowCount() <= PagedTableModel::maxWindowRows); // whatever the result's size
}

void PagedTableViewTest::pages()
{
    QFETCH(qint64, total);
    show(total);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    const qint64 page = m_model->rowNumber(m_view->currentIndex());
    QVERIFY(page > 5);
    for (int i = 0; i < 300; ++i) // over the edge of the window, and on
        QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QTRY_VERIFY(isFilled());
    const qint64 row = m_view->firstVisibleRow();
    QVERIFY2(row > page * 200, qPrintable(QString::number(row)));
    QVERIFY(isOnTop(row));
    for (int i = 0; i < 301; ++i)
        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QTRY_COMPARE(m_view->firstVisibleRow(), 0);
    QTRY_COMPARE(topId(), idOf(0));
}

void PagedTableViewTest::draggingShowsTheRowsOfThatPlace()
{
    QFETCH(qint64, total);
    show(total);
    QScrollBar *bar = m_view->rowBar();
    for (const double share : {0.5, 0.987654321, 0.001, 1.0, 0.0}) {
        bar->setValue(int(bar->maximum() * share));
        QTRY_VERIFY(isFilled());
        const double there = double(m_view->firstVisibleRow()) / double(total);
        QVERIFY2(std::abs(there - share) < 0.003, qPrintable(QString::number(there)));
        QVERIFY(isOnTop(m_view->firstVisibleRow()));
    }
}

void PagedTableViewTest::aRowIsGoneTo()
{
    show(1'000'000'000);
    QTRY_VERIFY(goesTo(987'654'320));
    QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_view->currentIndex()).center()));
    m_view->scrollToRow(123'456'789);
    QTRY_COMPARE(topId(), idOf(123'456'789));
}

/// Until it is counted where the rows stand, they are sought by their time: by an estimate, a tenth too far.
void PagedTableViewTest::aRowThatWasGuessedIsGoneToAgain()
{
    NumberedUsers users;
    users.total = 20'000;
    LateCounts repository(users);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_model->setRepository(&repository);
    m_model->setQuery({}, defaultUserSort);
    QTRY_VERIFY(!m_model->isLoading() && m_model->total() == 18'000);
    m_view->scrollToRow(14'999);
    m_view->goToRow(14'999);
    QTRY_VERIFY(!m_view->currentId().isEmpty() && !m_model->isLoading());
    QVERIFY(!m_model->isPlaceExact());
    QVERIFY(m_view->currentId() != idOf(14'999));
    QTRY_VERIFY(!repository.answer() && m_model->isPlaceExact() && !m_model->isLoading());
    QTRY_COMPARE(m_view->currentId(), idOf(14'999));
    QCOMPARE(m_view->visibleCurrentRow(), 14'999);
    QVERIFY(isFilled());
    m_model->setRepository(nullptr);
}

void PagedTableViewTest::theSelectionIsById()
{
    show(1'000'000'000);
    QTRY_VERIFY(goesTo(987'654'320));
    m_view->rowBar()->setValue(0); // out of the window, out of what is loaded
    QTRY_COMPARE(topId(), idOf(0));
    QCOMPARE(m_view->currentId(), idOf(987'654'320));
    m_view->scrollToRow(987'654'310);
    QTRY_COMPARE(m_view->selectionModel()->selectedRows().value(0).data(models::RowIdRole).toString(), idOf(987'654'320));
    m_model->refresh();
    QTRY_VERIFY(!m_model->isLoading());
    QCOMPARE(m_view->currentId(), idOf(987'654'320));
}

void PagedTableViewTest::wheelingNeverMeetsTheEdgeOfTheWindow()
{
    show(1'000'000'000);
    m_view->scrollToRow(500'000'000);
    QTRY_VERIFY(isFilled());
    qint64 last = m_view->firstVisibleRow();
    for (int i = 0; i < 3'000; ++i) {
        m_view->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
        const qint64 row = m_view->firstVisibleRow();
        QVERIFY2(row > last, qPrintable(u"stuck at %1"_s.arg(row)));
        last = row;
    }
    QTRY_VERIFY(isOnTop(last));
}

void PagedTableViewTest::thePagerTakesPagesRowsAndDates()
{
    ui::Pager pager;
    pager.setTotal(987'654, true);
    pager.setCanGoToDate(true);
    pager.show();
    auto *input = pager.findChild<QLineEdit *>();
    auto *goals = pager.findChildren<QToolButton *>().at(2);
    QSignalSpy page(&pager, &ui::Pager::pageRequested);
    QSignalSpy row(&pager, &ui::Pager::rowRequested);
    QSignalSpy date(&pager, &ui::Pager::dateRequested);
    QSignalSpy bad(&pager, &ui::Pager::badPage);
    const auto type = [&](const QString &text) {
        input->setFocus();
        input->selectAll();
        QTest::keyClicks(input, text);
        QTest::keyClick(input, Qt::Key_Return);
    };
    type(u"19,754"_s);
    QCOMPARE(page.value(0).value(0).toLongLong(), 19'754);
    type(u"20000"_s); // there are 19,754
    QCOMPARE(bad.size(), 1);
    goals->menu()->actions().at(1)->trigger();
    type(u"654,321"_s);
    QCOMPARE(row.value(0).value(0).toLongLong(), 654'321);
    type(u"2026-03-31"_s);
    QCOMPARE(date.value(0).value(0).toDate(), QDate(2026, 3, 31));
    const QString before = input->text();
    QTest::keyClicks(input, u"7"_s);
    QTest::keyClick(input, Qt::Key_Escape);
    QCOMPARE(input->text(), before);
    pager.setCanGoToDate(false);
    type(u"2026-03-31"_s);
    QCOMPARE(bad.size(), 2);
    QCOMPARE(date.size(), 1);
}

void PagedTableViewTest::numbersSayHowExactTheyAre()
{
    QCOMPARE(models::exactNumber(9'134'201), u"9,134,201"_s);
    QCOMPARE(models::aboutNumber(9'134'201), u"≈ 9.1 M"_s);
    QCOMPARE(models::aboutNumber(912'345), u"≈ 912,000"_s);
}

QTEST_MAIN(PagedTableViewTest)
#include "tst_paged_table_view.moc"
