#include "repo/audit/audit_sql.h"
#include "repo/organizations/organizations_sql.h"
#include "repo/sql/transaction_sql.h"
#include "repo/users/user_roles_sql.h"
#include "repo/users/users_sql.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;

Q_DECLARE_METATYPE(pivotal::UserFilter)
Q_DECLARE_METATYPE(pivotal::AuditFilter)

/// Statements as text and bound values; nothing is run.
class SqlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void likePatternsAreLiteral();
    void arraysQuoteTheirItems();
    void userFilters_data();
    void userFilters();
    void userSorts_data();
    void userSorts();
    void auditFilters_data();
    void auditFilters();
    void seeksAreRowComparisons();
    void everyStatementBindsAsManyAsItAsks_data();
    void everyStatementBindsAsManyAsItAsks();
    void everyTableIsHeldToItsOrganization_data() { everyStatementBindsAsManyAsItAsks_data(); }
    void everyTableIsHeldToItsOrganization();
    void nothingVolatileChangesRows_data();
    void nothingVolatileChangesRows();
    void secretsAreNeverSelected();
    void updateSetsOnlyTheFieldsGiven();
};

namespace {

const OrganizationId organization{u"org-1"_s};

/// The condition of the page's own CTE, without the organization that each starts with.
QString conditionOf(const QString &text, const QString &alias)
{
    const QString start = u"FROM %1 WHERE %2.\"organizationId\" = ?"_s.arg(alias == u"u"_s ? u"users u"_s : u"audit_logs a"_s, alias);
    const qsizetype from = text.lastIndexOf(start);
    const qsizetype to = text.indexOf(u" ORDER BY"_s, from);
    return from < 0 ? u"no organization"_s : text.mid(from + start.size(), to - from - start.size());
}

Instant at(const QString &iso)
{
    return *parseInstant(iso, RangeEnd::From, QTimeZone::utc());
}

} // namespace

void SqlTest::likePatternsAreLiteral()
{
    QCOMPARE(sql::containsPattern(u"50%_\\x"_s), u"%50\\%\\_\\\\x%"_s);
    QCOMPARE(sql::prefixPattern(u"users."_s), u"users.%"_s);
}

void SqlTest::arraysQuoteTheirItems()
{
    QCOMPARE(sql::textArray({u"a"_s, u"b\"c\\d,{}"_s}), u"{\"a\",\"b\\\"c\\\\d,{}\"}"_s);
}

void SqlTest::userFilters_data()
{
    QTest::addColumn<UserFilter>("filter");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QVariantList>("binds");
    const QString notDeleted = u" AND u.\"deletedAt\" IS NULL"_s;
    QTest::newRow("none") << UserFilter() << notDeleted << QVariantList();
    UserFilter filter;
    filter.includeDeleted = true;
    QTest::newRow("with deleted") << filter << QString() << QVariantList();
    filter.statuses = {nameOf(UserStatus::Active), nameOf(UserStatus::Suspended)};
    QTest::newRow("statuses") << filter << u" AND u.status = ANY (?::text[])"_s << QVariantList{u"{\"active\",\"suspended\"}"_s};
    filter = {};
    filter.includeDeleted = true;
    filter.mfaEnabled = false;
    filter.emailVerified = true;
    QTest::newRow("flags") << filter << u" AND u.\"mfaEnabled\" = ? AND u.\"emailVerified\" = ?"_s << QVariantList{false, true};
    filter = {};
    filter.includeDeleted = true;
    filter.created = {at(u"2026-01-01"_s), at(u"2026-02-01"_s)};
    QTest::newRow("half-open range") << filter << u" AND u.\"createdAt\" >= ? AND u.\"createdAt\" < ?"_s
                                     << QVariantList{u"2026-01-01 00:00:00.000+00"_s, u"2026-02-01 00:00:00.000+00"_s};
    filter = {};
    filter.includeDeleted = true;
    filter.text = u"o'n%"_s;
    const QString pattern = u"%o'n\\%%"_s;
    QTest::newRow("text") << filter
                          << u" AND (u.email ILIKE ? OR u.\"displayName\" ILIKE ? OR u.\"firstName\" || ' ' || "
                             "u.\"lastName\" ILIKE ? OR u.username ILIKE ?)"_s
                          << QVariantList{pattern, pattern, pattern, pattern};
    filter = {};
    filter.includeDeleted = true;
    filter.locked = true;
    QTest::newRow("locked") << filter << u" AND u.\"lockedUntil\" > (now() AT TIME ZONE 'UTC')"_s << QVariantList();
}

