#include "repo/session/console_session.h"
#include "repo/domain/change_notice.h"
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
    [[nodiscard]] UsersPage *users() const { return window()->usersPage(); }
    [[nodiscard]] AuditPage *audit() const { return window()->auditPage(); }
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
        m_fixture->database->execute(QStringLiteral("UPDATE users SET \"%1\" = ?, \"updatedAt\" = \"updatedAt\" + interval '1 second' WHERE id = ?").arg(column),
                                     {value, id.value});
    }
    void record(const QString &action) const
    {
        m_fixture->database->execute(QStringLiteral("INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\", \"createdAt\") SELECT ?, id, ?, "
                                                    "'User', 'nobody', clock_timestamp() AT TIME ZONE 'UTC' FROM organizations WHERE slug = 'northwind'"),
                                     {QStringLiteral("ev-") + action, action});
    }
    /// As another console does after its commit.
    void tellOfChange(const UserId &id) const
    {
        const ChangeNotice notice{window()->session()->scope().organization.id, QStringLiteral("user"), id.value, QStringLiteral("another")};
        m_fixture->database->execute(QStringLiteral("SELECT pg_notify(?, ?)"), {changesChannel, notice.toPayload()});
    }
    [[nodiscard]] QString eventCount() const
    {
        return m_fixture->database->value(QStringLiteral("SELECT count(*) FROM audit_logs a JOIN organizations o ON o.id = a.\"organizationId\" WHERE o.slug = 'northwind'"));
    }
    [[nodiscard]] QString railCount(const QString &id) const { return window()->findChild<NavRail *>()->note(id).remove(u','); }
    [[nodiscard]] QString topAction() const { return audit()->model()->valueAt(0) ? audit()->model()->valueAt(0)->action : QString(); }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(window(), Qt::Key(key), modifiers); }

    std::unique_ptr<WindowFixture> m_fixture;
};

void ShownIsNowTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->settle());
}

void ShownIsNowTest::whatWasSavedIsInTheAuditLog()
{
    window()->showPage(QStringLiteral("audit")); // it has been looked at before
    window()->showPage(QStringLiteral("users"));
    const UserId id = select(3);
    type(UserField::FirstName, QStringLiteral("Saved"));
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("audit")), eventCount(), tests::patience); // beside the users page
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), QStringLiteral("users.update"), tests::patience);
    QCOMPARE(audit()->model()->valueAt(0)->entityId, id.value);
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(audit()->model()->total()), eventCount(), tests::patience);
    QVERIFY(audit()->newsButton()->isHidden());
}

void ShownIsNowTest::eventsOfOthersAreAnnounced()
{
    window()->showPage(QStringLiteral("audit"));
    const QString before = topAction();
    record(QStringLiteral("users.other"));
    record(QStringLiteral("users.another"));
    tellOfChange({QStringLiteral("nobody")});
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    QCOMPARE(audit()->newsButton()->text(), QStringLiteral("2 new event(s)"));
    QCOMPARE(topAction(), before); // nothing moves under the hand
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), QStringLiteral("users.another"), tests::patience);
    QVERIFY(audit()->newsButton()->isHidden());
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("audit")), eventCount(), tests::patience);
    QCOMPARE(QString::number(audit()->model()->total()), eventCount());
}

void ShownIsNowTest::eventsThatNobodyTellsAreFoundOnComingBack()
{
    window()->showPage(QStringLiteral("audit"));
    window()->showPage(QStringLiteral("users"));
    record(QStringLiteral("auth.silent"));
    window()->showPage(QStringLiteral("audit"));
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    QTest::mouseClick(audit()->newsButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), QStringLiteral("auth.silent"), tests::patience);
}

