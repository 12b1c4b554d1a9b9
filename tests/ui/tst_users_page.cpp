#include "tests/support/window_fixture.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/users/conflict_view.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/users/user_form.h"
#include "ui/widgets/chip_bar.h"
#include "ui/widgets/pager.h"
#include "ui/widgets/state_panel.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::WindowFixture;

/// The users page, driven as a user would, on a real database.
class UsersPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void showsThePage();
    void searchingFiltersAndChipsRemove();
    void fastTypingAsksForTheLastOnly();
    void headerClickSortsInSql();
    void pagerLeadsAndFollows();
    void aBadPageIsSaid();
    void editSaveAndSeeTheTrail();
    void invalidInputCantBeSaved();
    void conflictShowsThreeVersions_data();
    void conflictShowsThreeVersions();
    void whatIsTypedStaysOverAnotherSelection();
    void selectionAndScrollStayOverRefresh();
    void emptyResultSaysWhatToDo();
    void badSearchIsShownAndStaysUsable();
    void keyboardAllTheWay();

private:
    [[nodiscard]] UsersPage *page() const { return m_fixture->window->findChild<UsersPage *>(); }
    [[nodiscard]] UserDetails *details() const { return page()->details(); }
    [[nodiscard]] QLineEdit *line(UserField field) const { return qobject_cast<QLineEdit *>(details()->form()->editor(field)); }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *candidate : details()->findChildren<QPushButton *>())
            if (candidate->text() == text && !candidate->isHidden())
                return candidate;
        return nullptr;
    }
    void type(UserField field, const QString &text) const
    {
        line(field)->setFocus();
        line(field)->selectAll();
        QTest::keyClicks(line(field), text);
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

void UsersPageTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->waitUntilIdle());
}

void UsersPageTest::showsThePage()
{
    QVERIFY(page()->isVisible());
    QVERIFY(page()->model()->total() > 400);
    QCOMPARE(page()->model()->rowCount(), page()->model()->total());
    QVERIFY(!page()->model()->index(0, models::UsersTableModel::column("email")).data().toString().isEmpty());
}

