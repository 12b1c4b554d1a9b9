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
    explicit UsersTableModel(const DisplayZone &zone, QObject *parent = nullptr);

    [[nodiscard]] static const QList<Column> &columns();
    [[nodiscard]] static int column(const char *key);
};

/// How a user's state is named and coloured: deleted and locked before the status itself.
[[nodiscard]] QString statusText(const User &user);
/// A word that isn't known is its own name.
[[nodiscard]] QString statusText(const QString &status);
[[nodiscard]] BadgeKind statusBadge(const User &user);

} // namespace pivotal::models
