#pragma once

#include "models/audit_table_model.h"
#include "ui/list_page.h"

namespace pivotal::ui {

class AuditDetails;
class AuditFilterBar;

/// Follow the audit log: filter it, look at an event, walk from trail to trail.
class AuditPage : public ListPage
{
    Q_OBJECT

public:
    explicit AuditPage(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void setSession(ConsoleSession *session) override;
    QVariant state() const override;
    void setState(const QVariant &state) override;
    void focusSearch() override;
    void applyQuery() override;
    void updateQuery() override;

    /// Everything that happened to one entity; everything that one user did.
    void showEntityTrail(const QString &entityType, const QString &entityId);
    void showActorTrail(const QString &actorId);
    [[nodiscard]] AuditDetails *details() const { return m_details; }
    [[nodiscard]] AuditFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] models::AuditTableModel *model() const { return m_model; }

Q_SIGNALS:
    void userRequested(const QString &userId);
    /// A trail is about to replace what is shown, so that one can come back to it.
    void leaving();

protected:
    QString countText(const QString &number) const override;
    bool isFiltered() const override;
    void clearFilter() override;
    bool canSort(int column) const override;
    void sortBy(int column, Qt::SortOrder order) override;
    void showDetails(const QString &id) override;
    QString replaceableDetails() const override;
    Instant startOf(QDate day) const override;

private:
    AuditPage(const models::DisplayZone &zone, models::AuditTableModel *model, QWidget *parent);

    models::AuditTableModel *m_model;
    const models::DisplayZone &m_zone;
    AuditFilterBar *m_filters;
    AuditDetails *m_details;
    AuditRepository *m_repository = nullptr;
    AuditSort m_sort = defaultAuditSort;
};

} // namespace pivotal::ui
