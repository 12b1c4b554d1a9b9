#include "models/date_choice.h"

#include "repo/domain/text.h"

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr qint64 msecsPerDay = 86'400'000;

} // namespace

InstantRange DateChoice::range(const QTimeZone &zone, Instant now) const
{
    const QDate today = now.inZone(zone).date();
    const auto since = [&](qint64 msecs) { return InstantRange{Instant{now.msecs - msecs}, std::nullopt}; };
    switch (preset) {
    case DatePreset::Any: break;
    case DatePreset::Today: return {startOfDay(today, zone), endOfDay(today, zone)};
    case DatePreset::Last24Hours: return since(msecsPerDay);
    case DatePreset::Last7Days: return since(7 * msecsPerDay);
    case DatePreset::Last30Days: return since(30 * msecsPerDay);
    case DatePreset::ThisMonth: {
        const QDate first(today.year(), today.month(), 1);
        return {startOfDay(first, zone), endOfDay(first.addMonths(1).addDays(-1), zone)};
    }
    case DatePreset::Custom: {
        InstantRange range;
        if (from.isValid())
            range.from = startOfDay(from, zone);
        if (to.isValid())
            range.to = endOfDay(to, zone);
        return range;
    }
    }
    return {};
}

QString DateChoice::text() const
{
    if (preset != DatePreset::Custom)
        return presetText(preset);
    if (from.isValid() && to.isValid())
        return from.toString(Qt::ISODate) + u" – "_s + to.toString(Qt::ISODate);
    if (from.isValid())
        return u"≥ "_s + from.toString(Qt::ISODate);
    return u"≤ "_s + to.toString(Qt::ISODate);
}

QString presetText(DatePreset preset)
{
    switch (preset) {
    case DatePreset::Any: return Text::tr("any time");
    case DatePreset::Today: return Text::tr("today");
    case DatePreset::Last24Hours: return Text::tr("last 24 hours");
    case DatePreset::Last7Days: return Text::tr("last 7 days");
    case DatePreset::Last30Days: return Text::tr("last 30 days");
    case DatePreset::ThisMonth: return Text::tr("this month");
    case DatePreset::Custom: return Text::tr("custom");
    }
    return {};
}

} // namespace pivotal::models
