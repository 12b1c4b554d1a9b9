#include "repo/sql/transaction_sql.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

QString selectIdentity()
{
    return u"SELECT pg_backend_pid()::text, pg_current_xact_id()::text, now()::text"_s;
}

Statement isUndecided(const TransactionIdentity &identity)
{
    return {u"SELECT pg_is_in_recovery() OR COALESCE(CASE WHEN ?::xid8 < "
            "pg_snapshot_xmax(pg_current_snapshot()) THEN pg_xact_status(?::xid8) END = 'in progress', "
            "false) OR EXISTS (SELECT 1 FROM pg_stat_activity s WHERE s.pid = ?::int AND s.xact_start = "
            "?::timestamptz)"_s,
            {identity.transactionId, identity.transactionId, identity.backendPid, identity.startedAt}};
}

Statement terminate(const TransactionIdentity &identity)
{
    return {u"SELECT pg_terminate_backend(s.pid) FROM pg_stat_activity s WHERE s.pid = ?::int AND "
            "s.xact_start = ?::timestamptz"_s,
            {identity.backendPid, identity.startedAt}};
}

Statement findProof(const OrganizationId &organization, const AuditEventId &audit)
{
    return {u"SELECT a.id FROM audit_logs a WHERE a.\"organizationId\" = ? AND a.id = ?"_s, {organization.value, audit.value}};
}

} // namespace pivotal::sql
