#include "tests/bench/details_cases.h"

#include "ui/audit/audit_details.h"
#include "ui/theme.h"

namespace pivotal::bench {

namespace {

constexpr int rounds = 20;
constexpr double patience = 100; // ms, of whoever goes from row to row

AuditEvent eventWith(const Json &values)
{
    AuditEvent event;
    event.id = {QStringLiteral("e")};
    event.action = QStringLiteral("users.update");
    event.entityType = QStringLiteral("User");
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
    const SideBySide times = sideBySide(rounds, [&] {
        details.showAuditEvent(event);
        details.grab();
    }, [&] {
        details.showAuditEvent(small);
        details.grab();
    });
    report.add({name, times.ours, QStringLiteral("100 ms"), patience, Result::Goal::AtMost, 1});
    report.add({name, times.ours, QStringLiteral("of one field"), times.theirs, Result::Goal::AtMost, 20});
}

} // namespace

void addDetailsCases(Report &report)
{
    ui::Theme::instance();
    addCase(report, QStringLiteral("details of an event with 3 MB"), JsonObject().add(QStringLiteral("a"), QString(3'000'000, u'x')).json());
    JsonObject many;
    for (int i = 0; i < 5'000; ++i)
        many.add(QStringLiteral("key%1").arg(i), Json::ofNumber(i));
    addCase(report, QStringLiteral("details of an event with 5,000 fields"), many.json());
}

} // namespace pivotal::bench
