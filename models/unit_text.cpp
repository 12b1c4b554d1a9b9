#include "models/unit_text.h"

#include "models/number_text.h"
#include "repo/domain/text.h"

#include <QLocale>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr double kilo = 1024;
constexpr double msecsPerSecond = 1'000;
constexpr qint64 secsPerMinute = 60;
constexpr qint64 secsPerHour = 3'600;
constexpr qint64 secsPerDay = 86'400;

QString withRest(const QString &whole, qint64 rest, const QString &restText)
{
    return rest > 0 ? whole + u' ' + restText : whole;
}

/// Of a figure below 1,000: three digits at most; a whole one without decimals, since it was hardly measured.
QString threeDigits(double value)
{
    const int decimals = value == std::floor(value) || value >= 9.95 ? 0 : value < 0.00995 ? 3 : value < 0.995 ? 2 : 1;
    return QLocale().toString(value, 'f', decimals);
}

} // namespace

QString bytesText(qint64 bytes)
{
    if (double(bytes) < kilo)
        return Text::tr("%1 bytes").arg(exactNumber(bytes));
    const QString units[] = {Text::tr("kB"), Text::tr("MB"), Text::tr("GB"), Text::tr("TB")};
    double amount = double(bytes) / kilo;
    size_t unit = 0;
    for (; amount >= kilo - 0.5 && unit + 1 < std::size(units); ++unit) // nothing is rounded to 1,024 kB
        amount /= kilo;
    return u"%1 %2"_s.arg(QLocale().toString(amount, 'f', amount < 100 ? 1 : 0), units[unit]);
}

QString millisecondsText(double msecs)
{
    return QLocale().toString(msecs, 'f', msecs < 1 ? 3 : msecs < 10 ? 2 : msecs < 100 ? 1 : 0);
}

QString durationText(double msecs)
{
    if (msecs < msecsPerSecond - 0.5) // nothing is rounded to 1,000 ms, or to 60 s
        return Text::tr("%1 ms").arg(threeDigits(qMax(0.0, msecs)));
    const double exactSecs = msecs / msecsPerSecond;
    if (exactSecs < secsPerMinute - 0.5)
        return Text::tr("%1 s").arg(threeDigits(exactSecs));
    const qint64 secs = std::llround(exactSecs);
    if (secs < secsPerHour)
        return withRest(Text::tr("%1 min").arg(secs / secsPerMinute), secs % secsPerMinute, Text::tr("%1 s").arg(secs % secsPerMinute));
    if (secs < secsPerDay) {
        const qint64 minutes = secs % secsPerHour / secsPerMinute;
        return withRest(Text::tr("%1 h").arg(secs / secsPerHour), minutes, Text::tr("%1 min").arg(minutes));
    }
    const qint64 hours = secs % secsPerDay / secsPerHour;
    return withRest(Text::tr("%1 d").arg(exactNumber(secs / secsPerDay)), hours, Text::tr("%1 h").arg(hours));
}

QString targetText(double msecs)
{
    constexpr int exactDigits = 10;
    return msecs > 0 ? Text::tr("≤ %1 ms").arg(QLocale().toString(msecs, 'g', exactDigits)) : u"—"_s;
}

QString shareText(std::optional<double> share)
{
    if (!share)
        return u"—"_s;
    if (*share >= 1)
        return Text::tr("100 %");
    if (*share == 0)
        return Text::tr("0 %");
    const double percent = *share * 100;
    const int decimals = percent > 99 ? 2 : 1;
    const double scale = std::pow(10, decimals);
    return Text::tr("%1 %").arg(QLocale().toString(std::floor(percent * scale) / scale, 'f', decimals));
}

} // namespace pivotal::models
