#pragma once

#include "repo/domain/instant.h"

#include <QDate>
#include <QList>
#include <QString>

namespace pivotal::models {

enum class DatePreset { Any, Today, Last24Hours, Last7Days, Last30Days, ThisMonth, Custom };

inline constexpr DatePreset datePresets[] = {DatePreset::Any,        DatePreset::Today,     DatePreset::Last24Hours, DatePreset::Last7Days,
                                             DatePreset::Last30Days, DatePreset::ThisMonth, DatePreset::Custom};

/// What a date widget was set to. It stays what it is ("today", "last 7 days") while the clock and the shown zone move;
/// only a query makes instants of it.
struct DateChoice
{
    DatePreset preset = DatePreset::Any;
    QDate from; ///< of Custom; either may be invalid, for an open end
    QDate to;   ///< included

    /// Half-open, in UTC; days start at midnight in `zone`.
    [[nodiscard]] InstantRange range(const QTimeZone &zone, Instant now) const;
    /// "last 7 days", "2026-11-01 – 2026-11-23".
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isSet() const { return preset != DatePreset::Any; }
    [[nodiscard]] bool isReversed() const { return preset == DatePreset::Custom && from.isValid() && to.isValid() && from > to; }

    friend bool operator==(const DateChoice &, const DateChoice &) = default;
};

[[nodiscard]] QString presetText(DatePreset preset);

} // namespace pivotal::models
