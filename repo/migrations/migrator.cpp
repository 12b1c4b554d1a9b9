#include "repo/migrations/migrator.h"

#include "repo/db/session_limits.h"
#include "repo/db/transaction.h"
#include "repo/domain/text.h"
#include "repo/metrics/log.h"
#include "repo/sql/dashboard_mark.h"

#include <QElapsedTimer>
#include <QHash>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

const QString dependentObjects = u"2BP01"_s;
constexpr std::chrono::seconds cleanupLimit{5}; ///< dropping waits for writers, and a console that closes for it

TransactionOptions transactionOptions()
{
    TransactionOptions options;
    options.name = u"migrate"_s;
    options.timeout = noTimeout; // an index takes as long as it takes
    return options;
}

sql::Statement insertRecord(const QString &name, const QString &checksum, qint64 durationMs, bool adopted)
{
    return {u"INSERT INTO pivotal_console.migrations (name, checksum, applied_by, duration_ms, adopted) "
            "VALUES (?, ?, session_user, ?, ?)"_s,
            {name, checksum, durationMs, adopted}};
}

struct Record
{
    QString checksum;
    QString appliedAt;
    QString appliedBy;
    int durationMs = 0;
    bool adopted = false;
};

} // namespace

QString nameOf(MigrationState state)
{
    switch (state) {
    case MigrationState::Pending: return u"pending"_s;
    case MigrationState::Present: return u"present"_s;
    case MigrationState::Applied: return u"applied"_s;
    case MigrationState::Adopted: return u"adopted"_s;
    case MigrationState::Changed: return u"changed"_s;
    }
    return {};
}

Migrator::Migrator(Connection &connection) : m_connection(connection) {}

QList<MigrationStatus> Migrator::status()
{
    QHash<QString, Record> records;
    if (hasRecord()) {
        Rows rows = m_connection.query(sql::marked({u"SELECT name, checksum, to_char(applied_at AT TIME ZONE 'UTC', "
                                                    "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), applied_by, duration_ms, adopted "
                                                    "FROM pivotal_console.migrations"_s,
                                                    {}}));
        while (rows.next()) {
            const QString name = rows.text();
            Record record;
            record.checksum = rows.text();
            record.appliedAt = rows.text();
            record.appliedBy = rows.text();
            record.durationMs = rows.integer();
            record.adopted = rows.flag();
            records.insert(name, record);
        }
    }
    const QSet<QString> existing = existingObjects();
    QList<MigrationStatus> list;
    for (const Migration &migration : migrations()) {
        MigrationStatus status{migration.name, MigrationState::Pending, {}, {}, 0};
        if (const auto found = records.constFind(recordName(migration.name)); found != records.cend()) {
            status.state = found->checksum != migration.checksum ? MigrationState::Changed
                           : found->adopted                      ? MigrationState::Adopted
                                                                 : MigrationState::Applied;
            status.appliedAt = found->appliedAt;
            status.appliedBy = found->appliedBy;
            status.durationMs = found->durationMs;
        } else if (existing.contains(migration.object)) {
            status.state = MigrationState::Present;
        }
        list << status;
    }
    return list;
}

QStringList Migrator::up(int count)
{
    return withoutTimeLimits(m_connection, [&] {
        const QList<MigrationStatus> before = status();
        for (const MigrationStatus &entry : before)
            if (entry.state == MigrationState::Changed)
                throw validationError(Text::tr("The migration %1 was applied from a different file. This console doesn't fit this "
                                               "database.")
                                          .arg(entry.name));
        QStringList done;
        for (qsizetype i = 0; i < before.size() && done.size() < count; ++i) {
            if (!isPending(before.at(i).state))
                continue;
            bringUp(migrations().at(i), before.at(i).state);
            done << migrations().at(i).name;
        }
        return done;
    });
}

void Migrator::upOne(const QString &name)
{
    return withoutTimeLimits(m_connection, [&] {
        const Migration *migration = migrationNamed(name);
        if (!migration)
            throw validationError(Text::tr("There is no migration %1.").arg(name));
        for (const MigrationStatus &status : status()) {
            if (status.name != name)
                continue;
            if (isPending(status.state)) {
                bringUp(*migration, status.state);
            } else if (!migration->inTransaction && !existingObjects().contains(migration->object)) {
                forget(*migration); // somebody has dropped it since
                bringUp(*migration, MigrationState::Pending);
            }
        }
    });
}

