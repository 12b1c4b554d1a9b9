#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QString>
#include <QTimeZone>
#include <compare>
#include <limits>
#include <optional>

namespace pivotal {

/// A point in time as PostgreSQL's timestamps hold it: any year from 4714 BC to 294276, to the microsecond, and ±infinity.
struct Instant
{
    qint64 msecs = 0; ///< since 1970-01-01T00:00:00Z, rounded down
    int micros = 0;   ///< 0 to 999, beyond them

    [[nodiscard]] static Instant now();
    [[nodiscard]] static Instant fromDateTime(const QDateTime &dateTime) { return {dateTime.toMSecsSinceEpoch()}; }
    [[nodiscard]] static Instant infinity() { return {std::numeric_limits<qint64>::max()}; }
    [[nodiscard]] static Instant minusInfinity() { return {std::numeric_limits<qint64>::min()}; }
    /// What PostgreSQL prints of a timestamp, with or without zone, in its style ISO.
    [[nodiscard]] static std::optional<Instant> fromSqlText(QByteArrayView text);

    [[nodiscard]] bool isFinite() const { return *this != infinity() && *this != minusInfinity(); }

    /// ISO 8601 in UTC: 2026-11-23T05:54:12.000Z, with microseconds where there are any; years beyond 0 to 9999 expanded:
    /// -0043-03-15T…, +12000-01-01T…; "infinity", "-infinity".
    [[nodiscard]] QString toIso() const;
    /// What a timestamp column takes, with or without zone: 2026-11-23 05:54:12.000+00, 0044-03-15 00:00:00.000+00 BC.
    [[nodiscard]] QString toSqlText() const;
    /// To the millisecond; invalid where it isn't finite.
    [[nodiscard]] QDateTime inZone(const QTimeZone &zone) const;

    friend auto operator<=>(const Instant &, const Instant &) = default;
};

/// [from, to): half-open, either end may be open.
struct InstantRange
{
    std::optional<Instant> from;
    std::optional<Instant> to;

    [[nodiscard]] bool isUnbounded() const { return !from && !to; }
    [[nodiscard]] bool isReversed() const { return from && to && *from > *to; }
    friend bool operator==(const InstantRange &, const InstantRange &) = default;
};

enum class RangeEnd { From, To };

/// Reads "2026-11-23" (a whole day of `zone`: as a `To` its day is included), an ISO date and time, which without an offset
/// is in `zone`, whatever toIso() prints, and infinity. A second of 60 is the next minute's first; a time that a DST change
/// skips is the first after it, one that it repeats the earlier; digits beyond the microsecond are cut. Nothing where the
/// text is none of these.
[[nodiscard]] std::optional<Instant> parseInstant(const QString &text, RangeEnd end, const QTimeZone &zone);

/// The first instant of the day; on a day whose midnight a DST change skips, the first that exists.
[[nodiscard]] Instant startOfDay(QDate day, const QTimeZone &zone);

/// The first instant after the day's last: where a change at midnight goes back into it, the later of two midnights.
[[nodiscard]] Instant endOfDay(QDate day, const QTimeZone &zone);

/// "2026-11-23", "-0043-03-15", "+12000-01-01".
[[nodiscard]] QString isoDate(QDate day);

} // namespace pivotal
