#include "repo/server/server_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"
#include "ui/server/activity_section.h"
#include "ui/server/server_panel.h"
#include "ui/server/server_table.h"
#include "ui/server/server_tiles.h"
#include "ui/server/statement_pane.h"
#include "ui/server/statements_section.h"
#include "ui/theme.h"
#include "ui/widgets/figure_tile.h"
#include "ui/widgets/notice_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <atomic>
#include <thread>
#include <utility>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::TestDatabase;

namespace {

StatementDelta statement(qint64 id, double totalMs)
{
    StatementDelta made;
    made.queryId = id;
    made.query = u"SELECT %1"_s.arg(id);
    made.totalMs = totalMs;
    return made;
}

/// The texts of a column, from the top.
QStringList textsOf(const QAbstractItemView *table, int column)
{
    QStringList texts;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        texts << table->model()->index(row, column).data().toString();
    return texts;
}

} // namespace

/// The panel on a real server.
class ServerPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::instance(); }
    void init();
    void cleanup();
    void showsTheServer();
    void statementsCountFromTheWindowOn();
    void theChosenStatementStandsWholeBelow();
    void aMaximumFromBeforeTheWindowIsNotShown();
    void aMissingExtensionIsAHint();
    void cancelsABlockedQueryThroughTheOffer();
    void leavesItWhenToldTo();
    void refreshesOnlyWhileItIsSeen();
    void keepsTheChosenProcessOverARefresh();
    void aRowIsChosenAtOnce();
    void theCurrentCellStaysWithItsRow();
    void rowsStayWhereTheyAreWhileSomebodyWorksInThem();
    void aFailureIsToldOnceAndTakenBack();
    void fitsANarrowWindow();
    void everythingHasAName();

private:
    void waitUntilIdle();
    [[nodiscard]] QPushButton *offer(const QString &text) const;
    [[nodiscard]] bool chooseBlocked();
    [[nodiscard]] QString lockOneUser() const;
    [[nodiscard]] QString auditCount() const
    {
        return m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'server.backend_cancelled'"_s);
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<ServerRepository> m_server;
    std::unique_ptr<ui::ServerPanel> m_panel;
};

void ServerPanelTest::init()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); }, 2);
    m_server = std::make_unique<ServerRepository>(*m_executor, m_database->demoScope());
    m_panel = std::make_unique<ui::ServerPanel>();
    m_panel->resize(1200, 900);
}

void ServerPanelTest::cleanup()
{
    m_panel.reset();
    m_server.reset();
    m_executor.reset();
    m_database.reset();
}

/// Until what was asked for last is shown.
void ServerPanelTest::waitUntilIdle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!m_panel->isLoading(), tests::patience);
    QCoreApplication::sendPostedEvents(); // a table's first rows are a reset, after which it says what is chosen
}

QPushButton *ServerPanelTest::offer(const QString &text) const
{
    for (auto *button : m_panel->notice()->findChildren<QPushButton *>())
        if (button->text() == text && !button->isHidden())
            return button;
    return nullptr;
}

QString ServerPanelTest::lockOneUser() const
{
    return u"UPDATE users SET phone = phone WHERE id = '%1'"_s.arg(m_database->value(u"SELECT min(id) FROM users"_s));
}

/// Refreshes, and chooses the process that waits for another, once there is one.
bool ServerPanelTest::chooseBlocked()
{
    m_panel->refresh();
    waitUntilIdle();
    const ui::ServerTable *table = m_panel->activity()->table();
    const qsizetype row = textsOf(table, models::ActivityModel::State).indexOf(u"blocked"_s);
    if (row < 0)
        return false;
    m_panel->activity()->table()->setCurrentIndex(table->model()->index(int(row), 0));
    return true;
}

void ServerPanelTest::showsTheServer()
{
    QVERIFY(m_panel->activity()->hint().contains(u"No server"_s));
    const db::Connection other(m_database->options());
    m_panel->setRepository(m_server.get());
    QVERIFY(!m_panel->isLoading()); // nobody looks
    m_panel->show();
    QVERIFY(m_panel->isLoading());
    waitUntilIdle();
    QVERIFY(m_panel->tiles()->connections()->text().contains(u" / 60"_s));
    QVERIFY(m_panel->activity()->isContentShown());
    QVERIFY(m_panel->activity()->table()->model()->rowCount() >= 1);
    QVERIFY(textsOf(m_panel->tablesTable(), models::TableSizesModel::Name).contains(u"users"_s));
    QCOMPARE(m_panel->tablesTable()->model()->index(0, models::TableSizesModel::Live).data(Qt::TextAlignmentRole).toInt(),
             int(Qt::AlignRight | Qt::AlignVCenter));
    QVERIFY(m_panel->replication()->hint().contains(u"No standby"_s));
    QVERIFY(m_panel->redis()->hint().contains(u"REDIS_URL"_s));
    QVERIFY(m_panel->notice()->isHidden());
    m_panel->setRepository(nullptr);
    QVERIFY(!m_panel->activity()->isContentShown());
}

