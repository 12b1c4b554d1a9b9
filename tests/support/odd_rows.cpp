#include "tests/support/odd_rows.h"

#include <utility>

namespace pivotal::tests {

namespace {

using Values = QList<std::pair<QString, QString>>; ///< name, SQL expression

/// Texts for a column of at most `length` characters (0: any), as SQL.
Values oddTexts(int length, bool isNullable)
{
    Values values{{QStringLiteral("empty"), QStringLiteral("''")},
                  {QStringLiteral("space"), QStringLiteral("' '")},
                  {QStringLiteral("spaces"), QStringLiteral("' a  b '")},
                  {QStringLiteral("control"), QStringLiteral("E'a\\tb\\r\\nc'")},
                  {QStringLiteral("escape"), QStringLiteral("E'a\\x1b[31mb\\x7f'")},
                  {QStringLiteral("nbsp"), QStringLiteral("U&'a\\00A0b'")},
                  {QStringLiteral("zerowidth"), QStringLiteral("U&'\\200B'")},
                  {QStringLiteral("override"), QStringLiteral("U&'\\202E ab'")},
                  {QStringLiteral("isolate"), QStringLiteral("U&'\\2067ab'")},
                  {QStringLiteral("popisolate"), QStringLiteral("U&'a\\2069b'")},
                  {QStringLiteral("lineseparator"), QStringLiteral("U&'a\\2028b'")},
                  {QStringLiteral("hebrew"), QStringLiteral("U&'\\05D0\\05D1'")},
                  {QStringLiteral("emoji"), QStringLiteral("U&'\\+01F600'")},
                  {QStringLiteral("marks"), QStringLiteral("'a' || repeat(U&'\\0301', 8)")},
                  {QStringLiteral("composed"), QStringLiteral("U&'e\\0301'")},
                  {QStringLiteral("fullwidth"), QStringLiteral("U&'\\FF05'")},
                  {QStringLiteral("number"), QStringLiteral("'1'")},
                  {QStringLiteral("null"), QStringLiteral("'null'")},
                  {QStringLiteral("quotes"), QStringLiteral("'\"a''b'")},
                  {QStringLiteral("backslash"), QStringLiteral("'a\\b\\'")},
                  {QStringLiteral("sixchars"), QStringLiteral("'\\u0000'")},
                  {QStringLiteral("wildcards"), QStringLiteral("'%_\\%'")},
                  {QStringLiteral("html"), QStringLiteral("'<b>&lt;'")},
                  {QStringLiteral("formula"), QStringLiteral("'=1+1'")},
                  {QStringLiteral("private"), QStringLiteral("U&'\\E000'")},
                  {QStringLiteral("longest"), QStringLiteral("repeat(U&'\\00E9', %1)").arg(length > 0 ? length : 40'000)}};
    if (isNullable)
        values.append({QStringLiteral("sqlnull"), QStringLiteral("NULL")});
    return values;
}

Values oddTimes(bool isNullable)
{
    Values values{{QStringLiteral("infinity"), QStringLiteral("'infinity'")},
                  {QStringLiteral("minusinfinity"), QStringLiteral("'-infinity'")},
                  {QStringLiteral("bc"), QStringLiteral("'0044-03-15 12:00:00.001 BC'")},
                  {QStringLiteral("first"), QStringLiteral("'4713-01-01 00:00:00 BC'")},
                  {QStringLiteral("year1"), QStringLiteral("'0001-01-01'")},
                  {QStringLiteral("before1970"), QStringLiteral("'1969-12-31 23:59:59.999'")},
                  {QStringLiteral("epoch"), QStringLiteral("'1970-01-01'")},
                  {QStringLiteral("year12000"), QStringLiteral("'12000-01-01'")},
                  {QStringLiteral("last"), QStringLiteral("'294276-12-31 23:59:59.999'")}};
    if (isNullable)
        values.append({QStringLiteral("sqlnull"), QStringLiteral("NULL")});
    return values;
}

Values oddNumbers()
{
    return {{QStringLiteral("zero"), QStringLiteral("0")}, {QStringLiteral("minus"), QStringLiteral("-1")}, {QStringLiteral("greatest"), QStringLiteral("2147483647")}, {QStringLiteral("least"), QStringLiteral("-2147483648")}};
}

Values oddJson(bool isNullable)
{
    const auto json = [](const char *name, const QString &text) { return std::pair(QString::fromLatin1(name), QStringLiteral("$j$") + text + QStringLiteral("$j$")); };
    Values values{json("jsonnull", QStringLiteral("null")), json("textnull", QStringLiteral("\"null\"")), json("text1", QStringLiteral("\"1\"")),
                  json("one", QStringLiteral("1")), json("true", QStringLiteral("true")), json("emptyarray", QStringLiteral("[]")), json("emptyobject", QStringLiteral("{}")),
                  json("array", QStringLiteral("[1, \"1\", null, {\"a\": [true]}]")), json("nullmember", QStringLiteral("{\"a\": null, \"\": 1}")),
                  json("big", QStringLiteral("{\"n\": 12345678901234567890, \"d\": 1.10, \"e\": -0.00000000000000000000000000001}")),
                  json("beyonddouble", QStringLiteral("{\"name\": \"b\", \"n\": 1e400}")), json("hidden", QStringLiteral("{\"a\": \"Li \", \"b\": \"x\u202Ey\", \"c\u200B\": \"\\u0001\"}")),
                  json("sixchars", QStringLiteral("{\"a\": \"\\\\u0000\"}")), json("pair", QStringLiteral("{\"a\": \"\\ud83d\\ude00\"}"))};
    values.append({QStringLiteral("nested"), QStringLiteral("(repeat('[', 1100) || repeat(']', 1100))::jsonb")});
    values.append({QStringLiteral("keys"), QStringLiteral("(SELECT jsonb_object_agg('key' || n, n) FROM generate_series(1, 5000) n)")});
    values.append({QStringLiteral("megabytes"), QStringLiteral("jsonb_build_object('a', repeat('x', 3000000))")});
    if (isNullable)
        values.append({QStringLiteral("sqlnull"), QStringLiteral("NULL")});
    return values;
}

} // namespace

OddRows::OddRows(const TestDatabase &database) : m_database(database)
{
    m_statements << QStringLiteral("INSERT INTO organizations (id, name, slug, \"updatedAt\") VALUES ('org-odd', 'Odd & <b>Sons</b>', 'odd', now())")
                 << QStringLiteral("INSERT INTO users (id, \"organizationId\", email, \"firstName\", \"lastName\", \"updatedAt\") VALUES ('actor', 'org-odd', '%1', 'A', 'Ctor', '2026-01-01')").arg(actor);
    m_users << QStringLiteral("actor");
    insertUsers();
    insertRoles();
    insertEvents();
    m_database.execute(m_statements.join(QStringLiteral(";\n")));
}

void OddRows::insert(const QString &table, const QString &id, const QString &column, const QString &expression)
{
    static const QMap<QString, QMap<QString, QString>> plain{
        {QStringLiteral("users"), {{QStringLiteral("email"), QStringLiteral("'plain-' || md5('%1')")}, {QStringLiteral("firstName"), QStringLiteral("'Plain'")}, {QStringLiteral("lastName"), QStringLiteral("'Person'")},
                                   {QStringLiteral("updatedAt"), QStringLiteral("'2026-01-01'")}}},
        {QStringLiteral("audit_logs"), {{QStringLiteral("action"), QStringLiteral("'odd.test'")}, {QStringLiteral("entityType"), QStringLiteral("'Thing'")}, {QStringLiteral("entityId"), QStringLiteral("'1'")},
                                        {QStringLiteral("userId"), QStringLiteral("'actor'")}}}};
    QMap<QString, QString> columns = plain.value(table);
    columns.insert(column, expression);
    columns.insert(QStringLiteral("id"), QStringLiteral("'%1'").arg(id));
    columns.insert(QStringLiteral("organizationId"), QStringLiteral("'org-odd'"));
    QStringList names;
    QStringList values;
    for (const auto &[name, value] : columns.asKeyValueRange()) {
        names << u'"' + name + u'"';
        values << QString(value).replace(QStringLiteral("%1"), id);
    }
    m_statements << QStringLiteral("INSERT INTO %1 (").arg(table) + names.join(u',') + QStringLiteral(") VALUES (") + values.join(u',') + u')';
}

void OddRows::insertUsers()
{
    const auto all = [this](const QString &column, const Values &values) {
        for (const auto &[name, expression] : values) {
            m_users << QStringLiteral("u-%1-%2").arg(column, name);
            insert(QStringLiteral("users"), m_users.last(), column, expression);
        }
    };
    for (const auto &[column, length, isNullable] : {std::tuple("email", 255, false), {"firstName", 100, false}, {"lastName", 100, false}, {"displayName", 200, true},
                                                     {"username", 100, true}, {"avatarUrl", 0, true}, {"phone", 20, true}, {"timezone", 50, false}, {"locale", 10, false}, {"status", 20, false}})
        all(QString::fromLatin1(column), oddTexts(length, isNullable));
    for (const auto &[column, isNullable] : {std::pair("createdAt", false), {"updatedAt", false}, {"lastLoginAt", true}, {"lockedUntil", true}, {"deletedAt", true}})
        all(QString::fromLatin1(column), oddTimes(isNullable));
    for (const char *column : {"loginCount", "failedLoginAttempts"})
        all(QString::fromLatin1(column), oddNumbers());
}

void OddRows::insertRoles()
{
    int n = 0;
    for (const auto &[name, expression] : oddTexts(100, false))
        m_statements << QStringLiteral("INSERT INTO roles (id, \"organizationId\", name, \"updatedAt\") VALUES ('r-%1', 'org-odd', %2, now()); INSERT INTO user_roles (id, \"userId\", \"roleId\", "
                                       "\"organizationId\", \"expiresAt\") VALUES ('ur-%1', 'actor', 'r-%1', 'org-odd', %3)")
                            .arg(name, expression, n++ % 2 ? QStringLiteral("'infinity'") : QStringLiteral("NULL"));
    for (const auto &[name, expression] : oddJson(false))
        m_statements << QStringLiteral("INSERT INTO roles (id, \"organizationId\", name, description, permissions, \"updatedAt\") VALUES ('p-%1', 'org-odd', 'p-%1', NULL, %2, now())").arg(name, expression);
}

void OddRows::insertEvents()
{
    const auto all = [this](const QString &column, const Values &values) {
        for (const auto &[name, expression] : values) {
            m_events << QStringLiteral("e-%1-%2").arg(column, name);
            insert(QStringLiteral("audit_logs"), m_events.last(), column, expression);
        }
    };
    for (const auto &[column, length, isNullable] : {std::tuple("action", 100, false), {"entityType", 100, false}, {"entityId", 0, false}, {"ipAddress", 45, true}, {"userAgent", 0, true}, {"sessionId", 255, true}})
        all(QString::fromLatin1(column), oddTexts(length, isNullable));
    for (const auto &[column, isNullable] : {std::pair("oldValues", true), {"newValues", true}, {"metadata", false}})
        all(QString::fromLatin1(column), oddJson(isNullable));
    all(QStringLiteral("createdAt"), oddTimes(false));
}

} // namespace pivotal::tests