void ShownIsNowTest::aTrailThatWasLookedAtIsNoNews()
{
    const UserId id = select(2);
    press(Qt::Key_T, Qt::ControlModifier);
    QVERIFY(audit()->isVisible());
    const auto viewed = [this] { return m_fixture->database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE action = 'audit.trail_viewed'")); };
    QTRY_COMPARE_WITH_TIMEOUT(viewed(), QStringLiteral("1"), tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("audit")), eventCount(), tests::patience); // though the page is filtered
    m_fixture->database->execute(QStringLiteral("INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\", \"createdAt\") SELECT 'other', id, 'users.other', 'User', ?, "
                                                "clock_timestamp() AT TIME ZONE 'UTC' FROM organizations WHERE slug = 'northwind'"), {id.value});
    tellOfChange(id);
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    QVERIFY2(audit()->newsButton()->text().startsWith(u'1'), qPrintable(audit()->newsButton()->text())); // another's, but not one's own
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), QStringLiteral("users.other"), tests::patience);
    QCOMPARE(audit()->model()->valueAt(1)->action, QStringLiteral("audit.trail_viewed"));
    QVERIFY(audit()->newsButton()->isHidden());
}

/// By another process, long before the next look.
void ShownIsNowTest::appendedEventsAreAnnounced()
{
    window()->showPage(QStringLiteral("audit"));
    const auto listeners = [this] { // by what each listens on
        return m_fixture->database->value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND (query ILIKE 'LISTEN%' OR query LIKE 'SELECT 1%')")).toInt();
    };
    QTRY_VERIFY_WITH_TIMEOUT(listeners() > 0, tests::patience);
    ConsoleSession other({m_fixture->database->url(), QStringLiteral("northwind"), QStringLiteral("admin@northwind.example")});
    QSignalSpy entered(&other, &ConsoleSession::entered);
    connect(&other, &ConsoleSession::connected, &other, &ConsoleSession::enterOrganization);
    other.connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
    QVERIFY(await(other.outbox().append({{QStringLiteral("exports.users"), QStringLiteral("Export"), QStringLiteral("7"), {}, {}}})).value);
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), 10'000);
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), QStringLiteral("exports.users"), tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("audit")), eventCount(), tests::patience);
}

/// The names of those who did something are of another table.
void ShownIsNowTest::namesInTheAuditLogFollow()
{
    window()->showPage(QStringLiteral("audit"));
    window()->showPage(QStringLiteral("users"));
    ConsoleSession other({m_fixture->database->url(), QStringLiteral("northwind"), QStringLiteral("admin@northwind.example")});
    QSignalSpy entered(&other, &ConsoleSession::entered);
    connect(&other, &ConsoleSession::connected, &other, &ConsoleSession::enterOrganization);
    other.connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
    const auto roles = await(other.users().roles());
    const UserId id = select(4);
    const auto row = [&] { return users()->model()->valueAt(4); };
    const auto unheld = std::find_if(roles.value->cbegin(), roles.value->cend(), [&row](const Role &role) {
        return role.isActive && std::none_of(row()->roles.cbegin(), row()->roles.cend(), [&role](const Role &held) { return held.id == role.id; });
    });
    QCOMPARE(await(other.users().assignRole(id, unheld->id)).value, std::optional(true));
    QTRY_VERIFY_WITH_TIMEOUT(row() && row()->id == id && std::any_of(row()->roles.cbegin(), row()->roles.cend(), [&](const Role &held) { return held.name == unheld->name; }),
                             tests::patience);
    const UserId admin = other.scope().actorId;
    const User user = *await(other.users().get(admin, Freshness::Fresh)).value;
    QVERIFY(await(other.users().update(user, {{UserField::DisplayName, QStringLiteral("Renamed Elsewhere")}})).value);
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(topAction(), QStringLiteral("users.update"), tests::patience);
    QCOMPARE(audit()->model()->valueAt(1)->action, QStringLiteral("users.role_added"));
    const auto actor = [this] { return audit()->model()->valueAt(0) ? audit()->model()->valueAt(0)->actorName : QString(); };
    QTRY_COMPARE_WITH_TIMEOUT(actor(), QStringLiteral("Renamed Elsewhere"), tests::patience);
}

