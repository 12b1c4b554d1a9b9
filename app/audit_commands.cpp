#include "app/command.h"
#include "app/flag_values.h"
#include "repo/audit/audit_cleanup.h"
#include "repo/domain/text.h"

#include <QTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

constexpr int sendPatienceMs = 5'000;

AuditFilter auditFilter(const QCommandLineParser &parser)
{
    AuditFilter filter;
    filter.actions = splitList(parser.value(u"action"_s));
    filter.entityTypes = splitList(parser.value(u"entity-type"_s));
    filter.entityId = parser.value(u"entity-id"_s);
    filter.actor = parser.value(u"actor"_s);
    filter.ipAddress = parser.value(u"ip"_s);
    filter.created = rangeFlags(parser, u"from"_s, u"to"_s);
    return filter;
}

void list(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const AuditSort sort = parser.isSet(u"sort"_s) ? parseAuditSort(parser.value(u"sort"_s)) : defaultAuditSort;
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
    return {{u"id"_s, id.value}, {u"sent"_s, isSent}};
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
                output.failAfter(outcome(id, false),
                                 RepositoryError(ErrorCode::AuditSpool,
                                                 Text::tr("The server refuses the event; it is kept aside on this machine."),
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
    const NewAuditEvent event{parser.value(u"action"_s), parser.value(u"entity-type"_s), parser.value(u"entity-id"_s),
                              jsonFlag(parser, u"old-values"_s), jsonFlag(parser, u"new-values"_s)};
    deliver(
        session.outbox().append({event}), &output,
        [&session, &output](const QList<AuditEventId> &ids) {
            AuditOutbox &outbox = session.outbox();
            QObject::connect(
                &outbox, &AuditOutbox::drained, &output, [&outbox, &output, id = ids.first()] { tellOutcome(outbox, id, true, output); },
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
        array.append(QJsonObject{{name, value}, {u"count"_s, count}});
    return array;
}

void summary(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    output.print(session.audit().summary(auditFilter(parser)), [](const AuditSummary &found) {
        JsonWriter writer;
        writer.beginObject();
        writer.member(u"total"_s, found.total);
        writer.member(u"byAction"_s, countsJson(u"action"_s, found.byAction));
        writer.member(u"byEntityType"_s, countsJson(u"entityType"_s, found.byEntityType));
        writer.key(u"recent"_s);
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
    auto *run = new AuditCleanup(session.audit(), intFlag(parser, u"older-than-days"_s, 0));
    run->setParent(&output);
    const bool deletes = parser.isSet(u"delete"_s);
    QObject::connect(run, &AuditCleanup::failed, &output, &CommandOutput::fail);
    QObject::connect(run, &AuditCleanup::counted, &output, [run, deletes, &output](qint64 count) {
        if (deletes)
            run->start();
        else
            output.succeed(QJsonObject{{u"olderThan"_s, run->cutoff().toIso()}, {u"wouldDelete"_s, count}});
    });
    QObject::connect(run, &AuditCleanup::finished, &output, [run, &output](qint64 deleted) {
        output.succeed(QJsonObject{{u"olderThan"_s, run->cutoff().toIso()}, {u"deleted"_s, deleted}});
    });
    run->count();
}

QList<QCommandLineOption> appendOptions()
{
    return {valueOption(u"action"_s, Text::tr("What happened, as in exports.users."), u"ACTION"_s),
            valueOption(u"entity-type"_s, Text::tr("To what kind of thing."), u"TYPE"_s),
            valueOption(u"entity-id"_s, Text::tr("To which."), u"ID"_s),
            valueOption(u"old-values"_s, Text::tr("Before: any JSON value."), u"JSON"_s),
            valueOption(u"new-values"_s, Text::tr("After: any JSON value."), u"JSON"_s)};
}

QList<QCommandLineOption> cleanupOptions()
{
    return {valueOption(u"older-than-days"_s, Text::tr("Events older than so many days."), u"N"_s),
            {u"delete"_s, Text::tr("Really deletes, in chunks, each with its audit row. Without it: only counts.")}};
}

QList<QCommandLineOption> filterOptions()
{
    return {valueOption(u"action"_s, Text::tr("Exact, or users.* for all that start so; several with commas."), u"ACTION"_s),
            valueOption(u"entity-type"_s, Text::tr("User, Role, Organization, …; several with commas."), u"TYPE"_s),
            valueOption(u"entity-id"_s, Text::tr("The entity's id."), u"ID"_s),
            valueOption(u"actor"_s, Text::tr("A user's id or email."), u"ID|EMAIL"_s),
            valueOption(u"ip"_s, Text::tr("Exact, or 10.4.* for a prefix."), u"IP"_s),
            valueOption(u"from"_s, Text::tr("At or after, UTC."), u"DATE"_s),
            valueOption(u"to"_s, Text::tr("Before; a date includes its day."), u"DATE"_s)};
}

} // namespace

QList<Command> auditCommands()
{
    return {{u"audit list"_s, {}, Text::tr("A page of audit events."), filterOptions() + pageOptions(), true, list},
            {u"audit summary"_s, {}, Text::tr("Counts by action and entity type, and the latest events."), filterOptions(), true, summary},
            {u"audit append"_s,
             {},
             Text::tr("Records an event: on this machine at once, on the server as soon as it can be reached."),
             appendOptions(),
             true,
             append},
            {u"audit cleanup"_s, {}, Text::tr("Counts, and with --delete deletes, old events."), cleanupOptions(), true, cleanup}};
}

} // namespace pivotal::app
