#include "repo/plans/index_definition.h"

#include "repo/plans/conditions.h"
#include "repo/plans/tokens.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

Tokens tokensFrom(Tokens tokens, qsizetype from)
{
    return tokens.subspan(size_t(from));
}

/// What stands in the parentheses that the tokens begin with, which go.
Tokens takeParentheses(Tokens &tokens)
{
    int depth = 0;
    size_t end = 0;
    do {
        depth += tokens[end].is(u"(") ? 1 : tokens[end].is(u")") ? -1 : 0;
        ++end;
    } while (depth > 0 && end < tokens.size());
    const Tokens inner = tokens.subspan(1, end - 2);
    tokens = tokens.subspan(end);
    return inner;
}

/// (lower(email)) and lower(email) are the same key.
QString normalized(const QString &key)
{
    const QString bare = withoutDirection(key);
    const QList<Token> tokens = tokensOf(bare);
    return textOf(unwrapped(Tokens(tokens.constData(), size_t(tokens.size()))));
}

} // namespace

QString createIndexOf(const QString &sql)
{
    static const QRegularExpression comments(u"^--.*$"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression statement(u"CREATE (UNIQUE )?INDEX [^;]*"_s);
    return statement.match(QString(sql).remove(comments)).captured().simplified();
}

std::optional<IndexDefinition> indexDefinitionOf(const QString &sql)
{
    const QList<Token> all = tokensOf(createIndexOf(sql));
    Tokens tokens(all.constData(), size_t(all.size()));
    const qsizetype on = find(tokens, [](const Token &token) { return token.is(u"ON"); });
    const qsizetype open = find(tokens, [](const Token &token) { return token.is(u"("); });
    if (on < 0 || open < on + 2)
        return std::nullopt;
    IndexDefinition definition;
    const Tokens target = tokens.subspan(size_t(on) + 1, size_t(open - on) - 1);
    const qsizetype method = find(target, [](const Token &token) { return token.is(u"USING"); });
    if (method >= 0)
        definition.method = textOf(tokensFrom(target, method + 1));
    QString table = target[size_t(method < 0 ? qsizetype(target.size()) : method) - 1].text; // after its schema
    definition.index.table = table.remove(u'"');
    tokens = tokensFrom(tokens, open);
    for (const Tokens key : split(takeParentheses(tokens), u","))
        definition.index.keys << textOf(key);
    if (tokens.size() > 1 && tokens.front().is(u"INCLUDE")) {
        tokens = tokens.subspan(1);
        definition.included = textOf(takeParentheses(tokens));
    }
    if (!tokens.empty() && tokens.front().is(u"WHERE"))
        definition.index.where = textOf(unwrapped(tokens.subspan(1)));
    return definition;
}

bool covers(const QStringList &existing, const QStringList &keys, int equalKeys)
{
    if (existing.size() < keys.size())
        return false;
    QSet<QString> equal;
    QSet<QString> first;
    int sameWay = 0;
    int otherWay = 0;
    for (int i = 0; i < keys.size(); ++i) {
        const QString key = normalized(keys.at(i));
        const QString other = normalized(existing.at(i));
        if (i < equalKeys) {
            equal.insert(key);
            first.insert(other);
        } else if (key != other) {
            return false;
        } else {
            ++(isDescending(keys.at(i)) == isDescending(existing.at(i)) ? sameWay : otherWay);
        }
    }
    return equal == first && (sameWay == 0 || otherWay == 0);
}

} // namespace pivotal::plans