void ShownIsNowTest::anotherOrganizationHasItsOwnNews()
{
    window()->showPage(QStringLiteral("audit"));
    record(QStringLiteral("users.other"));
    tellOfChange({QStringLiteral("nobody")});
    QTRY_VERIFY_WITH_TIMEOUT(audit()->newsButton()->isVisible(), tests::patience);
    window()->session()->switchTo(window()->session()->scopes().at(1).organization.id);
    QVERIFY(audit()->newsButton()->isHidden());
    QVERIFY(m_fixture->settle());
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("audit")), QString::number(audit()->model()->total()), tests::patience);
}

void ShownIsNowTest::theRailCountsBesideAFilter()
{
    const QString all = QString::number(users()->model()->total());
    users()->filterBar()->search()->setText(QStringLiteral("acme.example"));
    QTRY_VERIFY_WITH_TIMEOUT(QString::number(users()->model()->total()) != all && m_fixture->settle(), tests::patience);
    QCOMPARE(railCount(QStringLiteral("users")), all);
    m_fixture->database->execute(QStringLiteral("UPDATE users SET \"deletedAt\" = now() WHERE id = ?"), {select(0).value});
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("users")), QString::number(all.toLongLong() - 1), tests::patience);
    window()->session()->switchTo(window()->session()->scopes().at(1).organization.id);
    QTRY_COMPARE_WITH_TIMEOUT(railCount(QStringLiteral("users")),
                              m_fixture->database->value(QStringLiteral("SELECT count(*) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL"),
                                                         {window()->session()->scope().organization.id.value}), tests::patience);
}

void ShownIsNowTest::theDetailsFollowTheirRow()
{
    const UserId id = select(3);
    change(id, QStringLiteral("lastName"), QStringLiteral("Theirs"));
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(line(UserField::LastName)->text(), QStringLiteral("Theirs"), tests::patience);
    QVERIFY(m_fixture->settle());
    change(id, QStringLiteral("username"), QStringLiteral("told"));
    tellOfChange(id);
    QTRY_COMPARE_WITH_TIMEOUT(line(UserField::Username)->text(), QStringLiteral("told"), tests::patience);
    type(UserField::FirstName, QStringLiteral("Mine"));
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience); // no conflict
    QCOMPARE(m_fixture->database->value(QStringLiteral("SELECT \"firstName\" || ' ' || \"lastName\" FROM users WHERE id = ?"), {id.value}), QStringLiteral("Mine Theirs"));
}

/// Where the row is far from the screen, or doesn't match the filter any more.
void ShownIsNowTest::theDetailsFollowWithoutARow()
{
    const UserId id = select(3);
    users()->table()->scrollToRow(300);
    QVERIFY(m_fixture->settle());
    change(id, QStringLiteral("lastName"), QStringLiteral("Theirs"));
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(line(UserField::LastName)->text(), QStringLiteral("Theirs"), tests::patience);
}

