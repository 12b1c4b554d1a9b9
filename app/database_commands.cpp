#include "app/command.h"
#include "app/flag_values.h"
#include "repo/embedded/demo_loader.h"
#include "repo/migrations/migrator.h"

#include <QCoreApplication>

namespace pivotal::app {

namespace {

constexpr qint64 msecsPerHour = 3'600'000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::app::DatabaseCommands)
};

QJsonObject statusJson(const db::MigrationStatus &status)
{
    QJsonObject json{{QStringLiteral("name"), status.name}, {QStringLiteral("state"), db::nameOf(status.state)}};
    if (const QString other = db::migrationNamed(status.name)->redundantBeside; !other.isEmpty())
        json.insert(QStringLiteral("redundantBeside"), other);
    if (!status.appliedAt.isEmpty()) {
        json.insert(QStringLiteral("appliedAt"), status.appliedAt);
        json.insert(QStringLiteral("appliedBy"), status.appliedBy);
        json.insert(QStringLiteral("durationMs"), status.durationMs);
    }
    return json;
}

QJsonObject namesJson(const QString &what, const QStringList &names)
{
    return {{what, QJsonArray::fromStringList(names)}};
}

void migrateStatus(ConsoleSession &session, const QCommandLineParser &, CommandOutput &output)
{
    const auto statuses = session.executor().run(QStringLiteral("migrate.status"), db::Access::Read,
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
    const int count = intFlag(parser, QStringLiteral("count"), 1'000);
    const auto names = session.executor().run(QStringLiteral("migrate.up"), db::Access::Write, [count](db::Connection &connection) {
        return db::Migrator(connection).up(count);
    });
    output.print(names, [](const QStringList &done) { return namesJson(QStringLiteral("applied"), done); });
}

void migrateDown(ConsoleSession &session, const QCommandLineParser &parser, CommandOutput &output)
{
    const int count = intFlag(parser, QStringLiteral("count"), 1);
    const auto names = session.executor().run(QStringLiteral("migrate.down"), db::Access::Write, [count](db::Connection &connection) {
        return db::Migrator(connection).down(count);
    });
    output.print(names, [](const QStringList &done) { return namesJson(QStringLiteral("rolledBack"), done); });
}

Instant asOf(const QCommandLineParser &parser)
{
    const QString text = parser.value(QStringLiteral("as-of"));
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
    request.users = intFlag(parser, QStringLiteral("users"), request.users);
    request.events = intFlag(parser, QStringLiteral("events"), request.events);
    request.asOf = asOf(parser);
    request.organization = session.request().organization;
    const auto loaded = session.executor().run(QStringLiteral("demo.load"), db::Access::Write, [request](db::Connection &connection) {
        db::loadDemo(connection, request);
        return true;
    });
    output.print(loaded, [request](bool) {
        return QJsonObject{{QStringLiteral("users"), request.users},
                           {QStringLiteral("events"), request.events},
                           {QStringLiteral("asOf"), request.asOf.toIso()}};
    });
}

} // namespace

QList<Command> databaseCommands()
{
    const QString number = QStringLiteral("N");
    const QCommandLineOption count = valueOption(QStringLiteral("count"), Text::tr("How many at most."), number);
    return {{QStringLiteral("migrate status"), {}, Text::tr("Which migrations are applied; writes nothing."), {}, false, migrateStatus},
            {QStringLiteral("migrate up"), {}, Text::tr("Applies what is pending."), {count}, false, migrateUp},
            {QStringLiteral("migrate down"), {}, Text::tr("Rolls back the last one, or --count N."), {count}, false, migrateDown},
            {QStringLiteral("demo"), {}, Text::tr("Fills an empty database, or the empty --organization, with demo data."),
             {valueOption(QStringLiteral("users"), Text::tr("How many users."), number),
              valueOption(QStringLiteral("events"), Text::tr("How many audit events."), number),
              valueOption(QStringLiteral("as-of"), Text::tr("The demo's now; default: this hour."), QStringLiteral("TIME"))},
             false, demo}};
}

} // namespace pivotal::app
