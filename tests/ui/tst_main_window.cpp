#include "repo/db/closing.h"
#include "repo/embedded/embedded_demo.h"
#include "tests/support/window_fixture.h"
#include "ui/actions.h"
#include "ui/connection/connection_page.h"
#include "ui/header_bar.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/nav_rail.h"
#include "ui/performance/chart_card.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/server/activity_section.h"
#include "ui/server/server_panel.h"
#include "ui/server/server_table.h"
#include "ui/status_strip.h"
#include "ui/users/user_details.h"
#include "ui/users/user_form.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_table.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QCompleter>
#include <QDateEdit>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTextEdit>
#include <QToolButton>
#include <csignal>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::WindowFixture;

/// The window as a whole: connecting, failing, a server that goes and comes back, settings.
class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTwoActionsShareAKey();
    void theReadmeNamesEveryKey();
    void actionsAreOfThePageThatIsShown();
    void theCommandFieldOffersWhatCanBeDone();
    void everyCountOfMissingIndexesIsTheSame();
    void everyWidgetHasAnAccessibleName();
    void badConnections_data();
    void badConnections();
    void connectsAfterAFailure();
    void switchesOrganizations();
    void switchesOrganizationsByTheMenu();
    void aFailedConnectionDoesNotReplaceTheSession();
    void switchingDoesNotLoseWhatIsTyped();
    void remembersItsLayout();
    void themesApply();
    void fitsASmallWindow();
    void survivesAKillOfTheServer();
    void theGuiThreadNeverWaits();
};

void MainWindowTest::noTwoActionsShareAKey()
{
    WindowFixture fixture;
    QCOMPARE(fixture.window->actions().conflicts(), QStringList());
    for (const QAction *action : fixture.window->actions().all())
        QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->objectName()));
}

