#pragma once

#include "repo/domain/user.h"

#include <QStringList>
#include <map>
#include <optional>

namespace pivotal {

/// The fields that an administrator edits, in the order of the command line's help; the table of columns (user_columns.h) says the
/// rest.
enum class UserField { DisplayName, FirstName, LastName, Username, Phone, AvatarUrl, Timezone, Locale, Status };

struct UserFieldInfo
{
    UserField field;
    QString name;  ///< column and JSON name: "displayName"
    QString flag;  ///< command-line flag: "display-name"
    int maxLength; ///< in characters (code points), as VARCHAR(n) counts; 0 where the column is TEXT
    bool required;
};

[[nodiscard]] const QList<UserFieldInfo> &userFields();
[[nodiscard]] const UserFieldInfo &info(UserField field);
/// As the editor calls it: "First name".
[[nodiscard]] QString fieldLabel(UserField field);

/// A field's value; nothing stands for NULL. Empty text in a field that may be NULL means NULL.
using FieldValue = std::optional<QString>;
using UserEdit = std::map<UserField, FieldValue>;

[[nodiscard]] FieldValue fieldValue(const User &user, UserField field);

/// What is wrong with the value, as a sentence for the user, who knows the field by `name`, else by its label; nothing where it is
/// fine.
[[nodiscard]] std::optional<QString> problemWith(UserField field, const FieldValue &value, const QString &name = {});

/// Only those entries of `edit` that differ from `user`.
[[nodiscard]] UserEdit changesAgainst(const User &user, const UserEdit &edit);

/// `user` with these values in it.
[[nodiscard]] User withChanges(User user, const UserEdit &changes);

/// Throws VALIDATION_ERROR for the first entry that has a problem.
void validate(const UserEdit &edit);

} // namespace pivotal
