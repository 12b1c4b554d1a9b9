#include "repo/domain/instant.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr qint64 msecsPerSecond = 1'000;
constexpr qint64 msecsPerMinute = 60'000;
constexpr qint64 msecsPerHour = 3'600'000;
constexpr qint64 msecsPerDay = 86'400'000;
constexpr qint64 microsPerMsec = 1'000;
constexpr qint64 unixEpoch = 2'440'588; ///< as a Julian day

/// Year 0 is 1 BC in ISO 8601; QDate has no year 0.
QDate dateOfIsoYear(qint64 year, int month, int day)
{
    return QDate(int(year > 0 ? year : year - 1), month, day);
}

qint64 isoYear(QDate day)
{
    return day.year() > 0 ? day.year() : day.year() + 1;
}

struct DateAndTime
{
    QDate date;
    qint64 micros = 0; ///< of the day; a leap second, or 24:00, is the next day's
    bool hasTime = false;
    std::optional<qint64> offsetMsecs; ///< from UTC, where one is named

    [[nodiscard]] Instant asUtc() const
    {
        const qint64 msecs = (date.toJulianDay() - unixEpoch) * msecsPerDay + micros / microsPerMsec - offsetMsecs.value_or(0);
        return {msecs, int(micros % microsPerMsec)};
    }
};

/// Reads a date and time of ISO 8601 or of PostgreSQL. It is read five times a row, so by hand: a regular expression, or
/// QDateTime, would cost more than the rest of the page.
class DateTimeReader
{
public:
    explicit DateTimeReader(QByteArrayView text) : m_at(text.begin()), m_end(text.end()) {}

