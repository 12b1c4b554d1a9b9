#include "tests/support/window_fixture.h"
#include "ui/audit/audit_details.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/header_bar.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/users/user_form.h"
#include "ui/widgets/pager.h"
#include "ui/widgets/row_clipboard.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QWindow>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::WindowFixture;

/// The details beside the rows: whose they are, the ways to them and back, and what Esc takes back; and what may lie over them.
class DetailsCardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void theCardIsOfTheMarkedRow();
    void aRowThatLoadsAgainHasItsCard();
    void copiedNamesAreThoseStored();
    void escClosesTheCommandList();
    void anyCommandClosesTheCommandList();
    void escClosesAListBeforeAnythingElse();
    void escTakesBackAField();
    void escEndsAConflictOfOneField();
    void theCommandListIsAsWideAsItsEntries();
    void aNoticeCoversNoControls_data();
    void aNoticeCoversNoControls();
    void theChoiceOfAConflictCanBeScrolledTo();
    void theWayBackIsSeen_data();
    void theWayBackIsSeen();

private:
    [[nodiscard]] MainWindow *window() const { return m_fixture->window.get(); }
    [[nodiscard]] UsersPage *users() const { return window()->findChild<UsersPage *>(); }
    [[nodiscard]] AuditPage *audit() const { return window()->findChild<AuditPage *>(); }
    [[nodiscard]] UserDetails *card() const { return users()->details(); }
    [[nodiscard]] QLineEdit *line(UserField field) const { return qobject_cast<QLineEdit *>(card()->form()->editor(field)); }
    [[nodiscard]] QLineEdit *commands() const { return window()->findChild<HeaderBar *>()->findChild<QLineEdit *>(); }
    /// As a keyboard does, whatever popup is open.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(window()->windowHandle(), key, modifiers); }
    void type(const QString &text) const
    {
        for (const QChar c : text)
            QTest::keyClick(window()->windowHandle(), c.toLatin1());
    }
    /// The id of the only row that is selected; empty where there is none.
    static QString marked(const ListPage *page)
    {
        const QModelIndexList rows = page->table()->selectionModel()->selectedRows();
        return rows.size() == 1 ? rows.first().data(models::RowIdRole).toString() : QString();
    }
    [[nodiscard]] QRect onWindow(const QWidget *widget) const { return {widget->mapTo(window(), QPoint()), widget->size()}; }
    [[nodiscard]] bool openCommandList() const;

    std::unique_ptr<WindowFixture> m_fixture;
};

void DetailsCardTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->waitUntilIdle());
    window()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window()));
}

void DetailsCardTest::theCardIsOfTheMarkedRow()
{
    QTRY_VERIFY(card()->hasUser());
    QCOMPARE(marked(users()), card()->user().id.value);
    window()->showPage(u"audit"_s); // for the first time
    QTRY_VERIFY(!audit()->details()->eventId().isEmpty());
    QCOMPARE(marked(audit()), audit()->details()->eventId());
    WindowFixture::selectRow(audit(), 2);
    AuditFilterBar::State nothing;
    nothing.action = u"no.such.action"_s;
    audit()->filterBar()->setState(nothing);
    QTRY_COMPARE(audit()->model()->total(), 0);
    QTRY_COMPARE(audit()->details()->eventId(), QString());
    audit()->filterBar()->clear();
    QTRY_VERIFY(m_fixture->waitUntilIdle() && audit()->model()->total() > 0);
    QTRY_VERIFY(!marked(audit()).isEmpty());
    QCOMPARE(audit()->details()->eventId(), marked(audit()));

    window()->showPage(u"users"_s);
    WindowFixture::selectRow(users(), 3);
    users()->filterBar()->search()->setText(u"nobody at all"_s);
    QTRY_COMPARE(users()->model()->total(), 0);
    QTRY_VERIFY(!card()->hasUser());
    users()->filterBar()->clear();
    QTRY_VERIFY(m_fixture->waitUntilIdle() && users()->model()->total() > 0);
    QTRY_VERIFY(!marked(users()).isEmpty());
    QCOMPARE(card()->user().id.value, marked(users()));
}

