#include "models/display_zone.h"

#include <cstdlib>

namespace pivotal::models {

namespace {

constexpr qint64 longestChange = 24 * 3'600; ///< seconds, as where the date line was moved

/// "+05:30"; of before there were zones "-00:25:21".
QString offsetText(int seconds)
{
    const QTime size = QTime(0, 0).addSecs(std::abs(seconds));
    return (seconds < 0 ? u'-' : u'+') + size.toString(size.second() == 0 ? QStringLiteral("HH:mm") : QStringLiteral("HH:mm:ss"));
}

} // namespace

void DisplayZone::setKind(Kind kind)
{
    if (m_kind == kind)
        return;
    m_kind = kind;
    Q_EMIT changed();
}

QTimeZone DisplayZone::zone() const
{
    return m_kind == Kind::Utc ? QTimeZone::utc() : localZone();
}

QTimeZone DisplayZone::localZone()
{
    // By its id: the system's default falls back to UTC without a word where TZ names no zone.
    const QTimeZone zone(QTimeZone::systemTimeZoneId());
    return zone.isValid() && localProblem().isEmpty() ? zone : QTimeZone::utc();
}

QString DisplayZone::localProblem()
{
    const QByteArray wanted = qgetenv("TZ");
    const QByteArray id = wanted.startsWith(':') ? wanted.mid(1) : wanted;
    const bool isKnown = id.isEmpty() ? QTimeZone(QTimeZone::systemTimeZoneId()).isValid() : QTimeZone::isTimeZoneIdAvailable(id) || QTimeZone(id).isValid();
    return isKnown || id.startsWith('/') ? QString() : tr("This machine's time zone “%1” isn't known here: local time is UTC.").arg(QString::fromLocal8Bit(id));
}

QString DisplayZone::name() const
{
    return m_kind == Kind::Utc ? QStringLiteral("UTC") : QString::fromLatin1(localZone().id());
}

QString DisplayZone::seconds(Instant instant) const
{
    return text(instant, QStringLiteral("HH:mm:ss"));
}

QString DisplayZone::minutes(Instant instant) const
{
    return text(instant, QStringLiteral("HH:mm"));
}

QString DisplayZone::full(Instant instant) const
{
    if (!instant.isFinite())
        return instant.toIso();
    const QString micros = instant.micros == 0 ? QString() : QStringLiteral("%1").arg(instant.micros, 3, 10, QChar(u'0'));
    const QDateTime there = instant.inZone(zone());
    return isoDate(there.date()) + u' ' + there.time().toString(QStringLiteral("HH:mm:ss.zzz")) + micros + offsetIfDoubled(instant) + u' ' + name();
}

QString DisplayZone::offsetIfDoubled(Instant instant) const
{
    const QTimeZone there = zone();
    if (m_kind == Kind::Utc || !instant.isFinite() || !there.hasTransitions())
        return {};
    const QDateTime at = instant.inZone(QTimeZone::utc());
    const int offset = there.offsetFromUtc(at);
    const auto showsTooBy = [&](int other) { // clocks that go by another offset show the same time then
        const QDateTime then = at.addSecs(offset - other);
        return other != offset && there.offsetFromUtc(then) == other;
    };
    const bool isDoubled = showsTooBy(there.offsetFromUtc(at.addSecs(-longestChange))) || showsTooBy(there.offsetFromUtc(at.addSecs(longestChange)));
    return isDoubled ? offsetText(offset) : QString();
}

QString DisplayZone::text(Instant instant, const QString &format) const
{
    if (!instant.isFinite())
        return instant.toIso();
    const QDateTime there = instant.inZone(zone());
    return isoDate(there.date()) + u' ' + there.time().toString(format) + offsetIfDoubled(instant);
}

} // namespace pivotal::models