void SqlTest::userFilters()
{
    QFETCH(UserFilter, filter);
    QFETCH(QString, condition);
    QFETCH(QVariantList, binds);
    const sql::Statement statement = sql::slice(organization, filter, defaultUserSort, {});
    QCOMPARE(conditionOf(statement.text, u"u"_s), condition);
    QCOMPARE(statement.binds, QVariantList{organization.value} + binds + QVariantList{organization.value});
    const sql::Statement counted = sql::count(sql::selectionOf(organization, filter));
    QCOMPARE(counted.text, u"SELECT count(*) FROM users u WHERE u.\"organizationId\" = ?"_s + condition);
    QCOMPARE(counted.binds, QVariantList{organization.value} + binds);
}

void SqlTest::userSorts_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("order");
    QTest::newRow("email") << int(UserSortField::Email) << "ORDER BY u.email DESC";
    QTest::newRow("name") << int(UserSortField::Name)
                          << "ORDER BY COALESCE(NULLIF(u.\"displayName\", ''), u.\"firstName\" || ' ' || u.\"lastName\") DESC, u.id DESC";
    QTest::newRow("status") << int(UserSortField::Status) << "ORDER BY u.status DESC, u.id DESC";
    QTest::newRow("created") << int(UserSortField::Created) << "ORDER BY u.\"createdAt\" DESC, u.id DESC";
    QTest::newRow("last login") << int(UserSortField::LastLogin) << "ORDER BY COALESCE(u.\"lastLoginAt\", '-infinity') DESC, u.id DESC";
    QTest::newRow("login count") << int(UserSortField::LoginCount) << "ORDER BY u.\"loginCount\" DESC, u.id DESC";
}

void SqlTest::userSorts()
{
    QFETCH(int, field);
    QFETCH(QString, order);
    const UserSort sort{UserSortField(field), SortDirection::Descending};
    const QString text = sql::slice(organization, {}, sort, {}).text;
    QCOMPARE(text.count(order), 2); // inside, where the limit is, and outside
    SliceRequest back;
    back.direction = Direction::Backward;
    const QString reversed = sql::slice(organization, {}, sort, back).text;
    QCOMPARE(reversed.count(order), 1);
    QCOMPARE(reversed.count(QString(order).replace(u"DESC"_s, u"ASC"_s)), 1);
}

void SqlTest::auditFilters_data()
{
    QTest::addColumn<AuditFilter>("filter");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QVariantList>("binds");
    AuditFilter filter;
    QTest::newRow("none") << filter << QString() << QVariantList();
    filter.actions = QStringList{u"users.update"_s};
    QTest::newRow("action") << filter << u" AND a.action = ?"_s << QVariantList{filter.actions.first()};
    filter.actions = QStringList{u"users.*"_s};
    QTest::newRow("actions") << filter << u" AND a.action LIKE ?"_s << QVariantList{u"users.%"_s};
    filter = {};
    filter.entityTypes = QStringList{u"User"_s};
    filter.entityId = u"u1"_s;
    QTest::newRow("trail") << filter << u" AND a.\"entityType\" = ? AND a.\"entityId\" = ?"_s << QVariantList{u"User"_s, u"u1"_s};
    filter = {};
    filter.actor = u"a@b.example"_s;
    QTest::newRow("actor") << filter
                           << u" AND a.\"userId\" = COALESCE((SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND "
                              "w.id = ? LIMIT 1), (SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND w.email = ? "
                              "LIMIT 1), (SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND lower(w.email) = "
                              "lower(?) LIMIT 1))"_s
                           << QVariantList{organization.value, filter.actor,       organization.value,
                                           filter.actor,       organization.value, filter.actor};
    filter = {};
    filter.ipAddress = u"10.4.*"_s;
    QTest::newRow("ip") << filter << u" AND a.\"ipAddress\" LIKE ?"_s << QVariantList{u"10.4.%"_s};
}

