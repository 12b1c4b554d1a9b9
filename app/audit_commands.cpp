#include "app/command.h"
#include "app/flag_values.h"

#include <QCoreApplication>

namespace pivotal::app {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::app::AuditCommands)
};

AuditFilter auditFilter(const QCommandLineParser &parser)
{
    AuditFilter filter;
    filter.actions = splitList(parser.value(QStringLiteral("action")));
    filter.entityTypes = splitList(parser.value(QStringLiteral("entity-type")));
    filter.entityId = parser.value(QStringLiteral("entity-id"));
    filter.actor = parser.value(QStringLiteral("actor"));
    filter.ipAddress = parser.value(QStringLiteral("ip"));
    filter.created = rangeFlags(parser, QStringLiteral("from"), QStringLiteral("to"));
    return filter;
}

void list(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const AuditSort sort =
        parser.isSet(QStringLiteral("sort")) ? parseAuditSort(parser.value(QStringLiteral("sort"))) : defaultAuditSort;
    output.print(session.audit().page(auditFilter(parser), sort, pageRequest(parser)),
                 [](const Page<AuditEvent> &page) { return envelope<AuditEvent>(page, toJson); });
}

QList<QCommandLineOption> filterOptions()
{
    return {valueOption(QStringLiteral("action"), Text::tr("Exact, or users.* for all that start so."), QStringLiteral("ACTION")),
            valueOption(QStringLiteral("entity-type"), Text::tr("User, Role, Organization, …"), QStringLiteral("TYPE")),
            valueOption(QStringLiteral("entity-id"), Text::tr("The entity's id."), QStringLiteral("ID")),
            valueOption(QStringLiteral("actor"), Text::tr("A user's id or email."), QStringLiteral("ID|EMAIL")),
            valueOption(QStringLiteral("ip"), Text::tr("Exact, or 10.4.* for a prefix."), QStringLiteral("IP")),
            valueOption(QStringLiteral("from"), Text::tr("At or after, UTC."), QStringLiteral("DATE")),
            valueOption(QStringLiteral("to"), Text::tr("Before; a date includes its day."), QStringLiteral("DATE"))};
}

} // namespace

QList<Command> auditCommands()
{
    return {{QStringLiteral("audit list"), {}, Text::tr("A page of audit events."), filterOptions() + pageOptions(), true, list}};
}

} // namespace pivotal::app