void MainWindowTest::theReadmeNamesEveryKey()
{
    QFile file(QStringLiteral(PIVOTAL_SOURCE_DIR "/README.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString keys = QString::fromUtf8(file.readAll()).section(u"## Keys"_s, 1).section(u"## "_s, 0, 0);
    WindowFixture fixture;
    for (const QAction *action : fixture.window->actions().all()) {
        const QRegularExpression key(
            u"\\b%1\\b"_s.arg(QRegularExpression::escape(action->shortcut().toString(QKeySequence::PortableText))));
        QVERIFY2(keys.contains(key), qPrintable(action->objectName() + u' ' + action->shortcut().toString()));
    }
}

void MainWindowTest::actionsAreOfThePageThatIsShown()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const auto enabled = [&fixture](const char *id) { return fixture.window->actions().action(QLatin1String(id))->isEnabled(); };
    const auto show = [&fixture](const char *id) { fixture.window->actions().action(QLatin1String(id))->trigger(); };
    PerformancePage *performance = fixture.window->findChild<PerformancePage *>();
    IndexesPanel *indexes = fixture.window->findChild<IndexesPage *>()->panel();
    const QList<const char *> elsewhere{"performance.pause",   "performance.apply", "performance.rollBack", "chart.table",
                                        "chart.picture",       "chart.csv",         "server.cancelQuery",   "server.endConnection",
                                        "server.countFromNow", "indexes.apply",     "indexes.rollBack",     "indexes.applyTen"};
    for (const char *id : elsewhere)
        QVERIFY2(!enabled(id), id);
    for (const char *id : {"users.edit", "users.save", "page.next", "view.details", "view.refresh"})
        QVERIFY2(enabled(id), id);
    QTest::keyClick(fixture.window.get(), Qt::Key_P, Qt::ControlModifier);
    QVERIFY(!performance->feed().isPaused()); // nobody would see it

    show("go.performance");
    for (const char *id : {"users.edit", "page.next", "indexes.apply", "server.endConnection", "performance.apply"})
        QVERIFY2(!enabled(id), id);
    for (const char *id : {"performance.pause", "chart.table", "chart.picture", "chart.csv"})
        QVERIFY2(enabled(id), id);
    QTest::keyClick(fixture.window.get(), Qt::Key_P, Qt::ControlModifier);
    QVERIFY(performance->feed().isPaused());
    QTest::keyClick(fixture.window.get(), Qt::Key_P, Qt::ControlModifier);
    QVERIFY(!performance->feed().isPaused());
    ChartCard *chart = performance->operations()->chartCard();
    QTest::keyClick(fixture.window.get(), Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(chart->table()->isVisible());
    QTest::keyClick(fixture.window.get(), Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(chart->chart()->isVisible());
    QTest::keyClick(fixture.window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    auto *dialog = chart->findChild<QFileDialog *>();
    QVERIFY(dialog && dialog->defaultSuffix() == u"png"_s);
    dialog->reject();
    fixture.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(fixture.window.get()));

    show("performance.server");
    QVERIFY(!enabled("performance.pause") && !enabled("chart.csv"));
    ActivitySection *activity = performance->server()->activity();
    QTRY_VERIFY_WITH_TIMEOUT(activity->table()->model()->rowCount() > 0, tests::patience);
    const auto chooses = [activity](int row) {
        activity->table()->selectRow(row);
        return activity->terminateButton()->isEnabled();
    };
    QTRY_VERIFY(chooses(0));
    QVERIFY(enabled("server.endConnection"));
    QTest::keyClick(fixture.window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(performance->server()->notice()->text().startsWith(u"End the connection"_s),
             qPrintable(performance->server()->notice()->text()));
    performance->server()->notice()->dismiss();

    show("go.indexes");
    QVERIFY(!enabled("server.endConnection") && !enabled("indexes.applyTen")); // none of the ten is missing
    QTRY_VERIFY_WITH_TIMEOUT(indexes->table()->select(u"idx_users_org_name_id"_s), tests::patience);
    QVERIFY(enabled("indexes.rollBack") && !enabled("indexes.apply"));
    QTest::keyClick(fixture.window.get(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(indexes->notice()->text(), u"Roll back idx_users_org_name_id?"_s);
    show("go.users");
    QVERIFY(!enabled("indexes.rollBack") && enabled("users.edit"));
}

void MainWindowTest::theCommandFieldOffersWhatCanBeDone()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    QCompleter *completer = nullptr;
    for (const QLineEdit *field : fixture.window->findChild<HeaderBar *>()->findChildren<QLineEdit *>())
        completer = field->completer() ? field->completer() : completer;
    QVERIFY(completer);
    const auto offers = [completer](const char *text) {
        completer->setCompletionPrefix(QLatin1String(text));
        return completer->completionCount();
    };
    QCOMPARE(offers("pause"), 0);
    QCOMPARE(offers("edit user"), 1);
    fixture.window->actions().action(u"go.performance"_s)->trigger();
    QCOMPARE(offers("pause"), 1);
    QCOMPARE(offers("edit user"), 0);
    QCOMPARE(offers("go to users"), 1);
}

void MainWindowTest::everyCountOfMissingIndexesIsTheSame()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const QString missing = u"idx_users_org_name_id"_s; // none of the ten
    const QString invalid = u"idx_users_org_status_id"_s;
    fixture.database->execute(u"DROP INDEX "_s + missing);
    fixture.database->execute(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = ?::regclass"_s, {invalid});
    fixture.openWindow();
    QVERIFY(fixture.waitUntilIdle());
    const auto *rail = fixture.window->findChild<NavRail *>();
    const auto *strip = fixture.window->findChild<StatusStrip *>();
    IndexesPanel *panel = fixture.window->findChild<IndexesPage *>()->panel();
    const auto said = [&] {
        return qPrintable(rail->note(u"indexes"_s) + u'\n' + strip->serverText() + u'\n' + panel->countText() + u'\n'
                          + panel->notice()->accessibleDescription());
    };
    const auto saysEverywhere = [&](int count) {
        const QString number = QString::number(count);
        const QString strips = u" %1 index(es) missing"_s.arg(number);
        return rail->note(u"indexes"_s) == (count == 0 ? QString() : u"%1 missing"_s.arg(number))
               && (count == 0 ? !strip->serverText().contains(u"missing"_s) : strip->serverText().endsWith(strips))
               && (count == 0 ? !panel->countText().contains(u"missing"_s) : panel->countText().contains(u" %1 missing"_s.arg(number)));
    };
    QCOMPARE(rail->note(u"indexes"_s), u"2 missing"_s); // by the sign-in's read, before the page was seen
    fixture.window->showPage(u"indexes"_s);
    QTRY_VERIFY_WITH_TIMEOUT(panel->table()->select(invalid), tests::patience);
    QVERIFY(panel->countText().contains(u"2 missing, 1 of them invalid"_s));
    QVERIFY2(saysEverywhere(2), said());
    fixture.window->actions().action(u"indexes.apply"_s)->trigger(); // the invalid one is built anew
    QVERIFY2(QTest::qWaitFor([&] { return saysEverywhere(1); }, tests::patience), said());
    QVERIFY(panel->table()->select(missing));
    fixture.window->actions().action(u"indexes.apply"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(saysEverywhere(0), tests::patience);
    fixture.database->execute(u"DROP INDEX "_s + missing); // by somebody else
    fixture.window->findChild<IndexesPage *>()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(saysEverywhere(1), tests::patience);
}

void MainWindowTest::everyWidgetHasAnAccessibleName()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    QStringList nameless;
    for (const QWidget *widget : fixture.window->findChildren<QWidget *>()) {
        const bool isInput = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
                             || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QDateEdit *>(widget)
                             || qobject_cast<const QTableView *>(widget) || qobject_cast<const QTextEdit *>(widget);
        const bool isInner = widget->objectName().startsWith(u"qt_"_s) || qobject_cast<const QLineEdit *>(widget->parentWidget())
                             || qobject_cast<const QComboBox *>(widget->parentWidget())
                             || qobject_cast<const QDateEdit *>(widget->parentWidget())
                             || qobject_cast<const QTableView *>(widget->parentWidget())
                             || widget->inherits("QTableView") != (qobject_cast<const QTableView *>(widget) != nullptr)
                             || widget->window() != fixture.window.get();
        if (isInput && !isInner && widget->isVisibleTo(fixture.window.get()) && widget->accessibleName().isEmpty())
            nameless << QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
    }
    QCOMPARE(nameless, QStringList());
}

void MainWindowTest::badConnections_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("actor");
    QTest::addColumn<QString>("code");
    QTest::newRow("wrong URL") << "postgres//typo"
                               << "a@b.example"
                               << "VALIDATION_ERROR";
    QTest::newRow("server down") << "postgresql://nobody@127.0.0.1:1/none"
                                 << "a@b.example"
                                 << "DATABASE_CONNECTION";
    QTest::newRow("no such database") << "@server/none"
                                      << "a@b.example"
                                      << "DATABASE_CONNECTION";
    QTest::newRow("no such user") << "@user"
                                  << "a@b.example"
                                  << "DATABASE_CONNECTION";
    QTest::newRow("no tables") << "@server/postgres"
                               << "a@b.example"
                               << "DATABASE_ERROR";
    QTest::newRow("nobody acts") << "@database"
                                 << ""
                                 << "VALIDATION_ERROR";
    QTest::newRow("not a user") << "@database"
                                << "stranger@nowhere.example"
                                << "PERMISSION_DENIED";
}

void MainWindowTest::badConnections()
{
    QFETCH(QString, url);
    QFETCH(QString, actor);
    QFETCH(QString, code);
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const QString socket = fixture.database->options().value(u"host"_s);
    url.replace(u"@database"_s, fixture.database->url());
    url.replace(u"@user"_s, u"postgresql:///postgres?host=%1&user=stranger"_s.arg(socket));
    if (url.startsWith(u"@server"_s))
        url = u"postgresql:///%1?host=%2&user=pivotal"_s.arg(url.section(u'/', 1), socket);
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    fixture.window->open({url, {}, actor});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, tests::patience);
    ConnectionPage *connection = fixture.window->findChild<ConnectionPage *>();
    QVERIFY(connection->isVisible());
    QVERIFY(!connection->notice()->isHidden());
    QVERIFY2(connection->notice()->accessibleDescription().contains(code), qPrintable(connection->notice()->accessibleDescription()));
    QCOMPARE(connection->url()->text(), url);              // what was typed is kept
    QTest::keyClick(fixture.window.get(), Qt::Key_Escape); // and the session before is still there
    QVERIFY(fixture.window->findChild<UsersPage *>()->isVisible());
    fixture.window->findChild<UsersPage *>()->refresh();
    QVERIFY(fixture.waitUntilIdle());
}

void MainWindowTest::connectsAfterAFailure()
{
    WindowFixture fixture;
    fixture.window = std::make_unique<MainWindow>();
    fixture.window->show();
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    fixture.window->open({u"postgresql://nobody@127.0.0.1:1/none"_s, {}, u"admin@northwind.example"_s});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, tests::patience);
    ConnectionPage *connection = fixture.window->findChild<ConnectionPage *>();
    connection->url()->setText(fixture.database->url());
    QTest::keyClick(connection->url(), Qt::Key_Return);
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.window->findChild<UsersPage *>()->isVisible());
}

void MainWindowTest::switchesOrganizations()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    QCOMPARE(fixture.window->session()->scopes().size(), 3);
    const qint64 before = fixture.window->findChild<UsersPage *>()->model()->total();
    fixture.window->session()->switchTo(fixture.window->session()->scopes().at(1).organization.id);
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.window->findChild<UsersPage *>()->model()->total() < before);
    QCOMPARE(fixture.window->session()->scope().organization.slug, fixture.window->session()->scopes().at(1).organization.slug);
}

