#include "repo/db/write_rights.h"

#include "repo/domain/text.h"
#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

/// A right on some columns counts: which ones are changed is known only then. Who owns a table may build indexes on it.
sql::Statement probe()
{
    return sql::marked(
        {u"SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on', current_user, array_to_string(ARRAY("
         "SELECT p.wanted || ' ' || p.name FROM (VALUES ('UPDATE', 'users'), ('INSERT', 'users'), ('INSERT', 'user_roles'), ('UPDATE', "
         "'user_roles'), "
         "('INSERT', 'audit_logs')) p (wanted, name) WHERE NOT has_any_column_privilege(to_regclass(p.name), p.wanted) "
         "UNION ALL SELECT 'DELETE audit_logs' WHERE NOT has_table_privilege(to_regclass('audit_logs'), 'DELETE') "
         "UNION ALL SELECT 'owner of ' || c.relname FROM pg_class c WHERE c.oid IN (to_regclass('users'), to_regclass('user_roles'), "
         "to_regclass('roles'), "
         "to_regclass('audit_logs')) AND NOT pg_has_role(c.relowner, 'USAGE') "
         "UNION ALL SELECT 'CREATE in the database' WHERE NOT COALESCE((SELECT has_schema_privilege(n.oid, 'CREATE') FROM pg_namespace n "
         "WHERE n.nspname = "
         "'pivotal_console'), has_database_privilege(current_database(), 'CREATE'))), ',')"_s,
         {}});
}

QSet<QString> neededFor(WriteAction action)
{
    const QString event = u"INSERT audit_logs"_s;
    switch (action) {
    case WriteAction::EditUsers: return {u"UPDATE users"_s, event};
    case WriteAction::CreateUsers: return {u"INSERT users"_s, event};
    case WriteAction::ChangeRoles: return {u"INSERT user_roles"_s, u"UPDATE user_roles"_s, event};
    case WriteAction::RecordEvents: return {event};
    case WriteAction::DeleteEvents: return {u"DELETE audit_logs"_s, event};
    case WriteAction::BuildIndexes:
        return {u"owner of users"_s, u"owner of user_roles"_s, u"owner of roles"_s, u"owner of audit_logs"_s, u"CREATE in the database"_s};
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
    QStringList lacks = (neededFor(action) & missing).values();
    lacks.sort();
    if (lacks.isEmpty())
        return {};
    if (action == WriteAction::BuildIndexes)
        return Text::tr(
                   "The database user “%1” may build no indexes here: it isn't the owner of the tables, or may not create objects (%2).")
            .arg(user, lacks.join(u", "_s));
    return Text::tr("The database user “%1” lacks the right to do this: %2.").arg(user, lacks.join(u", "_s));
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
        rights.missing.insert(right);
    return rights;
}

} // namespace pivotal::db
