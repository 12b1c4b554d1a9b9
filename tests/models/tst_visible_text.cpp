#include "models/visible_text.h"

#include <QTest>

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
    row("plain", QStringLiteral("Li Wei"), QStringLiteral("Li Wei"));
    row("other scripts", QStringLiteral("王 Łukasz אב"), QStringLiteral("王 Łukasz אב"));
    row("a space at the end", QStringLiteral("Li "), QStringLiteral("\"Li␣\""));
    row("two spaces", QStringLiteral("a  b"), QStringLiteral("\"a␣␣b\""));
    row("tab", QStringLiteral("a\tb"), QStringLiteral("\"a\\tb\""));
    row("line break", QStringLiteral("a\nb"), QStringLiteral("\"a\\nb\""));
    row("no-break space", QStringLiteral("a\u00A0b"), QStringLiteral("\"a\\u00a0b\""));
    row("zero width", QStringLiteral("a\u200Bb"), QStringLiteral("\"a\\u200bb\""));
    row("override", QStringLiteral("\u202Ea"), QStringLiteral("\"\\u202ea\""));
    row("number", QStringLiteral("1"), QStringLiteral("\"1\""));
    row("null", QStringLiteral("null"), QStringLiteral("\"null\""));
    row("true", QStringLiteral("true"), QStringLiteral("\"true\""));
    row("empty", QString(), QStringLiteral("\"\""));
    row("quotes", QStringLiteral("\"a\""), QStringLiteral("\"\\\"a\\\"\""));
    row("an array's text", QStringLiteral("[1]"), QStringLiteral("\"[1]\""));
    row("the mark itself", QStringLiteral("a␣"), QStringLiteral("\"a\\u2423\""));
    row("stacked marks", QStringLiteral("a") + QString(5, QChar(0x0301)), QStringLiteral("\"a\u0301\u0301\u0301\\u0301\\u0301\""));
    row("half a pair", QString(QChar(0xD800)), QStringLiteral("\"\\ud800\""));
    row("emoji", QStringLiteral("😀"), QStringLiteral("😀"));
}

void VisibleTextTest::whatCanBeMistakenIsMarked()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(visibleText(text), shown);
}

void VisibleTextTest::differentTextsLookDifferent()
{
    const QStringList texts{QStringLiteral("Li"), QStringLiteral("Li "), QStringLiteral(" Li"), QStringLiteral("Li\t"), QStringLiteral("Li\n"), QStringLiteral("Li\r"), QStringLiteral("Li\u00A0"), QStringLiteral("Li\u200B"),
                            QStringLiteral("Li\\t"), QStringLiteral("\"Li\""), QStringLiteral("Li␣"), QStringLiteral("\"Li␣\""), QStringLiteral("Li\u2028"), QStringLiteral("Li\\u00a0"), QStringLiteral("null"), QStringLiteral("\"null\"")};
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
    row("number", "12345678901234567890", QStringLiteral("12345678901234567890"));
    row("scale", "1.10", QStringLiteral("1.10"));
    row("null", "null", QStringLiteral("null"));
    row("text", "\"active\"", QStringLiteral("active"));
    row("text of a number", "\"1\"", QStringLiteral("\"1\""));
    row("escapes", "\"a\\u00e9\\\\u0000\"", QStringLiteral("aé\\u0000"));
    row("object", "{\"a\": [1, null]}", QStringLiteral("{\"a\": [1, null]}"));
    row("override inside", "{\"a\": \"\u202Ex\"}", QStringLiteral("{\"a\": \"\\u202ex\"}"));
    row("what can't be read", "{\"a\": ", QStringLiteral("{\"a\": "));
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
    row("left to right", QStringLiteral("Li Wei (1)"), QStringLiteral("Li Wei (1)"));
    row("right to left", QStringLiteral("אב"), QStringLiteral("\u2068אב\u2069"));
    row("override", QStringLiteral("\u202Eab"), QStringLiteral("\u2068\u202Eab\u2069"));
    row("a script beyond 16 bits", QStringLiteral("\U0001E922"), QStringLiteral("\u2068\U0001E922\u2069"));
    row("unclosed isolate", QStringLiteral("\u2067ab"), QStringLiteral("\u2068\u2067ab\u2069\u2069"));
    row("closed too often", QStringLiteral("a\u2069\u202Eb"), QStringLiteral("\u2068a\u202Eb\u2069"));
    row("line break", QStringLiteral("a\nאב"), QStringLiteral("\u2068a אב\u2069"));
}

