#include "app/command.h"
#include "app/flag_values.h"
#include "repo/audit/audit_cleanup.h"

#include <QCoreApplication>
#include <QTimer>
#include <algorithm>

namespace pivotal::app {

namespace {

constexpr int sendPatienceMs = 5'000;

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
                 [](const Page<AuditEvent> &page) { return envelope<AuditEvent>(page, write); });
}

std::optional<Json> jsonFlag(const QCommandLineParser &parser, const QString &name)
{
    if (!parser.isSet(name))
        return std::nullopt;
    const Json json{parser.value(name).toUtf8()};
    if (const auto problem = problemWith(json))
        throw validationError(Text::tr("--%1 must be JSON. %2").arg(name, *problem));
    return json;
}

QJsonObject outcome(const AuditEventId &id, bool isSent)
{
    return {{QStringLiteral("id"), id.value}, {QStringLiteral("sent"), isSent}};
}

/// The server may have refused the event, of this console or of another on the same spool; else `isSent` says what became of it.
void tellOutcome(AuditOutbox &outbox, const AuditEventId &id, bool isSent, CommandOutput &output)
{
    deliver(
        outbox.refused(), &output,
        [&output, id, isSent, problem = isSent ? std::nullopt : outbox.problem()](const QList<RefusedEvent> &refused) {
            const auto found = std::find_if(refused.cbegin(), refused.cend(), [&id](const RefusedEvent &each) { return each.id == id; });
            if (found == refused.cend() && problem && problem->code != ErrorCode::DatabaseConnection)
                output.failAfter(outcome(id, false), *problem);
            else if (found == refused.cend())
                output.succeed(outcome(id, isSent));
            else
                output.failAfter(outcome(id, false), RepositoryError(ErrorCode::AuditSpool, Text::tr("The server refuses the event; it is kept aside on this machine."),
                                                                     found->reason));
        },
        [&output](const RepositoryError &error) { output.fail(error); });
}

/// Trying again won't help before somebody grants the right.
bool lacksRights(const AuditOutbox &outbox)
{
    return outbox.problem() && (outbox.problem()->code == ErrorCode::PermissionDenied || outbox.problem()->code == ErrorCode::ReadOnly);
}

/// Done when the event is on this machine's disk; then it has a while to reach the server, and the answer says whether
/// it did, or why not. What did not goes with the next run.
void append(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const NewAuditEvent event{parser.value(QStringLiteral("action")), parser.value(QStringLiteral("entity-type")),
                              parser.value(QStringLiteral("entity-id")), jsonFlag(parser, QStringLiteral("old-values")),
                              jsonFlag(parser, QStringLiteral("new-values"))};
    deliver(
        session.outbox().append({event}), &output,
        [&session, &output](const QList<AuditEventId> &ids) {
            AuditOutbox &outbox = session.outbox();
            QObject::connect(&outbox, &AuditOutbox::drained, &output, [&outbox, &output, id = ids.first()] { tellOutcome(outbox, id, true, output); },
                             Qt::SingleShotConnection);
            const auto unlessInVain = [&outbox, &output, id = ids.first()] {
                if (lacksRights(outbox))
                    tellOutcome(outbox, id, false, output);
            };
            QObject::connect(&outbox, &AuditOutbox::failed, &output, unlessInVain, Qt::SingleShotConnection);
            unlessInVain();
            QTimer::singleShot(sendPatienceMs, &output, [&outbox, &output, id = ids.first()] { tellOutcome(outbox, id, false, output); });
            outbox.flush();
        },
        [&output](const RepositoryError &error) { output.fail(error); });
}

QJsonArray countsJson(const QString &name, const QList<QPair<QString, qint64>> &counts)
{
    QJsonArray array;
    for (const auto &[value, count] : counts)
        array.append(QJsonObject{{name, value}, {QStringLiteral("count"), count}});
    return array;
}