void ServerPanelTest::statementsCountFromTheWindowOn()
{
    m_database->execute(u"CREATE EXTENSION pg_stat_statements"_s);
    db::Connection connection(m_database->options());
    const auto run = [&connection] { connection.executeText(u"SELECT count(*) AS planted FROM users"_s); };
    run();
    m_panel->setRepository(m_server.get());
    m_panel->show();
    waitUntilIdle();
    QVERIFY(!m_panel->statements()->isContentShown()); // the window has just begun
    const ui::ServerTable *table = m_panel->statements()->table();
    const auto calls = [this, table] {
        m_panel->refresh();
        waitUntilIdle();
        const qsizetype row = textsOf(table, models::StatementsModel::Query).indexOf(u"SELECT count(*) AS planted FROM users"_s);
        return row < 0 ? QString() : table->model()->index(int(row), models::StatementsModel::Calls).data().toString();
    };
    for (int i = 0; i < 3; ++i)
        run();
    QCOMPARE(calls(), u"3"_s);
    QVERIFY(m_panel->statements()->isContentShown());
    QVERIFY(m_panel->statements()->subtitle().contains(u"without utility statements, EXPLAIN and what this dashboard asks"_s));
    for (const QString &query : textsOf(table, models::StatementsModel::Query))
        QVERIFY2(!query.contains(u"pg_stat"_s), qPrintable(query));
    m_panel->statements()->startButton()->click();
    waitUntilIdle();
    QCOMPARE(calls(), QString());
    run();
    QCOMPARE(calls(), u"1"_s);
}

void ServerPanelTest::theChosenStatementStandsWholeBelow()
{
    m_database->execute(u"CREATE EXTENSION pg_stat_statements"_s);
    m_panel->setRepository(m_server.get());
    m_panel->show();
    waitUntilIdle();
    const QString statement =
        u"SELECT count(*) AS planted\nFROM users\nWHERE %1 phone <> 'x'"_s.arg(u"\"displayName\" <> 'a <b>' AND "_s.repeated(60));
    const auto run = [&] {
        db::Connection connection(m_database->options());
        connection.executeText(statement);
        connection.executeText(u"SELECT 1 AS other"_s);
        m_panel->refresh();
        waitUntilIdle();
    };
    run();
    ui::StatementPane *pane = m_panel->statements()->pane();
    QVERIFY(!pane->isVisible());
    ui::ServerTable *table = m_panel->statements()->table();
    const auto choose = [table](const QString &start) {
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (const QModelIndex index = table->model()->index(row, models::StatementsModel::Query);
                index.data().toString().startsWith(start)) {
                table->setCurrentIndex(index);
                return index.data(Qt::ToolTipRole).toString();
            }
        return QString();
    };
    QString toolTip = choose(u"SELECT count(*) AS planted"_s);
    for (int again = 0; toolTip.isEmpty() && again < 10; ++again) { // the server counts for all tests at once, and may have dropped it
        run();
        toolTip = choose(u"SELECT count(*) AS planted"_s);
    }
    QVERIFY(pane->isVisible());
    QVERIFY(pane->statement().size() > 1'500 && pane->statement().startsWith(u"SELECT count(*) AS planted\nFROM users\nWHERE"_s));
    QVERIFY(pane->statement().endsWith(u"<> $61"_s) && !pane->statement().contains(u"'a"_s));
    QCOMPARE(pane->text()->toPlainText(), pane->statement());
    QVERIFY(toolTip.contains(u"\"displayName\" <> $1"_s) && toolTip.contains(u" …"_s));
    pane->copyButton()->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), pane->statement());
    pane->text()->selectAll();
    run(); // the same row, whatever the table does; what was selected stays
    QTRY_VERIFY(pane->isVisible() && pane->statement().startsWith(u"SELECT count(*) AS planted"_s));
    QVERIFY(pane->text()->textCursor().hasSelection());
    choose(u"SELECT $1 AS other"_s);
    QCOMPARE(pane->statement(), u"SELECT $1 AS other"_s);
    m_panel->statements()->startButton()->click(); // nothing is in the new window
    waitUntilIdle();
    QTRY_VERIFY(!pane->isVisible());
}

