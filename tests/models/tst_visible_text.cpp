#include "models/visible_text.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::models;

class VisibleTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCanBeMistakenIsMarked_data();
    void whatCanBeMistakenIsMarked();
    void differentTextsLookDifferent();
    void jsonLooksAsItIsStored_data();
    void jsonLooksAsItIsStored();
    void directionsEndWithTheirText_data();
    void directionsEndWithTheirText();
    void sentencesKeepTheirDirection();
    void aRowIsOneLine_data();
    void aRowIsOneLine();
    void aNameThatIsTurnedRoundIsSeenAsSuch();
    void longTextsAreCut();
};

void VisibleTextTest::whatCanBeMistakenIsMarked_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const QString &text, const QString &shown) { QTest::newRow(name) << text << shown; };
    row("plain", u"Li Wei"_s, u"Li Wei"_s);
    row("other scripts", u"王 Łukasz אב"_s, u"王 Łukasz אב"_s);
    row("a space at the end", u"Li "_s, u"\"Li␣\""_s);
    row("two spaces", u"a  b"_s, u"\"a␣␣b\""_s);
    row("tab", u"a\tb"_s, u"\"a\\tb\""_s);
    row("line break", u"a\nb"_s, u"\"a\\nb\""_s);
    row("no-break space", u"a\u00A0b"_s, u"\"a\\u00a0b\""_s);
    row("zero width", u"a\u200Bb"_s, u"\"a\\u200bb\""_s);
    row("override", u"\u202Ea"_s, u"\"\\u202ea\""_s);
    row("number", u"1"_s, u"\"1\""_s);
    row("null", u"null"_s, u"\"null\""_s);
    row("true", u"true"_s, u"\"true\""_s);
    row("empty", QString(), u"\"\""_s);
    row("quotes", u"\"a\""_s, u"\"\\\"a\\\"\""_s);
    row("an array's text", u"[1]"_s, u"\"[1]\""_s);
    row("the mark itself", u"a␣"_s, u"\"a\\u2423\""_s);
    row("stacked marks", u"a"_s + QString(5, QChar(0x0301)), u"\"a\u0301\u0301\u0301\\u0301\\u0301\""_s);
    row("half a pair", QString(QChar(0xD800)), u"\"\\ud800\""_s);
    row("emoji", u"😀"_s, u"😀"_s);
}

void VisibleTextTest::whatCanBeMistakenIsMarked()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(visibleText(text), shown);
}

void VisibleTextTest::differentTextsLookDifferent()
{
    const QStringList texts{u"Li"_s,    u"Li "_s,    u" Li"_s, u"Li\t"_s,    u"Li\n"_s,     u"Li\r"_s,      u"Li\u00A0"_s, u"Li\u200B"_s,
                            u"Li\\t"_s, u"\"Li\""_s, u"Li␣"_s, u"\"Li␣\""_s, u"Li\u2028"_s, u"Li\\u00a0"_s, u"null"_s,     u"\"null\""_s};
    QSet<QString> shown;
    for (const QString &text : texts)
        shown << visibleText(text);
    shown << visibleText(Json{"null"});
    QCOMPARE(shown.size(), texts.size() + 1);
}

void VisibleTextTest::jsonLooksAsItIsStored_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const QByteArray &json, const QString &shown) { QTest::newRow(name) << json << shown; };
    row("number", "12345678901234567890", u"12345678901234567890"_s);
    row("scale", "1.10", u"1.10"_s);
    row("null", "null", u"null"_s);
    row("text", "\"active\"", u"active"_s);
    row("text of a number", "\"1\"", u"\"1\""_s);
    row("escapes", "\"a\\u00e9\\\\u0000\"", u"aé\\u0000"_s);
    row("object", "{\"a\": [1, null]}", u"{\"a\": [1, null]}"_s);
    row("override inside", "{\"a\": \"\u202Ex\"}", u"{\"a\": \"\\u202ex\"}"_s);
    row("what can't be read", "{\"a\": ", u"{\"a\": "_s);
}

void VisibleTextTest::jsonLooksAsItIsStored()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, shown);
    QCOMPARE(visibleText(Json{json}), shown);
}

