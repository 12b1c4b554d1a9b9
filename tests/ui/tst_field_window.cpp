#include "repo/db/closing.h"
#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"
#include "repo/session/console_session.h"
#include "tests/support/postgres_pair.h"
#include "tests/support/window_fixture.h"
#include "ui/actions.h"
#include "ui/audit/audit_details.h"
#include "ui/connection/connection_page.h"
#include "ui/connection/migrations_dialog.h"
#include "ui/header_bar.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/server/activity_section.h"
#include "ui/server/server_panel.h"
#include "ui/status_strip.h"
#include "ui/users/user_details.h"
#include "ui/users/user_form.h"
#include "ui/widgets/notice_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::WindowFixture;

/// The window on servers as they occur, and through connections that come to nothing.
class FieldWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoMayOnlyReadIsToldWhy();
    void onAStandbyWhatWritesIsDisabled();
    void rightsThatComeLaterCount();
    void aSessionThatIsGivenUpIsNotHeard();
    void aFailedConnectionLeavesTheStatusAsItWas();
    void aRefusedSwitchLeavesOneTicked();
    void namesOfOrganizationsAreShownAsStored();
    void aNameThatIsTurnedRoundIsSeenAsSuch();
    void anotherThemeLooksAnother();
    void aZoneThatIsNotKnownIsSaid();
    void theTimeOfAnEventStandsOnceWhereThatIsAll();

private:
    static QString enterAsReader(WindowFixture &fixture);
    static QMenu *organizations(const WindowFixture &fixture);
};

QMenu *FieldWindowTest::organizations(const WindowFixture &fixture)
{
    const auto buttons = fixture.window->findChild<HeaderBar *>()->findChildren<QToolButton *>();
    for (QToolButton *button : buttons)
        if (button->accessibleName().startsWith(u"Organization"_s))
            return button->menu();
    return nullptr;
}

/// As a new role that may only read; its name, or nothing where that took too long.
QString FieldWindowTest::enterAsReader(WindowFixture &fixture)
{
    const QString role = u"r_"_s + fixture.database->name();
    fixture.database->execute(u"CREATE ROLE %1 LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"_s.arg(role));
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    fixture.window->open(
        {QString(fixture.database->url()).replace(u"user=pivotal"_s, u"user="_s + role), u"northwind"_s, u"admin@northwind.example"_s});
    return QTest::qWaitFor([&entered] { return entered.size() == 1; }, tests::patience) ? role : QString();
}

void FieldWindowTest::whoMayOnlyReadIsToldWhy()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const QString role = enterAsReader(fixture);
    QVERIFY(!role.isEmpty());
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.window->findChild<UsersPage *>()->model()->total() > 0);
    WindowFixture::selectRow(fixture.window->findChild<UsersPage *>(), 1);
    UserDetails *details = fixture.window->findChild<UsersPage *>()->details();
    QTRY_VERIFY(details->hasUser());
    auto *name = qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName));
    QVERIFY(name->isReadOnly());
    QVERIFY2(details->writeProblem().contains(role), qPrintable(details->writeProblem()));
    fixture.window->findChild<UsersPage *>()->editUser();
    QVERIFY(!fixture.window->findChild<UsersPage *>()->notice()->isHidden());
    QVERIFY(fixture.window->findChild<StatusStrip *>()->serverText().contains(u"read-only"_s));
    QVERIFY(!fixture.window->session()->migrations().problem().isEmpty());
    MigrationsDialog dialog(fixture.window->session()->migrations());
    QVERIFY(!dialog.notice()->isHidden());
    fixture.window.reset();
    db::waitForClosed();
    fixture.database->execute(u"DROP OWNED BY %1; DROP ROLE %1"_s.arg(role));
}

