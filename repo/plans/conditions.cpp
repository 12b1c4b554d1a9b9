#include "repo/plans/conditions.h"

#include "repo/plans/tokens.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

/// Whose columns an expression reads.
struct Uses
{
    bool own = false;
    bool others = false;
    bool values = false; ///< of subqueries that run first
};

Uses usesOf(Tokens tokens, const QString &alias)
{
    Uses uses;
    for (size_t i = 0; i < tokens.size(); ++i) {
        uses.values = uses.values || tokens[i].kind == Token::Kind::Parameter;
        if (tokens[i].kind != Token::Kind::Name)
            continue;
        const auto next = [&](size_t by) { return i + by < tokens.size() ? tokens[i + by].text : QString(); };
        const bool isQualified = next(1) == u".";
        const bool isFunction = next(isQualified ? 3 : 1) == u"(";
        const bool isField = next(1) == u"FROM"_s; // EXTRACT(epoch FROM …)
        const bool isConstant = tokens[i].is(u"true") || tokens[i].is(u"false");
        if (!isFunction && !isField && !isConstant)
            (isQualified && !tokens[i].is(alias) ? uses.others : uses.own) = true;
        i += isQualified ? 2 : 0;
    }
    return uses;
}

bool hasSubquery(Tokens tokens)
{
    return std::any_of(tokens.begin(), tokens.end(),
                       [](const Token &token) { return token.is(u"SubPlan") || token.is(u"AlternativeSubPlan"); });
}

/// (status)::text is the column: its type is cast for the operator only, and its order is the same.
std::optional<QString> columnOf(Tokens tokens, const QString &alias)
{
    tokens = unwrapped(tokens);
    if (tokens.size() > 1 && (tokens.back().is(u"::text") || tokens.back().is(u"::character varying")))
        tokens = unwrapped(tokens.first(tokens.size() - 1));
    if (tokens.size() == 3 && tokens[0].is(alias) && tokens[1].is(u"."))
        tokens = tokens.subspan(2);
    if (tokens.size() != 1 || tokens[0].kind != Token::Kind::Name || tokens[0].is(u"true") || tokens[0].is(u"false"))
        return std::nullopt;
    return tokens[0].text;
}

/// A column, or an expression in parentheses; none where it isn't of this table's columns alone.
std::optional<QString> keyOf(Tokens tokens, const QString &alias)
{
    const Uses uses = usesOf(tokens, alias);
    if (!uses.own || uses.others || uses.values)
        return std::nullopt;
    if (const auto column = columnOf(tokens, alias))
        return column;
    return u'(' + textOf(unwrapped(tokens), alias) + u')';
}

class Reader
{
public:
    explicit Reader(const QString &alias) : m_alias(alias) {}

    void read(Tokens tokens)
    {
        tokens = unwrapped(tokens);
        const QList<Tokens> parts = split(tokens, u"AND");
        if (parts.size() > 1) {
            for (const Tokens part : parts)
                read(part);
            return;
        }
        if (tokens.empty() || hasSubquery(tokens) || split(tokens, u"OR").size() > 1)
            return;
        if (!readNull(tokens) && !readComparison(tokens))
            readFlag(tokens);
    }

    [[nodiscard]] const QList<Condition> &conditions() const { return m_conditions; }

private:
    bool readNull(Tokens tokens)
    {
        const size_t size = tokens.size();
        if (size < 3 || !tokens[size - 1].is(u"NULL"))
            return false;
        if (const auto key = tokens[size - 2].is(u"IS") ? keyOf(tokens.first(size - 2), m_alias) : std::nullopt)
            m_conditions << Condition{Condition::Kind::IsNull, {*key}, false};
        return true;
    }

    bool readComparison(Tokens tokens)
    {
        const qsizetype at = find(tokens, [](const Token &token) { return token.kind == Token::Kind::Operator; });
        if (at <= 0)
            return false;
        static const QStringList ranges{u"<"_s, u"<="_s, u">"_s, u">="_s};
        const QString what = tokens[size_t(at)].text;
        Tokens left = tokens.first(size_t(at));
        Tokens right = tokens.subspan(size_t(at) + 1);
        if (what != u"=" && !ranges.contains(what))
            return true;
        const bool isAny = !right.empty() && right.front().is(u"ANY");
        if (!right.empty() && right.front().is(u"ALL"))
            return true;
        if (!isAny && !usesOf(left, m_alias).own)
            std::swap(left, right);
        const Uses value = usesOf(right, m_alias);
        const QStringList keys = keysOf(left);
        if (!value.own && !keys.isEmpty())
            m_conditions << Condition{isAny          ? Condition::Kind::AnyOf
                                      : what == u"=" ? Condition::Kind::Equal
                                                     : Condition::Kind::Range,
                                      keys, value.others};
        return true;
    }

    /// "mfaEnabled", or NOT "mfaEnabled": a B-tree takes it for a comparison.
    void readFlag(Tokens tokens)
    {
        if (tokens.front().is(u"NOT"))
            tokens = tokens.subspan(1);
        if (const auto column = columnOf(tokens, m_alias); column && !usesOf(tokens, m_alias).others)
            m_conditions << Condition{Condition::Kind::Equal, {*column}, false};
    }

    [[nodiscard]] QStringList keysOf(Tokens tokens) const
    {
        tokens = unwrapped(tokens);
        QList<Tokens> parts{tokens};
        if (!tokens.empty() && tokens.front().is(u"ROW"))
            parts = split(unwrapped(tokens.subspan(1)), u",");
        QStringList keys;
        for (const Tokens part : parts) {
            const auto key = keyOf(part, m_alias);
            if (!key)
                break;
            keys << *key;
        }
        return keys;
    }

    const QString &m_alias;
    QList<Condition> m_conditions;
};

} // namespace

QList<Condition> conditionsOf(const QString &expression, const QString &alias)
{
    const QList<Token> tokens = tokensOf(expression);
    Reader reader(alias);
    reader.read(Tokens(tokens.constData(), size_t(tokens.size())));
    return reader.conditions();
}

std::optional<QString> orderKeyOf(const QString &sortKey, const QString &alias)
{
    const QString bare = withoutDirection(sortKey);
    const QList<Token> tokens = tokensOf(bare);
    const auto key = keyOf(Tokens(tokens.constData(), size_t(tokens.size())), alias);
    if (!key || bare.contains(u" USING "_s) || bare.contains(u" COLLATE "_s))
        return std::nullopt;
    return *key + sortKey.mid(bare.size());
}

QString withoutDirection(const QString &key)
{
    static const QRegularExpression direction(u"( ASC| DESC)?( NULLS FIRST| NULLS LAST)?$"_s);
    return QString(key).remove(direction);
}

bool isDescending(const QString &key)
{
    return key.mid(withoutDirection(key).size()).startsWith(u" DESC"_s);
}

} // namespace pivotal::plans