void SqlTest::auditFilters()
{
    QFETCH(AuditFilter, filter);
    QFETCH(QString, condition);
    QFETCH(QVariantList, binds);
    const sql::Statement statement = sql::slice(organization, filter, defaultAuditSort, {});
    QCOMPARE(conditionOf(statement.text, u"a"_s), condition);
    QCOMPARE(statement.binds, QVariantList{organization.value} + binds + QVariantList{organization.value});
}

/// (a, b) < (x, y) is what an index seeks; the same written with OR reads all rows before it.
void SqlTest::seeksAreRowComparisons()
{
    SliceRequest request;
    request.cursor = Cursor{{u"users.update"_s, u"2026-01-01 00:00:00"_s, u"e"_s}};
    const AuditSort byAction{AuditSortField::Action, SortDirection::Ascending};
    const sql::Statement forward = sql::slice(organization, {}, byAction, request);
    QVERIFY(forward.text.contains(u"(a.action, a.\"createdAt\", a.id) > (?, ?, ?) ORDER BY a.action ASC, "
                                  "a.\"createdAt\" ASC, a.id ASC LIMIT 50)"_s));
    QCOMPARE(forward.binds, (QVariantList{organization.value, request.cursor->keys.at(0), request.cursor->keys.at(1),
                                          request.cursor->keys.at(2), organization.value}));
    request.direction = Direction::Backward;
    QVERIFY(sql::slice(organization, {}, byAction, request).text.contains(u"< (?, ?, ?) ORDER BY a.action DESC"_s));
    QVERIFY_EXCEPTION_THROWN((void)sql::slice(organization, {}, defaultAuditSort, request), RepositoryError); // of another order
}

void SqlTest::everyStatementBindsAsManyAsItAsks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVariantList>("binds");
    const auto row = [](const char *name, const sql::Statement &statement) { QTest::newRow(name) << statement.text << statement.binds; };
    UserFilter users;
    users.text = u"x"_s;
    users.roles = {u"admin"_s};
    SliceRequest beyond;
    beyond.cursor = Cursor{{u"2026-01-01"_s, u"u"_s}};
    beyond.skip = 5;
    row("users", sql::slice(organization, users, defaultUserSort, beyond));
    row("count users", sql::count(sql::selectionOf(organization, users)));
    const AnchorRequest scan{beyond.cursor, beyond.cursor};
    row("walk users", sql::anchorScan(sql::selectionOf(organization, users), sql::orderingOf(organization, defaultUserSort), scan));
    row("user", sql::userById(organization, {u"u"_s}));
    row("lock user", sql::lockUser(organization, {u"u"_s}));
    row("lock organization", sql::lockOrganization(organization));
    row("admins", sql::countOtherAdmins(organization, {u"u"_s}));
    row("roles", sql::rolesOf(organization));
    row("statuses", sql::statusesOf(organization));
    row("scopes", sql::scopesOf(u"a@b.example"_s));
    row("update", sql::updateUser(organization, {}, {{UserField::Phone, std::nullopt}}, {}, {}));
    row("create", sql::insertUser(organization, {u"u"_s}, u"a@b"_s, {{UserField::Phone, u"1"_s}}, {}, {}));
    row("role", sql::roleById(organization, {u"r"_s}));
    row("assign role", sql::assignRole(organization, {u"u"_s}, {u"r"_s}, {u"ur"_s}, {}, {}));
    row("remove role", sql::removeRole(organization, {u"u"_s}, {u"r"_s}, {}, {}));
    row("proof of a commit", sql::findProof(organization, {u"a"_s}));
    row("settings", sql::settingsOf(organization));
    row("batch", sql::insertAuditBatch(organization, {}));
    row("summary", sql::auditSummary(sql::selectionOf(organization, AuditFilter())));
    row("count old", sql::countOlderThan(organization, {}));
    row("delete old", sql::deleteOlderThan(organization, {}, 10));
    AuditFilter audit;
    audit.actor = u"x"_s;
    row("audit", sql::slice(organization, audit, defaultAuditSort, beyond));
    row("walk audit", sql::anchorScan(sql::selectionOf(organization, audit), sql::orderingOf(organization, defaultAuditSort), scan));
}