void FieldWindowTest::onAStandbyWhatWritesIsDisabled()
{
    const tests::PostgresPair pair;
    {
        db::Connection connection(pair.options(u"postgres"_s));
        db::Migrator(connection).up();
        db::DemoRequest request;
        request.users = 300;
        request.events = 1'000;
        request.asOf = Instant::now();
        db::loadDemo(connection, request);
        const QString written = connection.executeText(u"SELECT pg_current_wal_lsn()"_s).value(0);
        db::Connection standby(pair.standbyOptions(u"postgres"_s));
        QTRY_COMPARE_WITH_TIMEOUT(standby.executeText(u"SELECT pg_last_wal_replay_lsn() >= '%1'"_s.arg(written)).value(0), u"true"_s,
                                  tests::patience);
    }
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    const db::ConnectionOptions options = pair.standbyOptions(u"postgres"_s);
    fixture.window->open({u"postgresql://pivotal@%1:%2/postgres"_s.arg(options.value(u"host"_s), options.value(u"port"_s)), u"northwind"_s,
                          u"admin@northwind.example"_s});
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
    QVERIFY(fixture.waitUntilIdle());
    const MainWindow &window = *fixture.window;
    const QString reason = window.session()->capabilities().writeProblem(db::WriteAction::EditUsers);
    QVERIFY2(reason.contains(u"standby"_s), qPrintable(reason));
    QVERIFY(window.findChild<UsersPage *>()->model()->total() > 0 && window.findChild<AuditPage *>()->model()->total() > 0);
    WindowFixture::selectRow(window.findChild<UsersPage *>(), 1);
    UserDetails *details = window.findChild<UsersPage *>()->details();
    QTRY_VERIFY(details->hasUser());
    QVERIFY(qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName))->isReadOnly());
    for (const QPushButton *button : details->findChildren<QPushButton *>())
        if (button->text() == u"Save"_s)
            QVERIFY(!button->isEnabled() && button->toolTip() == reason);

    fixture.window->showPage(u"performance"_s);
    fixture.window->findChild<PerformancePage *>()->showPart(PerformancePage::Part::Server);
    const ActivitySection *activity = window.findChild<PerformancePage *>()->server()->activity();
    for (const QPushButton *button : {activity->cancelButton(), activity->terminateButton()}) {
        QVERIFY(!button->isEnabled());
        QCOMPARE(button->toolTip(), reason);
    }
    fixture.window->showPage(u"indexes"_s);
    QVERIFY(!window.findChild<IndexesPage *>()->panel()->applyTenButton()->isEnabled());
    QCOMPARE(window.findChild<IndexesPage *>()->panel()->applyTenButton()->toolTip(), reason);
    for (const char *id :
         {"indexes.apply", "indexes.rollBack", "indexes.applyTen", "server.cancelQuery", "server.endConnection", "performance.apply"})
        QVERIFY2(!window.actions().action(QLatin1String(id))->isEnabled(), id);

    fixture.window->showPage(u"users"_s); // a view that can't be recorded: said once, and nothing waits
    for (int turn = 0; turn < 2; ++turn) {
        Q_EMIT window.findChild<UsersPage *>()->placeRequested(places::entityTrail(u"User"_s, details->user().id.value));
        QCOMPARE(window.banner()->isHidden(), turn > 0);
        window.banner()->dismiss();
    }
    QTRY_COMPARE(fixture.window->session()->outbox().depth(), 0);
    fixture.window.reset();
    db::waitForClosed();
}

/// As after a failover, or a GRANT: what is disabled follows when the rights are asked again.
void FieldWindowTest::rightsThatComeLaterCount()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const QString role = enterAsReader(fixture);
    QVERIFY(!role.isEmpty());
    const QPushButton *terminate = fixture.window->findChild<PerformancePage *>()->server()->activity()->terminateButton();
    QVERIFY2(terminate->toolTip().contains(u"INSERT audit_logs"_s), qPrintable(terminate->toolTip()));
    fixture.database->execute(u"GRANT INSERT ON audit_logs TO %1"_s.arg(role));
    QSignalSpy changed(fixture.window->session(), &ConsoleSession::capabilitiesChanged);
    fixture.window->session()->refreshCapabilities();
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, tests::patience);
    QVERIFY2(terminate->toolTip().startsWith(u"Ends the connection"_s), qPrintable(terminate->toolTip()));
    fixture.window.reset();
    db::waitForClosed();
    fixture.database->execute(u"DROP OWNED BY %1; DROP ROLE %1"_s.arg(role));
}

void FieldWindowTest::aSessionThatIsGivenUpIsNotHeard()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    fixture.window->open({u"postgresql://nobody@127.0.0.1:1/none"_s, {}, u"admin@northwind.example"_s});
    for (int turn = 0; turn < 2; ++turn) {
        fixture.window->open({fixture.database->url(), u"northwind"_s, u"admin@northwind.example"_s});
        fixture.window->showPage(u"users"_s); // back to what is there
    }
    fixture.window->open({u"postgresql://nobody@127.0.0.1:1/none"_s, {}, u"admin@northwind.example"_s});
    fixture.window->showPage(u"users"_s);
    db::waitForClosed(); // the sessions' workers are over, and what they had to say is on its way
    QCoreApplication::sendPostedEvents();
    QCOMPARE(failed.size(), 0);
    QCOMPARE(entered.size(), 0);
    QVERIFY(fixture.window->findChild<UsersPage *>()->isVisible());
}

void FieldWindowTest::aFailedConnectionLeavesTheStatusAsItWas()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    auto *status = fixture.window->findChild<StatusStrip *>();
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    fixture.window->open({fixture.database->url(), u"nowhere"_s, u"stranger@nowhere.example"_s});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, tests::patience);
    QVERIFY2(!status->operationText().contains(u"PERMISSION_DENIED"_s), qPrintable(status->operationText()));
    const QString said = fixture.window->findChild<ConnectionPage *>()->notice()->accessibleDescription();
    QVERIFY2(!said.contains(u"--"_s), qPrintable(said));
}