void ServerPanelTest::aMaximumFromBeforeTheWindowIsNotShown()
{
    StatementDelta known;
    known.queryId = 1;
    known.maxMs = 2;
    StatementDelta unknown = known;
    unknown.queryId = 2;
    unknown.maxMs = 1'840;
    unknown.isMaxOfWindow = false;
    models::StatementsModel model;
    model.setRows({known, unknown});
    const QModelIndex shown = model.index(0, models::StatementsModel::Max);
    const QModelIndex hidden = model.index(1, models::StatementsModel::Max);
    QCOMPARE(shown.data().toString(), u"2.00"_s);
    QVERIFY(shown.data(Qt::ToolTipRole).isNull());
    QCOMPARE(hidden.data().toString(), u"—"_s);
    QVERIFY(hidden.data(Qt::ToolTipRole).toString().contains(u"before the window"_s));
    QVERIFY(hidden.data(models::SortValueRole).toDouble() < shown.data(models::SortValueRole).toDouble());
}

void ServerPanelTest::aMissingExtensionIsAHint()
{
    m_panel->setRepository(m_server.get());
    m_panel->show();
    waitUntilIdle();
    QVERIFY(m_panel->statements()->hint().contains(u"CREATE EXTENSION pg_stat_statements"_s));
    QVERIFY(!m_panel->statements()->isContentShown());
    QVERIFY(!m_panel->statements()->startButton()->isEnabled());
    QVERIFY(m_panel->notice()->isHidden()); // it isn't an error
}

void ServerPanelTest::cancelsABlockedQueryThroughTheOffer()
{
    db::Connection holder(m_database->options());
    holder.executeText(u"BEGIN; %1"_s.arg(lockOneUser()));
    QString ended;
    std::atomic<bool> hasEnded = false;
    std::thread waiter([&, statement = lockOneUser()] {
        db::Connection connection(m_database->options());
        try {
            connection.executeText(statement);
        } catch (const RepositoryError &error) {
            ended = error.sqlState;
        }
        hasEnded = true;
    });
    m_panel->setRepository(m_server.get());
    m_panel->show();
    QVERIFY(!m_panel->activity()->cancelButton()->isEnabled());
    const bool isChosen = QTest::qWaitFor([this] { return chooseBlocked(); }, tests::patience);
    QTest::mouseClick(m_panel->activity()->cancelButton(), Qt::LeftButton);
    const bool isAsked = m_panel->notice()->text().startsWith(u"Cancel the query of process"_s);
    const QString before = auditCount(); // asking does nothing
    QPushButton *button = offer(u"Cancel the query"_s);
    if (button)
        QTest::mouseClick(button, Qt::LeftButton);
    const bool isSaid = QTest::qWaitFor([this] { return m_panel->notice()->text().endsWith(u"was cancelled."_s); }, tests::patience);
    holder.rollback(); // so that the waiter ends in any case
    waiter.join();
    QVERIFY(isChosen && isAsked && button && isSaid);
    QCOMPARE(ended, u"57014"_s);
    QCOMPARE(before, u"0"_s);
    QCOMPARE(auditCount(), u"1"_s);
}

void ServerPanelTest::leavesItWhenToldTo()
{
    db::Connection other(m_database->options());
    m_panel->setRepository(m_server.get());
    m_panel->show();
    waitUntilIdle();
    ui::ServerTable *table = m_panel->activity()->table();
    const qsizetype row = textsOf(table, models::ActivityModel::Pid).indexOf(other.executeText(u"SELECT pg_backend_pid()"_s).value(0));
    QVERIFY(row >= 0);
    table->setCurrentIndex(table->model()->index(int(row), 0));
    QVERIFY(!m_panel->activity()->cancelButton()->isEnabled()); // it is idle
    m_panel->activity()->terminateButton()->click();
    QVERIFY(m_panel->notice()->text().startsWith(u"End the connection of process"_s));
    m_panel->refresh();
    waitUntilIdle();
    QVERIFY(m_panel->notice()->text().startsWith(u"End the connection"_s)); // a refresh doesn't answer for the user
    offer(u"Leave it"_s)->click();
    QVERIFY(m_panel->notice()->isHidden());
    QCOMPARE(other.executeText(u"SELECT 42"_s), QStringList{u"42"_s});
}

