#include "repo/domain/change_notice.h"
#include "repo/session/console_session.h"
#include "tests/support/window_fixture.h"
#include "ui/actions.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/nav_rail.h"
#include "ui/users/conflict_view.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/users/user_form.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/pager.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::await;
using tests::WindowFixture;

/// What the window shows is now, and what is done is done to what is seen: beside writes of this console, of others, and of a
/// backend that tells nobody.
class ShownIsNowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void whatWasSavedIsInTheAuditLog();
    void eventsOfOthersAreAnnounced();
    void eventsThatNobodyTellsAreFoundOnComingBack();
    void aTrailThatWasLookedAtIsNoNews();
    void appendedEventsAreAnnounced();
    void namesInTheAuditLogFollow();
    void anotherOrganizationHasItsOwnNews();
    void theRailCountsBesideAFilter();
    void theDetailsFollowTheirRow();
    void theDetailsFollowWithoutARow();
    void whatMovesUnderADraftIsMarked();
    void whatMovesBesideADraftGoesAlong();
    void discardingShowsWhatIsThereNow();
    void hiddenDetailsTakeNoKeys();
    void aRowIsGoneTo();
    void theLastPageIsTheLast();
    void aRefusedPageIsForgotten();
    void columnsComeBackOnAHiddenPage();
    void columnsComeBackBesideSizedOnes();
    void aTrailIsInTheOrderOfTime();
    void rolesThatRowsShowAreOffered();
    void unsavedChangesOutliveTheConsole();
    void unsavedChangesMeetTheirConflict();
    void noticesMoveNothing();

private:
    [[nodiscard]] MainWindow *window() const { return m_fixture->window.get(); }
    [[nodiscard]] UsersPage *users() const { return window()->findChild<UsersPage *>(); }
    [[nodiscard]] AuditPage *audit() const { return window()->findChild<AuditPage *>(); }
    [[nodiscard]] UserDetails *details() const { return users()->details(); }
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
    [[nodiscard]] UserId select(qint64 row) const
    {
        WindowFixture::selectRow(users(), row);
        (void)QTest::qWaitFor([this] { return details()->hasUser(); }, tests::patience);
        return details()->user().id;
    }
    /// A user's field, by the backend, which tells nobody.
    void change(const UserId &id, const QString &column, const QString &value) const
    {
        m_fixture->database->execute(
            u"UPDATE users SET \"%1\" = ?, \"updatedAt\" = \"updatedAt\" + interval '1 second' WHERE id = ?"_s.arg(column),
            {value, id.value});
    }
    void record(const QString &action) const
    {
        m_fixture->database->execute(
            u"INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\", \"createdAt\") SELECT ?, id, ?, "
            "'User', 'nobody', clock_timestamp() AT TIME ZONE 'UTC' FROM organizations WHERE slug = 'northwind'"_s,
            {u"ev-"_s + action, action});
    }
    /// As another console does after its commit.
    void tellOfChange(const UserId &id) const
    {
        const ChangeNotice notice{window()->session()->scope().organization.id, u"user"_s, id.value, u"another"_s};
        m_fixture->database->execute(u"SELECT pg_notify(?, ?)"_s, {changesChannel, notice.toPayload()});
    }
    [[nodiscard]] QString eventCount() const
    {
        return m_fixture->database->value(
            u"SELECT count(*) FROM audit_logs a JOIN organizations o ON o.id = a.\"organizationId\" WHERE o.slug = 'northwind'"_s);
    }
    [[nodiscard]] QString railCount(const QString &id) const { return window()->findChild<NavRail *>()->note(id).remove(u','); }
    [[nodiscard]] QString topAction() const { return audit()->model()->valueAt(0) ? audit()->model()->valueAt(0)->action : QString(); }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(window(), Qt::Key(key), modifiers); }

    std::unique_ptr<WindowFixture> m_fixture;
};

void ShownIsNowTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->waitUntilIdle());
}

