#pragma once

#include "models/display_zone.h"
#include "models/typed_paged_model.h"
#include "repo/audit_repository.h"

namespace pivotal::models {

/// The audit log of an organization, as the audit page shows it.
class AuditTableModel : public TypedPagedModel<AuditRepository>
{
    Q_OBJECT

public:
    enum Column { When, Actor, Action, EntityType, EntityId, Changed, IpAddress, ColumnCount };

    explicit AuditTableModel(const DisplayZone &zone, QObject *parent = nullptr);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    ColumnHint columnHint(int column) const override;

    [[nodiscard]] static std::optional<AuditSortField> sortField(int column);

protected:
    QVariant cell(const AuditEvent &event, int column, int role) const override;

private:
    [[nodiscard]] QString text(const AuditEvent &event, int column) const;

    const DisplayZone &m_zone;
};

/// Failures are bad, changes of rights and status a warning, the rest neutral.
[[nodiscard]] BadgeKind actionBadge(const QString &action);
/// "status: active → suspended", or the names of the fields where there are several.
[[nodiscard]] QString changeSummary(const AuditEvent &event);
/// The actor's name, else the email, else the id; "system" where nobody acted.
[[nodiscard]] QString actorText(const AuditEvent &event);
/// A JSON value in a line, strings without quotes.
[[nodiscard]] QString jsonText(const QJsonValue &value);

} // namespace pivotal::models
