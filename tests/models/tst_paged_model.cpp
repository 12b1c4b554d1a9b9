#include "models/users_table_model.h"
#include "tests/support/fake_users_repository.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::models;
using tests::FakeUsersRepository;
using tests::InstantUsersRepository;
using tests::NumberedUsers;

class PagedModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void loadsWhatIsVisibleAndTheNextScreen();
    void dataNeverStartsALoad();
    void totalIsEstimatedThenCounted();
    void anEstimateThatComesFirstWaits();
    void aShortResultNeedsNoCount();
    void aNewQueryCancelsAndDropsTheOld();
    void lateRepliesAreDropped();
    void bothEndsGrowAtOnce();
    void oldRowsStayUntilTheNewAreThere();
    void aFailureKeepsTheRowsAndCanBeRetried();
    void aSliceThatFailsIsNotAskedForInALoop();
    void aFailedCountLeavesTheRows();
    void aCountThatTakesTooLongIsScanned();
    void aJumpCountsAgainWhereThatFailed();
    void stopKeepsTheRows();
    void stopLeavesTheScan();
    void cancelledRepliesSayNothing();
    void scrollingPastDropsRequests();
    void scrollingSeeksBeyondTheRun();
    void theLastRowsComeFromTheEnd();
    void jumpsGoThroughAnchors();
    void withoutAnAnchorATimeIsGuessedThenNumbered();
    void withoutAnAnchorOtherOrdersWait();
    void guessedRowsMeetTheEnds();
    void findsATime();
    void refreshKeepsTheRowsInTheirPlaces();
    void refreshFollowsTheTotal();
    void refreshWhenWhatIsVisibleIsGone();
    void refreshOnTheLastPageTakesTheTrueCount();
    void anExactRunThatReachesRowZeroStays();
    void scrollingAfterAFailedRefreshLoads();
    void refreshAsksTheDatabase();
    void clearForgetsEverything();
    void anEmptyResult();
    void destroyedWhileLoading();
    void theWindowMovesUnderTheSelection();
    void aBillionRows();

private:
    [[nodiscard]] QString idAt(qint64 row) const { return m_model->index(m_model->windowRow(row), 0).data(RowIdRole).toString(); }
    [[nodiscard]] bool isLoadingAt(qint64 row) const { return m_model->index(m_model->windowRow(row), 0).data(LoadingRole).toBool(); }
    [[nodiscard]] auto &lastSlice() { return m_fake->slices.back(); }
    /// The first rows, the exact total, and no anchors.
    void load(qint64 total);
    void answerLast() { m_fake->answer(m_fake->slices.size() - 1, m_users); }
    void look(qint64 first);
    void scanOn(qint64 rows);

    NumberedUsers m_users;
    std::unique_ptr<FakeUsersRepository> m_fake;
    DisplayZone m_zone;
    std::unique_ptr<UsersTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

namespace {

const RepositoryError gone(ErrorCode::DatabaseConnection, u"gone"_s);

} // namespace

void PagedModelTest::init()
{
    m_users = {};
    m_fake = std::make_unique<FakeUsersRepository>();
    m_model = std::make_unique<UsersTableModel>(m_zone);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setRepository(m_fake.get());
}

void PagedModelTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_fake.reset();
}

void PagedModelTest::load(qint64 total)
{
    m_users.total = total;
    m_model->setQuery({}, defaultUserSort);
    const size_t counts = m_fake->counts.size();
    answerLast();
    QTRY_VERIFY(!m_model->isLoading());
    if (m_fake->counts.size() > counts)
        m_fake->counts.back().answer(total);
    QTRY_COMPARE(m_model->total(), total);
    look(0);
}

