#pragma once

#include "models/display_zone.h"
#include "models/typed_paged_model.h"
#include "repo/users/users_repository.h"

namespace pivotal::models {

/// The users of an organization, as the users page shows them.
class UsersTableModel : public TypedPagedModel<UsersRepository>
{
    Q_OBJECT

public:
    enum Column { Name, Email, Status, Roles, Mfa, LastLogin, LoginCount, Created, ColumnCount };

    explicit UsersTableModel(const DisplayZone &zone, QObject *parent = nullptr);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    ColumnHint columnHint(int column) const override;

    /// What a click on the column's header sorts by; nothing for columns that don't sort.
    [[nodiscard]] static std::optional<UserSortField> sortField(int column);

protected:
    QVariant cell(const User &user, int column, int role) const override;

private:
    [[nodiscard]] QString text(const User &user, int column) const;
    [[nodiscard]] static QVariant raw(const User &user, int column);

    const DisplayZone &m_zone;
};

/// How a user's state is named and coloured: deleted and locked before the status itself.
[[nodiscard]] QString statusText(const User &user);
/// A word that isn't known is its own name.
[[nodiscard]] QString statusText(const QString &status);
[[nodiscard]] BadgeKind statusBadge(const User &user);

} // namespace pivotal::models
