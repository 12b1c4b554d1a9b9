#pragma once

#include "models/display_zone.h"
#include "models/typed_paged_model.h"
#include "repo/audit/audit_repository.h"

#include <QCache>

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
    [[nodiscard]] QVariant raw(const AuditEvent &event, int column) const;
    [[nodiscard]] QString changes(const AuditEvent &event) const;

    const DisplayZone &m_zone;
    mutable QCache<QString, QString> m_changes{1'000}; ///< by event: parsed once, not for each paint
};

/// Failures are bad, changes of rights and status a warning, the rest neutral.
[[nodiscard]] BadgeKind actionBadge(const QString &action);
/// "status: active → suspended", or the names of the fields where there are several.
[[nodiscard]] QString changeSummary(const AuditEvent &event);
/// The actor's name, else the email, else the id; "system" where nobody acted.
[[nodiscard]] QString actorText(const AuditEvent &event);

} // namespace pivotal::models