/// Answers the scan in the background, step by step, until so many rows are behind it or it has ended.
void PagedModelTest::scanOn(qint64 rows)
{
    for (qint64 scanned = 0; scanned < rows;) {
        const size_t scans = m_fake->scans.size();
        const qint64 asked = m_fake->scans.back().request.rows;
        const Anchors anchors = m_users.anchors(m_fake->scans.back().request);
        m_fake->scans.back().answer(anchors);
        scanned += anchors.rows;
        if (anchors.rows < asked)
            break;
        QTRY_VERIFY(m_fake->scans.size() > scans);
    }
    QCoreApplication::processEvents();
}

/// 20 rows on screen.
void PagedModelTest::look(qint64 first)
{
    m_model->moveWindow(first);
    m_model->setVisibleRows(first, first + 20);
}

void PagedModelTest::loadsWhatIsVisibleAndTheNextScreen()
{
    load(1'000);
    QCOMPARE(m_model->rowCount(), 1'000);
    QCOMPARE(m_fake->slices.size(), 1);
    QCOMPARE(idAt(49), u"user-49"_s);
    QVERIFY(isLoadingAt(50));
    look(10);
    QCOMPARE(m_fake->slices.size(), 1); // one more screen is here
    look(20);
    QCOMPARE(m_fake->slices.size(), 2);
    answerLast();
    QTRY_COMPARE(idAt(99), u"user-99"_s);
    QCOMPARE(m_fake->slices.size(), 2);
}

void PagedModelTest::dataNeverStartsALoad()
{
    load(1'000);
    for (int row = 0; row < 1'000; ++row)
        (void)m_model->index(row, 0).data();
    QCOMPARE(m_fake->slices.size(), 1);
}

void PagedModelTest::totalIsEstimatedThenCounted()
{
    m_users.total = 5'000'000;
    m_model->setQuery({}, defaultUserSort);
    QVERIFY(m_fake->counts.empty()); // never in the way of the rows
    answerLast();
    QTRY_COMPARE(m_model->rowCount(), 51);
    QVERIFY(!m_model->isTotalExact());
    m_fake->estimates.back().answer(4'900'000);
    QTRY_COMPARE(m_model->total(), 4'900'000);
    QVERIFY(!m_model->isTotalExact());
    m_fake->counts.back().answer(5'000'000);
    QTRY_COMPARE(m_model->total(), 5'000'000);
    QVERIFY(m_model->isTotalExact());
    m_model->setQuery({}, defaultUserSort);
    QVERIFY(m_fake->scans.back().isCancelled());
}

/// The estimate is asked for beside the rows: it may come first, and must not show before them.
void PagedModelTest::anEstimateThatComesFirstWaits()
{
    load(40);
    m_users.total = 5'000'000;
    m_model->setQuery({}, {UserSortField::Email, SortDirection::Ascending});
    m_fake->estimates.back().answer(4'900'000);
    QCoreApplication::processEvents();
    QCOMPARE(m_model->total(), 40);
    answerLast();
    QTRY_COMPARE(m_model->total(), 4'900'000);
    QVERIFY(!m_model->isTotalExact());
}

void PagedModelTest::aShortResultNeedsNoCount()
{
    load(12);
    QVERIFY(m_model->isTotalExact());
    QVERIFY(m_fake->counts.empty());
    QVERIFY(m_fake->estimates.back().isCancelled());
}

void PagedModelTest::aNewQueryCancelsAndDropsTheOld()
{
    m_model->setQuery({}, defaultUserSort);
    UserFilter other;
    other.text = u"x"_s;
    m_model->setQuery(other, defaultUserSort);
    QVERIFY(m_fake->slices.at(0).isCancelled());
    QCOMPARE(m_fake->filters.back().text, u"x"_s);
    m_fake->answer(0, {5, u"old"_s});
    m_fake->answer(1, {3, u"new"_s});
    QTRY_COMPARE(m_model->total(), 3);
    QCOMPARE(idAt(0), u"new-0"_s);
}

void PagedModelTest::lateRepliesAreDropped()
{
    m_model->setQuery({}, defaultUserSort);
    m_fake->answer(0, {99, u"old"_s}); // finished, but not delivered yet
    m_model->setQuery({}, defaultUserSort);
    m_fake->answer(1, {3, u"new"_s});
    QTRY_COMPARE(m_model->total(), 3);
    QCoreApplication::processEvents();
    QCOMPARE(idAt(0), u"new-0"_s);
}

void PagedModelTest::bothEndsGrowAtOnce()
{
    load(10'000);
    look(9'980);
    answerLast();
    QTRY_VERIFY(!isLoadingAt(9'985));
    m_model->setVisibleRows(9'940, 9'960); // 9,950 on are here
    QCOMPARE(lastSlice().request.direction, Direction::Backward);
    QCOMPARE(lastSlice().request.cursor->keys.last(), u"9950"_s);
    answerLast();
    QTRY_COMPARE(idAt(9'940), u"user-9940"_s);
    QCOMPARE(idAt(9'999), u"user-9999"_s);
}

void PagedModelTest::oldRowsStayUntilTheNewAreThere()
{
    load(40);
    m_model->setQuery({}, {UserSortField::Email, SortDirection::Ascending});
    QVERIFY(m_model->isStale());
    QCOMPARE(m_model->rowCount(), 40);
    QCOMPARE(idAt(0), u"user-0"_s);
    m_fake->answer(1, {30, u"new"_s});
    QTRY_VERIFY(!m_model->isStale());
    QCOMPARE(m_model->rowCount(), 30);
    QCOMPARE(idAt(0), u"new-0"_s);
}

void PagedModelTest::aFailureKeepsTheRowsAndCanBeRetried()
{
    load(40);
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->refresh();
    m_fake->slices.at(1).fail(gone);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_model->rowCount(), 40);
    QVERIFY(!m_model->isLoading());
    QCOMPARE(m_fake->slices.size(), 2); // not asked again by itself
    m_model->refresh();
    m_fake->answer(2, {41});
    QTRY_COMPARE(m_model->rowCount(), 41);
    QVERIFY(!m_model->isStale());
}

void PagedModelTest::aSliceThatFailsIsNotAskedForInALoop()
{
    load(1'000);
    connect(m_model.get(), &PagedTableModel::loadFinished, this, [this] { look(100); }); // as the view does
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    look(100);
    QCOMPARE(m_fake->slices.size(), 2);
    m_fake->slices.at(1).fail({ErrorCode::Timeout, u"slow"_s});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_fake->slices.size(), 2);
    look(120); // scrolling on tries again
    QCOMPARE(m_fake->slices.size(), 3);
}

void PagedModelTest::aFailedCountLeavesTheRows()
{
    m_users.total = 1'000;
    m_model->setQuery({}, defaultUserSort);
    answerLast();
    QTRY_COMPARE(m_fake->counts.size(), size_t(1));
    QSignalSpy failed(m_model.get(), &PagedTableModel::countFailed);
    m_fake->counts.back().fail(gone);
    m_fake->estimates.back().answer(900);
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE(m_model->total(), 900);
    QCOMPARE(idAt(0), u"user-0"_s);
}

void PagedModelTest::stopKeepsTheRows()
{
    load(40);
    m_model->refresh();
    m_model->stop();
    QVERIFY(m_fake->slices.at(1).isCancelled());
    QVERIFY(!m_model->isLoading());
    QCOMPARE(m_model->rowCount(), 40);
    m_model->refresh();
    m_fake->answer(2, {41});
    QTRY_COMPARE(m_model->rowCount(), 41);
}

void PagedModelTest::stopLeavesTheScan()
{
    m_users.isByTime = false;
    load(1'000'000);
    look(60'000); // waits for an anchor
    m_model->stop();
    QVERIFY(!m_model->isLoading());
    scanOn(80'000);
    QCOMPARE(m_fake->slices.size(), size_t(1)); // the rows weren't wanted any more
    look(70'000);
    QCOMPARE(m_fake->slices.size(), size_t(2));
    answerLast();
    QTRY_COMPARE(idAt(70'000), u"user-70000"_s);
}

void PagedModelTest::aCountThatTakesTooLongIsScanned()
{
    m_users.total = 150'000;
    m_users.isByTime = false;
    m_model->setQuery({}, defaultUserSort);
    answerLast();
    QTRY_COMPARE(m_fake->counts.size(), size_t(1));
    m_fake->estimates.back().answer(90'000);
    QTRY_COMPARE(m_model->total(), 90'000);
    QSignalSpy failed(m_model.get(), &PagedTableModel::countFailed);
    m_fake->counts.back().fail({ErrorCode::Timeout, u"slow"_s});
    QTRY_COMPARE(m_fake->scans.size(), size_t(1));
    scanOn(150'000);
    QTRY_VERIFY(m_model->isTotalExact());
    QCOMPARE(m_model->total(), 150'000);
    QCOMPARE(failed.size(), 0);
    look(123'456);
    answerLast();
    QTRY_COMPARE(idAt(123'456), u"user-123456"_s);
}

void PagedModelTest::aJumpCountsAgainWhereThatFailed()
{
    m_users.total = 150'000;
    m_users.isByTime = false;
    m_model->setQuery({}, defaultUserSort);
    answerLast();
    QTRY_COMPARE(m_fake->counts.size(), size_t(1));
    m_fake->estimates.back().answer(150'000);
    QTRY_COMPARE(m_model->total(), 150'000);
    m_fake->counts.back().fail(gone);
    QCoreApplication::processEvents();
    look(100'000);
    QCOMPARE(m_fake->counts.size(), size_t(2));
    look(110'000);
    QCOMPARE(m_fake->counts.size(), size_t(2)); // is under way
    m_fake->counts.back().answer(150'000);
    QTRY_COMPARE(m_fake->scans.size(), size_t(1));
    scanOn(150'000);
    QTRY_VERIFY(m_fake->slices.size() > 1);
    answerLast();
    QTRY_COMPARE(idAt(110'000), u"user-110000"_s);
}

void PagedModelTest::cancelledRepliesSayNothing()
{
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->setQuery({}, defaultUserSort);
    m_fake->slices.at(0).fail({ErrorCode::Cancelled, u"cancelled"_s});
    QCoreApplication::processEvents();
    QCOMPARE(failed.size(), 0);
}

void PagedModelTest::scrollingPastDropsRequests()
{
    load(100'000);
    m_fake->scans.back().answer(m_users.anchors(m_fake->scans.back().request));
    QTRY_COMPARE(m_fake->scans.size(), size_t(2)); // half of it is anchored
    look(1'000);
    look(9'000);
    const size_t asked = m_fake->slices.size();
    QVERIFY(m_fake->slices.at(asked - 2).isCancelled());
    QVERIFY(!m_fake->slices.at(asked - 1).isCancelled());
    look(9'005); // is on its way
    QCOMPARE(m_fake->slices.size(), asked);
}

void PagedModelTest::scrollingSeeksBeyondTheRun()
{
    load(5'000);
    for (qint64 first = 0; first < 4'980; first += 19) {
        look(first);
        if (!lastSlice().promise->future().isFinished()) {
            QVERIFY(lastSlice().request.cursor.has_value() && lastSlice().request.skip == 0);
            answerLast();
        }
        QTRY_COMPARE(idAt(first + 19), u"user-%1"_s.arg(first + 19));
        QCOMPARE(idAt(first), u"user-%1"_s.arg(first));
    }
    QVERIFY(isLoadingAt(m_model->windowFirst())); // the run is bounded
}

void PagedModelTest::theLastRowsComeFromTheEnd()
{
    load(1'000'000);
    look(999'980);
    QCOMPARE(lastSlice().request.direction, Direction::Backward);
    QVERIFY(!lastSlice().request.cursor && lastSlice().request.skip == 0);
    answerLast();
    QTRY_COMPARE(idAt(999'999), u"user-999999"_s);
    QVERIFY(m_model->isPlaceExact());
}

void PagedModelTest::jumpsGoThroughAnchors()
{
    load(1'000'000);
    while (m_fake->scans.back().request.rows > 0 && !m_fake->scans.back().promise->future().isFinished()) {
        const size_t scans = m_fake->scans.size();
        const Anchors scanned = m_users.anchors(m_fake->scans.back().request);
        m_fake->scans.back().answer(scanned);
        if (scanned.rows < m_fake->scans.back().request.rows)
            break;
        QTRY_COMPARE(m_fake->scans.size(), scans + 1);
    }
    QCoreApplication::processEvents();
    for (const qint64 row : {500'000, 123'457, 999'000, 250}) {
        look(row);
        QVERIFY(lastSlice().request.skip < AnchorMap::minStep);
        answerLast();
        QTRY_COMPARE(idAt(row), u"user-%1"_s.arg(row));
        QVERIFY(m_model->isPlaceExact());
    }
}

void PagedModelTest::withoutAnAnchorATimeIsGuessedThenNumbered()
{
    load(1'000'000);
    QSignalSpy renumbered(m_model.get(), &PagedTableModel::renumbered);
    look(500'000);
    QCOMPARE(lastSlice().request.limit, 1); // the last row's time first
    answerLast();
    QTRY_VERIFY(lastSlice().request.limit > 1);
    QCOMPARE(lastSlice().request.skip, 0);
    // The rows aren't spread evenly: what is there is 7 rows off.
    m_fake->slices.back().request.skip = 7;
    answerLast();
    QTRY_VERIFY(!isLoadingAt(500'000));
    QVERIFY(!m_model->isPlaceExact());
    const QString seen = idAt(500'000);
    QVERIFY(seen != u"user-500000"_s);
    for (qint64 scanned = 0; scanned < 700'000;) {
        const size_t scans = m_fake->scans.size();
        const Anchors anchors = m_users.anchors(m_fake->scans.back().request);
        scanned += anchors.rows;
        m_fake->scans.back().answer(anchors);
        QTRY_VERIFY(m_fake->scans.size() > scans);
        if (m_fake->scans.back().request.until)
            break;
    }
    QVERIFY(m_fake->scans.back().request.until);
    QCOMPARE(m_fake->scans.back().request.rows, wholeScan); // more rows than any bound may be of one time
    m_fake->scans.back().answer(m_users.anchors(m_fake->scans.back().request));
    QTRY_VERIFY(m_model->isPlaceExact());
    QCOMPARE(renumbered.size(), 1);
    const qint64 by = renumbered.first().first().toLongLong();
    QCOMPARE(idAt(500'000 + by), seen); // the same rows, under their true numbers
    QCOMPARE(seen, u"user-%1"_s.arg(500'000 + by));
}

void PagedModelTest::withoutAnAnchorOtherOrdersWait()
{
    m_users.isByTime = false;
    load(1'000'000);
    look(60'000);
    QCOMPARE(m_fake->slices.size(), size_t(1));
    QVERIFY(m_model->isLoading());
    while (m_fake->slices.size() == 1) {
        const size_t scans = m_fake->scans.size();
        m_fake->scans.back().answer(m_users.anchors(m_fake->scans.back().request));
        QTRY_VERIFY(m_fake->scans.size() > scans);
    }
    answerLast();
    QTRY_COMPARE(idAt(60'000), u"user-60000"_s);
}

void PagedModelTest::guessedRowsMeetTheEnds()
{
    load(1'000'000);
    look(700);
    answerLast(); // the last row
    QTRY_VERIFY(lastSlice().request.limit > 1);
    lastSlice().request.skip = 25; // further down than thought
    answerLast();
    QTRY_VERIFY(!m_model->isLoading());
    QVERIFY(!m_model->isPlaceExact());
    for (int i = 0; i < 100 && !m_model->isPlaceExact(); ++i) { // up to the first row
        look(std::max<qint64>(0, m_model->rowOf(idAt(m_model->windowFirst())) - 40));
        m_model->setVisibleRows(std::max<qint64>(0, 680 - 40 * i), std::max<qint64>(20, 700 - 40 * i));
        if (!lastSlice().promise->future().isFinished())
            answerLast();
        QCoreApplication::processEvents();
    }
    QVERIFY(m_model->isPlaceExact());
    QCOMPARE(m_model->rowOf(u"user-0"_s), 0);
    QCOMPARE(m_model->rowOf(u"user-30"_s), 30);
}

void PagedModelTest::findsATime()
{
    load(1'000'000);
    QVERIFY(!m_model->canGoToTime());
    look(500'000);
    answerLast();
    QTRY_VERIFY(m_model->canGoToTime());
    QSignalSpy found(m_model.get(), &PagedTableModel::rowFound);
    m_model->goToTime({NumberedUsers::newest - 300'000'000}); // row 300,000 is of that time; in this order, what is older comes
    answerLast();
    QTRY_COMPARE(found.size(), 1);
    const qint64 row = found.first().first().toLongLong();
    QVERIFY(std::abs(row - 300'001) < 2'000);
    QCOMPARE(m_model->valueAt(row)->id.value, u"user-300001"_s);
}

void PagedModelTest::refreshKeepsTheRowsInTheirPlaces()
{
    load(10'000);
    look(40);
    answerLast();
    QTRY_COMPARE(idAt(59), u"user-59"_s);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->refresh();
    QCOMPARE(idAt(45), u"user-45"_s);
    QCOMPARE(lastSlice().request.cursor->keys.last(), u"39"_s); // wherever that row stands by now
    m_fake->answer(m_fake->slices.size() - 1, {10'003, u"again"_s});
    QTRY_COMPARE(idAt(40), u"again-40"_s);
    QCOMPARE(reset.size(), 0);
    m_fake->counts.back().answer(10'003);
    QTRY_COMPARE(m_model->total(), 10'003);
}

void PagedModelTest::refreshFollowsTheTotal()
{
    load(60);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_model->refresh();
    m_fake->answer(1, {10});
    QTRY_COMPARE(m_model->rowCount(), 10);
    QCOMPARE(removed.size(), 1);
    m_model->refresh();
    m_fake->answer(2, {75, u"again"_s});
    QTRY_COMPARE(m_fake->counts.size(), size_t(2));
    m_fake->counts.back().answer(75);
    QTRY_COMPARE(m_model->rowCount(), 75);
    QCOMPARE(idAt(0), u"again-0"_s);
    QCOMPARE(reset.size(), 0);
}

void PagedModelTest::refreshWhenWhatIsVisibleIsGone()
{
    load(600);
    look(580);
    answerLast();
    QTRY_COMPARE(idAt(590), u"user-590"_s);
    m_model->refresh();
    m_users.total = 100;
    answerLast(); // nothing beyond
    QTRY_COMPARE(lastSlice().request.direction, Direction::Backward);
    QVERIFY(!lastSlice().request.cursor);
    answerLast();
    QTRY_COMPARE(m_fake->counts.size(), size_t(2));
    m_fake->counts.back().answer(100);
    QTRY_COMPARE(m_model->total(), 100);
    m_model->setVisibleRows(80, 100);
    QTRY_COMPARE(m_model->rowOf(u"user-99"_s), 99);
}

/// Rows came before what is on screen: the end of the run was exact, and is of before.
void PagedModelTest::refreshOnTheLastPageTakesTheTrueCount()
{
    load(600);
    look(580);
    answerLast();
    QTRY_COMPARE(idAt(599), u"user-599"_s);
    m_model->refresh();
    answerLast(); // the same rows, as far as the end
    QTRY_COMPARE(m_fake->counts.size(), size_t(2));
    m_fake->counts.back().answer(603);
    QTRY_COMPARE(m_model->total(), 603);
    QVERIFY(m_model->isTotalExact());
    QCOMPARE(m_model->rowOf(u"user-599"_s), 602);
}

void PagedModelTest::anExactRunThatReachesRowZeroStays()
{
    load(1'000);
    scanOn(1'000);
    for (const qint64 first : {500, 300, 100, 20}) { // and then the slice above ends at the first row, without telling
        look(first);
        answerLast();
        QTRY_COMPARE(idAt(first), u"user-%1"_s.arg(first));
    }
    QCOMPARE(lastSlice().request.direction, Direction::Backward);
    QCOMPARE(m_model->rowOf(u"user-0"_s), 0);
}

void PagedModelTest::scrollingAfterAFailedRefreshLoads()
{
    load(600);
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->refresh();
    lastSlice().fail(gone);
    QTRY_COMPARE(failed.size(), 1);
    const size_t asked = m_fake->slices.size();
    look(60);
    QCOMPARE(m_fake->slices.size(), asked + 1);
    answerLast();
    QTRY_VERIFY(m_model->valueAt(70));
    QVERIFY(!m_model->isStale());
}

void PagedModelTest::refreshAsksTheDatabase()
{
    load(60);
    QCOMPARE(lastSlice().request.freshness, Freshness::Cached);
    m_model->refresh();
    QCOMPARE(lastSlice().request.freshness, Freshness::Fresh);
    m_model->setQuery({}, defaultUserSort);
    QCOMPARE(lastSlice().request.freshness, Freshness::Cached);
}

void PagedModelTest::clearForgetsEverything()
{
    load(60);
    m_model->refresh();
    m_model->clear();
    QVERIFY(m_fake->slices.at(1).isCancelled());
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->total(), -1);
}

void PagedModelTest::anEmptyResult()
{
    load(0);
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->isLoading());
    QVERIFY(m_model->isTotalExact());
}

void PagedModelTest::destroyedWhileLoading()
{
    m_model->setQuery({}, defaultUserSort);
    m_tester.reset();
    m_model.reset();
    QVERIFY(m_fake->slices.at(0).isCancelled());
    m_fake->answer(0, {5});
    QCoreApplication::processEvents();
}

void PagedModelTest::theWindowMovesUnderTheSelection()
{
    load(100'000);
    const QPersistentModelIndex selected = m_model->index(30, 0);
    QCOMPARE(selected.data(RowIdRole).toString(), u"user-30"_s);
    m_model->moveWindow(2'020);
    QCOMPARE(m_model->windowFirst(), 2'020 - m_model->rowCount() / 2);
    QCOMPARE(m_model->rowNumber(selected), 30);
    QCOMPARE(selected.data(RowIdRole).toString(), u"user-30"_s);
    m_model->moveWindow(50'000);
    QVERIFY(!selected.isValid());
}

void PagedModelTest::aBillionRows()
{
    constexpr qint64 billion = 1'000'000'000;
    m_users.total = billion;
    InstantUsersRepository instant(m_users);
    m_model->setRepository(&instant);
    m_model->setQuery({}, defaultUserSort);
    QTRY_VERIFY(m_model->isTotalExact());
    QCOMPARE(m_model->rowCount(), PagedTableModel::maxWindowRows);
    for (const qint64 row : {billion - 20, qint64(0), qint64(987'654'320), qint64(123'456'789), qint64(500'000'000)}) {
        look(row);
        QTRY_COMPARE(idAt(row), u"user-%1"_s.arg(row));
        QTRY_VERIFY(m_model->isPlaceExact());
    }
    m_model->setRepository(nullptr);
}

QTEST_GUILESS_MAIN(PagedModelTest)
#include "tst_paged_model.moc"
