#include "repo/audit/audit_sql.h"
#include "repo/organizations/organizations_sql.h"
#include "repo/sql/transaction_sql.h"
#include "repo/users/user_roles_sql.h"
#include "repo/users/users_sql.h"

#include <QRegularExpression>
#include <QTest>

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

const OrganizationId organization{QStringLiteral("org-1")};

/// The condition of the page's own CTE, without the organization that each starts with.
QString conditionOf(const QString &text, const QString &alias)
{
    const QString start = QStringLiteral("FROM %1 WHERE %2.\"organizationId\" = ?")
                              .arg(alias == QStringLiteral("u") ? QStringLiteral("users u") : QStringLiteral("audit_logs a"), alias);
    const qsizetype from = text.lastIndexOf(start);
    const qsizetype to = text.indexOf(QStringLiteral(" ORDER BY"), from);
    return from < 0 ? QStringLiteral("no organization") : text.mid(from + start.size(), to - from - start.size());
}

Instant at(const QString &iso)
{
    return *parseInstant(iso, RangeEnd::From, QTimeZone::utc());
}

} // namespace

void SqlTest::likePatternsAreLiteral()
{
    QCOMPARE(sql::containsPattern(QStringLiteral("50%_\\x")), QStringLiteral("%50\\%\\_\\\\x%"));
    QCOMPARE(sql::prefixPattern(QStringLiteral("users.")), QStringLiteral("users.%"));
}

void SqlTest::arraysQuoteTheirItems()
{
    QCOMPARE(sql::textArray({QStringLiteral("a"), QStringLiteral("b\"c\\d,{}")}), QStringLiteral("{\"a\",\"b\\\"c\\\\d,{}\"}"));
}

void SqlTest::userFilters_data()
{
    QTest::addColumn<UserFilter>("filter");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QVariantList>("binds");
    const QString notDeleted = QStringLiteral(" AND u.\"deletedAt\" IS NULL");
    QTest::newRow("none") << UserFilter() << notDeleted << QVariantList();
    UserFilter filter;
    filter.includeDeleted = true;
    QTest::newRow("with deleted") << filter << QString() << QVariantList();
    filter.statuses = {nameOf(UserStatus::Active), nameOf(UserStatus::Suspended)};
    QTest::newRow("statuses") << filter << QStringLiteral(" AND u.status = ANY (?::text[])")
                              << QVariantList{QStringLiteral("{\"active\",\"suspended\"}")};
    filter = {};
    filter.includeDeleted = true;
    filter.mfaEnabled = false;
    filter.emailVerified = true;
    QTest::newRow("flags") << filter << QStringLiteral(" AND u.\"mfaEnabled\" = ? AND u.\"emailVerified\" = ?")
                           << QVariantList{false, true};
    filter = {};
    filter.includeDeleted = true;
    filter.created = {at(QStringLiteral("2026-01-01")), at(QStringLiteral("2026-02-01"))};
    QTest::newRow("half-open range")
        << filter << QStringLiteral(" AND u.\"createdAt\" >= ? AND u.\"createdAt\" < ?")
        << QVariantList{QStringLiteral("2026-01-01 00:00:00.000+00"), QStringLiteral("2026-02-01 00:00:00.000+00")};
    filter = {};
    filter.includeDeleted = true;
    filter.text = QStringLiteral("o'n%");
    const QString pattern = QStringLiteral("%o'n\\%%");
    QTest::newRow("text") << filter
                          << QStringLiteral(" AND (u.email ILIKE ? OR u.\"displayName\" ILIKE ? OR u.\"firstName\" || ' ' || "
                                            "u.\"lastName\" ILIKE ? OR u.username ILIKE ?)")
                          << QVariantList{pattern, pattern, pattern, pattern};
    filter = {};
    filter.includeDeleted = true;
    filter.locked = true;
    QTest::newRow("locked") << filter << QStringLiteral(" AND u.\"lockedUntil\" > (now() AT TIME ZONE 'UTC')") << QVariantList();
}

void SqlTest::userFilters()
{
    QFETCH(UserFilter, filter);
    QFETCH(QString, condition);
    QFETCH(QVariantList, binds);
    const sql::Statement statement = sql::slice(organization, filter, defaultUserSort, {});
    QCOMPARE(conditionOf(statement.text, QStringLiteral("u")), condition);
    QCOMPARE(statement.binds, QVariantList{organization.value} + binds + QVariantList{organization.value});
    const sql::Statement counted = sql::count(sql::selectionOf(organization, filter));
    QCOMPARE(counted.text, QStringLiteral("SELECT count(*) FROM users u WHERE u.\"organizationId\" = ?") + condition);
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
    QCOMPARE(reversed.count(QString(order).replace(QStringLiteral("DESC"), QStringLiteral("ASC"))), 1);
}

