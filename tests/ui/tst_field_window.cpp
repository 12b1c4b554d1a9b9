#include "repo/session/console_session.h"
#include "repo/db/closing.h"
#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"
#include "tests/fault/postgres_pair.h"
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
    const auto buttons = fixture.window->header()->findChildren<QToolButton *>();
    for (QToolButton *button : buttons)
        if (button->accessibleName().startsWith(QStringLiteral("Organization")))
            return button->menu();
    return nullptr;
}

/// As a new role that may only read; its name, or nothing where that took too long.
QString FieldWindowTest::enterAsReader(WindowFixture &fixture)
{
    const QString role = QStringLiteral("r_") + fixture.database->name();
    fixture.database->execute(QStringLiteral("CREATE ROLE %1 LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1").arg(role));
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    fixture.window->open({QString(fixture.database->url()).replace(QStringLiteral("user=pivotal"), QStringLiteral("user=") + role), QStringLiteral("northwind"),
                          QStringLiteral("admin@northwind.example")});
    return QTest::qWaitFor([&entered] { return entered.size() == 1; }, tests::patience) ? role : QString();
}

void FieldWindowTest::whoMayOnlyReadIsToldWhy()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    const QString role = enterAsReader(fixture);
    QVERIFY(!role.isEmpty());
    QVERIFY(fixture.settle());
    QVERIFY(fixture.window->usersPage()->model()->total() > 0);
    WindowFixture::selectRow(fixture.window->usersPage(), 1);
    UserDetails *details = fixture.window->usersPage()->details();
    QTRY_VERIFY(details->hasUser());
    auto *name = qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName));
    QVERIFY(name->isReadOnly());
    QVERIFY2(details->writeProblem().contains(role), qPrintable(details->writeProblem()));
    fixture.window->usersPage()->editUser();
    QVERIFY(!fixture.window->usersPage()->notice()->isHidden());
    QVERIFY(fixture.window->findChild<StatusStrip *>()->serverText().contains(QStringLiteral("read-only")));
    QVERIFY(!fixture.window->session()->migrations().problem().isEmpty());
    MigrationsDialog dialog(fixture.window->session()->migrations());
    QVERIFY(!dialog.notice()->isHidden());
    fixture.window.reset();
    db::waitForClosed();
    fixture.database->execute(QStringLiteral("DROP OWNED BY %1; DROP ROLE %1").arg(role));
}