void MainWindowTest::switchesOrganizationsByTheMenu()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const QString before = fixture.window->session()->scope().organization.slug;
    for (int turn = 0; turn < 3; ++turn) {
        QMenu *menu = nullptr;
        const auto buttons = fixture.window->findChild<HeaderBar *>()->findChildren<QToolButton *>();
        for (QToolButton *button : buttons)
            if (button->accessibleName().startsWith(u"Organization"_s))
                menu = button->menu();
        QVERIFY(menu);
        menu->popup(fixture.window->mapToGlobal(QPoint(100, 60)));
        QTRY_VERIFY(menu->isVisible());
        menu->setActiveAction(menu->actions().at((turn + 1) % 3));
        QTest::keyClick(menu, Qt::Key_Return); // its own entry is what replaces the menu
        QVERIFY(fixture.waitUntilIdle());
    }
    QCOMPARE(fixture.window->session()->scope().organization.slug, before); // round about
}

void MainWindowTest::aFailedConnectionDoesNotReplaceTheSession()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    ConsoleSession *before = fixture.window->session();
    QSignalSpy failed(fixture.window.get(), &MainWindow::sessionFailed);
    fixture.window->open({u"postgresql://nobody@127.0.0.1:1/none"_s, {}, u"admin@northwind.example"_s});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, tests::patience);
    QTest::keyClick(fixture.window.get(), Qt::Key_1, Qt::ControlModifier);
    fixture.window->session()->switchTo(before->scopes().at(1).organization.id);
    QVERIFY(fixture.waitUntilIdle());
    QCOMPARE(fixture.window->session(), before);
    QVERIFY(fixture.window->findChild<UsersPage *>()->isVisible());
}

