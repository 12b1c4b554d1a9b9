#include "models/number_text.h"

#include "repo/domain/text.h"

#include <QLocale>
#include <cmath>

namespace pivotal::models {

namespace {

constexpr double million = 1e6;

} // namespace

QString exactNumber(qint64 number)
{
    return QLocale().toString(number);
}

QString aboutNumber(qint64 number)
{
    if (double(number) >= million)
        return Text::tr("≈ %1 M", "millions").arg(QLocale().toString(double(number) / million, 'f', 1));
    const double unit = number < 1'000 ? 1 : std::pow(10, std::floor(std::log10(double(number))) - 2); // three digits
    return Text::tr("≈ %1").arg(exactNumber(qint64(std::round(double(number) / unit) * unit)));
}

int pluralOf(qint64 number)
{
    constexpr qint64 million = 1'000'000;
    return int(number < million ? number : million + number % million);
}

} // namespace pivotal::models
