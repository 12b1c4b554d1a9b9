#include "models/date_choice.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::models;

class DateChoiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void presetsAreRangesOfTheZone_data();
    void presetsAreRangesOfTheZone();
    void customIncludesItsLastDay();
    void knowsWhenItIsReversed();
};

void DateChoiceTest::presetsAreRangesOfTheZone_data()
{
    QTest::addColumn<int>("preset");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char *name, DatePreset preset, const char *zone, const char *from, const char *to) {
        QTest::newRow(name) << int(preset) << QByteArray(zone) << QString::fromLatin1(from) << QString::fromLatin1(to);
    };
    row("any", DatePreset::Any, "UTC", "", "");
    row("today in UTC", DatePreset::Today, "UTC", "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z");
    row("today in Auckland is another day", DatePreset::Today, "Pacific/Auckland", "2026-11-22T11:00:00.000Z", "2026-11-23T11:00:00.000Z");
    row("24 hours", DatePreset::Last24Hours, "Pacific/Auckland", "2026-11-21T20:00:00.000Z", "");
    row("7 days", DatePreset::Last7Days, "UTC", "2026-11-15T20:00:00.000Z", "");
    row("30 days", DatePreset::Last30Days, "UTC", "2026-10-23T20:00:00.000Z", "");
    row("month", DatePreset::ThisMonth, "America/New_York", "2026-11-01T04:00:00.000Z", "2026-12-01T05:00:00.000Z");
}

void DateChoiceTest::presetsAreRangesOfTheZone()
{
    QFETCH(int, preset);
    QFETCH(QByteArray, zone);
    QFETCH(QString, from);
    QFETCH(QString, to);
    const Instant now = *parseInstant(u"2026-11-22T20:00:00Z"_s, RangeEnd::From, QTimeZone::utc());
    const InstantRange range = DateChoice{DatePreset(preset), {}, {}}.range(QTimeZone(zone), now);
    QCOMPARE(range.from ? range.from->toIso() : QString(), from);
    QCOMPARE(range.to ? range.to->toIso() : QString(), to);
}

void DateChoiceTest::customIncludesItsLastDay()
{
    const DateChoice choice{DatePreset::Custom, QDate(2026, 11, 1), QDate(2026, 11, 2)};
    const InstantRange range = choice.range(QTimeZone::utc(), Instant::now());
    QCOMPARE(range.from->toIso(), u"2026-11-01T00:00:00.000Z"_s);
    QCOMPARE(range.to->toIso(), u"2026-11-03T00:00:00.000Z"_s);
    QCOMPARE(choice.text(), u"2026-11-01 – 2026-11-02"_s);
}

void DateChoiceTest::knowsWhenItIsReversed()
{
    QVERIFY((DateChoice{DatePreset::Custom, QDate(2026, 11, 3), QDate(2026, 11, 2)}.isReversed()));
    QVERIFY((!DateChoice{DatePreset::Custom, QDate(2026, 11, 2), QDate(2026, 11, 2)}.isReversed()));
    QVERIFY((!DateChoice{DatePreset::Custom, QDate(2026, 11, 3), QDate()}.isReversed()));
}

QTEST_GUILESS_MAIN(DateChoiceTest)
#include "tst_date_choice.moc"