void ShownIsNowTest::whatWasSavedIsInTheAuditLog()
{
    window()->showPage(u"audit"_s); // it has been looked at before
    window()->showPage(u"users"_s);
    const UserId id = select(3);
    type(UserField::FirstName, u"Saved"_s);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(u"audit"_s), eventCount(), tests::patience); // beside the users page
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), u"users.update"_s, tests::patience);
    QCOMPARE(audit()->model()->valueAt(0)->entityId, id.value);
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(audit()->model()->total()), eventCount(), tests::patience);
    QVERIFY(audit()->newsButton()->isHidden());
}

void ShownIsNowTest::eventsOfOthersAreAnnounced()
{
    window()->showPage(u"audit"_s);
    const QString before = topAction();
    record(u"users.other"_s);
    record(u"users.another"_s);
    tellOfChange({u"nobody"_s});
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    QCOMPARE(audit()->newsButton()->text(), u"2 new event(s)"_s);
    QCOMPARE(topAction(), before); // nothing moves under the hand
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), u"users.another"_s, tests::patience);
    QVERIFY(audit()->newsButton()->isHidden());
    QTRY_COMPARE_WITH_TIMEOUT(railCount(u"audit"_s), eventCount(), tests::patience);
    QCOMPARE(QString::number(audit()->model()->total()), eventCount());
}

void ShownIsNowTest::eventsThatNobodyTellsAreFoundOnComingBack()
{
    window()->showPage(u"audit"_s);
    window()->showPage(u"users"_s);
    record(u"auth.silent"_s);
    window()->showPage(u"audit"_s);
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    QTest::mouseClick(audit()->newsButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), u"auth.silent"_s, tests::patience);
}

void ShownIsNowTest::aTrailThatWasLookedAtIsNoNews()
{
    const UserId id = select(2);
    press(Qt::Key_T, Qt::ControlModifier);
    QVERIFY(audit()->isVisible());
    const auto viewed = [this] {
        return m_fixture->database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'audit.trail_viewed'"_s);
    };
    QTRY_COMPARE_WITH_TIMEOUT(viewed(), u"1"_s, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(u"audit"_s), eventCount(), tests::patience); // though the page is filtered
    m_fixture->database->execute(u"INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\", \"createdAt\") "
                                 u"SELECT 'other', id, 'users.other', 'User', ?, "
                                 "clock_timestamp() AT TIME ZONE 'UTC' FROM organizations WHERE slug = 'northwind'"_s,
                                 {id.value});
    tellOfChange(id);
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    QVERIFY2(audit()->newsButton()->text().startsWith(u'1'), qPrintable(audit()->newsButton()->text())); // another's, but not one's own
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), u"users.other"_s, tests::patience);
    QCOMPARE(audit()->model()->valueAt(1)->action, u"audit.trail_viewed"_s);
    QVERIFY(audit()->newsButton()->isHidden());
}

/// By another process, long before the next look.
void ShownIsNowTest::appendedEventsAreAnnounced()
{
    window()->showPage(u"audit"_s);
    const auto listeners = [this] { // by what each listens on
        return m_fixture->database
            ->value(
                u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND (query ILIKE 'LISTEN%' OR query LIKE 'SELECT 1%')"_s)
            .toInt();
    };
    QTRY_VERIFY_WITH_TIMEOUT(listeners() > 0, tests::patience);
    ConsoleSession other({m_fixture->database->url(), u"northwind"_s, u"admin@northwind.example"_s});
    QSignalSpy entered(&other, &ConsoleSession::entered);
    connect(&other, &ConsoleSession::connected, &other, &ConsoleSession::enterOrganization);
    other.connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
    QVERIFY(await(other.outbox().append({{u"exports.users"_s, u"Export"_s, u"7"_s, {}, {}}})).value);
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), 10'000);
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), u"exports.users"_s, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(u"audit"_s), eventCount(), tests::patience);
}