void DetailsCardTest::aRowThatLoadsAgainHasItsCard()
{
    const QString last = users()->model()->valueAt(0)->id.value;
    users()->table()->selectId(last);
    QCOMPARE(card()->user().id.value, last);
    const QString other = m_fixture->database->value(
        u"SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' "
        "AND u.\"deletedAt\" IS NULL ORDER BY u.\"createdAt\", u.id LIMIT 1"_s);
    users()->openUser({other});  // isn't loaded
    QVERIFY(!card()->hasUser()); // until they are here: not another one in their place
    QCOMPARE(marked(users()), QString());
    QTRY_COMPARE(card()->user().id.value, other);
    users()->table()->selectId({});
    QVERIFY(!card()->hasUser());
}

void DetailsCardTest::copiedNamesAreThoseStored()
{
    const auto id = [this](qint64 row) { return users()->model()->valueAt(row)->id.value; };
    m_fixture->database->execute(u"UPDATE users SET \"displayName\" = NULL WHERE id = ?"_s, {id(0)});
    m_fixture->database->execute(u"UPDATE users SET \"displayName\" = '' WHERE id = ?"_s, {id(1)});
    m_fixture->database->execute(u"UPDATE users SET \"displayName\" = E' \\u3164' WHERE id = ?"_s, {id(2)});
    press(Qt::Key_F5);
    QVERIFY(m_fixture->waitUntilIdle());
    const auto stored = [this](qint64 row) {
        return RowClipboard::storedValue(users()->model()->index(int(row), models::UsersTableModel::column("name")));
    };
    QVERIFY(!users()->model()->index(0, models::UsersTableModel::column("name")).data().toString().isEmpty()); // shown is what one knows
                                                                                                               // them by
    QVERIFY(!stored(0).isValid());
    QCOMPARE(stored(1), QVariant(QString()));
    QCOMPARE(stored(2), QVariant(u" \u3164"_s));

    m_fixture->database->execute(u"UPDATE audit_logs SET \"userId\" = NULL WHERE id = ?"_s, {audit()->model()->valueAt(0)->id.value});
    window()->showPage(u"audit"_s);
    press(Qt::Key_F5);
    QTRY_VERIFY(m_fixture->waitUntilIdle() && !audit()->model()->valueAt(0)->actorId);
    qint64 known = 1;
    while (!audit()->model()->valueAt(known)->actorId)
        ++known;
    const auto actor = [this](qint64 row) {
        return RowClipboard::storedValue(audit()->model()->index(int(row), models::AuditTableModel::column("actor")));
    };
    QTRY_COMPARE(audit()->model()->index(0, models::AuditTableModel::column("actor")).data().toString(), u"system"_s);
    QVERIFY(!actor(0).isValid());
    QCOMPARE(actor(known), QVariant(audit()->model()->valueAt(known)->actorId->value));
}

bool DetailsCardTest::openCommandList() const
{
    press(Qt::Key_K, Qt::ControlModifier);
    type(u"go"_s);
    return QTest::qWaitFor([this] { return commands()->completer()->popup()->isVisible(); });
}

void DetailsCardTest::escClosesTheCommandList()
{
    const QList<QWidget *> places{users()->table(), users()->filterBar()->search(), line(UserField::FirstName)};
    for (QWidget *before : places) {
        before->setFocus();
        QVERIFY(openCommandList());
        press(Qt::Key_Escape);
        QVERIFY(!commands()->completer()->popup()->isVisible());
        QVERIFY(!QApplication::activePopupWidget());
        QVERIFY(before->hasFocus());
        QVERIFY(commands()->text().isEmpty());
    }
    WindowFixture::selectRow(users(), 4); // a click goes where it is made
    QCOMPARE(users()->table()->currentId(), users()->model()->valueAt(4)->id.value);
    QVERIFY(users()->areDetailsShown());
}

void DetailsCardTest::anyCommandClosesTheCommandList()
{
    users()->table()->setFocus();
    QVERIFY(openCommandList());
    press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(audit()->isVisible());
    QVERIFY(!QApplication::activePopupWidget());
    QVERIFY(!commands()->hasFocus());
}

