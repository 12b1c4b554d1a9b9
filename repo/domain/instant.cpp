#include "repo/domain/instant.h"

namespace pivotal {

namespace {
QDateTime utc(qint64 msecs)
{
    return QDateTime::fromMSecsSinceEpoch(msecs, Qt::UTC);
}
} // namespace

Instant Instant::now()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

QString Instant::toIso() const
{
    return utc(msecs).toString(Qt::ISODateWithMs);
}

QString Instant::toSqlText() const
{
    return utc(msecs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

QDateTime Instant::inZone(const QTimeZone &zone) const
{
    return QDateTime::fromMSecsSinceEpoch(msecs, zone);
}

Instant startOfDay(QDate day, const QTimeZone &zone)
{
    return Instant::fromDateTime(day.startOfDay(zone));
}

std::optional<Instant> parseInstant(const QString &text, RangeEnd end, const QTimeZone &zone)
{
    const QString trimmed = text.trimmed();
    if (const QDate day = QDate::fromString(trimmed, Qt::ISODate); day.isValid() && trimmed.size() == 10)
        return startOfDay(end == RangeEnd::To ? day.addDays(1) : day, zone);

    QDateTime moment = QDateTime::fromString(trimmed, Qt::ISODateWithMs);
    if (!moment.isValid() || trimmed.size() <= 10)
        return std::nullopt;
    if (moment.timeSpec() == Qt::LocalTime)
        moment = QDateTime(moment.date(), moment.time(), zone);
    return Instant::fromDateTime(moment);
}

} // namespace pivotal
