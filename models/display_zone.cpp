#include "models/display_zone.h"

#include <cstdlib>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr qint64 longestChange = 24 * 3'600; ///< seconds, as where the date line was moved

/// "+05:30"; of before there were zones "-00:25:21".
QString offsetText(int seconds)
{
    const QTime size = QTime(0, 0).addSecs(std::abs(seconds));
    return (seconds < 0 ? u'-' : u'+') + size.toString(size.second() == 0 ? u"HH:mm"_s : u"HH:mm:ss"_s);
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
    return localProblem().isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone::utc();
}

QString DisplayZone::localProblem()
{
    // The C library takes a name that it doesn't know for UTC without a word.
    const QByteArray named = qgetenv("TZ");
    const QByteArray wanted = named.isEmpty() ? QTimeZone::systemTimeZoneId() : named.startsWith(':') ? named.mid(1) : named;
    const bool isKnown = wanted.startsWith('/') ? QTimeZone::systemTimeZone().isValid() : QTimeZone(wanted).isValid();
    return isKnown ? QString() : tr("Local time is UTC: this machine's zone “%1” isn't known here").arg(QString::fromLocal8Bit(wanted));
}

QString DisplayZone::localText()
{
    const QString problem = localProblem();
    return problem.isEmpty() ? tr("Local: %1").arg(QString::fromLatin1(localZone().id())) : problem;
}

QString DisplayZone::name() const
{
    return m_kind == Kind::Utc ? u"UTC"_s : QString::fromLatin1(localZone().id());
}

QString DisplayZone::seconds(Instant instant) const
{
    return text(instant, u"HH:mm:ss"_s);
}

QString DisplayZone::minutes(Instant instant) const
{
    return text(instant, u"HH:mm"_s);
}

QString DisplayZone::full(Instant instant) const
{
    if (!instant.isFinite())
        return instant.toIso();
    const QString micros = instant.micros == 0 ? QString() : u"%1"_s.arg(instant.micros, 3, 10, QChar(u'0'));
    const QDateTime there = instant.inZone(zone());
    return isoDate(there.date()) + u' ' + there.time().toString(u"HH:mm:ss.zzz"_s) + micros + offsetIfDoubled(instant) + u' ' + name();
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
    const bool isDoubled =
        showsTooBy(there.offsetFromUtc(at.addSecs(-longestChange))) || showsTooBy(there.offsetFromUtc(at.addSecs(longestChange)));
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