void FieldWindowTest::onAStandbyWhatWritesIsDisabled()
{
    const tests::PostgresPair pair;
    {
        db::Connection connection(pair.options(QStringLiteral("postgres")));
        db::Migrator(connection).up();
        db::DemoRequest request;
        request.users = 300;
        request.events = 1'000;
        request.asOf = Instant::now();
        db::loadDemo(connection, request);
        const QString written = connection.executeText(QStringLiteral("SELECT pg_current_wal_lsn()")).value(0);
        db::Connection standby(pair.standbyOptions(QStringLiteral("postgres")));
        QTRY_COMPARE_WITH_TIMEOUT(standby.executeText(QStringLiteral("SELECT pg_last_wal_replay_lsn() >= '%1'").arg(written)).value(0), QStringLiteral("true"), tests::patience);
    }
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    const db::ConnectionOptions options = pair.standbyOptions(QStringLiteral("postgres"));
    fixture.window->open({QStringLiteral("postgresql://pivotal@%1:%2/postgres").arg(options.value(QStringLiteral("host")), options.value(QStringLiteral("port"))),
                          QStringLiteral("northwind"), QStringLiteral("admin@northwind.example")});
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
    QVERIFY(fixture.settle());
    const MainWindow &window = *fixture.window;
    const QString reason = window.session()->capabilities().writeProblem(db::WriteAction::EditUsers);
    QVERIFY2(reason.contains(QStringLiteral("standby")), qPrintable(reason));
    QVERIFY(window.usersPage()->model()->total() > 0 && window.auditPage()->model()->total() > 0);
    WindowFixture::selectRow(window.usersPage(), 1);
    UserDetails *details = window.usersPage()->details();
    QTRY_VERIFY(details->hasUser());
    QVERIFY(qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName))->isReadOnly());
    for (const QPushButton *button : details->findChildren<QPushButton *>())
        if (button->text() == QStringLiteral("Save"))
            QVERIFY(!button->isEnabled() && button->toolTip() == reason);

    fixture.window->showPage(QStringLiteral("performance"));
    fixture.window->performancePage()->showPart(PerformancePage::Part::Server);
    const ActivitySection *activity = window.performancePage()->server()->activity();
    for (const QPushButton *button : {activity->cancelButton(), activity->terminateButton()}) {
        QVERIFY(!button->isEnabled());
        QCOMPARE(button->toolTip(), reason);
    }
    fixture.window->showPage(QStringLiteral("indexes"));
    QVERIFY(!window.indexesPage()->panel()->applyTenButton()->isEnabled());
    QCOMPARE(window.indexesPage()->panel()->applyTenButton()->toolTip(), reason);
    for (const char *id : {"indexes.apply", "indexes.rollBack", "indexes.applyTen", "server.cancelQuery", "server.endConnection", "performance.apply"})
        QVERIFY2(!window.actions().action(QLatin1String(id))->isEnabled(), id);

    fixture.window->showPage(QStringLiteral("users")); // a view that can't be recorded: said once, and nothing waits
    for (int turn = 0; turn < 2; ++turn) {
        Q_EMIT window.usersPage()->trailRequested(details->user());
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
    QVERIFY(fixture.settle());
    const QString role = enterAsReader(fixture);
    QVERIFY(!role.isEmpty());
    const QPushButton *terminate = fixture.window->performancePage()->server()->activity()->terminateButton();
    QVERIFY2(terminate->toolTip().contains(QStringLiteral("INSERT audit_logs")), qPrintable(terminate->toolTip()));
    fixture.database->execute(QStringLiteral("GRANT INSERT ON audit_logs TO %1").arg(role));
    QSignalSpy changed(fixture.window->session(), &ConsoleSession::capabilitiesChanged);
    fixture.window->session()->refreshCapabilities();
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, tests::patience);
    QVERIFY2(terminate->toolTip().startsWith(QStringLiteral("Ends the connection")), qPrintable(terminate->toolTip()));
    fixture.window.reset();
    db::waitForClosed();
    fixture.database->execute(QStringLiteral("DROP OWNED BY %1; DROP ROLE %1").arg(role));
}

void FieldWindowTest::aSessionThatIsGivenUpIsNotHeard()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    fixture.window->open({QStringLiteral("postgresql://nobody@127.0.0.1:1/none"), {}, QStringLiteral("admin@northwind.example")});
    for (int turn = 0; turn < 2; ++turn) {
        fixture.window->open({fixture.database->url(), QStringLiteral("northwind"), QStringLiteral("admin@northwind.example")});
        fixture.window->showPage(QStringLiteral("users")); // back to what is there
    }
    fixture.window->open({QStringLiteral("postgresql://nobody@127.0.0.1:1/none"), {}, QStringLiteral("admin@northwind.example")});
    fixture.window->showPage(QStringLiteral("users"));
    db::waitForClosed(); // the sessions' workers are over, and what they had to say is on its way
    QCoreApplication::sendPostedEvents();
    QCOMPARE(failed.size(), 0);
    QCOMPARE(entered.size(), 0);
    QVERIFY(fixture.window->usersPage()->isVisible());
}

void FieldWindowTest::aFailedConnectionLeavesTheStatusAsItWas()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    auto *status = fixture.window->findChild<StatusStrip *>();
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    fixture.window->open({fixture.database->url(), QStringLiteral("nowhere"), QStringLiteral("stranger@nowhere.example")});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, tests::patience);
    QVERIFY2(!status->operationText().contains(QStringLiteral("PERMISSION_DENIED")), qPrintable(status->operationText()));
    const QString said = fixture.window->connectionPage()->notice()->accessibleDescription();
    QVERIFY2(!said.contains(QStringLiteral("--")), qPrintable(said));
}

