#include "ui/theme.h"
#include "ui/widgets/diff_view.h"
#include "ui/widgets/text_window.h"

#include <QAbstractTextDocumentLayout>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;

class DiffViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance(); }
    void theOldValueStandsBeforeTheNew_data();
    void theOldValueStandsBeforeTheNew();
    void whatIsMissingIsToldFromNull();
    void charactersAreNoHtml();
    void whatIsLongIsCutAndCanBeSeenWhole();
    void manyFieldsAreCutAndCanBeSeenWhole();
};

void DiffViewTest::theOldValueStandsBeforeTheNew_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const QString &before, const QString &after) { QTest::newRow(name) << before << after; };
    row("left to right", u"old"_s, u"new"_s);
    row("overrides", u"old\u202E tsetG"_s, u"new\u202E evil"_s);
    row("an open isolate", u"\u2067old"_s, u"\u2067new"_s);
    row("Hebrew", u"אבא"_s, u"דוד"_s);
    row("Arabic and numbers", u"قديم 1"_s, u"5 جديد"_s);
}

/// By where the glyphs are.
void DiffViewTest::theOldValueStandsBeforeTheNew()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    DiffView view;
    view.resize(600, 100);
    view.setChanges({{u"name"_s, Json::ofText(before), Json::ofText(after)}});
    view.grab(); // lays it out
    bool isFound = false;
    for (QTextBlock block = view.document()->begin(); block.isValid(); block = block.next()) {
        const auto arrow = int(block.text().indexOf(u'→'));
        if (arrow < 0)
            continue;
        isFound = true;
        const QTextLine line = block.layout()->lineAt(0);
        const qreal atArrow = line.cursorToX(arrow);
        for (int i = 0; i < block.text().size(); ++i) {
            if (!block.text().at(i).isLetterOrNumber())
                continue;
            const qreal x = (line.cursorToX(i) + line.cursorToX(i + 1)) / 2;
            QVERIFY2(i < arrow ? x < atArrow : x > atArrow, qPrintable(block.text()));
        }
    }
    QVERIFY(isFound);
}

void DiffViewTest::whatIsMissingIsToldFromNull()
{
    QSet<QString> shown;
    DiffView view;
    for (const auto &[before, after] : QList<std::pair<std::optional<Json>, std::optional<Json>>>{{std::nullopt, Json{"null"}},
                                                                                                  {Json{"null"}, std::nullopt},
                                                                                                  {Json{"null"}, Json{"null"}},
                                                                                                  {Json{"\"null\""}, Json{"null"}},
                                                                                                  {Json{"1"}, Json{"\"1\""}},
                                                                                                  {Json{"null"}, Json{"\"null\""}}}) {
        view.setChanges({{u"a"_s, before, after}});
        shown << view.toPlainText();
    }
    QCOMPARE(shown.size(), 6);
}

void DiffViewTest::charactersAreNoHtml()
{
    DiffView view;
    view.setChanges({{u"<s>key</s>"_s, Json::ofText(u"a<b>c"_s), Json::ofText(u"x <h1>A</h1>&amp;"_s)}});
    QVERIFY2(view.toPlainText().contains(u"x <h1>A</h1>&amp;"_s) && view.toPlainText().contains(u"<s>key</s>"_s)
                 && view.toPlainText().contains(u"a<b>c"_s),
             qPrintable(view.toPlainText()));
}

void DiffViewTest::whatIsLongIsCutAndCanBeSeenWhole()
{
    DiffView view;
    QString whole;
    connect(&view, &DiffView::wholeRequested, this, [&whole](const QString &, const QString &text) { whole = text; });
    const QString long3 = QString(3'000'000, u'x') + u'\n' + u'y';
    view.setChanges({{u"a"_s, Json::ofText(u"short"_s), Json::ofText(long3)}});
    QVERIFY(view.toPlainText().size() < 2'000); // what is laid out at each resize
    Q_EMIT view.anchorClicked(QUrl(u"after:0"_s));
    QCOMPARE(whole, long3);
    TextWindow window(u"a"_s, long3, nullptr);
    QCOMPARE(window.text(), long3);
    QVERIFY(window.view()->document()->blockCount() > 3'000);
}

void DiffViewTest::manyFieldsAreCutAndCanBeSeenWhole()
{
    JsonObject many;
    for (int i = 0; i < 5'000; ++i)
        many.add(u"key%1"_s.arg(i), Json::ofNumber(i));
    DiffView view;
    QString whole;
    connect(&view, &DiffView::wholeRequested, this, [&whole](const QString &, const QString &text) { whole = text; });
    view.setChanges(fieldChanges(std::nullopt, many.json()));
    QVERIFY(view.document()->blockCount() < 500);
    QVERIFY(view.toPlainText().contains(u"5,000"_s));
    Q_EMIT view.anchorClicked(QUrl(u"all"_s));
    QCOMPARE(whole.count(u'\n'), 4'999);
    QVERIFY(whole.indexOf(u"key2:"_s) < whole.indexOf(u"key10:"_s));
}

QTEST_MAIN(DiffViewTest)
#include "tst_diff_view.moc"
