#include "models/users_table_model.h"
#include "tests/support/fake_users_repository.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace pivotal;
using namespace pivotal::models;
using tests::FakeUsersRepository;

class PagedModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void loadsOnlyWhatIsVisible();
    void dataNeverStartsALoad();
    void countsOnce();
    void aNewQueryCancelsAndDropsTheOld();
    void lateRepliesAreDropped();
    void repliesInAnyOrder();
    void oldRowsStayUntilTheNewAreThere();
    void aFailureKeepsTheRowsAndCanBeRetried();
    void aPageThatFailsIsNotAskedForInALoop();
    void stopKeepsTheRows();
    void cancelledRepliesSayNothing();
    void scrollingPastDropsRequests();
    void refreshKeepsRowsAndFollowsTheTotal();
    void refreshThatShrinks();
    void refreshWhenThePageIsGone();
    void scrollingAfterAFailedRefreshLoads();
    void refreshAsksTheDatabase();
    void clearForgetsEverything();
    void anEmptyResult();
    void destroyedWhileLoading();

private:
    [[nodiscard]] QString idAt(int row) const { return m_model->index(row, 0).data(RowIdRole).toString(); }
    [[nodiscard]] bool isLoadingAt(int row) const { return m_model->index(row, 0).data(LoadingRole).toBool(); }
    void load(qint64 total);

    std::unique_ptr<FakeUsersRepository> m_fake;
    DisplayZone m_zone;
    std::unique_ptr<UsersTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void PagedModelTest::init()
{
    m_fake = std::make_unique<FakeUsersRepository>();
    m_model = std::make_unique<UsersTableModel>(m_zone);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setRepository(m_fake.get());
    m_model->setVisibleRows(0, 20);
}

void PagedModelTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_fake.reset();
}

void PagedModelTest::load(qint64 total)
{
    m_model->setQuery({}, defaultUserSort);
    m_fake->answer(m_fake->calls.size() - 1, total);
    QTRY_COMPARE(m_model->total(), total);
    m_model->setVisibleRows(0, 20);
}

