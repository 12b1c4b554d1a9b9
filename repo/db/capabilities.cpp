#include "repo/db/capabilities.h"

#include "repo/db/column_types.h"
#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

const QStringList &tables()
{
    static const QStringList names{u"organizations"_s, u"users"_s, u"roles"_s, u"user_roles"_s, u"audit_logs"_s};
    return names;
}

sql::Statement probe()
{
    return sql::marked(
        {u"SELECT current_setting('server_version'), current_database(), session_user, pg_is_in_recovery(), "
         "COALESCE((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false), "
         "EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = to_regclass('idx_users_search') AND i.indisvalid) AND "
         "COALESCE((SELECT has_schema_privilege(n.oid, 'USAGE') FROM pg_namespace n WHERE n.nspname = 'pivotal_console'), false), "
         "EXISTS (SELECT 1 FROM pg_available_extensions a WHERE a.name = 'pg_trgm'), "
         "array_to_string(ARRAY(SELECT t FROM unnest(?::text[]) t WHERE to_regclass(t) IS NULL), ','), "
         "current_setting('server_encoding') = 'SQL_ASCII'"_s,
         {sql::textArray(tables())}});
}

/// A statement of its own: not everybody may call the function, and not every engine has it.
QString systemIdentifier(Connection &connection)
{
    try {
        Rows rows = connection.query({sql::marked(u"SELECT system_identifier::text FROM pg_control_system()"_s), {}});
        return rows.next() ? rows.text() : QString();
    } catch (const RepositoryError &error) {
        if (error.code != ErrorCode::PermissionDenied && error.code != ErrorCode::DatabaseError)
            throw;
        return {};
    }
}

} // namespace

const QStringList &seedIndexes()
{
    static const QStringList names{
        u"idx_users_org_status_deleted"_s,   u"idx_users_org_email"_s,      u"idx_users_org_created"_s, u"idx_user_roles_org_user_active"_s,
        u"idx_user_roles_org_role_active"_s, u"idx_roles_org_active"_s,     u"idx_roles_org_name"_s,    u"idx_audit_logs_org_created"_s,
        u"idx_audit_logs_org_entity"_s,      u"idx_audit_logs_org_action"_s};
    return names;
}

Capabilities probeCapabilities(Connection &connection)
{
    Rows rows = connection.query(probe());
    rows.next();
    Capabilities found;
    found.serverVersion = rows.text().section(u' ', 0, 0);
    found.database = rows.text();
    found.databaseUser = rows.text();
    found.isStandby = rows.flag();
    found.isTls = rows.flag();
    found.isPooled = connection.isPooled();
    found.canFold = rows.flag();
    found.hasTrigrams = rows.flag();
    found.missingTables = rows.text().split(u',', Qt::SkipEmptyParts);
    found.hasRawBytes = rows.flag();
    if (found.hasTables()) {
        const ColumnTypes types = checkColumnTypes(connection);
        found.columnProblems = types.problems;
        found.versionStep = types.versionStep;
    }
    found.server = connection.serverName();
    if (connection.schema() != u"public"_s)
        found.schema = connection.schema();
    found.rights = probeWriteRights(connection);
    found.systemIdentifier = systemIdentifier(connection);
    return found;
}

} // namespace pivotal::db
