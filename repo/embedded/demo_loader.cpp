#include "repo/embedded/demo_loader.h"

#include "repo/db/session_limits.h"
#include "repo/db/transaction.h"
#include "repo/domain/text.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

constexpr int maxUsers = 5'000'000;
constexpr int maxEvents = 50'000'000;

QString resource(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

qint64 count(Connection &connection, const sql::Statement &statement)
{
    Rows rows = connection.query(statement);
    return rows.next() ? rows.bigint() : 0;
}

void requireEmpty(Connection &connection, const QString &organization)
{
    if (organization.isEmpty()) {
        if (count(connection, {u"SELECT count(*) FROM organizations"_s, {}}) > 0)
            throw validationError(Text::tr("This database already has organizations. Name an empty one of them to fill it with "
                                           "demo data."));
        return;
    }
    if (count(connection, {u"SELECT count(*) FROM organizations WHERE slug = ?"_s, {organization}}) == 0)
        throw RepositoryError(ErrorCode::RecordNotFound, Text::tr("There is no organization “%1”.").arg(organization));
    if (count(connection, {u"SELECT count(*) FROM users u JOIN organizations o ON o.id = u.\"organizationId\" "
                           "WHERE o.slug = ?"_s,
                           {organization}})
        > 0)
        throw validationError(
            Text::tr("The organization “%1” has users already; demo data goes into an empty one only.").arg(organization));
}

void writeParameters(Connection &connection, const DemoRequest &request)
{
    connection.executeText(u"CREATE TEMP TABLE demo_parameters (users int, events int, as_of timestamp(3), seed text, organization text, "
                           "words jsonb) ON COMMIT DROP"_s);
    const bool own = request.organization.isEmpty();
    connection.execute(
        {u"INSERT INTO demo_parameters VALUES (?, ?, ?::timestamp(3), ?, ?, ?::jsonb)"_s,
         {request.users, request.events, request.asOf.toSqlText(), own ? u""_s : u'-' + request.organization,
          own ? QVariant(QMetaType::fromType<QString>()) : QVariant(request.organization), resource(u":/demo/words.json"_s)}});
}

/// Foreign keys hold by the way the rows are made; checking each costs a third of the load. Superusers only.
void skipForeignKeyChecks(Connection &connection)
{
    if (count(connection, {u"SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user"_s, {}}) == 1)
        connection.executeText(u"SET LOCAL session_replication_role = replica"_s);
}

/// The scripts' own: they would stay in a pooler's session, for whoever gets it next.
void dropFunctions(Connection &connection)
{
    connection.executeText(u"DROP FUNCTION IF EXISTS pg_temp.pick, pg_temp.demo_id, pg_temp.iso, pg_temp.status_at, pg_temp.phone_at, "
                           "pg_temp.display_at, pg_temp.avatar_at, pg_temp.locked_until"_s);
}

void load(Connection &connection, const DemoRequest &request, const std::function<void(const QString &)> &progress)
{
    TransactionOptions options;
    options.name = u"demo"_s;
    options.timeout = noTimeout;
    withTransaction(connection, options, [&](Transaction &) {
        requireEmpty(connection, request.organization);
        connection.executeText(u"SET LOCAL work_mem = '256MB'; SET LOCAL jit = off"_s);
        skipForeignKeyChecks(connection);
        writeParameters(connection, request);
        const QDir scripts(u":/sql/demo"_s);
        const QStringList names = scripts.entryList(QDir::Files, QDir::Name);
        for (qsizetype i = 0; i < names.size(); ++i) {
            if (progress)
                progress(Text::tr("Filling in demo data (%1 of %2)…").arg(i + 1).arg(names.size()));
            connection.executeText(resource(scripts.filePath(names.at(i))));
        }
        dropFunctions(connection);
        return true;
    });
    connection.executeText(u"ANALYZE organizations, roles, users, user_roles, audit_logs"_s);
}

} // namespace

void loadDemo(Connection &connection, const DemoRequest &request, const std::function<void(const QString &)> &progress)
{
    if (request.users < 1 || request.users > maxUsers || request.events < 0 || request.events > maxEvents)
        throw validationError(Text::tr("Demo data has 1 to %1 users and 0 to %2 events.").arg(maxUsers).arg(maxEvents));

    withoutTimeLimits(connection, [&] { load(connection, request, progress); });
}

} // namespace pivotal::db