void ShownIsNowTest::whatMovesUnderADraftIsMarked()
{
    const UserId id = select(3);
    const QString base = details()->user().firstName;
    type(UserField::FirstName, QStringLiteral("Mine"));
    change(id, QStringLiteral("firstName"), QStringLiteral("Theirs"));
    tellOfChange(id);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->conflict()->plainText().isEmpty(), tests::patience);
    const QString shown = details()->conflict()->plainText();
    QVERIFY2(shown.contains(QStringLiteral("Mine")) && shown.contains(QStringLiteral("Theirs")) && shown.contains(base), qPrintable(shown));
    QCOMPARE(line(UserField::FirstName)->text(), QStringLiteral("Mine"));
    QVERIFY(line(UserField::FirstName)->property("moved").toBool());
    QVERIFY(!line(UserField::LastName)->property("moved").toBool());
    QVERIFY(!button(QStringLiteral("Save"))->isEnabled());
    QTest::mouseClick(button(QStringLiteral("Keep mine")), Qt::LeftButton);
    QVERIFY(!line(UserField::FirstName)->property("moved").toBool());
    QTest::mouseClick(button(QStringLiteral("Save")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
    QCOMPARE(m_fixture->database->value(QStringLiteral("SELECT \"firstName\" FROM users WHERE id = ?"), {id.value}), QStringLiteral("Mine"));
}

/// What isn't edited here changes the version, too: it would conflict for nothing.
void ShownIsNowTest::whatMovesBesideADraftGoesAlong()
{
    const UserId id = select(3);
    type(UserField::FirstName, QStringLiteral("Mine"));
    change(id, QStringLiteral("email"), QStringLiteral("moved@northwind.example"));
    press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(details()->user().email, QStringLiteral("moved@northwind.example"), tests::patience);
    QCOMPARE(details()->conflict()->plainText(), QString());
    QCOMPARE(line(UserField::FirstName)->text(), QStringLiteral("Mine"));
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
}

void ShownIsNowTest::discardingShowsWhatIsThereNow()
{
    const UserId id = select(3);
    type(UserField::FirstName, QStringLiteral("Mine"));
    change(id, QStringLiteral("firstName"), QStringLiteral("Theirs"));
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->conflict()->plainText().isEmpty(), tests::patience);
    QTest::mouseClick(button(QStringLiteral("Discard")), Qt::LeftButton);
    QCOMPARE(line(UserField::FirstName)->text(), QStringLiteral("Theirs"));
    QCOMPARE(details()->draftCount(), 0);
    QCOMPARE(details()->conflict()->plainText(), QString());
    type(UserField::LastName, QStringLiteral("Next"));
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
    QTest::keyClicks(window()->focusWidget(), QStringLiteral("zzz"));
    press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(details()->draftCount(), 0);
    press(Qt::Key_F2); // shows them first
    QVERIFY(details()->isVisible());
    QVERIFY(line(UserField::DisplayName)->hasFocus());
    type(UserField::DisplayName, QStringLiteral("Seen"));
    press(Qt::Key_F4);
    QVERIFY(!window()->actions().action(QStringLiteral("users.save"))->isEnabled());
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
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->settle() && users()->model()->valueAt(row - 1), tests::patience);
        QTRY_COMPARE(users()->table()->currentId(), users()->model()->valueAt(row - 1)->id.value);
        QCOMPARE(users()->table()->visibleCurrentRow(), row - 1);
        QCOMPARE(input->text(), QString::number(row));
        QCOMPARE(pager->page(), (row - 1) / 50 + 1);
        const QString range = QStringLiteral("%L1 – %L2 of ").arg((row - 1) / 50 * 50 + 1).arg(qMin(users()->model()->total(), (row - 1) / 50 * 50 + 50));
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
        QVERIFY(m_fixture->settle());
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
        QTest::keyClicks(input, QStringLiteral("9999"));
        QTest::keyClick(input, Qt::Key_Return);
        return input->property("invalid").toBool() && !users()->notice()->isHidden();
    };
    const auto isForgotten = [&] { return !input->property("invalid").toBool() && users()->notice()->isHidden() && input->text() != QStringLiteral("9999"); };
    QVERIFY(refuse());
    press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(isForgotten());
    QVERIFY(refuse());
    users()->table()->setFocus();
    press(Qt::Key_Escape);
    QVERIFY(isForgotten());
    users()->filterBar()->search()->setText(QStringLiteral("acme.example"));
    QTRY_VERIFY_WITH_TIMEOUT(users()->model()->total() < 400 && m_fixture->settle(), tests::patience);
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
    window()->showPage(QStringLiteral("audit"));
    QTRY_VERIFY(hidden(audit()) > 0);
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(audit()), 0);
    window()->showPage(QStringLiteral("users"));
    QTRY_COMPARE(hidden(users()), 0);
    window()->resize(900, 700);
    QTRY_VERIFY(hidden(users()) > 0);
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(users()), 0);
    window()->showPage(QStringLiteral("performance")); // narrow for a while, unseen
    window()->resize(900, 700);
    window()->resize(1800, 900);
    window()->showPage(QStringLiteral("users"));
    QTRY_COMPARE(hidden(users()), 0);
    window()->showPage(QStringLiteral("performance"));
    window()->resize(900, 700);
    window()->showPage(QStringLiteral("users"));
    QTRY_VERIFY(hidden(users()) > 0);
    window()->resize(1800, 900);
    QTRY_COMPARE(hidden(users()), 0);
    window()->resize(900, 700); // and one that was closed so
    window()->showPage(QStringLiteral("audit"));
    QTRY_VERIFY(hidden(audit()) > 0);
    window()->close();
    m_fixture->openWindow();
    window()->resize(1800, 900);
    QVERIFY(m_fixture->settle());
    window()->showPage(QStringLiteral("audit")); // with its rows, in a window of its width
    QTRY_COMPARE(hidden(audit()), 0);
}