/// The names of those who did something are of another table.
void ShownIsNowTest::namesInTheAuditLogFollow()
{
    window()->showPage(u"audit"_s);
    window()->showPage(u"users"_s);
    ConsoleSession other({m_fixture->database->url(), u"northwind"_s, u"admin@northwind.example"_s});
    QSignalSpy entered(&other, &ConsoleSession::entered);
    connect(&other, &ConsoleSession::connected, &other, &ConsoleSession::enterOrganization);
    other.connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
    const auto roles = await(other.users().roles());
    const UserId id = select(4);
    const auto row = [&] { return users()->model()->valueAt(4); };
    const auto unheld = std::find_if(roles.value->cbegin(), roles.value->cend(), [&row](const Role &role) {
        return role.isActive
               && std::none_of(row()->roles.cbegin(), row()->roles.cend(), [&role](const Role &held) { return held.id == role.id; });
    });
    QCOMPARE(await(other.users().assignRole(id, unheld->id)).value, std::optional(true));
    QTRY_VERIFY_WITH_TIMEOUT(
        row() && row()->id == id
            && std::any_of(row()->roles.cbegin(), row()->roles.cend(), [&](const Role &held) { return held.name == unheld->name; }),
        tests::patience);
    const UserId admin = other.scope().actorId;
    const User user = *await(other.users().get(admin, Freshness::Fresh)).value;
    QVERIFY(await(other.users().update(user, {{UserField::DisplayName, u"Renamed Elsewhere"_s}})).value);
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), u"users.update"_s, tests::patience);
    QCOMPARE(audit()->model()->valueAt(1)->action, u"users.role_added"_s);
    const auto actor = [this] { return audit()->model()->valueAt(0) ? audit()->model()->valueAt(0)->actorName : QString(); };
    QTRY_COMPARE_WITH_TIMEOUT(actor(), u"Renamed Elsewhere"_s, tests::patience);
}

void ShownIsNowTest::anotherOrganizationHasItsOwnNews()
{
    window()->showPage(u"audit"_s);
    record(u"users.other"_s);
    tellOfChange({u"nobody"_s});
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    window()->session()->switchTo(window()->session()->scopes().at(1).organization.id);
    QVERIFY(audit()->newsButton()->isHidden());
    QVERIFY(m_fixture->waitUntilIdle());
    QTRY_COMPARE_WITH_TIMEOUT(railCount(u"audit"_s), QString::number(audit()->model()->total()), tests::patience);
}

void ShownIsNowTest::theRailCountsBesideAFilter()
{
    const QString all = QString::number(users()->model()->total());
    users()->filterBar()->search()->setText(u"acme.example"_s);
    QTRY_VERIFY_WITH_TIMEOUT(QString::number(users()->model()->total()) != all && m_fixture->waitUntilIdle(), tests::patience);
    QCOMPARE(railCount(u"users"_s), all);
    m_fixture->database->execute(u"UPDATE users SET \"deletedAt\" = now() WHERE id = ?"_s, {select(0).value});
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(u"users"_s), QString::number(all.toLongLong() - 1), tests::patience);
    window()->session()->switchTo(window()->session()->scopes().at(1).organization.id);
    QTRY_COMPARE_WITH_TIMEOUT(
        railCount(u"users"_s),
        m_fixture->database->value(u"SELECT count(*) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL"_s,
                                   {window()->session()->scope().organization.id.value}),
        tests::patience);
}

void ShownIsNowTest::theDetailsFollowTheirRow()
{
    const UserId id = select(3);
    change(id, u"lastName"_s, u"Theirs"_s);
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(line(UserField::LastName)->text(), u"Theirs"_s, tests::patience);
    QVERIFY(m_fixture->waitUntilIdle());
    change(id, u"username"_s, u"told"_s);
    tellOfChange(id);
    QTRY_COMPARE_WITH_TIMEOUT(line(UserField::Username)->text(), u"told"_s, tests::patience);
    type(UserField::FirstName, u"Mine"_s);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience); // no conflict
    QCOMPARE(m_fixture->database->value(u"SELECT \"firstName\" || ' ' || \"lastName\" FROM users WHERE id = ?"_s, {id.value}),
             u"Mine Theirs"_s);
}

/// Where the row is far from the screen, or doesn't match the filter any more.
void ShownIsNowTest::theDetailsFollowWithoutARow()
{
    const UserId id = select(3);
    users()->table()->scrollToRow(300);
    QVERIFY(m_fixture->waitUntilIdle());
    change(id, u"lastName"_s, u"Theirs"_s);
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(line(UserField::LastName)->text(), u"Theirs"_s, tests::patience);
}

