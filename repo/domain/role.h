#pragma once

#include "repo/domain/ids.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>

namespace pivotal {

/// A role of the organization.
struct Role
{
    RoleId id;
    QString name;
    std::optional<QString> description;
    bool isSystem = false;
    bool isActive = true;
    QStringList permissions; ///< "*", "users:read", …; only in the list of roles, not in those of a user

    friend bool operator==(const Role &, const Role &) = default;
};

/// The seed's role: id, name, description, isSystem, isActive.
[[nodiscard]] QJsonObject toJson(const Role &role);
[[nodiscard]] std::optional<Role> roleFromJson(const QJsonObject &json);

} // namespace pivotal
