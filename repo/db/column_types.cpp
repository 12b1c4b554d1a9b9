#include "repo/db/column_types.h"

#include "repo/domain/text.h"
#include "repo/sql/dashboard_mark.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

enum class Kind { Id, Text, Flag, Integer, Time, Json, Jsonb };

struct Expected
{
    const char *table;
    const char *column;
    Kind kind;
    bool isRequired = true; ///< NOT NULL: a NULL would be missing from its order, or pass for an empty text
};

constexpr Expected expectedColumns[] = {{"organizations", "id", Kind::Id},
                                        {"organizations", "name", Kind::Text},
                                        {"organizations", "slug", Kind::Text},
                                        {"users", "id", Kind::Id},
                                        {"users", "organizationId", Kind::Id},
                                        {"users", "email", Kind::Text},
                                        {"users", "username", Kind::Text, false},
                                        {"users", "firstName", Kind::Text},
                                        {"users", "lastName", Kind::Text},
                                        {"users", "displayName", Kind::Text, false},
                                        {"users", "avatarUrl", Kind::Text, false},
                                        {"users", "phone", Kind::Text, false},
                                        {"users", "timezone", Kind::Text},
                                        {"users", "locale", Kind::Text},
                                        {"users", "status", Kind::Text},
                                        {"users", "emailVerified", Kind::Flag},
                                        {"users", "mfaEnabled", Kind::Flag},
                                        {"users", "loginCount", Kind::Integer},
                                        {"users", "failedLoginAttempts", Kind::Integer},
                                        {"users", "lastLoginAt", Kind::Time, false},
                                        {"users", "lockedUntil", Kind::Time, false},
                                        {"users", "createdAt", Kind::Time},
                                        {"users", "updatedAt", Kind::Time},
                                        {"users", "deletedAt", Kind::Time, false},
                                        {"roles", "id", Kind::Id},
                                        {"roles", "organizationId", Kind::Id},
                                        {"roles", "name", Kind::Text},
                                        {"roles", "description", Kind::Text, false},
                                        {"roles", "permissions", Kind::Jsonb},
                                        {"roles", "isSystem", Kind::Flag},
                                        {"roles", "isActive", Kind::Flag},
                                        {"user_roles", "id", Kind::Id},
                                        {"user_roles", "userId", Kind::Id},
                                        {"user_roles", "roleId", Kind::Id},
                                        {"user_roles", "organizationId", Kind::Id},
                                        {"user_roles", "assignedAt", Kind::Time},
                                        {"user_roles", "expiresAt", Kind::Time, false},
                                        {"user_roles", "isActive", Kind::Flag},
                                        {"audit_logs", "id", Kind::Id},
                                        {"audit_logs", "organizationId", Kind::Id},
                                        {"audit_logs", "userId", Kind::Id, false},
                                        {"audit_logs", "action", Kind::Text},
                                        {"audit_logs", "entityType", Kind::Text},
                                        {"audit_logs", "entityId", Kind::Text},
                                        {"audit_logs", "oldValues", Kind::Json, false},
                                        {"audit_logs", "newValues", Kind::Json, false},
                                        {"audit_logs", "ipAddress", Kind::Text, false},
                                        {"audit_logs", "userAgent", Kind::Text, false},
                                        {"audit_logs", "sessionId", Kind::Text, false},
                                        {"audit_logs", "metadata", Kind::Json, false},
                                        {"audit_logs", "createdAt", Kind::Time}};

struct Found
{
    QString type; ///< as the server prints it: "timestamp(6) without time zone"; empty: there is no such column
    QString base; ///< its name, or a domain's: "timestamp"
    bool isRequired = false;
    bool isDeterministic = true;
    QString collation;
    int modifier = -1;
};

QStringList typesOf(Kind kind)
{
    switch (kind) {
    case Kind::Id: return {u"text"_s, u"varchar"_s};
    case Kind::Text: return {u"text"_s, u"varchar"_s, u"citext"_s};
    case Kind::Flag: return {u"bool"_s};
    case Kind::Integer: return {u"int2"_s, u"int4"_s, u"int8"_s};
    case Kind::Time: return {u"timestamp"_s, u"timestamptz"_s};
    case Kind::Json: return {u"jsonb"_s, u"json"_s};
    case Kind::Jsonb: return {u"jsonb"_s};
    }
    return {};
}

