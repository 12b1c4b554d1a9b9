#include "models/display_zone.h"
#include "models/users_table_model.h"
#include "tests/support/fake_users_repository.h"
#include "ui/widgets/paged_table_view.h"
#include "ui/widgets/row_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::NumberedUsers;

namespace {

constexpr int rowHeight = ui::PagedTableView::rowPixels;

/// Rows that move: so many others have been added before them.
class MovingUsers : public tests::FakeUsersRepository
{
public:
    NumberedUsers users;
    qint64 added = 0;

    QFuture<Slice<User>> slice(const UserFilter &, const UserSort &, const SliceRequest &request) override
    {
        Slice<User> rows = users.slice(request);
        for (User &user : rows.items) {
            const qint64 number = user.id.value.section(u'-', 1).toLongLong() - added;
            user.id = {number < 0 ? u"new-%1"_s.arg(number + added) : u"user-%1"_s.arg(number)};
            user.email = user.id.value + u"@example"_s;
        }
        return QtFuture::makeReadyFuture(rows);
    }
    QFuture<qint64> estimate(const UserFilter &) override { return QtFuture::makeReadyFuture(users.total); }
    QFuture<qint64> count(const UserFilter &, Freshness) override { return QtFuture::makeReadyFuture(users.total); }
    QFuture<Anchors> anchors(const UserFilter &, const UserSort &, const AnchorRequest &request) override
    {
        return QtFuture::makeReadyFuture(users.anchors(request));
    }
};

} // namespace

/// Several rows are selected by their ids, in a table of which only a part is loaded.
class RowSelectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keysAndClicksSelectRows();
    void theSelectionGoesWithItsRows();
    void rowsThatAreShownInAnotherOrderStaySelected();
    void allSelectedRowsAreCopiedAsShown();
    void whatIsNotLoadedIsNeverCopiedAsEmpty();
    void aRangeOverWhatIsNotLoadedSaysSo();
    void theKeyboardsRowIsSelected();
    void besideTheRowsNothingIsChosen();

private:
    void show(qint64 total);
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, {40, row * rowHeight + rowHeight / 2});
    }
    [[nodiscard]] QStringList selected() const;
    [[nodiscard]] bool isFilled() const;

    models::DisplayZone m_zone;
    ui::RowClipboard m_clipboard{nullptr};
    std::unique_ptr<MovingUsers> m_users;
    std::unique_ptr<models::UsersTableModel> m_model;
    std::unique_ptr<QScrollBar> m_bar;
    std::unique_ptr<ui::PagedTableView> m_view;
};

void RowSelectionTest::init()
{
    m_users = std::make_unique<MovingUsers>();
    m_model = std::make_unique<models::UsersTableModel>(m_zone);
    m_view = std::make_unique<ui::PagedTableView>();
    m_view->setPagedModel(m_model.get());
    m_view->resize(900, 600);
    m_bar.reset(m_view->rowBar());
}

void RowSelectionTest::cleanup()
{
    m_model->setRepository(nullptr);
    m_view.reset();
    m_bar.reset();
    m_model.reset();
}

void RowSelectionTest::show(qint64 total)
{
    m_users->users.total = total;
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_model->setRepository(m_users.get());
    m_model->setQuery({}, defaultUserSort);
    QTRY_VERIFY(m_model->isTotalExact() && isFilled());
}

/// In the order on screen.
QStringList RowSelectionTest::selected() const
{
    QMap<int, QString> ids;
    for (const QModelIndex &row : m_view->selectionModel()->selectedRows())
        ids.insert(row.row(), row.data(models::RowIdRole).toString());
    return ids.values();
}

bool RowSelectionTest::isFilled() const
{
    for (int y = 2; y < m_view->viewport()->height(); y += 10)
        if (const QModelIndex index = m_view->indexAt({20, y}); index.isValid() && index.data(models::LoadingRole).toBool())
            return false;
    return m_view->indexAt({20, 2}).isValid() && !m_model->isLoading();
}

void RowSelectionTest::keysAndClicksSelectRows()
{
    show(1'000);
    QSignalSpy current(m_view.get(), &ui::PagedTableView::currentIdChanged);
    m_view->goToRow(0);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(selected(), (QStringList{u"user-0"_s, u"user-1"_s, u"user-2"_s}));
    QCOMPARE(m_view->currentId(), u"user-2"_s);
    QCOMPARE(current.last().first().toString(), u"user-2"_s); // of one the details are
    QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedCount(), 2);
    click(5, Qt::ControlModifier);
    QCOMPARE(selected(), (QStringList{u"user-0"_s, u"user-1"_s, u"user-5"_s}));
    click(1, Qt::ControlModifier);
    QCOMPARE(selected(), (QStringList{u"user-0"_s, u"user-5"_s}));
    click(9);
    click(7, Qt::ShiftModifier);
    QCOMPARE(selected(), (QStringList{u"user-7"_s, u"user-8"_s, u"user-9"_s}));
    QCOMPARE(m_view->currentId(), u"user-7"_s);
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    int loaded = 0;
    for (qint64 row = 0; row < m_model->total(); ++row)
        loaded += m_model->valueAt(row) ? 1 : 0;
    QCOMPARE(m_view->selectedCount(), loaded);
    QVERIFY(!selected().contains(QString()));
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(selected(), QStringList{u"user-8"_s});
}

