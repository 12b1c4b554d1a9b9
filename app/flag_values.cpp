#include "app/flag_values.h"

#include "repo/domain/text.h"

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

std::optional<Instant> instantFlag(const QCommandLineParser &parser, const QString &name, RangeEnd end)
{
    if (!parser.isSet(name))
        return std::nullopt;
    const auto instant = parseInstant(parser.value(name), end, QTimeZone::utc());
    if (!instant)
        throw validationError(Text::tr("--%1 takes a date (2026-11-23) or an ISO time (2026-11-23T05:54:12Z), not “%2”.")
                                  .arg(name, parser.value(name).left(60)));
    return instant;
}

} // namespace

PageRequest pageRequest(const QCommandLineParser &parser)
{
    PageRequest request;
    request.page = intFlag(parser, u"page"_s, 1);
    request.pageSize = intFlag(parser, u"page-size"_s, 20);
    return request;
}

std::optional<bool> boolFlag(const QCommandLineParser &parser, const QString &name)
{
    const QString value = parser.value(name);
    if (!parser.isSet(name))
        return std::nullopt;
    if (value != u"true"_s && value != u"false"_s)
        throw validationError(Text::tr("--%1 takes true or false, not “%2”.").arg(name, value.left(60)));
    return value == u"true"_s;
}

int intFlag(const QCommandLineParser &parser, const QString &name, int fallback)
{
    if (!parser.isSet(name))
        return fallback;
    bool isNumber = false;
    const int number = parser.value(name).toInt(&isNumber);
    if (!isNumber)
        throw validationError(Text::tr("--%1 takes a whole number, not “%2”.").arg(name, parser.value(name).left(60)));
    return number;
}

InstantRange rangeFlags(const QCommandLineParser &parser, const QString &from, const QString &to)
{
    return {instantFlag(parser, from, RangeEnd::From), instantFlag(parser, to, RangeEnd::To)};
}

QList<QCommandLineOption> pageOptions()
{
    return {valueOption(u"sort"_s, Text::tr("Order, as in createdAt:desc."), u"FIELD[:asc|desc]"_s),
            valueOption(u"page"_s, Text::tr("Page, from 1."), u"N"_s),
            valueOption(u"page-size"_s, Text::tr("Rows a page, 1 to %1.").arg(maxPageSize), u"N"_s)};
}

QCommandLineOption valueOption(const QString &name, const QString &help, const QString &value)
{
    return {name, help, value};
}

} // namespace pivotal::app
