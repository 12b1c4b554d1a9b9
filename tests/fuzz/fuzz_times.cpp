#include "repo/domain/instant.h"
#include "tests/fuzz/fuzz.h"

#include <QTimeZone>

using namespace pivotal;

/// What is read is written as the same time.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const QTimeZone auckland("Pacific/Auckland");
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const QString text = QString::fromUtf8(bytes);
    for (const RangeEnd end : {RangeEnd::From, RangeEnd::To}) {
        (void)parseInstant(text, end, auckland);
        if (const auto instant = parseInstant(text, end, QTimeZone::utc())) {
            fuzz::check(parseInstant(instant->toIso(), RangeEnd::From, QTimeZone::utc()) == instant);
            fuzz::check(Instant::fromSqlText(instant->toSqlText().toUtf8()) == instant);
        }
    }
    // Of what the server can have printed.
    if (const auto instant = Instant::fromSqlText(bytes); instant && parseInstant(instant->toIso(), RangeEnd::From, QTimeZone::utc()))
        fuzz::check(Instant::fromSqlText(instant->toSqlText().toUtf8()) == instant);
    return 0;
}
