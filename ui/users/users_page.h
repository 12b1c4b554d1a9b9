#pragma once

#include "models/users_table_model.h"
#include "ui/list_page.h"

namespace pivotal::ui {

class UserDetails;
class UserFilterBar;

/// Browse, filter and edit the users of the organization.
class UsersPage : public ListPage
{
    Q_OBJECT

public:
    explicit UsersPage(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void setSession(ConsoleSession *session) override;
    QVariant state() const override;
    void setState(const QVariant &state) override;
    void focusSearch() override;
    void applyQuery() override;
    void updateQuery() override;

    /// Loads the user into the details, and selects the row where it is among those loaded.
    void openUser(const UserId &id);
    [[nodiscard]] UserDetails *details() const { return m_details; }
    [[nodiscard]] UserFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] models::UsersTableModel *model() const { return m_model; }

Q_SIGNALS:
    void trailRequested(const pivotal::User &user);

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
    UsersPage(const models::DisplayZone &zone, models::UsersTableModel *model, QWidget *parent);
    void loadRoles();

    models::UsersTableModel *m_model;
    const models::DisplayZone &m_zone;
    UserFilterBar *m_filters;
    UserDetails *m_details;
    UsersRepository *m_repository = nullptr;
    QFuture<QList<Role>> m_rolesRequest;
    UserSort m_sort = defaultUserSort;
};

} // namespace pivotal::ui