void ShownIsNowTest::whatMovesUnderADraftIsMarked()
{
    const UserId id = select(3);
    const QString base = details()->user().firstName;
    type(UserField::FirstName, u"Mine"_s);
    change(id, u"firstName"_s, u"Theirs"_s);
    tellOfChange(id);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->conflict()->plainText().isEmpty(), tests::patience);
    const QString shown = details()->conflict()->plainText();
    QVERIFY2(shown.contains(u"Mine"_s) && shown.contains(u"Theirs"_s) && shown.contains(base), qPrintable(shown));
    QCOMPARE(line(UserField::FirstName)->text(), u"Mine"_s);
    QVERIFY(line(UserField::FirstName)->property("moved").toBool());
    QVERIFY(!line(UserField::LastName)->property("moved").toBool());
    QVERIFY(!button(u"Save"_s)->isEnabled());
    QTest::mouseClick(button(u"Keep mine"_s), Qt::LeftButton);
    QVERIFY(!line(UserField::FirstName)->property("moved").toBool());
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
    QCOMPARE(m_fixture->database->value(u"SELECT \"firstName\" FROM users WHERE id = ?"_s, {id.value}), u"Mine"_s);
}

/// What isn't edited here changes the version, too: it would conflict for nothing.
void ShownIsNowTest::whatMovesBesideADraftGoesAlong()
{
    const UserId id = select(3);
    type(UserField::FirstName, u"Mine"_s);
    change(id, u"email"_s, u"moved@northwind.example"_s);
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(details()->user().email, u"moved@northwind.example"_s, tests::patience);
    QCOMPARE(details()->conflict()->plainText(), QString());
    QCOMPARE(line(UserField::FirstName)->text(), u"Mine"_s);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
}

void ShownIsNowTest::discardingShowsWhatIsThereNow()
{
    const UserId id = select(3);
    type(UserField::FirstName, u"Mine"_s);
    change(id, u"firstName"_s, u"Theirs"_s);
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->conflict()->plainText().isEmpty(), tests::patience);
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);
    QCOMPARE(line(UserField::FirstName)->text(), u"Theirs"_s);
    QCOMPARE(details()->draftCount(), 0);
    QCOMPARE(details()->conflict()->plainText(), QString());
    type(UserField::LastName, u"Next"_s);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
}

void ShownIsNowTest::hiddenDetailsTakeNoKeys()
{
    const UserId id = select(3);
    const QString before = details()->user().name();
    press(Qt::Key_F2);
    QVERIFY(line(UserField::DisplayName)->hasFocus());
    press(Qt::Key_F4);
    QVERIFY(!details()->isVisible());
    QVERIFY(users()->table()->hasFocus());
    QTest::keyClicks(window()->focusWidget(), u"zzz"_s);
    press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(details()->draftCount(), 0);
    press(Qt::Key_F2); // shows them first
    QVERIFY(details()->isVisible());
    QVERIFY(line(UserField::DisplayName)->hasFocus());
    type(UserField::DisplayName, u"Seen"_s);
    press(Qt::Key_F4);
    QVERIFY(!window()->actions().action(u"users.save"_s)->isEnabled());
    press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(details()->draftCount(), 1);
    QCOMPARE(users()->model()->valueAt(users()->model()->rowOf(id.value))->name(), before);
}

void ShownIsNowTest::aRowIsGoneTo()
{
    auto *pager = users()->pager();
    auto *input = pager->findChild<QLineEdit *>();
    pager->findChildren<QToolButton *>().at(2)->menu()->actions().at(1)->trigger(); // rows
    for (const qint64 row : {qint64(333), qint64(50), users()->model()->total()}) {
        input->setFocus();
        input->selectAll();
        QTest::keyClicks(input, QString::number(row));
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->waitUntilIdle() && users()->model()->valueAt(row - 1), tests::patience);
        QTRY_COMPARE(users()->table()->currentId(), users()->model()->valueAt(row - 1)->id.value);
        QCOMPARE(users()->table()->visibleCurrentRow(), row - 1);
        QCOMPARE(input->text(), QString::number(row));
        QCOMPARE(pager->page(), (row - 1) / 50 + 1);
        const QString range =
            u"%L1 – %L2 of "_s.arg((row - 1) / 50 * 50 + 1).arg(qMin(users()->model()->total(), (row - 1) / 50 * 50 + 50));
        const auto labels = pager->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [&range](const QLabel *label) { return label->text().startsWith(range); }));
        QCOMPARE(details()->user().id.value, users()->table()->currentId());
    }
}

