#include "repo/db/closing.h"
#include "tests/support/window_fixture.h"
#include "ui/connection/connection_page.h"
#include "ui/connection/migrations_dialog.h"
#include "ui/header_bar.h"
#include "ui/status_strip.h"
#include "ui/users/user_details.h"
#include "ui/users/user_form.h"
#include "ui/widgets/notice_bar.h"

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
    void aSessionThatIsGivenUpIsNotHeard();
    void aFailedConnectionLeavesTheStatusAsItWas();
    void aRefusedSwitchLeavesOneTicked();
    void namesOfOrganizationsAreShownAsStored();

private:
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

void FieldWindowTest::whoMayOnlyReadIsToldWhy()
{
    WindowFixture fixture;
    QVERIFY(fixture.settle());
    const QString role = QStringLiteral("r_") + fixture.database->name();
    fixture.database->execute(QStringLiteral("CREATE ROLE %1 LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1").arg(role));
    QSignalSpy entered(fixture.window.get(), &MainWindow::sessionEntered);
    fixture.window->open({QString(fixture.database->url()).replace(QStringLiteral("user=pivotal"), QStringLiteral("user=") + role), QStringLiteral("northwind"),
                          QStringLiteral("admin@northwind.example")});
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
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

QTEST_MAIN(FieldWindowTest)
#include "tst_field_window.moc"
