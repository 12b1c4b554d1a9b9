#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>

namespace pivotal::sql {

using namespace Qt::StringLiterals;

/// SQL text with one `?` for each bound value, in order. Values never stand in the text.
struct Statement
{
    QString text;
    QVariantList binds;
};

/// A statement is a pure function of what is asked for, so this stands for it: hexadecimal digits.
[[nodiscard]] QByteArray hashOf(const Statement &statement);

/// A LIKE pattern that matches `text` literally: anywhere, or at the start. %, _ and \ are escaped.
[[nodiscard]] QString containsPattern(const QString &text);
[[nodiscard]] QString prefixPattern(const QString &text);

/// What comes first behind all texts with this prefix, byte by byte; empty where there is nothing.
[[nodiscard]] QString behindPrefix(const QString &prefix);

enum class Match { Whole, Anywhere };
/// A condition: the folded column is, or holds, the folded text of one `?`. The server folds before it escapes, because folding
/// makes a % of a full-width one.
[[nodiscard]] QString foldedLike(const QString &column, Match match);

/// The text form of a PostgreSQL text[], to be bound and cast with ::text[].
[[nodiscard]] QString textArray(const QStringList &items);

/// The time of the statement's transaction as the tables hold it, whatever the session's TimeZone is.
inline const QString utcNow = u"(now() AT TIME ZONE 'UTC')"_s;

} // namespace pivotal::sql