void ShownIsNowTest::theLastPageIsTheLast()
{
    for (const int size : {20, 50, 100}) {
        users()->setPageSize(size);
        press(Qt::Key_End, Qt::ControlModifier);
        QVERIFY(m_fixture->waitUntilIdle());
        QTRY_VERIFY_WITH_TIMEOUT(users()->model()->valueAt(users()->model()->total() - 1), tests::patience);
        QCOMPARE(users()->pager()->page(), users()->pager()->pages());
        QTRY_COMPARE(users()->table()->visibleCurrentRow(), users()->model()->total() - 1); // and the row is chosen
        QTRY_COMPARE(users()->table()->currentId(), users()->model()->valueAt(users()->model()->total() - 1)->id.value);
        QCOMPARE(users()->pager()->page(), users()->pager()->pages());
        press(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(users()->pager()->page(), users()->pager()->pages() - 1);
        press(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(users()->pager()->page(), users()->pager()->pages() - 2);
        users()->table()->rowBar()->setValue(users()->table()->rowBar()->maximum()); // by the mouse, too
        QCOMPARE(users()->pager()->page(), users()->pager()->pages());
        press(Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(users()->pager()->page(), 1);
        QTRY_COMPARE(users()->table()->visibleCurrentRow(), 0);
    }
}

void ShownIsNowTest::aRefusedPageIsForgotten()
{
    auto *input = users()->pager()->findChild<QLineEdit *>();
    const auto refuse = [&] {
        input->setFocus();
        input->selectAll();
        QTest::keyClicks(input, u"9999"_s);
        QTest::keyClick(input, Qt::Key_Return);
        return input->property("invalid").toBool() && !users()->notice()->isHidden();
    };
    const auto isForgotten = [&] {
        return !input->property("invalid").toBool() && users()->notice()->isHidden() && input->text() != u"9999"_s;
    };
    QVERIFY(refuse());
    press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(isForgotten());
    QVERIFY(refuse());
    users()->table()->setFocus();
    press(Qt::Key_Escape);
    QVERIFY(isForgotten());
    users()->filterBar()->search()->setText(u"acme.example"_s);
    QTRY_VERIFY_WITH_TIMEOUT(users()->model()->total() < 400 && m_fixture->waitUntilIdle(), tests::patience);
    QVERIFY(refuse());
    users()->filterBar()->clear();
    QTRY_VERIFY_WITH_TIMEOUT(isForgotten(), tests::patience);
    QVERIFY(refuse());
    QTest::keyClick(input, Qt::Key_Backspace);
    QVERIFY(!input->property("invalid").toBool() && users()->notice()->isHidden());
}

void ShownIsNowTest::columnsComeBackOnAHiddenPage()
{
    const auto hidden = [](ListPage *page) {
        int count = 0;
        for (int column = 0; column < page->table()->model()->columnCount(); ++column)
            count += page->table()->isColumnHidden(column);
        return count;
    };
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(users()), 0);
    window()->resize(900, 700);
    QTRY_VERIFY(hidden(users()) > 0);
    window()->showPage(u"audit"_s);
    QTRY_VERIFY(hidden(audit()) > 0);
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(audit()), 0);
    window()->showPage(u"users"_s);
    QTRY_COMPARE(hidden(users()), 0);
    window()->resize(900, 700);
    QTRY_VERIFY(hidden(users()) > 0);
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(users()), 0);
    window()->showPage(u"performance"_s); // narrow for a while, unseen
    window()->resize(900, 700);
    window()->resize(1800, 900);
    window()->showPage(u"users"_s);
    QTRY_COMPARE(hidden(users()), 0);
    window()->showPage(u"performance"_s);
    window()->resize(900, 700);
    window()->showPage(u"users"_s);
    QTRY_VERIFY(hidden(users()) > 0);
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(users()), 0);
    window()->resize(900, 700); // and one that was closed so
    window()->showPage(u"audit"_s);
    QTRY_VERIFY(hidden(audit()) > 0);
    window()->close();
    m_fixture->openWindow();
    window()->resize(1800, 900);
    QVERIFY(m_fixture->waitUntilIdle());
    window()->showPage(u"audit"_s); // with its rows, in a window of its width
    QTRY_COMPARE(hidden(audit()), 0);
}

