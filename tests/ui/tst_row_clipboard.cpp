#include "models/cell_roles.h"
#include "models/statements_model.h"
#include "ui/theme.h"
#include "ui/widgets/plain_table.h"
#include "ui/widgets/row_clipboard.h"
#include "ui/widgets/table_header.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMimeData>
#include <QStandardItemModel>
#include <QTest>
#include <QTextBrowser>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;

namespace {

constexpr double pi = 3.141592653589793;

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

/// Takes a line of CSV, or with tabs, apart as a spreadsheet does.
QList<QStringList> parsed(const QString &text, QChar separator)
{
    QList<QStringList> rows{{QString()}};
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        QString &cell = rows.last().last();
        if (isQuoted && c == u'"' && i + 1 < text.size() && text.at(i + 1) == u'"')
            cell += text.at(++i);
        else if (c == u'"' && (isQuoted || cell.isEmpty()))
            isQuoted = !isQuoted;
        else if (!isQuoted && c == separator)
            rows.last() << QString();
        else if (!isQuoted && c == u'\n')
            rows << QStringList{QString()};
        else if (isQuoted || c != u'\r')
            cell += c;
    }
    return rows;
}

} // namespace

/// What is copied is what is stored: shown texts have separators, minutes and "+2".
class RowClipboardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_table.reset(); }
    void keysCopyTheSelectedRows();
    void nullIsToldApart();
    void aBreakInAValueBreaksNoRow();
    void theColumnsAreThoseOnScreen();
    void numbersAreWhole();
    void theMenuOffersTheForms();
    void aTextKeepsItsOwnCopy();
    void lettersDontMoveTheRow();
    void aModelOfTheServerTellsItsNumbers();

private:
    void setRow(int row, const QVariantList &stored);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(m_table.get(), key, modifiers); }

    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<PlainTable> m_table;
    RowClipboard *m_clipboard = nullptr;
};

void RowClipboardTest::initTestCase()
{
    Theme::instance();
    m_clipboard = new RowClipboard(this);
}

void RowClipboardTest::setRow(int row, const QVariantList &stored)
{
    for (int column = 0; column < stored.size(); ++column) {
        m_model->setData(m_model->index(row, column), u"shown"_s);
        m_model->setData(m_model->index(row, column), stored.at(column), models::RawValueRole);
    }
}

void RowClipboardTest::init()
{
    m_model = std::make_unique<QStandardItemModel>(2, 4);
    m_model->setHorizontalHeaderLabels({u"id"_s, u"name"_s, u"count"_s, u"at"_s});
    setRow(0, {u"a"_s, u"O'Neil, \"Al\""_s, 1'234'567, u"2026-11-23T05:54:12.000Z"_s});
    setRow(1, {u"b"_s, QVariant(), true, QStringList{u"admin"_s, u"it's"_s}});
    m_table = std::make_unique<PlainTable>(u"Table"_s);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(m_model.get());
    m_table->resize(600, 200);
    m_table->show();
    m_table->activateWindow();
    m_table->setFocus();
    m_table->selectRow(0);
    QGuiApplication::clipboard()->clear();
}

void RowClipboardTest::keysCopyTheSelectedRows()
{
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), u"a\tO'Neil, \"Al\"\t1234567\t2026-11-23T05:54:12.000Z"_s);
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(clipboard(), u"id\tname\tcount\tat\na\tO'Neil, \"Al\"\t1234567\t2026-11-23T05:54:12.000Z"_s);
    m_table->setCurrentIndex(m_model->index(0, 2));
    press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(clipboard(), u"1234567"_s);
    m_table->selectAll();
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), u"a\tO'Neil, \"Al\"\t1234567\t2026-11-23T05:54:12.000Z\nb\t\ttrue\tadmin, it's"_s);
}

