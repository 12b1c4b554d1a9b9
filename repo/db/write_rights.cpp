#include "repo/db/write_rights.h"

#include "repo/sql/dashboard_mark.h"

#include <QCoreApplication>

namespace pivotal::db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::WriteRights)
};

/// A right on some columns counts: which ones are changed is known only then. Who owns a table may build indexes on it.
sql::Statement probe()
{
    return sql::marked({QStringLiteral(
        "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on', current_user, array_to_string(ARRAY("
        "SELECT p.wanted || ' ' || p.name FROM (VALUES ('UPDATE', 'users'), ('INSERT', 'users'), ('INSERT', 'user_roles'), ('UPDATE', 'user_roles'), "
        "('INSERT', 'audit_logs')) p (wanted, name) WHERE NOT has_any_column_privilege(to_regclass(p.name), p.wanted) "
        "UNION ALL SELECT 'DELETE audit_logs' WHERE NOT has_table_privilege(to_regclass('audit_logs'), 'DELETE') "
        "UNION ALL SELECT 'owner of ' || c.relname FROM pg_class c WHERE c.oid IN (to_regclass('users'), to_regclass('user_roles'), to_regclass('roles'), "
        "to_regclass('audit_logs')) AND NOT pg_has_role(c.relowner, 'USAGE') "
        "UNION ALL SELECT 'CREATE in the database' WHERE NOT COALESCE((SELECT has_schema_privilege(n.oid, 'CREATE') FROM pg_namespace n WHERE n.nspname = "
        "'pivotal_console'), has_database_privilege(current_database(), 'CREATE'))), ',')"), {}});
}

QSet<QString> neededFor(WriteAction action)
{
    const QString event = QStringLiteral("INSERT audit_logs");
    switch (action) {
    case WriteAction::EditUsers: return {QStringLiteral("UPDATE users"), event};
    case WriteAction::CreateUsers: return {QStringLiteral("INSERT users"), event};
    case WriteAction::ChangeRoles: return {QStringLiteral("INSERT user_roles"), QStringLiteral("UPDATE user_roles"), event};
    case WriteAction::RecordEvents: return {event};
    case WriteAction::DeleteEvents: return {QStringLiteral("DELETE audit_logs"), event};
    case WriteAction::BuildIndexes:
        return {QStringLiteral("owner of users"), QStringLiteral("owner of user_roles"), QStringLiteral("owner of roles"),
                QStringLiteral("owner of audit_logs"), QStringLiteral("CREATE in the database")};
    }
    return {};
}

} // namespace

QString WriteRights::problem(WriteAction action) const
{
    if (isStandby)
        return Text::tr("The server is a standby: it can only be read.");
    if (isReadOnlyByDefault)
        return Text::tr("default_transaction_read_only is on for the database user “%1”: it can only read.").arg(user);
    QStringList lacks = (neededFor(action) & lacking).values();
    lacks.sort();
    if (lacks.isEmpty())
        return {};
    if (action == WriteAction::BuildIndexes)
        return Text::tr("The database user “%1” may build no indexes here: it isn't the owner of the tables, or may not create objects (%2).")
            .arg(user, lacks.join(QStringLiteral(", ")));
    return Text::tr("The database user “%1” lacks the right to do this: %2.").arg(user, lacks.join(QStringLiteral(", ")));
}

WriteRights probeWriteRights(Connection &connection)
{
    Rows rows = connection.query(probe());
    rows.next();
    WriteRights rights;
    rights.isStandby = rows.flag();
    rights.isReadOnlyByDefault = rows.flag();
    rights.user = rows.text();
    for (const QString &right : rows.text().split(u',', Qt::SkipEmptyParts))
        rights.lacking.insert(right);
    return rights;
}

} // namespace pivotal::db