void MainWindowTest::switchingDoesNotLoseWhatIsTyped()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    WindowFixture::selectRow(fixture.window->findChild<UsersPage *>(), 1);
    UserDetails *details = fixture.window->findChild<UsersPage *>()->details();
    QTRY_VERIFY(details->hasUser());
    qobject_cast<QLineEdit *>(details->form()->editor(UserField::FirstName))->setText(u"Typed"_s);
    QCOMPARE(details->draftCount(), 1);
    const QString before = fixture.window->session()->scope().organization.slug;
    Q_EMIT fixture.window->findChild<HeaderBar *>()->organizationChosen(fixture.window->session()->scopes().at(1).organization.id);
    QCOMPARE(fixture.window->session()->scope().organization.slug, before);
    QVERIFY(!fixture.window->banner()->isHidden());
    QTest::mouseClick(fixture.window->banner()->findChild<QPushButton *>(), Qt::LeftButton);
    QVERIFY(fixture.window->session()->scope().organization.slug != before);
    QCOMPARE(details->draftCount(), 0);
}

void MainWindowTest::remembersItsLayout()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    fixture.window->resize(1234, 777);
    fixture.window->findChild<UsersPage *>()->table()->setColumnShown(models::UsersTableModel::column("mfa"), false);
    fixture.window->findChild<UsersPage *>()->setPageSize(20);
    fixture.window->close();
    const SessionRequest request = fixture.window->session()->request();
    fixture.window = std::make_unique<MainWindow>();
    fixture.window->show();
    QCOMPARE(fixture.window->size(), QSize(1234, 777));
    fixture.window->open(request);
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(!fixture.window->findChild<UsersPage *>()->table()->isColumnWanted(models::UsersTableModel::column("mfa")));
    QVERIFY(fixture.window->findChild<UsersPage *>()->table()->isColumnHidden(models::UsersTableModel::column("mfa")));
    QVERIFY(fixture.window->findChild<UsersPage *>()->table()->isColumnWanted(models::UsersTableModel::column("status")));
}