void VisibleTextTest::directionsEndWithTheirText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("isolated");
    const auto row = [](const char *name, const QString &text, const QString &shown) { QTest::newRow(name) << text << shown; };
    row("left to right", u"Li Wei (1)"_s, u"Li Wei (1)"_s);
    row("right to left", u"אב"_s, u"\u2068אב\u2069"_s);
    row("override", u"\u202Eab"_s, u"\u2068\u202Eab\u2069"_s);
    row("a script beyond 16 bits", u"\U0001E922"_s, u"\u2068\U0001E922\u2069"_s);
    row("unclosed isolate", u"\u2067ab"_s, u"\u2068\u2067ab\u2069\u2069"_s);
    row("closed too often", u"a\u2069\u202Eb"_s, u"\u2068a\u202Eb\u2069"_s);
    row("line break", u"a\nאב"_s, u"\u2068a אב\u2069"_s);
}

void VisibleTextTest::directionsEndWithTheirText()
{
    QFETCH(QString, text);
    QFETCH(QString, isolated);
    QCOMPARE(models::isolated(text), isolated);
}

void VisibleTextTest::sentencesKeepTheirDirection()
{
    QCOMPARE(withoutOverrides(u"No user “\u202Eab”."_s), u"No user “\\u202eab”."_s);
    QCOMPARE(withoutOverrides(u"No user “\u2067ab”."_s), u"No user “\\u2067ab”."_s);
    const QString isolates = u"No user “\u2068אב\u2069”."_s;
    QCOMPARE(withoutOverrides(isolates), isolates);
}

void VisibleTextTest::aRowIsOneLine_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {u"a\nb"_s, u"a\rb"_s, u"a\u2028b"_s, u"a\u2029b"_s, u"a\u0085b"_s,
                                u"a\x0b"
                                "b"_s,
                                u"a\x0c"
                                "b"_s})
        QTest::newRow(qPrintable(QString::number(text.at(1).unicode(), 16))) << text;
}

void VisibleTextTest::aRowIsOneLine()
{
    QFETCH(QString, text);
    const QString line = oneLine(text);
    QCOMPARE(line.size(), text.size());
    for (const QChar c : line)
        QVERIFY(c.category() != QChar::Other_Control && c.category() != QChar::Separator_Line
                && c.category() != QChar::Separator_Paragraph);
}

void VisibleTextTest::aNameThatIsTurnedRoundIsSeenAsSuch()
{
    QCOMPARE(oneLine(u"Gtest \u202Eko"_s), u"Gtest \\u202eko"_s);
    QCOMPARE(oneLine(u"\u2067a"_s), u"\\u2067a"_s);
    const QString joined = isolated(u"אב"_s) + u", "_s + isolated(u"a\u202Eb"_s);
    QCOMPARE(oneLine(joined), u"\u2068אב\u2069, \u2068a\\u202eb\u2069"_s); // what keeps texts apart stays
    QCOMPARE(oneLine(u"王 אב 😀"_s), u"王 אב 😀"_s);
}

void VisibleTextTest::longTextsAreCut()
{
    QCOMPARE(visibleText(QString(60, u' '), 3), u"\"␣␣␣…\""_s);
    QCOMPARE(visibleText(Json{'"' + QByteArray(60, ' ') + '"'}, 3), u"\"␣␣␣…\""_s);
    QCOMPARE(visibleText(Json{'"' + QByteArray(100, 'x') + '"'}, 4), u"xxxx…"_s);
    QCOMPARE(visibleText(Json{'"' + QByteArray("\\ud83d\\ude00").repeated(50) + '"'}, 4), u"😀😀…"_s);
    QCOMPARE(visibleText(Json{'"' + QByteArray("\\u00e9\\n").repeated(50) + '"'}, 4), u"\"é\\né\\n…\""_s);
    QCOMPARE(visibleText(Json{'{' + QByteArray(100, ' ') + '}'}, 3), u"{  …"_s);
    QVERIFY(visibleText(QString(3'000'000, u'x'), 100) == QString(100, u'x') + u'…');
    QVERIFY(visibleText(Json{'"' + QByteArray(3'000'000, 'x') + '"'}, 100).size() < 200);
    QCOMPARE(visibleText(QString(60, u'x') + u"😀"_s, 61), QString(60, u'x') + u'…'); // not through a pair
}

QTEST_GUILESS_MAIN(VisibleTextTest)
#include "tst_visible_text.moc"