void SqlTest::auditFilters_data()
{
    QTest::addColumn<AuditFilter>("filter");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QVariantList>("binds");
    AuditFilter filter;
    QTest::newRow("none") << filter << QString() << QVariantList();
    filter.actions = QStringList{QStringLiteral("users.update")};
    QTest::newRow("action") << filter << QStringLiteral(" AND a.action = ?") << QVariantList{filter.actions.first()};
    filter.actions = QStringList{QStringLiteral("users.*")};
    QTest::newRow("actions") << filter << QStringLiteral(" AND a.action LIKE ?") << QVariantList{QStringLiteral("users.%")};
    filter = {};
    filter.entityTypes = QStringList{QStringLiteral("User")};
    filter.entityId = QStringLiteral("u1");
    QTest::newRow("trail") << filter << QStringLiteral(" AND a.\"entityType\" = ? AND a.\"entityId\" = ?")
                           << QVariantList{QStringLiteral("User"), QStringLiteral("u1")};
    filter = {};
    filter.actor = QStringLiteral("a@b.example");
    QTest::newRow("actor") << filter
                           << QStringLiteral(" AND a.\"userId\" = COALESCE((SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND "
                                             "w.id = ? LIMIT 1), (SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND w.email = ? "
                                             "LIMIT 1), (SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND lower(w.email) = "
                                             "lower(?) LIMIT 1))")
                           << QVariantList{organization.value, filter.actor, organization.value, filter.actor, organization.value, filter.actor};
    filter = {};
    filter.ipAddress = QStringLiteral("10.4.*");
    QTest::newRow("ip") << filter << QStringLiteral(" AND a.\"ipAddress\" LIKE ?") << QVariantList{QStringLiteral("10.4.%")};
}

void SqlTest::auditFilters()
{
    QFETCH(AuditFilter, filter);
    QFETCH(QString, condition);
    QFETCH(QVariantList, binds);
    const sql::Statement statement = sql::slice(organization, filter, defaultAuditSort, {});
    QCOMPARE(conditionOf(statement.text, QStringLiteral("a")), condition);
    QCOMPARE(statement.binds, QVariantList{organization.value} + binds + QVariantList{organization.value});
}

/// (a, b) < (x, y) is what an index seeks; the same written with OR reads all rows before it.
void SqlTest::seeksAreRowComparisons()
{
    SliceRequest request;
    request.cursor = Cursor{{QStringLiteral("users.update"), QStringLiteral("2026-01-01 00:00:00"), QStringLiteral("e")}};
    const AuditSort byAction{AuditSortField::Action, SortDirection::Ascending};
    const sql::Statement forward = sql::slice(organization, {}, byAction, request);
    QVERIFY(forward.text.contains(QStringLiteral("(a.action, a.\"createdAt\", a.id) > (?, ?, ?) ORDER BY a.action ASC, "
                                                 "a.\"createdAt\" ASC, a.id ASC LIMIT 50)")));
    QCOMPARE(forward.binds, (QVariantList{organization.value, request.cursor->keys.at(0), request.cursor->keys.at(1), request.cursor->keys.at(2),
                                          organization.value}));
    request.direction = Direction::Backward;
    QVERIFY(sql::slice(organization, {}, byAction, request).text.contains(QStringLiteral("< (?, ?, ?) ORDER BY a.action DESC")));
    QVERIFY_EXCEPTION_THROWN((void)sql::slice(organization, {}, defaultAuditSort, request), RepositoryError); // of another order
}