void SqlTest::everyStatementBindsAsManyAsItAsks()
{
    QFETCH(QString, text);
    QFETCH(QVariantList, binds);
    QCOMPARE(text.count(u'?'), binds.size());
}

/// So that a distributed engine routes the statement to one shard: each table that a statement names has a condition on
/// its organization, in a predicate or a join.
void SqlTest::everyTableIsHeldToItsOrganization()
{
    QFETCH(QString, text);
    static const QRegularExpression table(
        u"\\b(?:FROM|JOIN|UPDATE) (users|roles|user_roles|audit_logs|organization_settings)(?: AS)?(?: (?!SET\\b|WHERE\\b|ON\\b)(\\w+))?"_s);
    auto found = table.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const QString alias = match.captured(2);
        const QString column = (alias.isEmpty() ? QString() : alias + u'.') + u"\"organizationId\""_s;
        QVERIFY2(text.contains(column + u" = "_s) || text.contains(u" = "_s + column), qPrintable(match.captured(0) + u" in "_s + text));
    }
}

void SqlTest::nothingVolatileChangesRows_data()
{
    everyStatementBindsAsManyAsItAsks_data();
}

/// A distributed engine (Citus) sends the statement to its nodes: it refuses a volatile function in UPDATE and DELETE, and in an
/// INSERT outside of its values. pg_notify stands beside, in the SELECT.
void SqlTest::nothingVolatileChangesRows()
{
    QFETCH(QString, text);
    static const QRegularExpression isVolatile(
        u"\\b(clock_timestamp|timeofday|random|setseed|gen_random_uuid|uuid_generate_v\\d|nextval|setval|currval|"
        "txid_current|pg_current_xact_id|pg_advisory\\w*|set_config|pg_sleep)\\s*\\("_s);
    if (text.contains(u"UPDATE "_s) || text.contains(u"DELETE "_s) || text.contains(u"INSERT "_s))
        QVERIFY2(!isVolatile.match(text).hasMatch(), qPrintable(text));
}

void SqlTest::secretsAreNeverSelected()
{
    for (const sql::Statement &statement :
         {sql::slice(organization, {}, defaultUserSort, {}), sql::userById(organization, {}), sql::lockUser(organization, {})}) {
        QVERIFY(!statement.text.contains(u"passwordHash"_s));
        QVERIFY(!statement.text.contains(u"mfaSecret"_s));
        QVERIFY(!statement.text.contains(u'*') || !statement.text.contains(u"u.*"_s));
    }
}

void SqlTest::updateSetsOnlyTheFieldsGiven()
{
    User base;
    base.id.value = u"u1"_s;
    base.updatedAt = at(u"2026-01-01"_s);
    base.firstName = u"Anne"_s;
    base.phone = u"+64 1"_s;
    const sql::Statement statement =
        sql::updateUser(organization, base, {{UserField::Phone, std::nullopt}, {UserField::FirstName, u"Ann"_s}}, {}, {});
    QVERIFY(statement.text.startsWith(u"WITH changed AS (UPDATE users SET \"firstName\" = ?, \"phone\" = ?, \"updatedAt\" = "_s));
    QVERIFY(statement.text.contains(u"WHERE \"organizationId\" = ? AND id = ? AND \"updatedAt\" = ? AND \"deletedAt\" IS NULL "
                                    "AND \"firstName\" IS NOT DISTINCT FROM ? AND \"phone\" IS NOT DISTINCT FROM ? RETURNING"_s));
    QCOMPARE(statement.binds.mid(0, 7), (QVariantList{u"Ann"_s, QVariant(QMetaType::fromType<QString>()), organization.value, u"u1"_s,
                                                      u"2026-01-01 00:00:00.000+00"_s, u"Anne"_s, u"+64 1"_s}));
}

QTEST_GUILESS_MAIN(SqlTest)
#include "tst_sql.moc"
