#include "tests/support/window_fixture.h"
#include "ui/actions.h"
#include "ui/audit/refused_events_dialog.h"
#include "ui/status_strip.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_table.h"
#include "ui/widgets/row_clipboard.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::await;
using tests::patience;
using tests::WindowFixture;

/// What the server refuses is counted, listed, shown, exported and sent again.
class RefusedEventsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWindowTellsAndSendsAgain();
};

void RefusedEventsTest::theWindowTellsAndSendsAgain()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    QToolButton *told = fixture.window->findChild<StatusStrip *>()->refusedButton();
    QVERIFY(!told->isVisible());
    fixture.database->execute(u"ALTER TABLE audit_logs ADD CONSTRAINT not_now CHECK (action <> 'test.aside')"_s);
    const Json digits{R"({"n":12345678901234567890,"d":1.10})"};
    for (const char *id : {"7", "8"})
        QVERIFY(await(fixture.window->session()->outbox().append({{u"test.aside"_s, u"Thing"_s, QLatin1String(id), {}, digits}})).value);
    QTRY_VERIFY_WITH_TIMEOUT(told->text().startsWith(u'2'), patience);
    QVERIFY(told->isVisible());

    QTest::mouseClick(told, Qt::LeftButton);
    RefusedEventsDialog *dialog = fixture.window->findChild<RefusedEventsDialog *>();
    QVERIFY(dialog->isVisible());
    QTRY_COMPARE(dialog->table()->model()->rowCount(), 2);
    QVERIFY2(dialog->shownEvent().contains(QString::fromUtf8(digits.text)), qPrintable(dialog->shownEvent()));
    QVERIFY(dialog->shownEvent().contains(u"not_now"_s));
    const CopiedRows copied = RowClipboard::selectedRows(*dialog->table());
    QCOMPARE(copied.rows.size(), 1);
    QCOMPARE(copied.rows.first().at(models::RefusedEventsModel::Action), QVariant(u"test.aside"_s));
    QVERIFY(copied.rows.first().at(models::RefusedEventsModel::When).toString().endsWith(u'Z'));

    const QTemporaryDir folder;
    QSignalSpy exported(dialog, &RefusedEventsDialog::exported);
    dialog->exportTo(folder.filePath(u"refused.json"_s));
    QTRY_COMPARE(exported.size(), 1);
    QFile file(folder.filePath(u"refused.json"_s));
    QVERIFY(file.open(QFile::ReadOnly) && file.readAll().count(digits.text) == 2);
    dialog->exportTo(folder.filePath(u"none/refused.json"_s));
    QTRY_VERIFY(!dialog->notice()->isHidden());

    fixture.database->execute(u"ALTER TABLE audit_logs DROP CONSTRAINT not_now"_s);
    dialog->table()->selectAll();
    QTest::mouseClick(dialog->sendButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!told->isVisible(), patience);
    QTRY_COMPARE(dialog->table()->model()->rowCount(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'test.aside'"_s), u"2"_s, patience);
    QVERIFY(!dialog->sendButton()->isEnabled());
    dialog->close();
    fixture.window->actions().action(u"audit.refused"_s)->trigger();
    QVERIFY(dialog->isVisible());
}

QTEST_MAIN(RefusedEventsTest)
#include "tst_refused_events.moc"