void SqlTest::everyStatementBindsAsManyAsItAsks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVariantList>("binds");
    const auto row = [](const char *name, const sql::Statement &statement) {
        QTest::newRow(name) << statement.text << statement.binds;
    };
    UserFilter users;
    users.text = QStringLiteral("x");
    users.roles = {QStringLiteral("admin")};
    SliceRequest beyond;
    beyond.cursor = Cursor{{QStringLiteral("2026-01-01"), QStringLiteral("u")}};
    beyond.skip = 5;
    row("users", sql::slice(organization, users, defaultUserSort, beyond));
    row("count users", sql::count(sql::selectionOf(organization, users)));
    const AnchorRequest walk{beyond.cursor, beyond.cursor};
    row("walk users", sql::anchorWalk(sql::selectionOf(organization, users), sql::orderingOf(organization, defaultUserSort), walk));
    row("user", sql::userById(organization, {QStringLiteral("u")}));
    row("lock user", sql::lockUser(organization, {QStringLiteral("u")}));
    row("lock organization", sql::lockOrganization(organization));
    row("admins", sql::countOtherAdmins(organization, {QStringLiteral("u")}));
    row("roles", sql::rolesOf(organization));
    row("statuses", sql::statusesOf(organization));
    row("scopes", sql::scopesOf(QStringLiteral("a@b.example")));
    row("update", sql::updateUser(organization, {}, {{UserField::Phone, std::nullopt}}, {}, {}));
    row("create", sql::insertUser(organization, {QStringLiteral("u")}, QStringLiteral("a@b"), {{UserField::Phone, QStringLiteral("1")}}, {}, {}));
    row("role", sql::roleById(organization, {QStringLiteral("r")}));
    row("assign role", sql::assignRole(organization, {QStringLiteral("u")}, {QStringLiteral("r")}, {QStringLiteral("ur")}, {}, {}));
    row("remove role", sql::removeRole(organization, {QStringLiteral("u")}, {QStringLiteral("r")}, {}, {}));
    row("proof of a commit", sql::findProof(organization, {QStringLiteral("a")}));
    row("settings", sql::settingsOf(organization));
    row("batch", sql::insertAuditBatch(organization, {}));
    row("summary", sql::auditSummary(sql::selectionOf(organization, AuditFilter())));
    row("count old", sql::countOlderThan(organization, {}));
    row("delete old", sql::deleteOlderThan(organization, {}, 10));
    AuditFilter audit;
    audit.actor = QStringLiteral("x");
    row("audit", sql::slice(organization, audit, defaultAuditSort, beyond));
    row("walk audit", sql::anchorWalk(sql::selectionOf(organization, audit), sql::orderingOf(organization, defaultAuditSort), walk));
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
    static const QRegularExpression table(QStringLiteral("\\b(?:FROM|JOIN|UPDATE) (users|roles|user_roles|audit_logs|organization_settings)(?: AS)?(?: (?!SET\\b|WHERE\\b|ON\\b)(\\w+))?"));
    auto found = table.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const QString alias = match.captured(2);
        const QString column = (alias.isEmpty() ? QString() : alias + u'.') + QStringLiteral("\"organizationId\"");
        QVERIFY2(text.contains(column + QStringLiteral(" = ")) || text.contains(QStringLiteral(" = ") + column),
                 qPrintable(match.captured(0) + QStringLiteral(" in ") + text));
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
    static const QRegularExpression isVolatile(QStringLiteral("\\b(clock_timestamp|timeofday|random|setseed|gen_random_uuid|uuid_generate_v\\d|nextval|setval|currval|"
                                                            "txid_current|pg_current_xact_id|pg_advisory\\w*|set_config|pg_sleep)\\s*\\("));
    if (text.contains(QStringLiteral("UPDATE ")) || text.contains(QStringLiteral("DELETE ")) || text.contains(QStringLiteral("INSERT ")))
        QVERIFY2(!isVolatile.match(text).hasMatch(), qPrintable(text));
}

void SqlTest::secretsAreNeverSelected()
{
    for (const sql::Statement &statement :
         {sql::slice(organization, {}, defaultUserSort, {}), sql::userById(organization, {}), sql::lockUser(organization, {})}) {
        QVERIFY(!statement.text.contains(QStringLiteral("passwordHash")));
        QVERIFY(!statement.text.contains(QStringLiteral("mfaSecret")));
        QVERIFY(!statement.text.contains(u'*') || !statement.text.contains(QStringLiteral("u.*")));
    }
}

void SqlTest::updateSetsOnlyTheFieldsGiven()
{
    User base;
    base.id.value = QStringLiteral("u1");
    base.updatedAt = at(QStringLiteral("2026-01-01"));
    base.firstName = QStringLiteral("Anne");
    base.phone = QStringLiteral("+64 1");
    const sql::Statement statement =
        sql::updateUser(organization, base, {{UserField::Phone, std::nullopt}, {UserField::FirstName, QStringLiteral("Ann")}}, {}, {});
    QVERIFY(statement.text.startsWith(QStringLiteral("WITH changed AS (UPDATE users SET \"firstName\" = ?, \"phone\" = ?, \"updatedAt\" = ")));
    QVERIFY(statement.text.contains(QStringLiteral("WHERE \"organizationId\" = ? AND id = ? AND \"updatedAt\" = ? AND \"deletedAt\" IS NULL "
                                                   "AND \"firstName\" IS NOT DISTINCT FROM ? AND \"phone\" IS NOT DISTINCT FROM ? RETURNING")));
    QCOMPARE(statement.binds.mid(0, 7), (QVariantList{QStringLiteral("Ann"), QVariant(QMetaType::fromType<QString>()), organization.value,
                                                      QStringLiteral("u1"), QStringLiteral("2026-01-01 00:00:00.000+00"),
                                                      QStringLiteral("Anne"), QStringLiteral("+64 1")}));
}

QTEST_GUILESS_MAIN(SqlTest)
#include "tst_sql.moc"
