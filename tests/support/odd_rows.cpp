#include "tests/support/odd_rows.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::tests {

namespace {

using Values = QList<std::pair<QString, QString>>; ///< name, SQL expression

/// Texts for a column of at most `length` characters (0: any), as SQL.
Values oddTexts(int length, bool isNullable)
{
    Values values{{u"empty"_s, u"''"_s},
                  {u"space"_s, u"' '"_s},
                  {u"spaces"_s, u"' a  b '"_s},
                  {u"control"_s, u"E'a\\tb\\r\\nc'"_s},
                  {u"escape"_s, u"E'a\\x1b[31mb\\x7f'"_s},
                  {u"nbsp"_s, u"U&'a\\00A0b'"_s},
                  {u"zerowidth"_s, u"U&'\\200B'"_s},
                  {u"override"_s, u"U&'\\202E ab'"_s},
                  {u"isolate"_s, u"U&'\\2067ab'"_s},
                  {u"popisolate"_s, u"U&'a\\2069b'"_s},
                  {u"lineseparator"_s, u"U&'a\\2028b'"_s},
                  {u"hebrew"_s, u"U&'\\05D0\\05D1'"_s},
                  {u"emoji"_s, u"U&'\\+01F600'"_s},
                  {u"marks"_s, u"'a' || repeat(U&'\\0301', 8)"_s},
                  {u"composed"_s, u"U&'e\\0301'"_s},
                  {u"fullwidth"_s, u"U&'\\FF05'"_s},
                  {u"number"_s, u"'1'"_s},
                  {u"null"_s, u"'null'"_s},
                  {u"quotes"_s, u"'\"a''b'"_s},
                  {u"backslash"_s, u"'a\\b\\'"_s},
                  {u"sixchars"_s, u"'\\u0000'"_s},
                  {u"wildcards"_s, u"'%_\\%'"_s},
                  {u"html"_s, u"'<b>&lt;'"_s},
                  {u"formula"_s, u"'=1+1'"_s},
                  {u"private"_s, u"U&'\\E000'"_s},
                  {u"longest"_s, u"repeat(U&'\\00E9', %1)"_s.arg(length > 0 ? length : 40'000)}};
    if (isNullable)
        values.append({u"sqlnull"_s, u"NULL"_s});
    return values;
}

Values oddTimes(bool isNullable)
{
    Values values{{u"infinity"_s, u"'infinity'"_s},
                  {u"minusinfinity"_s, u"'-infinity'"_s},
                  {u"bc"_s, u"'0044-03-15 12:00:00.001 BC'"_s},
                  {u"first"_s, u"'4713-01-01 00:00:00 BC'"_s},
                  {u"year1"_s, u"'0001-01-01'"_s},
                  {u"before1970"_s, u"'1969-12-31 23:59:59.999'"_s},
                  {u"epoch"_s, u"'1970-01-01'"_s},
                  {u"year12000"_s, u"'12000-01-01'"_s},
                  {u"last"_s, u"'294276-12-31 23:59:59.999'"_s}};
    if (isNullable)
        values.append({u"sqlnull"_s, u"NULL"_s});
    return values;
}

Values oddNumbers()
{
    return {{u"zero"_s, u"0"_s}, {u"minus"_s, u"-1"_s}, {u"greatest"_s, u"2147483647"_s}, {u"least"_s, u"-2147483648"_s}};
}

Values oddJson(bool isNullable)
{
    const auto json = [](const char *name, const QString &text) {
        return std::pair(QString::fromLatin1(name), u"$j$"_s + text + u"$j$"_s);
    };
    Values values{json("jsonnull", u"null"_s),
                  json("textnull", u"\"null\""_s),
                  json("text1", u"\"1\""_s),
                  json("one", u"1"_s),
                  json("true", u"true"_s),
                  json("emptyarray", u"[]"_s),
                  json("emptyobject", u"{}"_s),
                  json("array", u"[1, \"1\", null, {\"a\": [true]}]"_s),
                  json("nullmember", u"{\"a\": null, \"\": 1}"_s),
                  json("big", u"{\"n\": 12345678901234567890, \"d\": 1.10, \"e\": -0.00000000000000000000000000001}"_s),
                  json("beyonddouble", u"{\"name\": \"b\", \"n\": 1e400}"_s),
                  json("hidden", u"{\"a\": \"Li \", \"b\": \"x\u202Ey\", \"c\u200B\": \"\\u0001\"}"_s),
                  json("sixchars", u"{\"a\": \"\\\\u0000\"}"_s),
                  json("pair", u"{\"a\": \"\\ud83d\\ude00\"}"_s)};
    values.append({u"nested"_s, u"(repeat('[', 1100) || repeat(']', 1100))::jsonb"_s});
    values.append({u"keys"_s, u"(SELECT jsonb_object_agg('key' || n, n) FROM generate_series(1, 5000) n)"_s});
    values.append({u"megabytes"_s, u"jsonb_build_object('a', repeat('x', 3000000))"_s});
    if (isNullable)
        values.append({u"sqlnull"_s, u"NULL"_s});
    return values;
}

} // namespace

OddRows::OddRows(const TestDatabase &database) : m_database(database)
{
    m_statements
        << u"INSERT INTO organizations (id, name, slug, \"updatedAt\") VALUES ('org-odd', 'Odd & <b>Sons</b>', 'odd', now())"_s
        << u"INSERT INTO users (id, \"organizationId\", email, \"firstName\", \"lastName\", \"updatedAt\") VALUES ('actor', 'org-odd', '%1', 'A', 'Ctor', '2026-01-01')"_s
               .arg(actor);
    m_users << u"actor"_s;
    insertUsers();
    insertRoles();
    insertEvents();
    m_database.execute(m_statements.join(u";\n"_s));
}

void OddRows::insert(const QString &table, const QString &id, const QString &column, const QString &expression)
{
    static const QMap<QString, QMap<QString, QString>> plain{
        {u"users"_s,
         {{u"email"_s, u"'plain-' || md5('%1')"_s},
          {u"firstName"_s, u"'Plain'"_s},
          {u"lastName"_s, u"'Person'"_s},
          {u"updatedAt"_s, u"'2026-01-01'"_s}}},
        {u"audit_logs"_s,
         {{u"action"_s, u"'odd.test'"_s}, {u"entityType"_s, u"'Thing'"_s}, {u"entityId"_s, u"'1'"_s}, {u"userId"_s, u"'actor'"_s}}}};
    QMap<QString, QString> columns = plain.value(table);
    columns.insert(column, expression);
    columns.insert(u"id"_s, u"'%1'"_s.arg(id));
    columns.insert(u"organizationId"_s, u"'org-odd'"_s);
    QStringList names;
    QStringList values;
    for (const auto &[name, value] : columns.asKeyValueRange()) {
        names << u'"' + name + u'"';
        values << QString(value).replace(u"%1"_s, id);
    }
    m_statements << u"INSERT INTO %1 ("_s.arg(table) + names.join(u',') + u") VALUES ("_s + values.join(u',') + u')';
}

void OddRows::insertUsers()
{
    const auto all = [this](const QString &column, const Values &values) {
        for (const auto &[name, expression] : values) {
            m_users << u"u-%1-%2"_s.arg(column, name);
            insert(u"users"_s, m_users.last(), column, expression);
        }
    };
    for (const auto &[column, length, isNullable] : {std::tuple("email", 255, false),
                                                     {"firstName", 100, false},
                                                     {"lastName", 100, false},
                                                     {"displayName", 200, true},
                                                     {"username", 100, true},
                                                     {"avatarUrl", 0, true},
                                                     {"phone", 20, true},
                                                     {"timezone", 50, false},
                                                     {"locale", 10, false},
                                                     {"status", 20, false}})
        all(QString::fromLatin1(column), oddTexts(length, isNullable));
    for (const auto &[column, isNullable] :
         {std::pair("createdAt", false), {"updatedAt", false}, {"lastLoginAt", true}, {"lockedUntil", true}, {"deletedAt", true}})
        all(QString::fromLatin1(column), oddTimes(isNullable));
    for (const char *column : {"loginCount", "failedLoginAttempts"})
        all(QString::fromLatin1(column), oddNumbers());
}

void OddRows::insertRoles()
{
    int n = 0;
    for (const auto &[name, expression] : oddTexts(100, false))
        m_statements << u"INSERT INTO roles (id, \"organizationId\", name, \"updatedAt\") VALUES ('r-%1', 'org-odd', %2, now()); INSERT "
                        u"INTO user_roles (id, \"userId\", \"roleId\", "
                        "\"organizationId\", \"expiresAt\") VALUES ('ur-%1', 'actor', 'r-%1', 'org-odd', %3)"_s.arg(
                            name, expression, n++ % 2 ? u"'infinity'"_s : u"NULL"_s);
    for (const auto &[name, expression] : oddJson(false))
        m_statements
            << u"INSERT INTO roles (id, \"organizationId\", name, description, permissions, \"updatedAt\") VALUES ('p-%1', 'org-odd', 'p-%1', NULL, %2, now())"_s
                   .arg(name, expression);
}

void OddRows::insertEvents()
{
    const auto all = [this](const QString &column, const Values &values) {
        for (const auto &[name, expression] : values) {
            m_events << u"e-%1-%2"_s.arg(column, name);
            insert(u"audit_logs"_s, m_events.last(), column, expression);
        }
    };
    for (const auto &[column, length, isNullable] : {std::tuple("action", 100, false),
                                                     {"entityType", 100, false},
                                                     {"entityId", 0, false},
                                                     {"ipAddress", 45, true},
                                                     {"userAgent", 0, true},
                                                     {"sessionId", 255, true}})
        all(QString::fromLatin1(column), oddTexts(length, isNullable));
    for (const auto &[column, isNullable] : {std::pair("oldValues", true), {"newValues", true}, {"metadata", false}})
        all(QString::fromLatin1(column), oddJson(isNullable));
    all(u"createdAt"_s, oddTimes(false));
}

} // namespace pivotal::tests