void DetailsCardTest::escClosesAListBeforeAnythingElse()
{
    WindowFixture::selectRow(users(), 3);
    auto *zone = qobject_cast<QComboBox *>(card()->form()->editor(UserField::Timezone));
    const QString stored = zone->currentText();
    zone->setFocus();
    zone->lineEdit()->selectAll();
    type(u"Euro"_s);
    QTRY_VERIFY(zone->completer()->popup()->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(!zone->completer()->popup()->isVisible());
    QCOMPARE(zone->currentText(), u"Euro"_s);
    QVERIFY(zone->hasFocus());
    press(Qt::Key_Escape);
    QCOMPARE(zone->currentText(), stored);
    QVERIFY(zone->hasFocus());
    press(Qt::Key_Escape);
    QVERIFY(users()->table()->hasFocus());
    QVERIFY(users()->areDetailsShown());
}

void DetailsCardTest::escTakesBackAField()
{
    WindowFixture::selectRow(users(), 3);
    const QString last = line(UserField::LastName)->text();
    line(UserField::LastName)->setFocus();
    line(UserField::LastName)->setText(u"Other"_s);
    line(UserField::FirstName)->setFocus();
    const QString first = line(UserField::FirstName)->text();
    type(u"xyz"_s);
    QVERIFY(line(UserField::FirstName)->text() != first);
    press(Qt::Key_Escape);
    QCOMPARE(line(UserField::FirstName)->text(), first);
    QVERIFY(line(UserField::FirstName)->hasFocus());
    QCOMPARE(line(UserField::LastName)->text(), u"Other"_s); // that field only
    QCOMPARE(card()->draftCount(), 1);
    press(Qt::Key_Escape);
    QVERIFY(users()->table()->hasFocus());
    line(UserField::LastName)->setFocus();
    press(Qt::Key_Escape);
    QCOMPARE(line(UserField::LastName)->text(), last);
    QCOMPARE(card()->draftCount(), 0);
    auto *status = qobject_cast<QComboBox *>(card()->form()->editor(UserField::Status));
    const int before = status->currentIndex();
    status->setFocus();
    status->setCurrentIndex((before + 1) % 4);
    press(Qt::Key_Escape);
    QCOMPARE(status->currentIndex(), before);
    QVERIFY(users()->areDetailsShown());
}

void DetailsCardTest::escEndsAConflictOfOneField()
{
    WindowFixture::selectRow(users(), 3);
    const UserId id = card()->user().id;
    line(UserField::FirstName)->setFocus();
    line(UserField::FirstName)->setText(u"Mine"_s);
    m_fixture->database->execute(
        u"UPDATE users SET \"firstName\" = 'Theirs', \"updatedAt\" = \"updatedAt\" + interval '1 second' WHERE id = ?"_s, {id.value});
    press(Qt::Key_F5);
    QTRY_VERIFY(!card()->notice()->isHidden());
    press(Qt::Key_Escape);
    QCOMPARE(line(UserField::FirstName)->text(), u"Theirs"_s); // that is what is stored
    QVERIFY(card()->notice()->isHidden());
    QCOMPARE(card()->draftCount(), 0);
}

void DetailsCardTest::theCommandListIsAsWideAsItsEntries()
{
    window()->resize(900, 640);
    QVERIFY(openCommandList());
    commands()->selectAll();
    type(u"switch"_s);
    const QAbstractItemView *list = commands()->completer()->popup();
    QVERIFY(list->width() > commands()->width());
    QVERIFY(list->viewport()->width() >= list->sizeHintForColumn(0));
    QVERIFY(list->geometry().right() <= list->screen()->availableGeometry().right());
}

void DetailsCardTest::aNoticeCoversNoControls_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("wide") << QSize(1440, 900);
    QTest::newRow("narrow") << QSize(1000, 640);
    QTest::newRow("narrower") << QSize(900, 640);
    QTest::newRow("low") << QSize(900, 520);
}