QString nameOf(const Expected &column)
{
    return QLatin1String(column.table) + u'.' + QLatin1String(column.column);
}

sql::Statement columns()
{
    QStringList tables;
    QStringList names;
    for (const Expected &column : expectedColumns) {
        tables << QLatin1String(column.table);
        names << QLatin1String(column.column);
    }
    return sql::marked(
        {u"SELECT COALESCE(format_type(a.atttypid, a.atttypmod), ''), COALESCE(b.typname, ''), COALESCE(a.attnotnull OR y.typnotnull, "
         u"false), "
         "COALESCE(l.collisdeterministic, true), COALESCE(l.collname, ''), COALESCE(NULLIF(a.atttypmod, -1), y.typtypmod, -1) "
         "FROM unnest(?::text[], ?::text[]) WITH ORDINALITY c(tab, col, n) "
         "LEFT JOIN pg_attribute a ON a.attrelid = to_regclass(quote_ident(c.tab)) AND a.attname = c.col AND a.attnum > 0 AND NOT "
         "a.attisdropped "
         "LEFT JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = COALESCE(NULLIF(y.typbasetype, 0), y.oid) "
         "LEFT JOIN pg_collation l ON l.oid = a.attcollation ORDER BY c.n"_s,
         {sql::textArray(tables), sql::textArray(names)}});
}

QList<Found> readColumns(Connection &connection)
{
    QList<Found> found;
    Rows rows = connection.query(columns());
    while (rows.next()) {
        Found column;
        column.type = rows.text();
        column.base = rows.text();
        column.isRequired = rows.flag();
        column.isDeterministic = rows.flag();
        column.collation = rows.text();
        column.modifier = rows.integer();
        found.append(column);
    }
    return found;
}

QString problemOf(const Expected &expected, const Found &found, bool isUtc)
{
    const QString name = nameOf(expected);
    if (found.type.isEmpty())
        return Text::tr("%1 is missing.").arg(name);
    if (!typesOf(expected.kind).contains(found.base))
        return Text::tr("%1 is of the type %2; the console works with %3.").arg(name, found.type, typesOf(expected.kind).join(u", "_s));
    if (!found.isDeterministic)
        return Text::tr("%1 has the collation “%2”, which takes different texts for equal.").arg(name, found.collation);
    if (expected.isRequired && !found.isRequired)
        return Text::tr("%1 may be NULL; the console needs NOT NULL there.").arg(name);
    if (found.base == u"timestamptz"_s && !isUtc)
        return Text::tr("%1 is of the type %2, and the pooler gives out sessions whose TimeZone isn't UTC.").arg(name, found.type);
    return {};
}

/// The displayed name is made of three columns; with two collations it has no order.
QString problemOfNames(const QList<Found> &found)
{
    QStringList collations;
    for (qsizetype i = 0; i < found.size(); ++i)
        if (const QString name = nameOf(expectedColumns[i]);
            name == u"users.firstName"_s || name == u"users.lastName"_s || name == u"users.displayName"_s)
            collations << found.at(i).collation;
    collations.removeDuplicates();
    return collations.size() <= 1
               ? QString()
               : Text::tr("users.firstName, lastName and displayName have different collations (%1), so that names have no order.")
                     .arg(collations.join(u", "_s));
}

QString stepOf(const Found &updatedAt)
{
    constexpr int milliseconds = 3;
    int step = 1;
    for (int digits = updatedAt.modifier < 0 ? 6 : updatedAt.modifier; digits < milliseconds; ++digits)
        step *= 10;
    return u"%1 milliseconds"_s.arg(step);
}

} // namespace

ColumnTypes checkColumnTypes(Connection &connection)
{
    Rows zone = connection.query({sql::marked(u"SELECT current_setting('TimeZone') IN ('UTC', 'Etc/UTC', 'GMT')"_s), {}});
    const bool isUtc = zone.next() && zone.flag();
    const QList<Found> found = readColumns(connection);
    ColumnTypes types;
    for (qsizetype i = 0; i < found.size(); ++i) {
        types.problems << problemOf(expectedColumns[i], found.at(i), isUtc);
        if (nameOf(expectedColumns[i]) == u"users.updatedAt"_s)
            types.versionStep = stepOf(found.at(i));
    }
    types.problems << problemOfNames(found);
    types.problems.removeAll(QString());
    return types;
}

} // namespace pivotal::db