bool Migrator::removeLeftover(const QString &name)
{
    return withoutTimeLimits(m_connection, [&] {
        const Migration *known = migrationNamed(name);
        const Migration migration = known ? *known : advisedMigration(name.section(u'_', 1), {});
        removeLeftover(migration);
        return existingOf({migration.object}).isEmpty();
    });
}

void Migrator::bringUp(const Migration &migration, MigrationState state)
{
    createRecord();
    if (state == MigrationState::Present)
        adopt(migration);
    else
        apply(migration);
}

QStringList Migrator::down(int count)
{
    return withoutTimeLimits(m_connection, [&] {
        const QList<MigrationStatus> before = status();
        QStringList done;
        for (qsizetype i = before.size() - 1; i >= 0 && done.size() < count; --i) {
            if (before.at(i).appliedAt.isEmpty())
                continue;
            rollBack(migrations().at(i), before.at(i).state);
            done << migrations().at(i).name;
        }
        return done;
    });
}

/// One that may be read: to_regclass fails for who may not use the schema.
bool Migrator::hasRecord()
{
    Rows rows = m_connection.query(
        sql::marked({u"SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
                     "'pivotal_console' AND c.relname = 'migrations' AND has_schema_privilege(n.oid, 'USAGE') AND "
                     "has_table_privilege(c.oid, 'SELECT'))"_s,
                     {}}));
    return rows.next() && rows.flag();
}

/// Of what the migrations make. An index that a broken CREATE INDEX CONCURRENTLY left behind is there, but not valid.
QSet<QString> Migrator::existingObjects()
{
    QStringList objects;
    for (const Migration &migration : migrations())
        objects << migration.object;
    return existingOf(objects);
}

QSet<QString> Migrator::existingOf(const QStringList &objects)
{
    Rows rows = m_connection.query(sql::marked({u"SELECT o FROM unnest(?::text[]) o WHERE to_regclass(o) IS NOT NULL AND NOT EXISTS "
                                                "(SELECT 1 FROM pg_index i WHERE i.indexrelid = to_regclass(o) AND NOT i.indisvalid)"_s,
                                                {sql::textArray(objects)}}));
    QSet<QString> existing;
    while (rows.next())
        existing.insert(rows.text());
    return existing;
}

void Migrator::createRecord()
{
    if (hasRecord())
        return;
    m_connection.executeText(u"BEGIN; CREATE SCHEMA IF NOT EXISTS pivotal_console; CREATE TABLE IF NOT EXISTS pivotal_console.migrations ("
                             "name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), "
                             "applied_by text NOT NULL, duration_ms integer NOT NULL, adopted boolean NOT NULL); COMMIT"_s);
}

void Migrator::apply(const Migration &migration)
{
    if (migration.inTransaction) {
        runSql(migration, migration.up);
        return;
    }
    removeLeftover(migration);
    QElapsedTimer timer;
    timer.start();
    try {
        runOneByOne(migration.up);
    } catch (const RepositoryError &) {
        cleanUp(migration);
        throw;
    }
    m_connection.execute(insertRecord(recordName(migration.name), migration.checksum, timer.elapsed(), false));
}

/// Also of a build that was cancelled, by the user or because the console closes. What failed first is what is told.
void Migrator::cleanUp(const Migration &migration)
{
    Canceller &canceller = m_connection.canceller();
    try {
        if (canceller.beginCleanup(cleanupLimit))
            removeLeftover(migration);
    } catch (const RepositoryError &error) { // the next try removes it
        metrics::logger("db")->warn("event=leftover_stays object={} error={}", migration.object.toStdString(),
                                    metrics::quoted(error.message));
    }
    canceller.endCleanup();
}

void Migrator::removeLeftover(const Migration &migration)
{
    Rows rows = m_connection.query(sql::marked({u"SELECT EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = to_regclass(?) AND "
                                                "NOT i.indisvalid AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p "
                                                "WHERE p.index_relid = i.indexrelid))"_s,
                                                {migration.object}}));
    if (rows.next() && rows.flag())
        runOneByOne(migration.down);
}

