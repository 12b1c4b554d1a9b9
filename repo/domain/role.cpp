#include "repo/domain/role.h"

#include "repo/domain/json_reader.h"

namespace pivotal {

QJsonObject toJson(const Role &role)
{
    QJsonObject json{{QStringLiteral("id"), role.id.value},
                     {QStringLiteral("name"), role.name},
                     {QStringLiteral("description"), role.description ? QJsonValue(*role.description) : QJsonValue(QJsonValue::Null)},
                     {QStringLiteral("isSystem"), role.isSystem},
                     {QStringLiteral("isActive"), role.isActive}};
    if (!role.permissions.isEmpty())
        json.insert(QStringLiteral("permissions"), QJsonArray::fromStringList(role.permissions));
    return json;
}

std::optional<Role> roleFromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Role role;
    role.id = {reader.text("id")};
    role.name = reader.text("name");
    role.description = reader.optionalText("description");
    role.isSystem = reader.flag("isSystem");
    role.isActive = reader.flag("isActive");
    for (const QJsonValue &permission : json.value(QStringLiteral("permissions")).toArray())
        role.permissions << permission.toString();
    return reader.isGood() ? std::optional(role) : std::nullopt;
}

} // namespace pivotal