void summary(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    output.print(session.audit().summary(auditFilter(parser)), [](const AuditSummary &found) {
        JsonWriter writer;
        writer.beginObject();
        writer.member(QStringLiteral("total"), found.total);
        writer.member(QStringLiteral("byAction"), countsJson(QStringLiteral("action"), found.byAction));
        writer.member(QStringLiteral("byEntityType"), countsJson(QStringLiteral("entityType"), found.byEntityType));
        writer.key(QStringLiteral("recent"));
        writer.beginArray();
        for (const AuditEvent &event : found.recent)
            write(writer, event);
        writer.endArray();
        writer.endObject();
        return writer;
    });
}

/// Only counts, unless it is told to delete.
void cleanup(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    auto *run = new AuditCleanup(session.audit(), intFlag(parser, QStringLiteral("older-than-days"), 0));
    run->setParent(&output);
    const bool deletes = parser.isSet(QStringLiteral("delete"));
    QObject::connect(run, &AuditCleanup::failed, &output, &CommandOutput::fail);
    QObject::connect(run, &AuditCleanup::counted, &output, [run, deletes, &output](qint64 count) {
        if (deletes)
            run->start();
        else
            output.succeed(QJsonObject{{QStringLiteral("olderThan"), run->cutoff().toIso()}, {QStringLiteral("wouldDelete"), count}});
    });
    QObject::connect(run, &AuditCleanup::finished, &output, [run, &output](qint64 deleted) {
        output.succeed(QJsonObject{{QStringLiteral("olderThan"), run->cutoff().toIso()}, {QStringLiteral("deleted"), deleted}});
    });
    run->count();
}

QList<QCommandLineOption> appendOptions()
{
    return {valueOption(QStringLiteral("action"), Text::tr("What happened, as in exports.users."), QStringLiteral("ACTION")),
            valueOption(QStringLiteral("entity-type"), Text::tr("To what kind of thing."), QStringLiteral("TYPE")),
            valueOption(QStringLiteral("entity-id"), Text::tr("To which."), QStringLiteral("ID")),
            valueOption(QStringLiteral("old-values"), Text::tr("Before: any JSON value."), QStringLiteral("JSON")),
            valueOption(QStringLiteral("new-values"), Text::tr("After: any JSON value."), QStringLiteral("JSON"))};
}

QList<QCommandLineOption> cleanupOptions()
{
    return {valueOption(QStringLiteral("older-than-days"), Text::tr("Events older than so many days."), QStringLiteral("N")),
            {QStringLiteral("delete"), Text::tr("Really deletes, in chunks, each with its audit row. Without it: only counts.")}};
}

QList<QCommandLineOption> filterOptions()
{
    return {valueOption(QStringLiteral("action"), Text::tr("Exact, or users.* for all that start so; several with commas."), QStringLiteral("ACTION")),
            valueOption(QStringLiteral("entity-type"), Text::tr("User, Role, Organization, …; several with commas."), QStringLiteral("TYPE")),
            valueOption(QStringLiteral("entity-id"), Text::tr("The entity's id."), QStringLiteral("ID")),
            valueOption(QStringLiteral("actor"), Text::tr("A user's id or email."), QStringLiteral("ID|EMAIL")),
            valueOption(QStringLiteral("ip"), Text::tr("Exact, or 10.4.* for a prefix."), QStringLiteral("IP")),
            valueOption(QStringLiteral("from"), Text::tr("At or after, UTC."), QStringLiteral("DATE")),
            valueOption(QStringLiteral("to"), Text::tr("Before; a date includes its day."), QStringLiteral("DATE"))};
}

} // namespace

QList<Command> auditCommands()
{
    return {{QStringLiteral("audit list"), {}, Text::tr("A page of audit events."), filterOptions() + pageOptions(), true, list},
            {QStringLiteral("audit summary"), {}, Text::tr("Counts by action and entity type, and the latest events."), filterOptions(), true, summary},
            {QStringLiteral("audit append"), {}, Text::tr("Records an event: on this machine at once, on the server as soon as it can be reached."),
             appendOptions(), true, append},
            {QStringLiteral("audit cleanup"), {}, Text::tr("Counts, and with --delete deletes, old events."), cleanupOptions(), true, cleanup}};
}

} // namespace pivotal::app
