#include "app/flag_values.h"

#include <QCoreApplication>

namespace pivotal::app {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::app::FlagValues)
};

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
    request.page = intFlag(parser, QStringLiteral("page"), 1);
    request.pageSize = intFlag(parser, QStringLiteral("page-size"), 20);
    return request;
}

std::optional<bool> boolFlag(const QCommandLineParser &parser, const QString &name)
{
    const QString value = parser.value(name);
    if (!parser.isSet(name))
        return std::nullopt;
    if (value != QStringLiteral("true") && value != QStringLiteral("false"))
        throw validationError(Text::tr("--%1 takes true or false, not “%2”.").arg(name, value.left(60)));
    return value == QStringLiteral("true");
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
    return {valueOption(QStringLiteral("sort"), Text::tr("Order, as in createdAt:desc."), QStringLiteral("FIELD[:asc|desc]")),
            valueOption(QStringLiteral("page"), Text::tr("Page, from 1."), QStringLiteral("N")),
            valueOption(QStringLiteral("page-size"), Text::tr("Rows a page, 1 to %1.").arg(maxPageSize), QStringLiteral("N"))};
}

QCommandLineOption valueOption(const QString &name, const QString &help, const QString &value)
{
    return {name, help, value};
}

} // namespace pivotal::app
