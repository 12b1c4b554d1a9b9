#pragma once

#include <QList>
#include <QString>

namespace pivotal {

/// One part of a search text: rows must hold it, or must not.
struct SearchTerm
{
    enum class Field { Any, Email, Name, Username, Id };

    Field field = Field::Any;
    QString text;
    bool isNegated = false;

    friend bool operator==(const SearchTerm &, const SearchTerm &) = default;
};

/// Reads `olivia -email:example.org name:"de la cruz"`: terms between spaces, all of which hold. A prefix names the field
/// (email:, name:, username:, id:), - negates, quotes keep spaces. Whatever else is typed is text, taken as it is.
[[nodiscard]] QList<SearchTerm> parseSearch(const QString &text);

} // namespace pivotal
