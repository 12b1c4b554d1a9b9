#pragma once

#include "repo/domain/sort.h"
#include "repo/domain/user_edit.h"

#include <QList>
#include <variant>

namespace pivotal {

/// A stored column of a user. What the statements select, how a row and its JSON are read and written, what can be sorted by and what
/// the editor knows of a field derive from this table: a column is said here, and as a member of User.
struct UserColumn
{
    using Member = std::variant<UserId User::*, QString User::*, std::optional<QString> User::*, bool User::*, qint64 User::*,
                                Instant User::*, std::optional<Instant> User::*>;

    /// Of a column that administrators edit; a text.
    struct Editing
    {
        UserField field;
        const char *flag;  ///< of the command line, without its hyphens: "display-name"
        const char *label; ///< in the context pivotal::Text
        int maxLength;     ///< in characters (code points), as VARCHAR(n) counts; 0 where the column is TEXT
        /// What is wrong with a text that isn't blank and fits, a sentence.
        std::optional<QString> (*problem)(const QString &text) = nullptr;
    };

    const char *name; ///< of the column, and in JSON
    Member member;
    bool isWord = false;   ///< it has few different values
    bool isListed = false; ///< in the seed's list item, too
    std::optional<UserSortField> sort = {};
    std::optional<Editing> editing = {};
};

/// In the order of the select list. Never the password hash or the MFA secret.
[[nodiscard]] const QList<UserColumn> &userColumns();
[[nodiscard]] const UserColumn &columnOf(UserField field);

} // namespace pivotal