void RowClipboardTest::nullIsToldApart()
{
    setRow(0, {u"a"_s, QString(), u"null"_s, QVariant()});
    m_table->selectAll();
    press(Qt::Key_V, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(clipboard(), u"id,name,count,at\r\na,\"\",null,\r\nb,,true,\"admin, it's\"\r\n"_s);
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"text/csv"_s), clipboard().toUtf8());
    press(Qt::Key_J, Qt::ControlModifier | Qt::AltModifier);
    const QJsonArray json = QJsonDocument::fromJson(clipboard().toUtf8()).array();
    QCOMPARE(json.size(), 2);
    QCOMPARE(json.at(0),
             QJsonValue(QJsonObject{{u"id"_s, u"a"_s}, {u"name"_s, QString()}, {u"count"_s, u"null"_s}, {u"at"_s, QJsonValue::Null}}));
    QCOMPARE(json.at(1),
             QJsonValue(QJsonObject{
                 {u"id"_s, u"b"_s}, {u"name"_s, QJsonValue::Null}, {u"count"_s, true}, {u"at"_s, QJsonArray{u"admin"_s, u"it's"_s}}}));
    press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(clipboard(), u"VALUES\n  ('a', '', 'null', NULL),\n  ('b', NULL, true, ARRAY['admin', 'it''s']::text[])\n"_s);
}

void RowClipboardTest::aBreakInAValueBreaksNoRow()
{
    const QStringList odd{u"tab\there"_s, u"two\nlines \"quoted\""_s, u"\"begins"_s, u"=1+1 "_s};
    setRow(0, {odd.at(0), odd.at(1), odd.at(2), odd.at(3)});
    m_table->selectRow(0);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(parsed(clipboard(), u'\t'), QList<QStringList>{odd});
    press(Qt::Key_V, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(parsed(clipboard(), u',').at(1), odd);
}

void RowClipboardTest::theColumnsAreThoseOnScreen()
{
    m_table->header()->setSectionsMovable(true);
    m_table->header()->moveSection(3, 0);
    m_table->hideColumn(1);
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(clipboard(), u"at\tid\tcount\n2026-11-23T05:54:12.000Z\ta\t1234567"_s);
}

void RowClipboardTest::numbersAreWhole()
{
    setRow(0, {9'007'199'254'740'993ll, pi, 1e300, 0.1});
    m_table->selectRow(0);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), u"9007199254740993\t3.141592653589793\t1e+300\t0.1"_s);
    press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(clipboard(), u"VALUES\n  (9007199254740993, 3.141592653589793, 1e+300, 0.1)\n"_s);
}

void RowClipboardTest::theMenuOffersTheForms()
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, {10, 10}, m_table->viewport()->mapToGlobal(QPoint(10, 10)));
    QCoreApplication::sendEvent(m_table->viewport(), &event);
    auto *menu = m_table->findChild<QMenu *>();
    QVERIFY(menu && menu->isVisible());
    QCOMPARE(menu->actions().size(), RowClipboard::offers().size());
    menu->actions().first()->trigger();
    QVERIFY(clipboard().startsWith(u"a\t"_s));
    menu->close();
}

void RowClipboardTest::aTextKeepsItsOwnCopy()
{
    QWidget window;
    QAction action(&window);
    action.setShortcut(QKeySequence::Copy);
    window.addAction(&action);
    int copied = 0;
    connect(&action, &QAction::triggered, this, [&copied] { ++copied; });
    QTextBrowser text(&window);
    text.setPlainText(u"word"_s);
    window.show();
    window.activateWindow();
    text.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    text.selectAll();
    QTest::keyClick(&text, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), u"word"_s);
    QCOMPARE(copied, 0);
}

void RowClipboardTest::lettersDontMoveTheRow()
{
    m_model->setData(m_model->index(1, 0), u"zebra"_s);
    QTest::keyClicks(m_table.get(), u"zebra"_s);
    QCOMPARE(m_table->currentIndex().row(), 0);
}

void RowClipboardTest::aModelOfTheServerTellsItsNumbers()
{
    models::StatementsModel model;
    StatementDelta statement;
    statement.calls = 9'134'201;
    statement.totalMs = 1840.25;
    statement.isMaxOfWindow = false;
    statement.query = u"SELECT\n  1"_s;
    model.setRows({statement});
    PlainTable table(u"Statements"_s);
    table.setModel(&model);
    table.selectRow(0);
    const CopiedRows copied = RowClipboard::selectedRows(table);
    QCOMPARE(copied.rows.size(), 1);
    QCOMPARE(copied.rows.first().at(models::StatementsModel::Calls), QVariant(qint64(9'134'201)));
    QCOMPARE(copied.rows.first().at(models::StatementsModel::Total), QVariant(1840.25));
    QCOMPARE(copied.rows.first().at(models::StatementsModel::Max), QVariant());
    QCOMPARE(copied.rows.first().at(models::StatementsModel::Query), QVariant(u"SELECT\n  1"_s));
}

QTEST_MAIN(RowClipboardTest)
#include "tst_row_clipboard.moc"
