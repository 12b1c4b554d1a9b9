#include "models/date_choice.h"

#include <QTest>
#include <QTimeZone>

using namespace pivotal;
using namespace pivotal::models;

/// What holds in every time zone of the system, on both sides of each of its changes.
class ZonesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_data();
    void readingsAreReadAsTheClocksShowThem_data() { changes_data(); }
    void readingsAreReadAsTheClocksShowThem();
    void daysAreWhole_data() { changes_data(); }
    void daysAreWhole();
    void presetsHoldNow_data() { changes_data(); }
    void presetsHoldNow();
};

namespace {

constexpr qint64 minute = 60'000;
constexpr qint64 hour = 60 * minute;

/// What the clocks of the zone show then.
QDateTime reading(Instant instant, const QTimeZone &zone)
{
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(instant.msecs, Qt::UTC);
    return utc.addSecs(zone.offsetFromUtc(utc)); // as if it were UTC
}

QTimeZone::OffsetDataList changesOf(const QTimeZone &zone)
{
    return zone.transitions(QDateTime(QDate(1900, 1, 1), QTime(0, 0), Qt::UTC), QDateTime(QDate(2040, 1, 1), QTime(0, 0), Qt::UTC));
}

} // namespace

void ZonesTest::changes_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
        QTest::newRow(id.constData()) << id;
}

void ZonesTest::readingsAreReadAsTheClocksShowThem()
{
    QFETCH(QByteArray, id);
    const QTimeZone zone(id);
    for (const QTimeZone::OffsetData &change : changesOf(zone)) {
        const qint64 at = change.atUtc.toMSecsSinceEpoch();
        for (const qint64 around : {-25 * hour, -hour, -minute, qint64(-1), qint64(0), minute, hour, 25 * hour}) {
            const Instant instant{at + around};
            const QDateTime shown = reading(instant, zone);
            const auto read = parseInstant(shown.toString(Qt::ISODateWithMs).chopped(1), RangeEnd::From, zone);
            QVERIFY2(read, qPrintable(shown.toString(Qt::ISODateWithMs)));
            // The same, or where the clocks show it twice the earlier one.
            QVERIFY2(*read <= instant && reading(*read, zone) == shown,
                     qPrintable(shown.toString(Qt::ISODateWithMs) + u' ' + read->toIso()));
        }
        const int before = zone.offsetFromUtc(change.atUtc.addMSecs(-1));
        if (const qint64 skipped = (change.offsetFromUtc - before) * qint64(1'000); skipped > 0) {
            const QDateTime never = QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).addSecs(before).addMSecs(skipped / 2);
            const auto read = parseInstant(never.toString(Qt::ISODateWithMs).chopped(1), RangeEnd::From, zone);
            QVERIFY2(read && read->msecs == at, qPrintable(never.toString(Qt::ISODateWithMs) + (read ? read->toIso() : QString())));
        }
    }
}

void ZonesTest::daysAreWhole()
{
    QFETCH(QByteArray, id);
    const QTimeZone zone(id);
    for (const QTimeZone::OffsetData &change : changesOf(zone)) {
        const QDate around = reading(Instant::fromDateTime(change.atUtc), zone).date();
        for (int offset = -2; offset <= 2; ++offset) {
            const QDate day = around.addDays(offset);
            const Instant start = startOfDay(day, zone);
            QVERIFY2(reading(start, zone).date() >= day,
                     qPrintable(day.toString(Qt::ISODate) + u' ' + start.toIso())); // later: the day was left out
            QVERIFY2(reading({start.msecs - 1}, zone).date() < day || reading(start, zone).time() == QTime(0, 0),
                     qPrintable(day.toString(Qt::ISODate) + u' ' + start.toIso()));
            QVERIFY(startOfDay(day.addDays(1), zone) >= start);
        }
    }
}

void ZonesTest::presetsHoldNow()
{
    QFETCH(QByteArray, id);
    const QTimeZone zone(id);
    for (const QTimeZone::OffsetData &change : changesOf(zone))
        for (const qint64 around : {-hour, qint64(-1), qint64(0), hour})
            for (const DatePreset preset : {DatePreset::Today, DatePreset::ThisMonth}) {
                const Instant now{change.atUtc.toMSecsSinceEpoch() + around};
                const InstantRange range = DateChoice{preset, {}, {}}.range(zone, now);
                QVERIFY2(*range.from <= now && now < *range.to,
                         qPrintable(now.toIso() + u' ' + range.from->toIso() + u' ' + range.to->toIso()));
                QVERIFY(*range.from < *range.to);
            }
}

QTEST_GUILESS_MAIN(ZonesTest)
#include "tst_zones.moc"