void ShownIsNowTest::columnsComeBackBesideSizedOnes()
{
    PagedTableView *table = users()->table();
    QHeaderView *header = table->horizontalHeader();
    window()->resize(900, 700);
    QTRY_VERIFY(table->isColumnHidden(models::UsersTableModel::column("loginCount")));
    const QPoint edge(header->sectionViewportPosition(models::UsersTableModel::column("name"))
                          + header->sectionSize(models::UsersTableModel::column("name")) - 1,
                      header->height() / 2);
    QTest::mousePress(header->viewport(), Qt::LeftButton, {}, edge);
    QTest::mouseMove(header->viewport(), edge + QPoint(30, 0));
    QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, edge + QPoint(30, 0));
    const int sized = header->sectionSize(models::UsersTableModel::column("name"));
    window()->resize(1800, 900);
    QTRY_VERIFY(!table->isColumnHidden(models::UsersTableModel::column("loginCount")));
    QCOMPARE(header->sectionSize(models::UsersTableModel::column("name")), sized);
}

void ShownIsNowTest::aTrailIsInTheOrderOfTime()
{
    window()->showPage(u"audit"_s);
    QHeaderView *header = audit()->table()->horizontalHeader();
    const auto sortByAction = [&] {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(models::AuditTableModel::column("action")) + 20, header->height() / 2));
        return audit()->model()->order().field == AuditSortField::Action;
    };
    QVERIFY(sortByAction());
    const AuditSort sorted = audit()->model()->order();
    window()->showPage(u"users"_s);
    (void)select(2);
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(audit()->model()->order(), defaultAuditSort);
    QCOMPARE(header->sortIndicatorSection(), int(models::AuditTableModel::column("createdAt")));
    press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(sortByAction());
    audit()->filterBar()->clear();
    QCOMPARE(audit()->model()->order(), defaultAuditSort);
    QVERIFY(sortByAction());
    Q_EMIT audit()->placeRequested(places::actorTrail(u"nobody"_s)); // as from one trail to the next
    QCOMPARE(audit()->model()->order(), defaultAuditSort);
    press(Qt::Key_Left, Qt::AltModifier); // back to how it was
    QCOMPARE(audit()->model()->order().field, sorted.field);
    QCOMPARE(header->sortIndicatorSection(), int(models::AuditTableModel::column("action")));
}

void ShownIsNowTest::rolesThatRowsShowAreOffered()
{
    const auto offers = [this](const QString &text) {
        for (const auto *choice : users()->filterBar()->findChildren<ChoiceButton *>())
            if (choice->name() == u"Role"_s)
                for (const QCheckBox *box : choice->menu()->findChildren<QCheckBox *>())
                    if (box->accessibleName() == text)
                        return true;
        return false;
    };
    const UserId id = select(0);
    m_fixture->database->execute(
        u"INSERT INTO roles (id, \"organizationId\", name, \"isActive\", permissions, \"createdAt\", \"updatedAt\") SELECT 'late', "
        "\"organizationId\", 'latecomer', false, '[]', now(), now() FROM users WHERE id = ?"_s,
        {id.value});
    m_fixture->database->execute(
        u"INSERT INTO user_roles (id, \"organizationId\", \"userId\", \"roleId\", \"isActive\", \"assignedAt\") SELECT 'late', "
        "\"organizationId\", id, 'late', true, now() FROM users WHERE id = ?"_s,
        {id.value});
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(offers(u"latecomer (role inactive)"_s), tests::patience);
    UserFilterBar::State state;
    state.roles = {u"late"_s};
    users()->filterBar()->setState(state);
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->waitUntilIdle() && users()->model()->total() == 1, tests::patience); // what is shown is found
    QCOMPARE(users()->model()->valueAt(0)->id, id);
}

