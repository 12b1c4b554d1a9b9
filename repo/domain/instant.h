#pragma once

#include <QDateTime>
#include <QString>
#include <QTimeZone>
#include <compare>
#include <optional>

namespace pivotal {

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, the precision of the database's TIMESTAMP(3).
struct Instant
{
    qint64 msecs = 0;

    [[nodiscard]] static Instant now();
    [[nodiscard]] static Instant fromDateTime(const QDateTime &dateTime) { return {dateTime.toMSecsSinceEpoch()}; }

    /// ISO 8601 in UTC with milliseconds: 2026-11-23T05:54:12.000Z.
    [[nodiscard]] QString toIso() const;
    /// What a TIMESTAMP(3) without time zone holds: 2026-11-23 05:54:12.000.
    [[nodiscard]] QString toSqlText() const;
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

/// Reads "2026-11-23" (a whole day of `zone`: as a `To` its day is included) or an ISO date and time, which without
/// an offset is in `zone`. Nothing where the text is neither.
[[nodiscard]] std::optional<Instant> parseInstant(const QString &text, RangeEnd end, const QTimeZone &zone);

/// The first instant of the day; on a day whose midnight a DST change skips, the first that exists.
[[nodiscard]] Instant startOfDay(QDate day, const QTimeZone &zone);

} // namespace pivotal
