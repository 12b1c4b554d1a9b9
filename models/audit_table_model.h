#pragma once

#include "models/display_zone.h"
#include "models/typed_paged_model.h"
#include "repo/audit/audit_repository.h"

namespace pivotal::models {

/// The audit log of an organization, as the audit page shows it.
class AuditTableModel : public TypedPagedModel<AuditRepository>
{
    Q_OBJECT

public:
    explicit AuditTableModel(const DisplayZone &zone, QObject *parent = nullptr);

    [[nodiscard]] static const QList<Column> &columns();
    [[nodiscard]] static int column(const char *key);
};

/// Failures are bad, changes of rights and status a warning, the rest neutral.
[[nodiscard]] BadgeKind actionBadge(const QString &action);
/// "status: active → suspended", or the names of the fields where there are several.
[[nodiscard]] QString changeSummary(const AuditEvent &event);
/// The actor's name, else the email, else the id; "system" where nobody acted.
[[nodiscard]] QString actorText(const AuditEvent &event);

} // namespace pivotal::models