void FieldWindowTest::aRefusedSwitchLeavesOneTicked()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    WindowFixture::selectRow(fixture.window->findChild<UsersPage *>(), 1);
    UserDetails *details = fixture.window->findChild<UsersPage *>()->details();
    QTRY_VERIFY(details->hasUser());
    qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName))->setText(u"Typed"_s);
    QMenu *menu = organizations(fixture);
    menu->actions().at(1)->trigger();
    QVERIFY(!fixture.window->banner()->isHidden());
    QVERIFY(menu->actions().at(0)->isChecked());
    QVERIFY(!menu->actions().at(1)->isChecked());
    details->discardAll();
}

void FieldWindowTest::namesOfOrganizationsAreShownAsStored()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    fixture.database->execute(u"UPDATE organizations SET name = 'R&D <b>North</b>' WHERE slug = 'northwind'"_s);
    fixture.openWindow();
    QVERIFY(fixture.waitUntilIdle());
    QMenu *menu = organizations(fixture);
    QStringList texts;
    for (const QAction *action : menu->actions())
        texts << QString(action->text()).replace(u"&&"_s, u"&"_s);
    QVERIFY2(texts.contains(u"R&D <b>North</b>"_s), qPrintable(texts.join(u'|')));
}

void FieldWindowTest::aNameThatIsTurnedRoundIsSeenAsSuch()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    UsersPage *users = fixture.window->findChild<UsersPage *>();
    const QString id = users->model()->valueAt(2)->id.value;
    fixture.database->execute(u"UPDATE users SET \"displayName\" = ? WHERE id = ?"_s, {u"Gtest \u202Eko"_s, id});
    users->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(users->model()->valueAt(2) && users->model()->valueAt(2)->name().startsWith(u"Gtest"_s)
                                 && fixture.waitUntilIdle(),
                             tests::patience);
    WindowFixture::selectRow(users, 2);
    QTRY_COMPARE(users->details()->user().id.value, id);
    int said = 0;
    for (const QLabel *label : users->details()->findChildren<QLabel *>()) {
        QVERIFY2(!label->text().contains(QChar(0x202E)), qPrintable(label->text()));
        said += !label->isHidden() && label->text().contains(u"Gtest \\u202eko"_s) ? 1 : 0;
    }
    QCOMPARE(said, 2); // the heading, and beneath the field
    auto *field = qobject_cast<QLineEdit *>(users->details()->form()->editor(UserField::DisplayName));
    QCOMPARE(field->text(), u"Gtest \u202Eko"_s); // is edited as it is
    QVERIFY(field->accessibleDescription().contains(u"\\u202e"_s));
}

void FieldWindowTest::anotherThemeLooksAnother()
{
    WindowFixture fixture;
    Theme::instance().setMode(ThemeMode::System);
    for (int turn = 0; turn < 4; ++turn) {
        const bool wasDark = Theme::instance().colors().isDark;
        fixture.window->actions().action(u"view.theme"_s)->trigger();
        QCOMPARE(Theme::instance().colors().isDark, !wasDark);
    }
    Theme::instance().setMode(ThemeMode::System);
}

namespace {

struct WithZone
{
    explicit WithZone(const char *name) : before(qgetenv("TZ")) { qputenv("TZ", name); }
    ~WithZone() { qputenv("TZ", before); }
    QByteArray before;
};

} // namespace

void FieldWindowTest::aZoneThatIsNotKnownIsSaid()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const WithZone zone("Nowhere/X");
    QAction *change = fixture.window->actions().action(u"view.zone"_s);
    change->trigger();
    QVERIFY(!fixture.window->banner()->isHidden());
    QVERIFY2(fixture.window->banner()->accessibleDescription().contains(u"Nowhere/X"_s),
             qPrintable(fixture.window->banner()->accessibleDescription()));
    fixture.window->banner()->dismiss();
    change->trigger();
    QVERIFY(fixture.window->banner()->isHidden());
}

void FieldWindowTest::theTimeOfAnEventStandsOnceWhereThatIsAll()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    fixture.window->showPage(u"audit"_s);
    const auto *details = fixture.window->findChild<AuditPage *>()->findChild<AuditDetails *>();
    const auto lines = [&](const char *name, qint64 row) {
        const WithZone zone(name);
        WindowFixture::selectRow(fixture.window->findChild<AuditPage *>(), row);
        (void)QTest::qWaitFor([&] {
            return fixture.window->findChild<AuditPage *>()->table()->currentId()
                   == fixture.window->findChild<AuditPage *>()->model()->valueAt(row)->id.value;
        });
        return details->whenText().split(u'\n').size();
    };
    QCOMPARE(lines("Europe/Berlin", 1), 2);
    QCOMPARE(lines("Etc/UTC", 2), 1);
    QCOMPARE(lines("UTC", 3), 1);
    QCOMPARE(lines("Nowhere/X", 4), 2); // why it isn't local
}

QTEST_MAIN(FieldWindowTest)
#include "tst_field_window.moc"