void ServerPanelTest::refreshesOnlyWhileItIsSeen()
{
    m_panel->setRepository(m_server.get());
    m_panel->setRefreshing(true);
    QVERIFY(!m_panel->isRefreshing());
    m_panel->show();
    QVERIFY(m_panel->isRefreshing());
    waitUntilIdle();
    QSignalSpy started(m_panel.get(), &ui::ServerPanel::refreshStarted);
    QVERIFY(started.wait(tests::patience)); // by itself
    m_panel->hide();
    QVERIFY(!m_panel->isRefreshing());
    m_panel->show();
    QVERIFY(m_panel->isRefreshing());
    m_panel->setRefreshing(false);
    QVERIFY(!m_panel->isRefreshing());
}

void ServerPanelTest::keepsTheChosenProcessOverARefresh()
{
    const db::Connection one(m_database->options());
    const db::Connection two(m_database->options());
    m_panel->setRepository(m_server.get());
    m_panel->show();
    waitUntilIdle();
    ui::ServerTable *table = m_panel->activity()->table();
    table->sortByColumn(models::ActivityModel::Pid, Qt::DescendingOrder);
    QVERIFY(table->model()->rowCount() >= 2);
    table->setCurrentIndex(table->model()->index(1, models::ActivityModel::Pid));
    const QString chosen = table->currentIndex().data(models::RowIdRole).toString();
    const db::Connection later(m_database->options()); // with a pid above them, mostly
    m_panel->refresh();
    waitUntilIdle();
    QTRY_COMPARE(table->currentIndex().data(models::RowIdRole).toString(), chosen);
    QVERIFY(m_panel->activity()->terminateButton()->isEnabled());
}

/// Though it is current already, or the list has just come.
void ServerPanelTest::aRowIsChosenAtOnce()
{
    const db::Connection other(m_database->options());
    m_panel->setRepository(m_server.get());
    m_panel->show();
    ui::ServerTable *table = m_panel->activity()->table();
    bool isChosenEarly = false;
    connect(table->model(), &QAbstractItemModel::modelReset, table, [&] { // before the table has settled
        if (!std::exchange(isChosenEarly, true))
            table->selectRow(0);
    });
    waitUntilIdle();
    QTRY_VERIFY(isChosenEarly);
    QTRY_VERIFY(m_panel->activity()->terminateButton()->isEnabled());
    table->clearSelection();
    QVERIFY(!m_panel->activity()->terminateButton()->isEnabled());
    const QModelIndex first = table->model()->index(0, 0);
    table->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate); // as the focus does
    QVERIFY(!m_panel->activity()->terminateButton()->isEnabled());
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(first).center());
    QVERIFY(m_panel->activity()->terminateButton()->isEnabled());
}

/// As well the column: what Ctrl+C copies, and what a screen reader tells of.
void ServerPanelTest::theCurrentCellStaysWithItsRow()
{
    models::StatementsModel model;
    ui::ServerTable table(model, u"Statements"_s);
    table.resize(900, 300);
    table.show();
    model.setRows({statement(1, 10), statement(2, 5)});
    QCoreApplication::sendPostedEvents(&table); // the first rows are a reset
    table.setCurrentIndex(table.model()->index(1, models::StatementsModel::Mean));
    QSignalSpy told(&table, &ui::PlainTable::currentRowChanged);
    model.setRows({statement(3, 99), statement(2, 50), statement(1, 10)});
    QCOMPARE(table.currentIndex().data(models::RowIdRole).toString(), u"2"_s);
    QCOMPARE(table.currentIndex().column(), int(models::StatementsModel::Mean));
    QCOMPARE(model.at(table.currentRow()).queryId, 2);
    QCOMPARE(told.last().first().toInt(), 1); // the model's row
    model.setRows({statement(1, 10), statement(3, 99)});
    QCOMPARE(table.currentRow(), -1); // no other one in its place
    QVERIFY(!table.currentIndex().isValid());
    QCOMPARE(told.last().first().toInt(), -1);
    table.setCurrentIndex(table.model()->index(0, models::StatementsModel::Calls));
    model.setRows({}); // and back, as after a failure
    model.setRows({statement(4, 1), statement(1, 10)});
    QTRY_COMPARE(table.currentRow(), 1);
    QCOMPARE(table.currentIndex().column(), int(models::StatementsModel::Calls));
}

