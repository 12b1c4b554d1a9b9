#include "repo/embedded/demo_loader.h"

#include "repo/db/session_limits.h"
#include "repo/db/transaction.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace pivotal::db {

namespace {

constexpr int maxUsers = 5'000'000;
constexpr int maxEvents = 50'000'000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::DemoLoader)
};

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
        if (count(connection, {QStringLiteral("SELECT count(*) FROM organizations"), {}}) > 0)
            throw validationError(Text::tr("This database already has organizations. Name an empty one of them to fill it with "
                                     "demo data."));
        return;
    }
    if (count(connection, {QStringLiteral("SELECT count(*) FROM organizations WHERE slug = ?"), {organization}}) == 0)
        throw RepositoryError(ErrorCode::RecordNotFound, Text::tr("There is no organization “%1”.").arg(organization));
    if (count(connection,
              {QStringLiteral("SELECT count(*) FROM users u JOIN organizations o ON o.id = u.\"organizationId\" "
                              "WHERE o.slug = ?"), {organization}}) > 0)
        throw validationError(Text::tr("The organization “%1” has users already; demo data goes into an empty one only.")
                                  .arg(organization));
}

void writeParameters(Connection &connection, const DemoRequest &request)
{
    connection.executeText(QStringLiteral(
        "CREATE TEMP TABLE demo_parameters (users int, events int, as_of timestamp(3), seed text, organization text, "
        "words jsonb) ON COMMIT DROP"));
    const bool own = request.organization.isEmpty();
    connection.execute({QStringLiteral("INSERT INTO demo_parameters VALUES (?, ?, ?::timestamp(3), ?, ?, ?::jsonb)"),
                        {request.users, request.events, request.asOf.toSqlText(),
                         own ? QStringLiteral("") : u'-' + request.organization,
                         own ? QVariant(QMetaType::fromType<QString>()) : QVariant(request.organization),
                         resource(QStringLiteral(":/demo/words.json"))}});
}

/// Foreign keys hold by the way the rows are made; checking each costs a third of the load. Superusers only.
void skipForeignKeyChecks(Connection &connection)
{
    if (count(connection, {QStringLiteral("SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user"), {}}) == 1)
        connection.executeText(QStringLiteral("SET LOCAL session_replication_role = replica"));
}

/// The scripts' own: they would stay in a pooler's session, for whoever gets it next.
void dropFunctions(Connection &connection)
{
    connection.executeText(QStringLiteral("DROP FUNCTION IF EXISTS pg_temp.pick, pg_temp.demo_id, pg_temp.iso, pg_temp.status_at, pg_temp.phone_at, "
                                          "pg_temp.display_at, pg_temp.avatar_at, pg_temp.locked_until"));
}

void load(Connection &connection, const DemoRequest &request, const std::function<void(const QString &)> &progress)
{
    TransactionOptions options;
    options.name = QStringLiteral("demo");
    options.timeout = noTimeout;
    withTransaction(connection, options, [&](Transaction &) {
        requireEmpty(connection, request.organization);
        connection.executeText(QStringLiteral("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off"));
        skipForeignKeyChecks(connection);
        writeParameters(connection, request);
        const QDir scripts(QStringLiteral(":/sql/demo"));
        const QStringList names = scripts.entryList(QDir::Files, QDir::Name);
        for (qsizetype i = 0; i < names.size(); ++i) {
            if (progress)
                progress(Text::tr("Filling in demo data (%1 of %2)…").arg(i + 1).arg(names.size()));
            connection.executeText(resource(scripts.filePath(names.at(i))));
        }
        dropFunctions(connection);
        return true;
    });
    connection.executeText(QStringLiteral("ANALYZE organizations, roles, users, user_roles, audit_logs"));
}

} // namespace

void loadDemo(Connection &connection, const DemoRequest &request, const std::function<void(const QString &)> &progress)
{
    if (request.users < 1 || request.users > maxUsers || request.events < 0 || request.events > maxEvents)
        throw validationError(Text::tr("Demo data has 1 to %1 users and 0 to %2 events.").arg(maxUsers).arg(maxEvents));

    withoutTimeLimits(connection, [&] { load(connection, request, progress); });
}

} // namespace pivotal::db