void UsersPageTest::searchingFiltersAndChipsRemove()
{
    const qint64 all = page()->model()->total();
    QTest::keyClick(page(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(page()->filterBar()->search()->hasFocus());
    QTest::keyClicks(page()->filterBar()->search(), u"acme.example"_s);
    QTRY_VERIFY(page()->model()->total() > 0 && page()->model()->total() < all);
    QCOMPARE(page()->filterBar()->chips()->texts(), QStringList{u"“acme.example”"_s});
    QTest::mouseClick(page()->filterBar()->chips()->findChildren<QToolButton *>().first(), Qt::LeftButton);
    QTRY_COMPARE(page()->model()->total(), all);
    QVERIFY(page()->filterBar()->search()->text().isEmpty());
}

void UsersPageTest::fastTypingAsksForTheLastOnly()
{
    QSignalSpy operations(m_fixture->window->session(), &ConsoleSession::operationFinished);
    QTest::keyClicks(page()->filterBar()->search(), u"northwind"_s);
    QTRY_VERIFY(page()->model()->isLoading() || operations.size() > 0);
    QVERIFY(m_fixture->waitUntilIdle());
    QVERIFY2(operations.size() <= 2, qPrintable(QString::number(operations.size())));
}

void UsersPageTest::headerClickSortsInSql()
{
    QHeaderView *header = page()->table()->horizontalHeader();
    const auto click = [&](int column) {
        const QPoint at(header->sectionViewportPosition(column) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    };
    click(models::UsersTableModel::column("email"));
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(page()->model()->order(), (UserSort{UserSortField::Email, SortDirection::Ascending}));
    const QString first = page()->model()->valueAt(0)->email;
    QCOMPARE(
        first,
        m_fixture->database->value(
            u"SELECT email FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY email LIMIT 1"_s));
    click(models::UsersTableModel::column("email"));
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(page()->model()->order(), (UserSort{UserSortField::Email, SortDirection::Descending}));
    click(models::UsersTableModel::column("roles")); // doesn't sort
    QCOMPARE(page()->model()->order().field, UserSortField::Email);
    QCOMPARE(header->sortIndicatorSection(), int(models::UsersTableModel::column("email")));
}

void UsersPageTest::pagerLeadsAndFollows()
{
    QCOMPARE(page()->pager()->page(), 1);
    QTest::keyClick(page(), Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(page()->pager()->page(), 2);
    QTRY_COMPARE(page()->table()->firstVisibleRow(), 50);
    QVERIFY(m_fixture->waitUntilIdle());
    QVERIFY(page()->model()->valueAt(50));
    page()->table()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(page()->pager()->page(), 1);
    QTest::keyClick(page(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(page()->pager()->page(), page()->pager()->pages());
    QVERIFY(m_fixture->waitUntilIdle());
    QTRY_VERIFY(page()->model()->valueAt(page()->model()->rowCount() - 1));
}

void UsersPageTest::aBadPageIsSaid()
{
    auto *input = page()->pager()->findChild<QLineEdit *>();
    input->setFocus();
    input->selectAll();
    QTest::keyClicks(input, u"9999"_s);
    QTest::keyClick(input, Qt::Key_Return);
    QVERIFY(page()->notice()->text().contains(u"9999"_s));
    QCOMPARE(input->text(), u"9999"_s);
}

void UsersPageTest::editSaveAndSeeTheTrail()
{
    WindowFixture::selectRow(page(), 3);
    QTRY_VERIFY(details()->hasUser());
    const UserId id = details()->user().id;
    QVERIFY(!button(u"Save"_s)->isEnabled());
    type(UserField::DisplayName, u"Zoe \"O'Neil\" 100%"_s);
    QCOMPARE(details()->draftCount(), 1);
    QVERIFY(button(u"Save"_s)->isEnabled());
    QTest::keyClick(line(UserField::DisplayName), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(details()->draftCount(), 0);
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(m_fixture->database->value(u"SELECT \"displayName\" FROM users WHERE id = ?"_s, {id.value}), u"Zoe \"O'Neil\" 100%"_s);
    QTRY_COMPARE(page()->table()->currentId(), id.value);

    QTest::mouseClick(button(u"Show trail"_s), Qt::LeftButton);
    AuditPage *audit = m_fixture->window->findChild<AuditPage *>();
    QVERIFY(audit->isVisible());
    QVERIFY(m_fixture->waitUntilIdle());
    const AuditEvent *event = audit->model()->valueAt(0);
    QVERIFY(event);
    QCOMPARE(event->entityId, id.value);
    QCOMPARE(event->action, u"users.update"_s);
    QCOMPARE(models::actorText(*event), m_fixture->window->session()->scope().actorName);

    const int scroll = page()->table()->verticalScrollBar()->value();
    QTest::keyClick(audit, Qt::Key_Left, Qt::AltModifier);
    QVERIFY(page()->isVisible());
    QVERIFY(!page()->model()->isLoading());
    QCOMPARE(details()->user().id, id);
    QCOMPARE(page()->table()->currentIndex().data(models::RowIdRole).toString(), id.value);
    QCOMPARE(page()->table()->verticalScrollBar()->value(), scroll);
}

void UsersPageTest::invalidInputCantBeSaved()
{
    WindowFixture::selectRow(page(), 3);
    QTRY_VERIFY(details()->hasUser());
    type(UserField::Phone, u"call me"_s);
    QVERIFY(!button(u"Save"_s)->isEnabled());
    QVERIFY(line(UserField::Phone)->property("invalid").toBool());
    QVERIFY(!line(UserField::Phone)->accessibleDescription().isEmpty());
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);
    QVERIFY(!line(UserField::Phone)->property("invalid").toBool());
    QCOMPARE(details()->draftCount(), 0);
}

void UsersPageTest::conflictShowsThreeVersions_data()
{
    QTest::addColumn<QString>("choice");
    QTest::addColumn<QString>("firstName");
    QTest::addColumn<QString>("lastName");
    QTest::newRow("keep mine") << "Keep mine"
                               << "Mine"
                               << "Theirs";
    QTest::newRow("take theirs") << "Take theirs"
                                 << ""
                                 << "Theirs";
}

void UsersPageTest::conflictShowsThreeVersions()
{
    QFETCH(QString, choice);
    QFETCH(QString, firstName);
    QFETCH(QString, lastName);
    WindowFixture::selectRow(page(), 3);
    QTRY_VERIFY(details()->hasUser());
    const UserId id = details()->user().id;
    const QString base = details()->user().firstName;
    m_fixture->database->execute(
        u"UPDATE users SET \"lastName\" = 'Theirs', \"updatedAt\" = \"updatedAt\" + interval '1 second' WHERE id = ?"_s, {id.value});
    type(UserField::FirstName, u"Mine"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_VERIFY(!details()->conflict()->plainText().isEmpty());
    const QString shown = details()->conflict()->plainText();
    QVERIFY(shown.contains(u"Mine"_s) && shown.contains(u"Theirs"_s) && shown.contains(base));
    QCOMPARE(line(UserField::FirstName)->text(), u"Mine"_s); // nothing typed is lost
    QTest::mouseClick(button(choice), Qt::LeftButton);
    QCOMPARE(line(UserField::LastName)->text(), lastName);
    QCOMPARE(line(UserField::FirstName)->text(), firstName.isEmpty() ? base : firstName);
    if (firstName.isEmpty())
        return;
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_COMPARE(details()->draftCount(), 0);
    QCOMPARE(m_fixture->database->value(u"SELECT \"firstName\" || ' ' || \"lastName\" FROM users WHERE id = ?"_s, {id.value}),
             u"Mine Theirs"_s);
}

void UsersPageTest::whatIsTypedStaysOverAnotherSelection()
{
    WindowFixture::selectRow(page(), 3);
    QTRY_VERIFY(details()->hasUser());
    type(UserField::FirstName, u"Typed"_s);
    WindowFixture::selectRow(page(), 5);
    QVERIFY(line(UserField::FirstName)->text() != u"Typed"_s);
    page()->refresh();
    QVERIFY(m_fixture->waitUntilIdle());
    WindowFixture::selectRow(page(), 3);
    QCOMPARE(line(UserField::FirstName)->text(), u"Typed"_s);
    // And the window doesn't close over it without a word.
    m_fixture->window->close();
    QVERIFY(m_fixture->window->isVisible());
    QVERIFY(!m_fixture->window->banner()->isHidden());
}

void UsersPageTest::selectionAndScrollStayOverRefresh()
{
    page()->table()->scrollToRow(100);
    QVERIFY(m_fixture->waitUntilIdle());
    WindowFixture::selectRow(page(), 104);
    const QString id = page()->table()->currentId();
    QVERIFY(!id.isEmpty());
    const int scroll = page()->table()->verticalScrollBar()->value();
    QTest::keyClick(page(), Qt::Key_F5);
    QVERIFY(page()->model()->isStale());
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(page()->table()->verticalScrollBar()->value(), scroll);
    QCOMPARE(page()->table()->currentIndex().data(models::RowIdRole).toString(), id);
}

void UsersPageTest::emptyResultSaysWhatToDo()
{
    QTest::keyClicks(page()->filterBar()->search(), u"nobody at all"_s);
    QTRY_COMPARE(page()->model()->total(), 0);
    QVERIFY(page()->statePanel()->isVisible());
    QTest::mouseClick(page()->statePanel()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_VERIFY(page()->model()->total() > 0);
    QVERIFY(page()->table()->isVisible());
}

void UsersPageTest::badSearchIsShownAndStaysUsable()
{
    page()->filterBar()->search()->setText(QString(1'000'000, u'x'));
    QTRY_VERIFY(!page()->notice()->isHidden());
    QVERIFY(page()->notice()->text().contains(u"200"_s));
    page()->filterBar()->search()->setText(u"'; DROP TABLE users; -- %_\\"_s);
    QTRY_COMPARE(page()->model()->total(), 0);
    page()->filterBar()->clear();
    QTRY_VERIFY(page()->model()->total() > 0);
    QVERIFY(page()->notice()->isHidden());
}

void UsersPageTest::keyboardAllTheWay()
{
    page()->table()->setFocus();
    QTest::keyClick(page()->table(), Qt::Key_Down);
    QTest::keyClick(page()->table(), Qt::Key_Down);
    QTRY_VERIFY(details()->hasUser());
    QTest::keyClick(page()->table(), Qt::Key_Return);
    QVERIFY(line(UserField::DisplayName)->hasFocus());
    QTest::keyClick(line(UserField::DisplayName), Qt::Key_Escape);
    QVERIFY(page()->table()->hasFocus());
    QTest::keyClick(page()->table(), Qt::Key_Escape);
    QVERIFY(!page()->areDetailsShown());
    QTest::keyClick(page()->table(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(m_fixture->window->findChild<AuditPage *>()->isVisible());
    QTest::keyClick(m_fixture->window->findChild<AuditPage *>(), Qt::Key_Left, Qt::AltModifier);
    QVERIFY(page()->isVisible());
}

QTEST_MAIN(UsersPageTest)
#include "tst_users_page.moc"