void ServerPanelTest::rowsStayWhereTheyAreWhileSomebodyWorksInThem()
{
    models::StatementsModel model;
    ui::ServerTable table(model, u"Statements"_s);
    table.resize(900, 300);
    table.show();
    const auto ids = [&table] {
        QString all;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            all += table.model()->index(row, 0).data(models::RowIdRole).toString();
        return all;
    };
    model.setRows({statement(1, 10), statement(2, 5), statement(3, 1)});
    table.sortByColumn(models::StatementsModel::Total, Qt::DescendingOrder);
    QCOMPARE(ids(), u"123"_s);
    table.setCurrentIndex(table.model()->index(2, models::StatementsModel::Total));
    model.setRows({statement(4, 200), statement(3, 100), statement(2, 50), statement(1, 10)});
    QCOMPARE(ids(), u"1234"_s);                                                                    // new ones come last
    QCOMPARE(table.model()->index(2, models::StatementsModel::Total).data().toString(), u"100"_s); // statistics go on
    model.setRows({statement(3, 300), statement(5, 250), statement(4, 200), statement(1, 10)});
    QCOMPARE(ids(), u"1345"_s);
    table.sortByColumn(models::StatementsModel::Total, Qt::AscendingOrder); // asked for
    QCOMPARE(ids(), u"1453"_s);
    table.clearSelection();
    QTRY_VERIFY(!static_cast<models::HeldSortModel *>(table.model())->isHeld());
    model.setRows({statement(1, 1'000), statement(3, 300), statement(5, 250), statement(4, 200)});
    QCOMPARE(ids(), u"4531"_s);
    QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
    QCoreApplication::sendEvent(table.viewport(), &enter);
    model.setRows({statement(1, 1), statement(3, 300), statement(5, 250), statement(4, 2'000)});
    QCOMPARE(ids(), u"4531"_s);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(table.viewport(), &leave);
    QTRY_COMPARE(ids(), u"1534"_s);
}

void ServerPanelTest::aFailureIsToldOnceAndTakenBack()
{
    std::atomic<bool> isGone = true; // read by the worker
    db::Executor executor([this, &isGone] { return isGone ? m_database->options().withDatabase(u"nowhere"_s) : m_database->options(); }, 1);
    ServerRepository server(executor, m_database->demoScope());
    m_panel->setRepository(&server);
    m_panel->show();
    waitUntilIdle();
    QVERIFY(!m_panel->notice()->isHidden());
    QVERIFY(!m_panel->activity()->isContentShown());
    isGone = false;
    offer(u"Try again"_s)->click();
    waitUntilIdle();
    QVERIFY(m_panel->notice()->isHidden());
    QVERIFY(m_panel->tablesTable()->model()->rowCount() > 0);
    m_panel->setRepository(nullptr);
}

void ServerPanelTest::fitsANarrowWindow()
{
    m_panel->setRepository(m_server.get());
    m_panel->resize(770, 700); // beside the rail of a window of 1,000 px
    m_panel->show();
    waitUntilIdle();
    QCOMPARE(m_panel->width(), 770);
    for (const ui::ServerTable *table : {m_panel->activity()->table(), m_panel->tablesTable()}) {
        QTRY_VERIFY(table->isVisible());
        QVERIFY(table->horizontalHeader()->length() <= table->viewport()->width());
        QVERIFY(table->mapTo(m_panel.get(), QPoint(table->width(), 0)).x() <= m_panel->width());
    }
    m_panel->resize(2'560, 1'200);
    QTRY_VERIFY(m_panel->tablesTable()->isVisible() && m_panel->tablesTable()->width() <= 1'600);
}

void ServerPanelTest::everythingHasAName()
{
    m_panel->setRepository(m_server.get());
    m_panel->show();
    waitUntilIdle();
    for (const auto *view : m_panel->findChildren<QAbstractItemView *>())
        QVERIFY2(!view->accessibleName().isEmpty() || qobject_cast<const QHeaderView *>(view), view->metaObject()->className());
    for (const auto *button : m_panel->findChildren<QAbstractButton *>())
        if (!qobject_cast<const QTableView *>(button->parentWidget())) // a table's corner, which is hidden
            QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->text()));
    for (const auto *card : m_panel->findChildren<QFrame *>())
        QVERIFY2(!card->property("card").toBool() || !card->accessibleName().isEmpty(), card->metaObject()->className());
}

QTEST_MAIN(ServerPanelTest)
#include "tst_server_panel.moc"