void MainWindowTest::themesApply()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    Theme::instance().setMode(ThemeMode::Dark);
    const QColor dark = fixture.window->grab().toImage().pixelColor(5, 5);
    Theme::instance().setMode(ThemeMode::Light);
    const QColor light = fixture.window->grab().toImage().pixelColor(5, 5);
    QVERIFY(dark.lightness() < 80 && light.lightness() > 200);
}

void MainWindowTest::fitsASmallWindow()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    fixture.window->resize(1000, 700);
    QTRY_COMPARE(fixture.window->width(), 1000);
    QTRY_VERIFY(fixture.window->minimumSizeHint().width() <= 1000);
    fixture.window->resize(2560, 1400);
    QTRY_COMPARE(fixture.window->width(), 2560);
}

void MainWindowTest::survivesAKillOfTheServer()
{
    QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeOther | QFile::ExeGroup);
    qputenv("PIVOTAL_DATA_DIR", folder.path().toUtf8());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    auto owned = std::make_unique<MainWindow>();
    MainWindow &window = *owned;
    window.show();
    window.open({}); // the embedded demo, from nothing
    QTRY_VERIFY_WITH_TIMEOUT(window.session() && window.findChild<UsersPage *>()->model()->total() > 0
                                 && !window.findChild<UsersPage *>()->model()->isLoading(),
                             60'000);
    WindowFixture::selectRow(window.findChild<UsersPage *>(), 2);
    QTRY_VERIFY(window.findChild<UsersPage *>()->details()->hasUser());
    auto *name = qobject_cast<QLineEdit *>(window.findChild<UsersPage *>()->details()->form()->editor(UserField::FirstName));
    name->setText(u"Kept"_s);

    QFile pidFile(folder.path() + u"/postgres/data/postmaster.pid"_s);
    QVERIFY(pidFile.open(QIODevice::ReadOnly));
    QCOMPARE(::kill(pid_t(pidFile.readLine().trimmed().toLongLong()), SIGKILL), 0);
    window.findChild<UsersPage *>()->refresh();
    // The console starts its server again by itself, and reads are run again.
    QTRY_VERIFY_WITH_TIMEOUT(!window.findChild<UsersPage *>()->model()->isLoading() && !window.findChild<UsersPage *>()->model()->isStale(),
                             60'000);
    QTRY_VERIFY(window.banner()->isHidden());
    QCOMPARE(name->text(), u"Kept"_s);
    window.findChild<UsersPage *>()->details()->save();
    QTRY_COMPARE_WITH_TIMEOUT(window.findChild<UsersPage *>()->details()->draftCount(), 0, tests::patience);
    owned.reset();
    db::waitForClosed();
    QVERIFY(!QFile::exists(folder.path() + u"/postgres/data/postmaster.pid"_s)); // the last one stopped it
    qunsetenv("PIVOTAL_DATA_DIR");
}

void MainWindowTest::theGuiThreadNeverWaits()
{
    // While every worker of the session sleeps on the server, events go on being handled.
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    db::Executor &executor = fixture.window->session()->executor();
    QList<QFuture<int>> sleeping;
    for (int i = 0; i < 8; ++i)
        sleeping << executor.run(u"test.sleep"_s, db::Access::Read, [](db::Connection &connection) {
            connection.executeText(u"SELECT pg_sleep(600)"_s);
            return 1;
        });
    fixture.window->findChild<UsersPage *>()->refresh();
    for (int turn = 0; turn < 100; ++turn)
        QCoreApplication::processEvents();
    QVERIFY(fixture.window->findChild<UsersPage *>()->model()->isLoading());
    for (QFuture<int> &future : sleeping)
        future.cancel();
    QVERIFY(fixture.waitUntilIdle());
}

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