void RowSelectionTest::theSelectionGoesWithItsRows()
{
    show(1'000);
    click(1);
    click(3, Qt::ControlModifier);
    m_users->added = 2;
    m_model->refresh();
    QTRY_VERIFY(isFilled());
    QCOMPARE(m_view->indexAt({20, 2}).data(models::RowIdRole).toString(), u"new-0"_s);
    QCOMPARE(selected(), (QStringList{u"user-1"_s, u"user-3"_s}));
    QCOMPARE(m_view->currentId(), u"user-3"_s);
    QCOMPARE(m_view->currentIndex().data(models::RowIdRole).toString(), u"user-3"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier); // from where that stands now
    QVERIFY(selected().contains(u"user-4"_s) && selected().contains(u"user-3"_s) && !selected().contains(u"user-2"_s));
}

void RowSelectionTest::rowsThatAreShownInAnotherOrderStaySelected()
{
    show(1'000);
    click(1);
    click(3, Qt::ControlModifier);
    m_users->added = 5;
    m_model->setQuery({}, {UserSortField::Name, SortDirection::Ascending});
    QTRY_VERIFY(isFilled() && m_view->indexAt({20, 2}).data(models::RowIdRole).toString() == u"new-0"_s);
    QCOMPARE(selected(), (QStringList{u"user-1"_s, u"user-3"_s}));
    m_users->added = 900; // they aren't shown any more
    m_model->setQuery({}, defaultUserSort);
    QTRY_VERIFY(isFilled() && m_model->valueAt(0)->id.value == u"new-0"_s && m_model->valueAt(10)->id.value == u"new-10"_s);
    QCOMPARE(selected(), QStringList());
    QCOMPARE(m_view->selectedCount(), 0);
}

void RowSelectionTest::allSelectedRowsAreCopiedAsShown()
{
    show(1'000);
    click(6);
    click(2, Qt::ControlModifier);
    click(4, Qt::ControlModifier);
    m_view->horizontalHeader()->moveSection(models::UsersTableModel::column("email"), 0);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 3);
    for (int i = 0; i < 3; ++i)
        QVERIFY2(lines.at(i).startsWith(u"user-%1@example\t"_s.arg(2 + 2 * i)), qPrintable(lines.at(i)));
    QTest::keyClick(m_view.get(), Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u"\n  ("_s), 3);
}

void RowSelectionTest::whatIsNotLoadedIsNeverCopiedAsEmpty()
{
    show(100'000);
    click(1);
    click(3, Qt::ControlModifier);
    m_view->scrollToRow(60'000);
    QTRY_VERIFY(isFilled() && m_view->firstVisibleRow() == 60'000);
    click(2, Qt::ControlModifier);
    QCOMPARE(m_view->selectedCount(), 3);
    QSignalSpy leftOut(&m_clipboard, &ui::RowClipboard::leftOut);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(leftOut.value(0).value(0).toInt(), 2);
    QVERIFY2(QGuiApplication::clipboard()->text().contains(u"user-60002@example"_s)
                 && !QGuiApplication::clipboard()->text().contains(u'\n'),
             qPrintable(QGuiApplication::clipboard()->text()));
    m_view->scrollToRow(0);
    QTRY_VERIFY(isFilled() && m_view->firstVisibleRow() == 0);
    QCOMPARE(selected(), (QStringList{u"user-1"_s, u"user-3"_s})); // they are back
    click(8);
    QCOMPARE(m_view->selectedCount(), 1); // also of what isn't in the window
}

void RowSelectionTest::aRangeOverWhatIsNotLoadedSaysSo()
{
    show(100'000);
    click(1);
    m_view->scrollToRow(60'000);
    QTRY_VERIFY(isFilled() && m_view->firstVisibleRow() == 60'000);
    QSignalSpy leftOut(m_view.get(), &ui::PagedTableView::rangeLeftOut);
    click(2, Qt::ShiftModifier);
    QCOMPARE(leftOut.size(), 1);
    QCOMPARE(leftOut.first().first().toLongLong() + m_view->selectedCount(), 60'002); // of rows 1 to 60,002
    for (const QModelIndex &row : m_view->selectionModel()->selectedRows())
        QVERIFY(!row.data(models::LoadingRole).toBool());
    m_view->goToRow(0); // keys select no further than rows are there, and on as they come
    QTRY_VERIFY(isFilled() && m_view->currentId() == u"user-0"_s);
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(isFilled());
    QCOMPARE(leftOut.size(), 1);
    QVERIFY(m_view->selectedCount() > 20 && m_view->selectedCount() < 2'000);
    QVERIFY(!selected().contains(QString()));
}

void RowSelectionTest::theKeyboardsRowIsSelected()
{
    show(1'000);
    m_view->activateWindow();
    m_view->setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(m_view->hasFocus());
    QCOMPARE(m_view->currentId(), u"user-0"_s);
    QCOMPARE(selected(), QStringList{u"user-0"_s});
}

void RowSelectionTest::besideTheRowsNothingIsChosen()
{
    show(3);
    click(1);
    click(12);
    QCOMPARE(selected(), QStringList{u"user-1"_s});
    QCOMPARE(m_view->currentId(), u"user-1"_s);
}

QTEST_MAIN(RowSelectionTest)
#include "tst_row_selection.moc"
