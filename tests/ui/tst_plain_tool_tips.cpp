#include "ui/widgets/build.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/chip_bar.h"
#include "ui/widgets/eliding_label.h"
#include "ui/widgets/plain_tool_tips.h"

#include <QApplication>
#include <QDirIterator>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>

using namespace Qt::StringLiterals;

using namespace pivotal::ui;

namespace {

const QString html = u"x <h1>A</h1> &amp;  <s>admin</s>\n  a<b AND c>d"_s;

/// As the tip shows it.
QString shownText()
{
    QTextDocument document;
    if (Qt::mightBeRichText(QToolTip::text()))
        document.setHtml(QToolTip::text());
    else
        document.setPlainText(QToolTip::text());
    return document.toPlainText();
}

/// Whether there is a tip.
bool pointAt(QWidget *widget, const QPoint &pos)
{
    QHelpEvent event(QEvent::ToolTip, pos, widget->mapToGlobal(pos));
    return QApplication::sendEvent(widget, &event);
}

} // namespace

class PlainToolTipsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { new PlainToolTips(this); }
    void cleanup() { QToolTip::hideText(); }
    void aWidgetShowsTheCharacters();
    void aCellAndItsTitleShowTheCharacters();
    void aCutLabelShowsTheCharacters();
    void aCutCellShowsItsText_data();
    void aCutCellShowsItsText();
    void aLongTextIsBrokenAndCut();
    void nothingElseShowsTips();
    void aNameOnAButtonKeepsItsAmpersand();
};

void PlainToolTipsTest::aWidgetShowsTheCharacters()
{
    QLabel label(u"label"_s);
    label.setToolTip(html);
    label.show();
    pointAt(&label, {2, 2});
    QCOMPARE(shownText(), html);
}

void PlainToolTipsTest::aCellAndItsTitleShowTheCharacters()
{
    QStandardItemModel model(1, 1);
    model.setData(model.index(0, 0), html, Qt::ToolTipRole);
    model.setHeaderData(0, Qt::Horizontal, u"<b>title</b>"_s, Qt::ToolTipRole);
    QTableView view;
    view.setModel(&model);
    view.show();
    pointAt(view.viewport(), view.visualRect(model.index(0, 0)).center());
    QCOMPARE(shownText(), html);
    QToolTip::hideText();
    pointAt(view.horizontalHeader()->viewport(), {view.columnViewportPosition(0) + 4, 4});
    QCOMPARE(shownText(), u"<b>title</b>"_s);
}

void PlainToolTipsTest::aCutLabelShowsTheCharacters()
{
    ElidingLabel label({});
    label.setText(html.section(u'\n', 0, 0));
    label.resize(40, 20);
    label.show();
    pointAt(&label, {2, 2});
    QCOMPARE(shownText(), html.section(u'\n', 0, 0));
}

void PlainToolTipsTest::aCutCellShowsItsText_data()
{
    QTest::addColumn<bool>("isOurs");
    QTest::newRow("the pages' delegate") << true;
    QTest::newRow("Qt's") << false;
}

void PlainToolTipsTest::aCutCellShowsItsText()
{
    QFETCH(bool, isOurs);
    QStandardItemModel model(1, 2);
    const QString text = u"Olivia <b>de la Cruz</b> \u202Enimda"_s;
    const QString seen = u"Olivia <b>de la Cruz</b> \\u202enimda"_s;
    model.setData(model.index(0, 0), text);
    model.setHeaderData(0, Qt::Horizontal, u"Display name of the user"_s);
    QTableView view;
    if (isOurs)
        view.setItemDelegate(new CellDelegate(&view));
    view.setModel(&model);
    view.show();
    const auto tipAt = [&view, &model] {
        return pointAt(view.viewport(), view.visualRect(model.index(0, 0)).center()) ? shownText() : QString();
    };
    const auto titleTip = [&view] {
        return pointAt(view.horizontalHeader()->viewport(), {view.columnViewportPosition(0) + 4, 4}) ? shownText() : QString();
    };
    view.setColumnWidth(0, 60);
    QCOMPARE(tipAt(), seen);
    QCOMPARE(titleTip(), u"Display name of the user"_s);
    model.setData(model.index(0, 0), u"id 7"_s, Qt::ToolTipRole);
    QCOMPARE(tipAt(), seen + u"\nid 7"_s);
    view.setColumnWidth(0, 900);
    QCOMPARE(tipAt(), u"id 7"_s);
    QVERIFY(titleTip() != u"Display name of the user"_s);
    model.setData(model.index(0, 0), QString(), Qt::ToolTipRole);
    QToolTip::hideText();
    QTRY_VERIFY(!QToolTip::isVisible());
    (void)tipAt();
    QVERIFY(!QToolTip::isVisible());
}

void PlainToolTipsTest::aLongTextIsBrokenAndCut()
{
    QLabel label(u"label"_s);
    label.setToolTip(u"<i>"_s + QString(500, u'W'));
    label.show();
    pointAt(&label, {2, 2});
    QCOMPARE(shownText().remove(u'\n'), label.toolTip());
    for (const QString &line : shownText().split(u'\n'))
        QVERIFY(QFontMetrics(QToolTip::font()).horizontalAdvance(line) <= PlainToolTips::maxWidth + 2);
    label.setToolTip(u"line\n"_s.repeated(1'000'000));
    QToolTip::hideText();
    pointAt(&label, {2, 2});
    QCOMPARE(shownText().count(u'\n') + 1, PlainToolTips::maxLines);
    QVERIFY(shownText().endsWith(u" …"_s));
}

void PlainToolTipsTest::nothingElseShowsTips()
{
    QDirIterator files(QStringLiteral(PIVOTAL_SOURCE_DIR "/ui"), {u"*.cpp"_s, u"*.h"_s}, QDir::Files, QDirIterator::Subdirectories);
    int read = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        ++read;
        if (!file.fileName().contains(u"plain_tool_tips"_s))
            QVERIFY2(!file.readAll().contains("QToolTip::showText"), qPrintable(file.fileName()));
    }
    QVERIFY(read > 100);
}

void PlainToolTipsTest::aNameOnAButtonKeepsItsAmpersand()
{
    ChipBar bar;
    bar.setChips({{u"R&D"_s, [] {}}}, [] {});
    const auto *chip = bar.findChild<QToolButton *>();
    QVERIFY(chip->text().startsWith(u"R&&D"_s));
    QVERIFY2(chip->shortcut().isEmpty(), qPrintable(chip->shortcut().toString()));
}

QTEST_MAIN(PlainToolTipsTest)
#include "tst_plain_tool_tips.moc"