void PagedModelTest::loadsOnlyWhatIsVisible()
{
    load(1'000);
    QCOMPARE(m_model->rowCount(), 1'000);
    QCOMPARE(m_fake->calls.size(), 1);
    QCOMPARE(idAt(49), QStringLiteral("user-49"));
    QVERIFY(isLoadingAt(50));
    m_model->setVisibleRows(495, 515); // pages 9 and 10 from 0
    QCOMPARE(m_fake->calls.size(), 3);
    QCOMPARE(m_fake->calls.at(1).request.page, 10);
    QCOMPARE(m_fake->calls.at(2).request.page, 11);
    m_fake->answer(1, 1'000);
    m_fake->answer(2, 1'000);
    QTRY_COMPARE(idAt(514), QStringLiteral("user-514"));
    m_model->setVisibleRows(0, 20); // is still here
    QCOMPARE(m_fake->calls.size(), 3);
}

void PagedModelTest::dataNeverStartsALoad()
{
    load(1'000);
    for (int row = 0; row < 1'000; ++row)
        (void)m_model->index(row, 0).data();
    QCOMPARE(m_fake->calls.size(), 1);
}

void PagedModelTest::countsOnce()
{
    load(1'000);
    m_model->setVisibleRows(100, 120);
    QCOMPARE(int(m_fake->calls.at(0).request.total), int(Total::Count));
    QCOMPARE(int(m_fake->calls.at(1).request.total), int(Total::Skip));
}

void PagedModelTest::aNewQueryCancelsAndDropsTheOld()
{
    m_model->setQuery({}, defaultUserSort);
    UserFilter other;
    other.text = QStringLiteral("x");
    m_model->setQuery(other, defaultUserSort);
    QVERIFY(m_fake->isCancelled(0));
    m_fake->answer(0, 5, QStringLiteral("old"));
    m_fake->answer(1, 3, QStringLiteral("new"));
    QTRY_COMPARE(m_model->total(), 3);
    QCOMPARE(idAt(0), QStringLiteral("new-0"));
}

void PagedModelTest::lateRepliesAreDropped()
{
    m_model->setQuery({}, defaultUserSort);
    m_model->setQuery({}, defaultUserSort);
    m_fake->answer(1, 3, QStringLiteral("new"));
    QTRY_COMPARE(m_model->total(), 3);
    m_fake->answer(0, 99, QStringLiteral("old")); // after the newer one
    QCoreApplication::processEvents();
    QCOMPARE(m_model->total(), 3);
    QCOMPARE(idAt(0), QStringLiteral("new-0"));
}

void PagedModelTest::repliesInAnyOrder()
{
    load(1'000);
    m_model->setVisibleRows(95, 160); // pages 1, 2, 3
    QCOMPARE(m_fake->calls.size(), 4);
    for (const size_t call : {3U, 1U, 2U})
        m_fake->answer(call, 1'000);
    QTRY_VERIFY(!isLoadingAt(50) && !isLoadingAt(100) && !isLoadingAt(159));
    QCOMPARE(idAt(159), QStringLiteral("user-159"));
    QCOMPARE(idAt(99), QStringLiteral("user-99"));
}

void PagedModelTest::oldRowsStayUntilTheNewAreThere()
{
    load(40);
    m_model->setQuery({}, {UserSortField::Email, SortDirection::Ascending});
    QVERIFY(m_model->isStale());
    QCOMPARE(m_model->rowCount(), 40);
    QCOMPARE(idAt(0), QStringLiteral("user-0"));
    m_fake->answer(1, 30, QStringLiteral("new"));
    QTRY_VERIFY(!m_model->isStale());
    QCOMPARE(m_model->rowCount(), 30);
    QCOMPARE(idAt(0), QStringLiteral("new-0"));
}

void PagedModelTest::aFailureKeepsTheRowsAndCanBeRetried()
{
    load(40);
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->refresh();
    m_fake->fail(1, RepositoryError(ErrorCode::DatabaseConnection, QStringLiteral("gone")));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_model->rowCount(), 40);
    QVERIFY(!m_model->isLoading());
    QCOMPARE(m_fake->calls.size(), 2); // not asked again by itself
    m_model->refresh();
    m_fake->answer(2, 41);
    QTRY_COMPARE(m_model->rowCount(), 41);
    QVERIFY(!m_model->isStale());
}

void PagedModelTest::aPageThatFailsIsNotAskedForInALoop()
{
    load(1'000);
    connect(m_model.get(), &PagedTableModel::loadFinished, this, [this] { m_model->setVisibleRows(500, 520); }); // as the view does
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->setVisibleRows(500, 520);
    m_fake->fail(1, RepositoryError(ErrorCode::Timeout, QStringLiteral("slow")));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_fake->calls.size(), 2);
    m_model->setVisibleRows(600, 620); // scrolling on tries again
    QCOMPARE(m_fake->calls.size(), 3);
}

void PagedModelTest::stopKeepsTheRows()
{
    load(40);
    m_model->refresh();
    m_model->stop();
    QVERIFY(m_fake->isCancelled(1));
    QVERIFY(!m_model->isLoading());
    QCOMPARE(m_model->rowCount(), 40);
    m_model->refresh();
    m_fake->answer(2, 41);
    QTRY_COMPARE(m_model->rowCount(), 41);
}

void PagedModelTest::cancelledRepliesSayNothing()
{
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->setQuery({}, defaultUserSort);
    m_fake->fail(0, RepositoryError(ErrorCode::Cancelled, QStringLiteral("cancelled")));
    QCoreApplication::processEvents();
    QCOMPARE(failed.size(), 0);
}

void PagedModelTest::scrollingPastDropsRequests()
{
    load(10'000);
    m_model->setVisibleRows(1'000, 1'020);
    m_model->setVisibleRows(9'000, 9'020);
    QVERIFY(m_fake->isCancelled(1));
    QVERIFY(!m_fake->isCancelled(2));
}

void PagedModelTest::refreshKeepsRowsAndFollowsTheTotal()
{
    load(60);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->refresh();
    QCOMPARE(idAt(0), QStringLiteral("user-0"));
    m_fake->answer(1, 75, QStringLiteral("again"));
    QTRY_COMPARE(m_model->rowCount(), 75);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(idAt(0), QStringLiteral("again-0"));
}

void PagedModelTest::refreshThatShrinks()
{
    load(60);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_model->refresh();
    m_fake->answer(1, 10);
    QTRY_COMPARE(m_model->rowCount(), 10);
    QCOMPARE(removed.size(), 1);
}

void PagedModelTest::refreshWhenThePageIsGone()
{
    load(600);
    m_model->setVisibleRows(500, 520);
    m_model->refresh();
    const size_t asked = m_fake->calls.size() - 1;
    QVERIFY(m_fake->calls.at(asked).request.page > 1);
    m_fake->fail(asked, validationError(QStringLiteral("There is no such page")));
    QTRY_COMPARE(m_fake->calls.size(), asked + 2);
    QCOMPARE(m_fake->calls.back().request.page, 1);
    m_fake->answer(asked + 1, 10);
    QTRY_COMPARE(m_model->rowCount(), 10);
}

void PagedModelTest::scrollingAfterAFailedRefreshLoads()
{
    load(600);
    QSignalSpy failed(m_model.get(), &PagedTableModel::loadFailed);
    m_model->refresh();
    m_fake->fail(m_fake->calls.size() - 1, RepositoryError(ErrorCode::DatabaseConnection, QStringLiteral("gone")));
    QTRY_COMPARE(failed.size(), 1);
    const size_t asked = m_fake->calls.size();
    m_model->setVisibleRows(400, 420);
    QCOMPARE(m_fake->calls.size(), asked + 1);
    m_fake->answer(asked, 600);
    QTRY_VERIFY(m_model->valueAt(410));
}

void PagedModelTest::refreshAsksTheDatabase()
{
    load(60);
    QCOMPARE(m_fake->calls.back().request.freshness, Freshness::Cached);
    m_model->refresh();
    QCOMPARE(m_fake->calls.back().request.freshness, Freshness::Fresh);
    m_model->setQuery({}, defaultUserSort);
    QCOMPARE(m_fake->calls.back().request.freshness, Freshness::Cached);
}

void PagedModelTest::clearForgetsEverything()
{
    load(60);
    m_model->refresh();
    m_model->clear();
    QVERIFY(m_fake->isCancelled(1));
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->total(), -1);
}

void PagedModelTest::anEmptyResult()
{
    load(0);
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->isLoading());
}

void PagedModelTest::destroyedWhileLoading()
{
    m_model->setQuery({}, defaultUserSort);
    m_tester.reset();
    m_model.reset();
    QVERIFY(m_fake->isCancelled(0));
    m_fake->answer(0, 5);
    QCoreApplication::processEvents();
}

QTEST_GUILESS_MAIN(PagedModelTest)
#include "tst_paged_model.moc"