void ShownIsNowTest::columnsComeBackBesideSizedOnes()
{
    PagedTableView *table = users()->table();
    QHeaderView *header = table->horizontalHeader();
    window()->resize(900, 700);
    QTRY_VERIFY(table->isColumnHidden(models::UsersTableModel::LoginCount));
    const QPoint edge(header->sectionViewportPosition(models::UsersTableModel::Name) + header->sectionSize(models::UsersTableModel::Name) - 1, header->height() / 2);
    QTest::mousePress(header->viewport(), Qt::LeftButton, {}, edge);
    QTest::mouseMove(header->viewport(), edge + QPoint(30, 0));
    QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, edge + QPoint(30, 0));
    const int sized = header->sectionSize(models::UsersTableModel::Name);
    window()->resize(1800, 900);
    QTRY_VERIFY(!table->isColumnHidden(models::UsersTableModel::LoginCount));
    QCOMPARE(header->sectionSize(models::UsersTableModel::Name), sized);
}

void ShownIsNowTest::aTrailIsInTheOrderOfTime()
{
    window()->showPage(QStringLiteral("audit"));
    QHeaderView *header = audit()->table()->horizontalHeader();
    const auto sortByAction = [&] {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(models::AuditTableModel::Action) + 20, header->height() / 2));
        return audit()->model()->order().field == AuditSortField::Action;
    };
    QVERIFY(sortByAction());
    const AuditSort sorted = audit()->model()->order();
    window()->showPage(QStringLiteral("users"));
    (void)select(2);
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(audit()->model()->order(), defaultAuditSort);
    QCOMPARE(header->sortIndicatorSection(), int(models::AuditTableModel::When));
    press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(sortByAction());
    audit()->filterBar()->clear();
    QCOMPARE(audit()->model()->order(), defaultAuditSort);
    QVERIFY(sortByAction());
    Q_EMIT audit()->leaving(); // as from one trail to the next
    audit()->showActorTrail(QStringLiteral("nobody"));
    QCOMPARE(audit()->model()->order(), defaultAuditSort);
    press(Qt::Key_Left, Qt::AltModifier); // back to how it was
    QCOMPARE(audit()->model()->order().field, sorted.field);
    QCOMPARE(header->sortIndicatorSection(), int(models::AuditTableModel::Action));
}

void ShownIsNowTest::rolesThatRowsShowAreOffered()
{
    const auto offers = [this](const QString &text) {
        for (const auto *choice : users()->filterBar()->findChildren<ChoiceButton *>())
            if (choice->name() == QStringLiteral("Role"))
                for (const QCheckBox *box : choice->menu()->findChildren<QCheckBox *>())
                    if (box->accessibleName() == text)
                        return true;
        return false;
    };
    const UserId id = select(0);
    m_fixture->database->execute(QStringLiteral("INSERT INTO roles (id, \"organizationId\", name, \"isActive\", permissions, \"createdAt\", \"updatedAt\") SELECT 'late', "
                                                "\"organizationId\", 'latecomer', false, '[]', now(), now() FROM users WHERE id = ?"), {id.value});
    m_fixture->database->execute(QStringLiteral("INSERT INTO user_roles (id, \"organizationId\", \"userId\", \"roleId\", \"isActive\", \"assignedAt\") SELECT 'late', "
                                                "\"organizationId\", id, 'late', true, now() FROM users WHERE id = ?"), {id.value});
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(offers(QStringLiteral("latecomer (role inactive)")), tests::patience);
    UserFilterBar::State state;
    state.roles = {QStringLiteral("late")};
    users()->filterBar()->setState(state);
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->settle() && users()->model()->total() == 1, tests::patience); // what is shown is found
    QCOMPARE(users()->model()->valueAt(0)->id, id);
}

