#include "tests/bench/details_cases.h"

#include "ui/audit/audit_details.h"
#include "ui/theme.h"

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

constexpr int rounds = 20;
constexpr double patience = 100; // ms, of whoever goes from row to row

AuditEvent eventWith(const Json &values)
{
    AuditEvent event;
    event.id = {u"e"_s};
    event.action = u"users.update"_s;
    event.entityType = u"User"_s;
    event.newValues = values;
    return event;
}

void addCase(Report &report, const QString &name, const Json &values)
{
    const models::DisplayZone zone;
    ui::AuditDetails details(zone);
    details.resize(340, 700);
    details.show();
    const AuditEvent event = eventWith(values);
    const AuditEvent small = eventWith(Json{"{\"a\": 1}"});
    const SideBySide times = sideBySide(
        rounds,
        [&] {
            details.showAuditEvent(event);
            details.grab();
        },
        [&] {
            details.showAuditEvent(small);
            details.grab();
        });
    report.add({name, times.ours, u"100 ms"_s, patience, Result::Goal::AtMost, 1});
    report.add({name, times.ours, u"of one field"_s, times.theirs, Result::Goal::AtMost, 20});
}

} // namespace

void addDetailsCases(Report &report)
{
    ui::Theme::instance();
    addCase(report, u"details of an event with 3 MB"_s, JsonObject().add(u"a"_s, QString(3'000'000, u'x')).json());
    JsonObject many;
    for (int i = 0; i < 5'000; ++i)
        many.add(u"key%1"_s.arg(i), Json::ofNumber(i));
    addCase(report, u"details of an event with 5,000 fields"_s, many.json());
}

} // namespace pivotal::bench