void VisibleTextTest::directionsEndWithTheirText()
{
    QFETCH(QString, text);
    QFETCH(QString, isolated);
    QCOMPARE(models::isolated(text), isolated);
}

void VisibleTextTest::sentencesKeepTheirDirection()
{
    QCOMPARE(withoutOverrides(QStringLiteral("No user “\u202Eab”.")), QStringLiteral("No user “\\u202eab”."));
    QCOMPARE(withoutOverrides(QStringLiteral("No user “\u2067ab”.")), QStringLiteral("No user “\\u2067ab”."));
    const QString isolates = QStringLiteral("No user “\u2068אב\u2069”.");
    QCOMPARE(withoutOverrides(isolates), isolates);
}

void VisibleTextTest::aRowIsOneLine_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {QStringLiteral("a\nb"), QStringLiteral("a\rb"), QStringLiteral("a\u2028b"), QStringLiteral("a\u2029b"), QStringLiteral("a\u0085b"), QStringLiteral("a\x0b""b"), QStringLiteral("a\x0c""b")})
        QTest::newRow(qPrintable(QString::number(text.at(1).unicode(), 16))) << text;
}

void VisibleTextTest::aRowIsOneLine()
{
    QFETCH(QString, text);
    const QString line = oneLine(text);
    QCOMPARE(line.size(), text.size());
    for (const QChar c : line)
        QVERIFY(c.category() != QChar::Other_Control && c.category() != QChar::Separator_Line && c.category() != QChar::Separator_Paragraph);
}

void VisibleTextTest::aNameThatIsTurnedRoundIsSeenAsSuch()
{
    QCOMPARE(oneLine(QStringLiteral("Gtest \u202Eko")), QStringLiteral("Gtest \\u202eko"));
    QCOMPARE(oneLine(QStringLiteral("\u2067a")), QStringLiteral("\\u2067a"));
    const QString joined = isolated(QStringLiteral("אב")) + QStringLiteral(", ") + isolated(QStringLiteral("a\u202Eb"));
    QCOMPARE(oneLine(joined), QStringLiteral("\u2068אב\u2069, \u2068a\\u202eb\u2069")); // what keeps texts apart stays
    QCOMPARE(oneLine(QStringLiteral("王 אב 😀")), QStringLiteral("王 אב 😀"));
}

void VisibleTextTest::longTextsAreCut()
{
    QCOMPARE(visibleText(QString(60, u' '), 3), QStringLiteral("\"␣␣␣…\""));
    QCOMPARE(visibleText(Json{'"' + QByteArray(60, ' ') + '"'}, 3), QStringLiteral("\"␣␣␣…\""));
    QCOMPARE(visibleText(Json{'"' + QByteArray(100, 'x') + '"'}, 4), QStringLiteral("xxxx…"));
    QCOMPARE(visibleText(Json{'"' + QByteArray("\\ud83d\\ude00").repeated(50) + '"'}, 4), QStringLiteral("😀😀…"));
    QCOMPARE(visibleText(Json{'"' + QByteArray("\\u00e9\\n").repeated(50) + '"'}, 4), QStringLiteral("\"é\\né\\n…\""));
    QCOMPARE(visibleText(Json{'{' + QByteArray(100, ' ') + '}'}, 3), QStringLiteral("{  …"));
    QVERIFY(visibleText(QString(3'000'000, u'x'), 100) == QString(100, u'x') + u'…');
    QVERIFY(visibleText(Json{'"' + QByteArray(3'000'000, 'x') + '"'}, 100).size() < 200);
    QCOMPARE(visibleText(QString(60, u'x') + QStringLiteral("😀"), 61), QString(60, u'x') + u'…'); // not through a pair
}

QTEST_GUILESS_MAIN(VisibleTextTest)
#include "tst_visible_text.moc"