/// Several in one message would be a transaction.
void Migrator::runOneByOne(const QString &text)
{
    for (const QString &statement : text.split(u";\n"_s, Qt::SkipEmptyParts)) {
        try {
            m_connection.executeAlone(placed(statement));
        } catch (const RepositoryError &error) {
            if (error.sqlState != dependentObjects || !statement.startsWith(u"DROP FUNCTION"_s))
                throw; // else the index of another schema needs it still
        }
    }
}

/// Its names in the schema of the URL: CONCURRENTLY allows no transaction, which a search path behind a pooler needs; and the
/// class of the search index's operators may stand in a schema that isn't on the path.
QString Migrator::placed(const QString &statement)
{
    if (m_connection.schema().isEmpty())
        return statement;
    static const QRegularExpression named(
        u"^(CREATE INDEX CONCURRENTLY (?:IF NOT EXISTS )?\\S+ ON |DROP INDEX CONCURRENTLY (?:IF EXISTS )?|ANALYZE )"_s,
        QRegularExpression::MultilineOption);
    QString text = statement;
    if (const auto found = named.match(text); found.hasMatch())
        text.insert(found.capturedEnd(), m_connection.quotedSchema() + u'.');
    const QString operators = u" gin_trgm_ops"_s;
    if (!text.contains(operators))
        return text;
    Rows rows =
        m_connection.query(sql::marked({u"SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
                                        "WHERE e.extname = 'pg_trgm'"_s,
                                        {}}));
    return rows.next() ? text.replace(operators, u' ' + rows.text() + u'.' + operators.trimmed()) : text;
}

/// The record is the database's; the schemas that it serves are told apart in it.
QString Migrator::recordName(const QString &name) const
{
    const QString &schema = m_connection.schema();
    return schema.isEmpty() || schema == u"public"_s ? name : schema + u'.' + name;
}

/// As Prisma does, where the URL names one that isn't there yet.
void Migrator::createSchema()
{
    const QString schema = m_connection.quotedSchema();
    if (schema.isEmpty())
        return;
    Rows rows = m_connection.query(sql::marked({u"SELECT to_regnamespace(?) IS NULL"_s, {schema}}));
    if (rows.next() && rows.flag())
        m_connection.executeText(u"CREATE SCHEMA "_s + schema);
}

void Migrator::runSql(const Migration &migration, const QString &text)
{
    withTransaction(m_connection, transactionOptions(), [&](Transaction &) {
        QElapsedTimer timer;
        timer.start();
        createSchema();
        m_connection.executeText(text);
        return m_connection.execute(insertRecord(recordName(migration.name), migration.checksum, timer.elapsed(), false));
    });
}

void Migrator::adopt(const Migration &migration)
{
    m_connection.execute(insertRecord(recordName(migration.name), migration.checksum, 0, true));
}

void Migrator::rollBack(const Migration &migration, MigrationState state)
{
    if (state == MigrationState::Adopted) {
        forget(migration);
        return;
    }
    refuseToDropData(migration);
    if (!migration.inTransaction) {
        runOneByOne(migration.down);
        forget(migration);
        return;
    }
    withTransaction(m_connection, transactionOptions(), [&](Transaction &) {
        m_connection.executeText(migration.down);
        return forget(migration);
    });
}

qint64 Migrator::forget(const Migration &migration)
{
    return m_connection.execute({u"DELETE FROM pivotal_console.migrations WHERE name = ?"_s, {recordName(migration.name)}});
}

void Migrator::refuseToDropData(const Migration &migration)
{
    if (migration.object != u"organizations"_s)
        return;
    Rows rows = m_connection.query({u"SELECT count(*) FROM organizations"_s, {}});
    if (rows.next(); const qint64 count = rows.bigint())
        throw validationError(Text::tr("Rolling back %1 would drop the tables of %2 organizations. Drop the database instead, if "
                                       "that is what you want.")
                                  .arg(migration.name)
                                  .arg(count));
}

} // namespace pivotal::db