void FieldWindowTest::aRefusedSwitchLeavesOneTicked()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    WindowFixture::selectRow(fixture.window->usersPage(), 1);
    UserDetails *details = fixture.window->usersPage()->details();
    QTRY_VERIFY(details->hasUser());
    qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName))->setText(QStringLiteral("Typed"));
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
    QVERIFY(fixture.settle());
    fixture.database->execute(QStringLiteral("UPDATE organizations SET name = 'R&D <b>North</b>' WHERE slug = 'northwind'"));
    fixture.openWindow();
    QVERIFY(fixture.settle());
    QMenu *menu = organizations(fixture);
    QStringList texts;
    for (const QAction *action : menu->actions())
        texts << QString(action->text()).replace(QStringLiteral("&&"), QStringLiteral("&"));
    QVERIFY2(texts.contains(QStringLiteral("R&D <b>North</b>")), qPrintable(texts.join(u'|')));
}

void FieldWindowTest::aNameThatIsTurnedRoundIsSeenAsSuch()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    UsersPage *users = fixture.window->usersPage();
    const QString id = users->model()->valueAt(2)->id.value;
    fixture.database->execute(QStringLiteral("UPDATE users SET \"displayName\" = ? WHERE id = ?"), {QStringLiteral("Gtest \u202Eko"), id});
    users->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(users->model()->valueAt(2) && users->model()->valueAt(2)->name().startsWith(QStringLiteral("Gtest")) && fixture.settle(), tests::patience);
    WindowFixture::selectRow(users, 2);
    QTRY_COMPARE(users->details()->user().id.value, id);
    int said = 0;
    for (const QLabel *label : users->details()->findChildren<QLabel *>()) {
        QVERIFY2(!label->text().contains(QChar(0x202E)), qPrintable(label->text()));
        said += !label->isHidden() && label->text().contains(QStringLiteral("Gtest \\u202eko")) ? 1 : 0;
    }
    QCOMPARE(said, 2); // the heading, and beneath the field
    auto *field = qobject_cast<QLineEdit *>(users->details()->form()->editor(UserField::DisplayName));
    QCOMPARE(field->text(), QStringLiteral("Gtest \u202Eko")); // is edited as it is
    QVERIFY(field->accessibleDescription().contains(QStringLiteral("\\u202e")));
}

void FieldWindowTest::anotherThemeLooksAnother()
{
    WindowFixture fixture;
    Theme::instance().setMode(ThemeMode::System);
    for (int turn = 0; turn < 4; ++turn) {
        const bool wasDark = Theme::instance().colors().isDark;
        fixture.window->actions().action(QStringLiteral("view.theme"))->trigger();
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
    QVERIFY(fixture.settle());
    const WithZone zone("Nowhere/X");
    QAction *change = fixture.window->actions().action(QStringLiteral("view.zone"));
    change->trigger();
    QVERIFY(!fixture.window->banner()->isHidden());
    QVERIFY2(fixture.window->banner()->accessibleDescription().contains(QStringLiteral("Nowhere/X")), qPrintable(fixture.window->banner()->accessibleDescription()));
    fixture.window->banner()->dismiss();
    change->trigger();
    QVERIFY(fixture.window->banner()->isHidden());
}

void FieldWindowTest::theTimeOfAnEventStandsOnceWhereThatIsAll()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    fixture.window->showPage(QStringLiteral("audit"));
    const auto *details = fixture.window->auditPage()->findChild<AuditDetails *>();
    const auto lines = [&](const char *name, qint64 row) {
        const WithZone zone(name);
        WindowFixture::selectRow(fixture.window->auditPage(), row);
        (void)QTest::qWaitFor([&] { return fixture.window->auditPage()->table()->currentId() == fixture.window->auditPage()->model()->valueAt(row)->id.value; });
        return details->whenText().split(u'\n').size();
    };
    QCOMPARE(lines("Europe/Berlin", 1), 2);
    QCOMPARE(lines("Etc/UTC", 2), 1);
    QCOMPARE(lines("UTC", 3), 1);
    QCOMPARE(lines("Nowhere/X", 4), 2); // why it isn't local
}

QTEST_MAIN(FieldWindowTest)
#include "tst_field_window.moc"
