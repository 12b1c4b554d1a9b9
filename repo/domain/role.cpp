#include "repo/domain/role.h"

#include "repo/domain/json_reader.h"

using namespace Qt::StringLiterals;

namespace pivotal {

QJsonObject toJson(const Role &role)
{
    QJsonObject json{{u"id"_s, role.id.value},
                     {u"name"_s, role.name},
                     {u"description"_s, role.description ? QJsonValue(*role.description) : QJsonValue(QJsonValue::Null)},
                     {u"isSystem"_s, role.isSystem},
                     {u"isActive"_s, role.isActive}};
    if (!role.permissions.isEmpty())
        json.insert(u"permissions"_s, QJsonArray::fromStringList(role.permissions));
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
    for (const QJsonValue &permission : json.value(u"permissions"_s).toArray())
        role.permissions << permission.toString();
    return reader.isGood() ? std::optional(role) : std::nullopt;
}

} // namespace pivotal