void ShownIsNowTest::unsavedChangesOutliveTheConsole()
{
    const UserId id = select(3);
    const QString last = details()->user().lastName;
    line(UserField::FirstName)->setText(u"Kept “\"'"_s);
    window()->end(); // as SIGTERM has it
    QVERIFY(!window()->isVisible());
    m_fixture->window.reset();
    m_fixture->openWindow();
    QVERIFY(m_fixture->waitUntilIdle());
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 1, tests::patience);
    QVERIFY(!window()->banner()->isHidden());
    users()->openUser(id);
    QTRY_COMPARE(line(UserField::FirstName)->text(), u"Kept “\"'"_s);
    QCOMPARE(line(UserField::LastName)->text(), last);
    QVERIFY(button(u"Save"_s)->isEnabled());
    QCOMPARE(QFileInfo(m_fixture->draftsPath()).permissions()
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
    QCOMPARE(m_fixture->database->value(u"SELECT \"firstName\" FROM users WHERE id = ?"_s, {id.value}), u"Kept “\"'"_s);
    type(UserField::FirstName, u"Discarded"_s);
    window()->close();
    QVERIFY(window()->isVisible());
    for (QPushButton *offer : window()->banner()->findChildren<QPushButton *>())
        if (offer->text() == u"Close without saving"_s)
            QTest::mouseClick(offer, Qt::LeftButton);
    QVERIFY(!window()->isVisible());
    m_fixture->window.reset();
    m_fixture->openWindow();
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(details()->draftCount(), 0);
    QVERIFY(window()->banner()->isHidden());
}

void ShownIsNowTest::unsavedChangesMeetTheirConflict()
{
    const UserId id = select(3);
    type(UserField::FirstName, u"Mine"_s);
    window()->end();
    m_fixture->window.reset();
    change(id, u"firstName"_s, u"Theirs"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->waitUntilIdle());
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 1, tests::patience);
    users()->openUser(id);
    QTRY_VERIFY_WITH_TIMEOUT(details()->conflict()->plainText().contains(u"Theirs"_s), tests::patience);
    QCOMPARE(line(UserField::FirstName)->text(), u"Mine"_s);
}

void ShownIsNowTest::noticesMoveNothing()
{
    (void)select(3);
    const QList<QWidget *> watched{users()->table(), users()->pager(), users()->filterBar(), line(UserField::FirstName), button(u"Save"_s)};
    const auto places = [&] {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QList<QRect> rects;
        for (QWidget *each : watched)
            rects << QRect(each->mapTo(window(), QPoint()), each->size());
        return rects;
    };
    const auto before = places();
    users()->notice()->show(NoticeBar::Kind::Warning, u"What"_s, u"Detail"_s);
    window()->banner()->show(NoticeBar::Kind::Warning, u"What"_s, u"Detail"_s);
    details()->notice()->show(NoticeBar::Kind::Warning, u"What"_s, u"Detail"_s);
    QCOMPARE(places(), before);
    for (const NoticeBar *bar : {users()->notice(), window()->banner(), details()->notice()}) {
        QVERIFY(bar->isVisible() && bar->height() >= bar->sizeHint().height());
        QVERIFY(window()->rect().contains(QRect(bar->mapTo(window(), QPoint()), bar->size())));
    }
    const auto rectOf = [this](const QWidget *each) { return QRect(each->mapTo(window(), QPoint()), each->size()); };
    QVERIFY(!rectOf(users()->notice()).intersects(rectOf(window()->banner())));
    users()->notice()->dismiss();
    window()->banner()->dismiss();
    details()->notice()->dismiss();
    QCOMPARE(places(), before);
}

QTEST_MAIN(ShownIsNowTest)
#include "tst_shown_is_now.moc"
