#pragma once

#include <QList>
#include <QString>
#include <functional>
#include <span>

namespace pivotal::plans {

/// A word of an expression as PostgreSQL deparses it: names that need no quotes are in lower case, its own words in upper
/// case, and everything that has parts is in parentheses.
struct Token
{
    enum class Kind {
        Name,      ///< quoted or in lower case, as it is written; also the name of a function
        Word,      ///< AND, IS, ROW, SubPlan
        Literal,   ///< 'text' or 12.5
        Parameter, ///< $0: of a subquery that runs first
        Cast,      ///< ::text, with the whole type
        Operator,
        Other, ///< ( ) [ ] , .
    };

    Kind kind = Kind::Other;
    QString text;
    bool hasSpaceBefore = false;

    [[nodiscard]] bool is(QStringView what) const { return kind != Kind::Literal && text == what; }
};

using Tokens = std::span<const Token>;

[[nodiscard]] QList<Token> tokensOf(const QString &expression);
/// Without the parentheses around all of it.
[[nodiscard]] Tokens unwrapped(Tokens tokens);
/// Split at a token that stands in no parentheses.
[[nodiscard]] QList<Tokens> split(Tokens tokens, QStringView separator);
/// Where such a token stands first; -1 where none does.
[[nodiscard]] qsizetype find(Tokens tokens, const std::function<bool(const Token &)> &matches);
/// As it was written, without what qualifies columns by `alias`.
[[nodiscard]] QString textOf(Tokens tokens, const QString &alias = {});

/// A name as SQL has it: in quotes where it needs them.
[[nodiscard]] QString quotedIfNeeded(const QString &name);

} // namespace pivotal::plans