void DetailsCardTest::aNoticeCoversNoControls()
{
    QFETCH(QSize, size);
    WindowFixture::selectRow(users(), 3);
    line(UserField::FirstName)->setText(u"Typed"_s);
    card()->drafts()->flushAll();
    m_fixture->window.reset();
    m_fixture->openWindow();
    QVERIFY(m_fixture->waitUntilIdle());
    window()->resize(size);
    QTRY_VERIFY(!window()->banner()->isHidden());
    QPushButton *show = nullptr;
    for (auto *button : window()->banner()->findChildren<QPushButton *>())
        if (button->text() == u"Show"_s)
            show = button;
    const auto covered = [this](const NoticeBar *notice) {
        QStringList names;
        const auto buttons = window()->findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons) {
            const bool scrolls = card()->body()->isAncestorOf(button);
            if (button->isVisible() && !notice->isAncestorOf(button) && !scrolls && onWindow(button).intersects(onWindow(notice)))
                names << button->text() + button->accessibleName();
        }
        if (users()->pager()->isVisible() && onWindow(users()->pager()).intersects(onWindow(notice)))
            names << u"pager"_s;
        return names;
    };
    QTRY_COMPARE(covered(window()->banner()), QStringList());
    QTest::mouseClick(show, Qt::LeftButton);
    QTRY_VERIFY(card()->hasUser());
    window()->banner()->show(NoticeBar::Kind::Warning, u"Something"_s, u"that is said while the details are looked at"_s, {});
    QTRY_COMPARE(covered(window()->banner()), QStringList());
    users()->notice()->show(NoticeBar::Kind::Warning, u"Something else"_s, QString(), {});
    QVERIFY(users()->notice()->isVisible());
    QTRY_COMPARE(covered(users()->notice()), QStringList());
}

void DetailsCardTest::theChoiceOfAConflictCanBeScrolledTo()
{
    window()->resize(1000, 640);
    WindowFixture::selectRow(users(), 3);
    const UserId id = card()->user().id;
    m_fixture->database->execute(
        u"UPDATE users SET \"lastName\" = 'Theirs', \"updatedAt\" = \"updatedAt\" + interval '1 second' WHERE id = ?"_s, {id.value});
    line(UserField::FirstName)->setText(u"Mine"_s);
    line(UserField::FirstName)->setFocus();
    press(Qt::Key_S, Qt::ControlModifier);
    QPushButton *theirs = nullptr;
    for (auto *button : card()->findChildren<QPushButton *>())
        if (button->text() == u"Take theirs"_s)
            theirs = button;
    QTRY_VERIFY(theirs->isVisible());
    QTRY_VERIFY(!onWindow(theirs).intersects(onWindow(card()->notice())) && onWindow(card()->body()).contains(onWindow(theirs).center()));
}

void DetailsCardTest::theWayBackIsSeen_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("wide") << QSize(1440, 900);
    QTest::newRow("narrow") << QSize(1000, 640);
    QTest::newRow("in the table's place") << QSize(900, 520);
}

void DetailsCardTest::theWayBackIsSeen()
{
    QFETCH(QSize, size);
    window()->resize(size);
    for (ListPage *page : {static_cast<ListPage *>(users()), static_cast<ListPage *>(audit())}) {
        window()->showPage(page->id());
        WindowFixture::selectRow(page, 1);
        page->setDetailsShown(true);
        QToolButton *show = page->findChild<QToolButton *>(u"showDetails"_s);
        QToolButton *close = page->findChild<QToolButton *>(u"closeDetails"_s);
        QTRY_VERIFY(close->isVisible() && !close->visibleRegion().isEmpty());
        QVERIFY(!close->accessibleName().isEmpty() && !show->accessibleName().isEmpty());
        QVERIFY(close->width() >= close->fontMetrics().horizontalAdvance(close->text()));
        QTest::mouseClick(close, Qt::LeftButton);
        QVERIFY(!page->areDetailsShown());
        QVERIFY(page->table()->isVisible());
        QTest::mouseClick(show, Qt::LeftButton);
        QVERIFY(page->areDetailsShown());
    }
}

QTEST_MAIN(DetailsCardTest)
#include "tst_details_card.moc"