void ShownIsNowTest::unsavedChangesOutliveTheConsole()
{
    const UserId id = select(3);
    const QString last = details()->user().lastName;
    line(UserField::FirstName)->setText(QStringLiteral("Kept “\"'"));
    window()->end(); // as SIGTERM has it
    QVERIFY(!window()->isVisible());
    m_fixture->window.reset();
    m_fixture->openWindow();
    QVERIFY(m_fixture->settle());
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 1, tests::patience);
    QVERIFY(!window()->banner()->isHidden());
    users()->openUser(id);
    QTRY_COMPARE(line(UserField::FirstName)->text(), QStringLiteral("Kept “\"'"));
    QCOMPARE(line(UserField::LastName)->text(), last);
    QVERIFY(button(QStringLiteral("Save"))->isEnabled());
    QCOMPARE(QFileInfo(m_fixture->draftsPath()).permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 0, tests::patience);
    QCOMPARE(m_fixture->database->value(QStringLiteral("SELECT \"firstName\" FROM users WHERE id = ?"), {id.value}), QStringLiteral("Kept “\"'"));
    type(UserField::FirstName, QStringLiteral("Discarded"));
    window()->close();
    QVERIFY(window()->isVisible());
    for (QPushButton *offer : window()->banner()->findChildren<QPushButton *>())
        if (offer->text() == QStringLiteral("Close without saving"))
            QTest::mouseClick(offer, Qt::LeftButton);
    QVERIFY(!window()->isVisible());
    m_fixture->window.reset();
    m_fixture->openWindow();
    QVERIFY(m_fixture->settle());
    QCOMPARE(details()->draftCount(), 0);
    QVERIFY(window()->banner()->isHidden());
}

void ShownIsNowTest::unsavedChangesMeetTheirConflict()
{
    const UserId id = select(3);
    type(UserField::FirstName, QStringLiteral("Mine"));
    window()->end();
    m_fixture->window.reset();
    change(id, QStringLiteral("firstName"), QStringLiteral("Theirs"));
    m_fixture->openWindow();
    QVERIFY(m_fixture->settle());
    QTRY_COMPARE_WITH_TIMEOUT(details()->draftCount(), 1, tests::patience);
    users()->openUser(id);
    QTRY_VERIFY_WITH_TIMEOUT(details()->conflict()->plainText().contains(QStringLiteral("Theirs")), tests::patience);
    QCOMPARE(line(UserField::FirstName)->text(), QStringLiteral("Mine"));
}

void ShownIsNowTest::noticesMoveNothing()
{
    (void)select(3);
    const QList<QWidget *> watched{users()->table(), users()->pager(), users()->filterBar(), line(UserField::FirstName), button(QStringLiteral("Save"))};
    const auto places = [&] {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QList<QRect> rects;
        for (QWidget *each : watched)
            rects << QRect(each->mapTo(window(), QPoint()), each->size());
        return rects;
    };
    const auto before = places();
    users()->notice()->show(NoticeBar::Kind::Warning, QStringLiteral("What"), QStringLiteral("Detail"));
    window()->banner()->show(NoticeBar::Kind::Warning, QStringLiteral("What"), QStringLiteral("Detail"));
    details()->notice()->show(NoticeBar::Kind::Warning, QStringLiteral("What"), QStringLiteral("Detail"));
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
