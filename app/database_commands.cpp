#include "app/command.h"
#include "app/flag_values.h"
#include "repo/domain/text.h"
#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

constexpr qint64 msecsPerHour = 3'600'000;

QJsonObject statusJson(const db::MigrationStatus &status)
{
    QJsonObject json{{u"name"_s, status.name}, {u"state"_s, db::nameOf(status.state)}};
    if (const QString other = db::migrationNamed(status.name)->redundantWith; !other.isEmpty())
        json.insert(u"redundantBeside"_s, other);
    if (!status.appliedAt.isEmpty()) {
        json.insert(u"appliedAt"_s, status.appliedAt);
        json.insert(u"appliedBy"_s, status.appliedBy);
        json.insert(u"durationMs"_s, status.durationMs);
    }
    return json;
}

QJsonObject namesJson(const QString &what, const QStringList &names)
{
    return {{what, QJsonArray::fromStringList(names)}};
}

void migrateStatus(ConsoleSession &session, const QCommandLineParser &, CommandOutput &output)
{
    const auto statuses = session.executor().run(u"migrate.status"_s, db::Access::Read,
                                                 [](db::Connection &connection) { return db::Migrator(connection).status(); });
    output.print(statuses, [](const QList<db::MigrationStatus> &list) {
        QJsonArray array;
        for (const db::MigrationStatus &status : list)
            array.append(statusJson(status));
        return array;
    });
}

void migrateUp(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const int count = intFlag(parser, u"count"_s, 1'000);
    const auto names = session.executor().run(u"migrate.up"_s, db::Access::Write,
                                              [count](db::Connection &connection) { return db::Migrator(connection).up(count); });
    output.print(names, [](const QStringList &done) { return namesJson(u"applied"_s, done); });
}

void migrateDown(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const int count = intFlag(parser, u"count"_s, 1);
    const auto names = session.executor().run(u"migrate.down"_s, db::Access::Write,
                                              [count](db::Connection &connection) { return db::Migrator(connection).down(count); });
    output.print(names, [](const QStringList &done) { return namesJson(u"rolledBack"_s, done); });
}

Instant asOf(const QCommandLineParser &parser)
{
    const QString text = parser.value(u"as-of"_s);
    if (text.isEmpty())
        return {Instant::now().msecs / msecsPerHour * msecsPerHour};
    const auto instant = parseInstant(text, RangeEnd::From, QTimeZone::utc());
    if (!instant)
        throw validationError(Text::tr("--as-of takes a date or an ISO time, not “%1”.").arg(text.left(60)));
    return *instant;
}

void demo(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    db::DemoRequest request;
    request.users = intFlag(parser, u"users"_s, request.users);
    request.events = intFlag(parser, u"events"_s, request.events);
    request.asOf = asOf(parser);
    request.organization = session.request().organization;
    const auto loaded = session.executor().run(u"demo.load"_s, db::Access::Write, [request](db::Connection &connection) {
        db::loadDemo(connection, request);
        return true;
    });
    output.print(loaded, [request](bool) {
        return QJsonObject{{u"users"_s, request.users}, {u"events"_s, request.events}, {u"asOf"_s, request.asOf.toIso()}};
    });
}

} // namespace

QList<Command> databaseCommands()
{
    const QString number = u"N"_s;
    const QCommandLineOption count = valueOption(u"count"_s, Text::tr("How many at most."), number);
    return {{u"migrate status"_s, {}, Text::tr("Which migrations are applied; writes nothing."), {}, false, migrateStatus},
            {u"migrate up"_s, {}, Text::tr("Applies what is pending."), {count}, false, migrateUp},
            {u"migrate down"_s, {}, Text::tr("Rolls back the last one, or --count N."), {count}, false, migrateDown},
            {u"demo"_s,
             {},
             Text::tr("Fills an empty database, or the empty --organization, with demo data."),
             {valueOption(u"users"_s, Text::tr("How many users."), number),
              valueOption(u"events"_s, Text::tr("How many audit events."), number),
              valueOption(u"as-of"_s, Text::tr("The demo's now; default: this hour."), u"TIME"_s)},
             false,
             demo}};
}

} // namespace pivotal::app
