#include "repo/plans/tokens.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

/// What a token looks like, from where one begins. A type is part of its cast: its words would look like columns.
const QRegularExpression &tokenExpression()
{
    static const QRegularExpression expression(
        uR"((?<literal>[Ee]'(?:[^'\\]|\\.|'')*'|[Bb]?'(?:[^']|'')*'|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))"
        R"(|(?<cast>::(?:"(?:[^"]|"")*"|\w+)(?:\.(?:"(?:[^"]|"")*"|\w+))?(?: (?:varying|precision))?(?:\(\d+(?:,\d+)?\))?)"
        R"((?: (?:with|without) time zone)?(?:\[\])*))"
        R"(|(?<parameter>\$\d+)|(?<name>"(?:[^"]|"")*"|[a-z_][a-z0-9_$]*(?![A-Za-z]))|(?<word>[A-Za-z_][\w$]*))"
        R"(|(?<operator>[-+*/<>=~!@#%^&|`?]+)|(?<other>.))"_s,
        QRegularExpression::DotMatchesEverythingOption);
    return expression;
}

Token::Kind kindOf(const QRegularExpressionMatch &match)
{
    static const QList<std::pair<QString, Token::Kind>> kinds{
        {u"literal"_s, Token::Kind::Literal}, {u"cast"_s, Token::Kind::Cast}, {u"parameter"_s, Token::Kind::Parameter},
        {u"name"_s, Token::Kind::Name},       {u"word"_s, Token::Kind::Word}, {u"operator"_s, Token::Kind::Operator}};
    for (const auto &[name, kind] : kinds)
        if (match.hasCaptured(name))
            return kind;
    return Token::Kind::Other;
}

int depthChange(const Token &token)
{
    if (token.is(u"(") || token.is(u"["))
        return 1;
    return token.is(u")") || token.is(u"]") ? -1 : 0;
}

} // namespace

QList<Token> tokensOf(const QString &expression)
{
    QList<Token> tokens;
    bool space = false;
    for (auto matches = tokenExpression().globalMatch(expression); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        if (match.captured().trimmed().isEmpty()) {
            space = true;
            continue;
        }
        tokens.append({kindOf(match), match.captured(), space});
        space = false;
    }
    return tokens;
}

Tokens unwrapped(Tokens tokens)
{
    while (tokens.size() >= 2 && tokens.front().is(u"(")) {
        int depth = 0;
        size_t end = 0;
        do
            depth += depthChange(tokens[end++]);
        while (depth > 0 && end < tokens.size());
        if (end != tokens.size() || depth != 0)
            break;
        tokens = tokens.subspan(1, tokens.size() - 2);
    }
    return tokens;
}

qsizetype find(Tokens tokens, const std::function<bool(const Token &)> &matches)
{
    int depth = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (depth == 0 && matches(tokens[i]))
            return qsizetype(i);
        depth += depthChange(tokens[i]);
    }
    return -1;
}

QList<Tokens> split(Tokens tokens, QStringView separator)
{
    QList<Tokens> parts;
    for (;;) {
        const qsizetype at = find(tokens, [separator](const Token &token) { return token.is(separator); });
        if (at < 0)
            break;
        parts << tokens.first(size_t(at));
        tokens = tokens.subspan(size_t(at) + 1);
    }
    return parts << tokens;
}

QString textOf(Tokens tokens, const QString &alias)
{
    QString text;
    for (size_t i = 0; i < tokens.size(); ++i) {
        const bool qualifies = !alias.isEmpty() && tokens[i].is(alias) && i + 1 < tokens.size() && tokens[i + 1].is(u".");
        if (tokens[i].hasSpaceBefore && !text.isEmpty())
            text += u' ';
        if (qualifies)
            ++i;
        else
            text += tokens[i].text;
    }
    return text;
}

QString quotedIfNeeded(const QString &name)
{
    static const QRegularExpression plain(u"^[a-z_][a-z0-9_]*$"_s);
    static const QStringList reserved{u"user"_s, u"order"_s, u"group"_s, u"table"_s, u"check"_s};
    if (plain.match(name).hasMatch() && !reserved.contains(name))
        return name;
    return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace pivotal::plans
