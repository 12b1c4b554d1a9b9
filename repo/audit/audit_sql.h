#pragma once

#include "repo/domain/audit_filter.h"
#include "repo/domain/ids.h"
#include "repo/domain/json.h"
#include "repo/domain/slice.h"
#include "repo/domain/sort.h"
#include "repo/sql/access_path.h"

#include <QList>

namespace pivotal::sql {

/// A new audit row. The server adds the client's address and the database user.
struct AuditRow
{
    AuditEventId id;
    UserId actorId; ///< empty for nobody
    QString action;
    QString entityType;
    QString entityId;
    std::optional<Json> oldValues;
    std::optional<Json> newValues;
    QString userAgent;
    JsonObject metadata;
    Instant createdAt; ///< only for a batch; a row that a change writes has the time of its transaction
};

/// The event's columns as `mapAuditEvent` reads them, then those of the row's cursor.
[[nodiscard]] Statement eventsSlice(const Target &target, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                                    const AccessPath &path = {});
[[nodiscard]] Statement slice(const Target &target, const AuditFilter &filter, const AuditSort &sort, const SliceRequest &request);

/// The events of the organization that the filter matches.
[[nodiscard]] Selection selectionOf(const Target &target, const AuditFilter &filter);
[[nodiscard]] Ordering orderingOf(const Target &target, const AuditSort &sort);

/// "INSERT INTO audit_logs … SELECT … FROM <source>": one audit row for each row of `source`.
[[nodiscard]] Statement insertAuditFrom(const QString &source, const OrganizationId &organization, const AuditRow &audit);

/// Rows that happened earlier, in one statement, and the notice that there are new ones; those that are there already (by id)
/// are left alone.
[[nodiscard]] Statement insertAuditBatch(const OrganizationId &organization, const QList<AuditRow> &rows, const QString &origin = {});

/// Counts: per row GROUPING(action), GROUPING(entityType) (1: not grouped by it), action, entity type, count. The row
/// grouped by neither is the total.
[[nodiscard]] Statement auditSummary(const Selection &events);

[[nodiscard]] Statement countOlderThan(const OrganizationId &organization, Instant cutoff);
/// The oldest `limit` of them.
[[nodiscard]] Statement deleteOlderThan(const OrganizationId &organization, Instant cutoff, int limit);

} // namespace pivotal::sql