    std::optional<DateAndTime> read()
    {
        DateAndTime found;
        const bool isSigned = peek() == '-' || peek() == '+';
        const bool isNegative = peek() == '-';
        if (isSigned)
            ++m_at;
        qint64 year = 0;
        int month = 0;
        int day = 0;
        if (!digits(year, 4, 6) || !take('-') || !two(month) || !take('-') || !two(day))
            return std::nullopt;
        if ((take('T') || take('t') || take(' ')) && peek() != 'B') {
            found.hasTime = true;
            if (!readTime(found) || !readOffset(found))
                return std::nullopt;
            (void)take(' ');
        }
        if (peek() == 'B' && m_end - m_at == 2 && m_at[1] == 'C') {
            year = 1 - year;
            m_at = m_end;
        }
        found.date = dateOfIsoYear(isNegative ? -year : year, month, day);
        return m_at == m_end && found.date.isValid() ? std::optional(found) : std::nullopt;
    }

private:
    [[nodiscard]] char peek() const { return m_at == m_end ? '\0' : *m_at; }
    bool take(char c)
    {
        const bool isThere = peek() == c;
        m_at += isThere ? 1 : 0;
        return isThere;
    }
    bool digits(qint64 &number, int least, int most)
    {
        int count = 0;
        for (number = 0; count < most && peek() >= '0' && peek() <= '9'; ++count)
            number = number * 10 + (*m_at++ - '0');
        return count >= least;
    }
    bool two(int &number)
    {
        qint64 read = 0;
        const bool isGood = digits(read, 2, 2);
        number = int(read);
        return isGood;
    }
    qint64 fraction()
    {
        qint64 micros = 0;
        for (qint64 unit = 100'000; peek() >= '0' && peek() <= '9'; unit /= 10)
            micros += (*m_at++ - '0') * unit;
        return micros;
    }
    bool readTime(DateAndTime &found)
    {
        int hour = 0;
        int minute = 0;
        int second = 0;
        if (!two(hour) || !take(':') || !two(minute) || (take(':') && !two(second)))
            return false;
        found.micros = ((hour * msecsPerHour + minute * msecsPerMinute + second * msecsPerSecond) * microsPerMsec);
        if (peek() == '.' || peek() == ',') {
            ++m_at;
            if (peek() < '0' || peek() > '9')
                return false;
            found.micros += fraction();
        }
        return minute < 60 && second <= 60 && (hour < 24 || found.micros == msecsPerDay * microsPerMsec);
    }
    bool readOffset(DateAndTime &found)
    {
        if (take('Z') || take('z')) {
            found.offsetMsecs = 0;
            return true;
        }
        if (peek() != '+' && peek() != '-')
            return true;
        const qint64 sign = *m_at++ == '-' ? -1 : 1;
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        if (!two(hours))
            return false;
        const bool hasColon = take(':');
        if ((hasColon || (peek() >= '0' && peek() <= '9')) && !two(minutes))
            return false;
        if (hasColon && take(':') && !two(seconds))
            return false;
        found.offsetMsecs = sign * (hours * msecsPerHour + minutes * msecsPerMinute + seconds * msecsPerSecond);
        return hours < 24 && minutes < 60 && seconds < 60;
    }

    const char *m_at;
    const char *m_end;
};

std::optional<Instant> infinite(QByteArrayView text)
{
    if (text == "infinity")
        return Instant::infinity();
    return text == "-infinity" ? std::optional(Instant::minusInfinity()) : std::nullopt;
}

enum class Of { Earlier, Later }; ///< of two instants that a zone's clocks show alike

/// A time of the zone's clocks. `utc` is the same reading on a clock in UTC.
Instant onClocksOf(const QTimeZone &zone, Instant utc, Of two = Of::Earlier)
{
    // Asked on both sides: near a change one reading has two offsets, or none.
    const qint64 before = zone.offsetFromUtc(Instant{utc.msecs - msecsPerDay}.inZone(QTimeZone::utc())) * msecsPerSecond;
    const qint64 after = zone.offsetFromUtc(Instant{utc.msecs + msecsPerDay}.inZone(QTimeZone::utc())) * msecsPerSecond;
    const qint64 wanted = two == Of::Earlier ? std::max(before, after) : std::min(before, after);
    for (const qint64 offset : {wanted, before + after - wanted})
        if (zone.offsetFromUtc(Instant{utc.msecs - offset}.inZone(QTimeZone::utc())) * msecsPerSecond == offset)
            return {utc.msecs - offset, utc.micros};
    // Skipped: the change itself is the first instant after it.
    const auto changes = zone.transitions(Instant{utc.msecs - msecsPerDay}.inZone(QTimeZone::utc()),
                                          Instant{utc.msecs + msecsPerDay}.inZone(QTimeZone::utc()));
    for (const QTimeZone::OffsetData &change : changes)
        if (const qint64 at = change.atUtc.toMSecsSinceEpoch(); at + change.offsetFromUtc * msecsPerSecond > utc.msecs)
            return {at};
    return {utc.msecs - before, utc.micros};
}

QString textOf(const Instant &instant, QChar between, bool isExpanded)
{
    const qint64 days = instant.msecs >= 0 ? instant.msecs / msecsPerDay : -((msecsPerDay - 1 - instant.msecs) / msecsPerDay);
    const QDate date = QDate::fromJulianDay(days + unixEpoch);
    const QTime time = QTime::fromMSecsSinceStartOfDay(int(instant.msecs - days * msecsPerDay));
    const QString day = isExpanded ? isoDate(date)
                                   : u"%1-%2-%3"_s.arg(qAbs(date.year()), 4, 10, QChar(u'0'))
                                         .arg(date.month(), 2, 10, QChar(u'0'))
                                         .arg(date.day(), 2, 10, QChar(u'0'));
    const QString micros = instant.micros == 0 ? QString() : u"%1"_s.arg(instant.micros, 3, 10, QChar(u'0'));
    return day + between + time.toString(u"HH:mm:ss.zzz"_s) + micros;
}

/// A bound that no timestamp of the server is at or behind is infinity; else what it can't hold is no time.
std::optional<Instant> ifHeld(Instant instant, bool isBound)
{
    constexpr qint64 first = -unixEpoch * msecsPerDay; // the Julian day 0
    static const qint64 behind = (QDate(294'277, 1, 1).toJulianDay() - unixEpoch) * msecsPerDay;
    if (instant.msecs >= first && instant.msecs < behind)
        return instant;
    const bool isNextDay = instant.msecs >= behind && instant.msecs < behind + msecsPerDay;
    return isBound && isNextDay ? std::optional(Instant::infinity()) : std::nullopt;
}

} // namespace

Instant Instant::now()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

std::optional<Instant> Instant::fromSqlText(QByteArrayView text)
{
    if (const auto special = infinite(text))
        return special;
    const auto found = DateTimeReader(text).read();
    return found ? std::optional(found->asUtc()) : std::nullopt;
}

QString Instant::toIso() const
{
    if (!isFinite())
        return *this == infinity() ? u"infinity"_s : u"-infinity"_s;
    return textOf(*this, u'T', true) + u'Z';
}

QString Instant::toSqlText() const
{
    if (!isFinite())
        return toIso();
    const bool isBeforeChrist = inZone(QTimeZone::utc()).date().year() < 0;
    return textOf(*this, u' ', false) + u"+00"_s + (isBeforeChrist ? u" BC"_s : QString());
}

QDateTime Instant::inZone(const QTimeZone &zone) const
{
    return isFinite() ? QDateTime::fromMSecsSinceEpoch(msecs, zone) : QDateTime();
}

Instant startOfDay(QDate day, const QTimeZone &zone)
{
    return onClocksOf(zone, {(day.toJulianDay() - unixEpoch) * msecsPerDay});
}

Instant endOfDay(QDate day, const QTimeZone &zone)
{
    return onClocksOf(zone, {(day.toJulianDay() + 1 - unixEpoch) * msecsPerDay}, Of::Later);
}

std::optional<Instant> parseInstant(const QString &text, RangeEnd end, const QTimeZone &zone)
{
    const QByteArray trimmed = text.trimmed().toUtf8();
    if (const auto special = infinite(trimmed))
        return special;
    const auto found = DateTimeReader(trimmed).read();
    if (!found)
        return std::nullopt;
    if (!found->hasTime)
        return ifHeld(end == RangeEnd::To ? endOfDay(found->date, zone) : startOfDay(found->date, zone), end == RangeEnd::To);
    return ifHeld(found->offsetMsecs ? found->asUtc() : onClocksOf(zone, found->asUtc()), false);
}

QString isoDate(QDate day)
{
    const qint64 year = isoYear(day);
    const QString sign = year < 0 ? u"-"_s : year > 9'999 ? u"+"_s : QString();
    return sign + u"%1-%2-%3"_s.arg(qAbs(year), 4, 10, QChar(u'0')).arg(day.month(), 2, 10, QChar(u'0')).arg(day.day(), 2, 10, QChar(u'0'));
}

} // namespace pivotal
