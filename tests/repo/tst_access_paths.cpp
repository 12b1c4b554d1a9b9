#include "repo/audit/audit_sql.h"
#include "repo/audit/event_mapping.h"
#include "repo/db/explain.h"
#include "repo/migrations/migrator.h"
#include "repo/paging/path_search.h"
#include "repo/paging/slice_mapping.h"
#include "repo/sql/by_word.h"
#include "repo/users/user_mapping.h"
#include "repo/users/users_sql.h"
#include "tests/support/test_database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::TestDatabase;

namespace {

using Kind = sql::AccessPath::Kind;

constexpr qint64 mostPerRow = 100; ///< rows read for each that is shown

/// %1 users and events: of each filter nobody, three, 1 %, half, and all. In an order that has nothing to do with that of the ids.
const char *const fill = R"sql(
INSERT INTO organizations (id, name, slug, "updatedAt") VALUES ('org', 'Org', 'org', now()), ('other', 'Other', 'other', now());
INSERT INTO users (id, "organizationId", email, username, "firstName", "lastName", "displayName", status, "emailVerified", "mfaEnabled", "loginCount",
    "lastLoginAt", "lockedUntil", "createdAt", "updatedAt", "deletedAt")
SELECT 'u' || i, 'org', 'u' || i || '@example.com', NULL, 'First' || b % 977, 'Last' || c % 3989, CASE WHEN c % 8 > 0 THEN 'Name ' || e % 50000 END,
    CASE WHEN b < 3 THEN 'hold' WHEN b % 100 = 7 THEN 'pending' WHEN b % 2 = 0 THEN 'inactive' ELSE 'active' END, c >= 3, d % 2 = 1, e % 500,
    CASE WHEN c % 3 > 0 THEN timestamp '2024-01-01' + e * interval '1 minute' END, CASE WHEN e % 100 = 9 THEN timestamp '2099-01-01' END,
    timestamp '2023-01-01' + a * interval '5 minutes', timestamp '2026-01-01', CASE WHEN d % 50 = 1 THEN timestamp '2026-02-02' END
FROM (SELECT i, i::bigint * 104729 % 200003 AS a, i::bigint * 31337 % 200003 AS b, i::bigint * 77773 % 200003 AS c, i::bigint * 56891 % 200003 AS d, i::bigint * 150889 % 200003 AS e
      FROM generate_series(1, %1) i) x;
INSERT INTO roles (id, "organizationId", name, "updatedAt") SELECT 'role-' || w, 'org', w, now() FROM unnest(ARRAY['none', 'few', 'percent', 'half', 'all']) w;
INSERT INTO user_roles (id, "userId", "roleId", "organizationId") SELECT r.id || u.id, u.id, r.id, 'org'
FROM users u JOIN (VALUES ('role-few', 66667, 5), ('role-percent', 100, 11), ('role-half', 2, 0), ('role-all', 1, 0)) r(id, each, rest) ON abs(hashtext(u.id)) % r.each = r.rest;
INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId", "ipAddress", "createdAt")
SELECT 'e' || i, 'org', CASE WHEN b % 3 = 0 THEN 'u1' ELSE 'u' || 1 + b % 199999 END, CASE WHEN c < 3 THEN 'roles.create' WHEN c % 100 = 7 THEN 'settings.update' WHEN c % 2 = 0 THEN 'auth.login' ELSE 'users.update' END,
    CASE WHEN d < 3 THEN 'Role' WHEN d % 100 = 7 THEN 'Organization' ELSE 'User' END, CASE WHEN d % 100 = 7 THEN 'org' ELSE 'u' || e % 50000 END,
    CASE WHEN e % 10 = 0 THEN '2001:db8::' || to_hex(e) ELSE '10.' || b % 8 || '.' || d % 250 || '.' || c % 199 END, timestamp '2025-01-01' + a * interval '1 minute'
FROM (SELECT i, i::bigint * 104729 % 200003 AS a, i::bigint * 31337 % 200003 AS b, i::bigint * 77773 % 200003 AS c, i::bigint * 56891 % 200003 AS d, i::bigint * 150889 % 200003 AS e
      FROM generate_series(1, %1) i) x;
)sql";

Instant at(const char *text)
{
    return *parseInstant(QString::fromLatin1(text), RangeEnd::From, QTimeZone::utc());
}

User (*mapperOf(const UserFilter &))(db::Rows &)
{
    return mapUser;
}

AuditEvent (*mapperOf(const AuditFilter &))(db::Rows &)
{
    return mapAuditEvent;
}

auto sliceOf(const UserFilter &)
{
    return sql::usersSlice;
}

auto sliceOf(const AuditFilter &)
{
    return sql::eventsSlice;
}

qint64 rowsRead(const QJsonObject &node)
{
    const double loops = node.value(u"Actual Loops"_s).toDouble();
    double rows = 0;
    if (node.contains(u"Relation Name"_s))
        rows = loops
               * (node.value(u"Actual Rows"_s).toDouble() + node.value(u"Rows Removed by Filter"_s).toDouble()
                  + node.value(u"Rows Removed by Index Recheck"_s).toDouble());
    for (const QJsonValue &child : node.value(u"Plans"_s).toArray())
        rows += double(rowsRead(child.toObject()));
    return qint64(rows);
}

} // namespace

/// Each path to the rows gives the same rows; and the one that is taken reads few others, whatever the filter and the order.
class AccessPathsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void users_data();
    void users();
    void audit_data();
    void audit();
    void countsAreTheSame();
    void aProbeReadsNoOtherWord();
    void withoutIndexesNothingIsListed();

private:
    struct Filled
    {
        explicit Filled(int rows);

        TestDatabase database{TestDatabase::Kind::Empty};
        db::Connection connection{database.options()};
    };

    template <class Filter, class Order>
    void check(const Filter &filter, const QList<Order> &orders);
    template <class Filter, class Order>
    QString differences(const Filter &filter, const Order &order, const SliceRequest &request);
    template <class Filter, class Order>
    QString rowsReadInVain(const Filter &filter, const Order &order);
    template <class Filter>
    sql::Selection selectionOf(Filled &in, const Filter &filter);
    template <class Filter, class Order>
    sql::Statement statementOf(Filled &in, const Filter &filter, const Order &order, const SliceRequest &request,
                               const sql::AccessPath &path);
    template <class Filter, class Order>
    QStringList ids(Filled &in, const Filter &filter, const Order &order, const SliceRequest &request, const sql::AccessPath &path);
    QJsonObject planOf(const sql::Statement &statement);
    template <class Filter, class Order>
    sql::AccessPath pathOf(Filled &in, const Filter &filter, const Order &order, const SliceRequest &request);

    const sql::Target m_target{{u"org"_s}, true};
    std::unique_ptr<Filled> m_small; ///< where every path is tried
    std::unique_ptr<Filled> m_large; ///< where it matters which is taken
};

AccessPathsTest::Filled::Filled(int rows)
{
    db::Migrator(connection).up(1); // indexes come after the rows: that is faster
    connection.executeText(u"BEGIN; SET LOCAL session_replication_role = replica"_s);
    connection.executeText(QString::fromLatin1(fill).replace(u"%1"_s, QString::number(rows)));
    connection.executeText(u"COMMIT"_s);
    db::Migrator(connection).up();
    connection.executeText(u"VACUUM ANALYZE"_s);
}

void AccessPathsTest::initTestCase()
{
    m_small = std::make_unique<Filled>(1'000);
    m_large = std::make_unique<Filled>(200'000);
}

void AccessPathsTest::cleanupTestCase()
{
    m_small.reset();
    m_large.reset();
}

void AccessPathsTest::users_data()
{
    QTest::addColumn<UserFilter>("filter");
    const auto row = [](const char *name, const std::function<void(UserFilter &)> &set) {
        UserFilter filter;
        set(filter);
        QTest::newRow(name) << filter;
    };
    for (const char *role : {"nosuch", "none", "few", "percent", "half", "all"})
        row(qPrintable(u"role, "_s + QLatin1String(role)), [role](UserFilter &f) { f.roles = {QLatin1String(role)}; });
    for (const char *status : {"archived", "hold", "pending", "inactive"})
        row(qPrintable(u"status, "_s + QLatin1String(status)), [status](UserFilter &f) { f.statuses = {QLatin1String(status)}; });
    row("statuses, few", [](UserFilter &f) { f.statuses = {u"hold"_s, u"archived"_s}; });
    row("statuses, all", [](UserFilter &f) { f.statuses = {u"hold"_s, u"pending"_s, u"active"_s, u"inactive"_s}; });
    row("unverified, few", [](UserFilter &f) { f.emailVerified = false; });
    row("verified, all", [](UserFilter &f) { f.emailVerified = true; });
    row("mfa, half", [](UserFilter &f) { f.mfaEnabled = true; });
    row("locked, 1 %", [](UserFilter &f) { f.locked = true; });
    row("not locked, all", [](UserFilter &f) { f.locked = false; });
    row("created, none", [](UserFilter &f) { f.created.from = at("2030-01-01"); });
    row("created, few", [](UserFilter &f) { f.created = {at("2023-02-01"), at("2023-02-01T00:15:00Z")}; });
    row("created, half", [](UserFilter &f) { f.created.from = at("2024-01-01"); });
    row("signed in, none", [](UserFilter &f) { f.lastLogin.from = at("2030-01-01"); });
    row("signed in, 1 %", [](UserFilter &f) { f.lastLogin = {at("2024-02-01"), at("2024-02-02")}; });
    row("signed in, half", [](UserFilter &f) { f.lastLogin.from = at("2024-02-01"); });
    for (const char *day : {"2000-01-01", "2024-01-03", "2024-03-01"})
        row(qPrintable(u"signed in before "_s + QLatin1String(day)), [day](UserFilter &f) { f.lastLogin.to = at(day); });
    row("role and status", [](UserFilter &f) { f.roles = {u"percent"_s}, f.statuses = {u"pending"_s}; });
    row("search and role", [](UserFilter &f) { f.text = u"last12"_s, f.roles = {u"half"_s}; });
    row("role and flag and range", [](UserFilter &f) { f.roles = {u"half"_s}, f.mfaEnabled = false, f.created.from = at("2024-06-01"); });
    row("with deleted", [](UserFilter &f) { f.includeDeleted = true, f.roles = {u"few"_s}; });
}

void AccessPathsTest::users()
{
    QFETCH(UserFilter, filter);
    QList<UserSort> orders;
    for (const UserSortField field : {UserSortField::Email, UserSortField::Name, UserSortField::Status, UserSortField::Created,
                                      UserSortField::LastLogin, UserSortField::LoginCount})
        for (const SortDirection direction : {SortDirection::Ascending, SortDirection::Descending})
            orders << UserSort{field, direction};
    check(filter, orders);
}

void AccessPathsTest::audit_data()
{
    QTest::addColumn<AuditFilter>("filter");
    const auto row = [](const char *name, const std::function<void(AuditFilter &)> &set) {
        AuditFilter filter;
        set(filter);
        QTest::newRow(name) << filter;
    };
    for (const char *action : {"nosuch", "roles.create", "settings.update", "auth.login", "nosuch.*", "roles.*", "users.*"})
        row(qPrintable(u"action, "_s + QLatin1String(action)), [action](AuditFilter &f) { f.actions = {QLatin1String(action)}; });
    row("actions", [](AuditFilter &f) { f.actions = {u"roles.*"_s, u"settings.update"_s, u"nosuch"_s}; });
    row("action, twice", [](AuditFilter &f) { f.actions = {u"auth.login"_s, u"auth.login"_s}; });
    row("action, and its prefix", [](AuditFilter &f) { f.actions = {u"users.update"_s, u"users.*"_s}; });
    row("type, twice", [](AuditFilter &f) { f.entityTypes = {u"Role"_s, u"Role"_s}; });
    row("actions and types", [](AuditFilter &f) {
        f.actions = {u"auth.login"_s, u"roles.*"_s}, f.entityTypes = {u"Role"_s, u"Organization"_s};
    });
    for (const char *type : {"nosuch", "Role", "Organization", "User"})
        row(qPrintable(u"type, "_s + QLatin1String(type)), [type](AuditFilter &f) { f.entityTypes = {QLatin1String(type)}; });
    row("types", [](AuditFilter &f) { f.entityTypes = {u"Role"_s, u"Organization"_s}; });
    for (const char *entity : {"nosuch", "u77", "org"})
        row(qPrintable(u"entity, "_s + QLatin1String(entity)), [entity](AuditFilter &f) { f.entityId = QLatin1String(entity); });
    row("action and type, which no event has", [](AuditFilter &f) { f.actions = {u"settings.update"_s}, f.entityTypes = {u"Role"_s}; });
    row("actions and address", [](AuditFilter &f) { f.actions = {u"auth.login"_s, u"settings.update"_s}, f.ipAddress = u"10.3.*"_s; });
    row("two actions of an actor of a third", [](AuditFilter &f) {
        f.actions = {u"auth.login"_s, u"settings.update"_s}, f.actor = u"u1"_s;
    });
    row("two actions with a type of 1 %", [](AuditFilter &f) {
        f.actions = {u"auth.login"_s, u"settings.update"_s}, f.entityTypes = {u"Organization"_s};
    });
    row("two actions with an address of an eighth", [](AuditFilter &f) {
        f.actions = {u"auth.login"_s, u"settings.update"_s}, f.ipAddress = u"10.3.*"_s;
    });
    row("entity and type", [](AuditFilter &f) { f.entityId = u"org"_s, f.entityTypes = {u"Organization"_s}; });
    row("entity and types", [](AuditFilter &f) { f.entityId = u"org"_s, f.entityTypes = {u"Role"_s, u"Organization"_s}; });
    for (const char *actor : {"nosuch", "u77", "u1", "U1@Example.com"})
        row(qPrintable(u"actor, "_s + QLatin1String(actor)), [actor](AuditFilter &f) { f.actor = QLatin1String(actor); });
    for (const char *address : {"nosuch", "10.1.33.*", "10.1.*", "10.*", "*", "2001:db8::a"})
        row(qPrintable(u"address, "_s + QLatin1String(address)), [address](AuditFilter &f) { f.ipAddress = QLatin1String(address); });
    row("created, none", [](AuditFilter &f) { f.created.from = at("2030-01-01"); });
    row("created, half", [](AuditFilter &f) { f.created.from = at("2025-03-01"); });
    row("actor and action", [](AuditFilter &f) { f.actor = u"u1"_s, f.actions = {u"settings.update"_s}; });
    row("action and time", [](AuditFilter &f) { f.actions = {u"auth.login"_s}, f.created.from = at("2025-03-01"); });
}

void AccessPathsTest::audit()
{
    QFETCH(AuditFilter, filter);
    QList<AuditSort> orders;
    for (const AuditSortField field : {AuditSortField::Created, AuditSortField::Action, AuditSortField::EntityType})
        for (const SortDirection direction : {SortDirection::Ascending, SortDirection::Descending})
            orders << AuditSort{field, direction};
    check(filter, orders);
}

/// The first page, the second, the last, and one that is jumped to.
template <class Filter, class Order>
void AccessPathsTest::check(const Filter &filter, const QList<Order> &orders)
{
    for (const Order &order : orders) {
        SliceRequest next;
        db::Rows rows = m_small->connection.query(sql::slice(m_target, filter, order, {}));
        const auto first = mapSlice(std::move(rows), SliceRequest(), mapperOf(filter), int(sql::orderingOf(m_target, order).keys.size()));
        if (!first.cursors.isEmpty())
            next.cursor = first.cursors.last();
        SliceRequest last;
        last.direction = Direction::Backward;
        SliceRequest jump;
        jump.skip = 37;
        for (const SliceRequest &request : {SliceRequest(), next, last, jump}) {
            const QString different = differences(filter, order, request);
            QVERIFY2(different.isEmpty(), qPrintable(different));
        }
        const bool isSingle = !QByteArray(QTest::currentDataTag()).contains(" and ");
        const QString inVain = isSingle ? rowsReadInVain(filter, order) : QString();
        QVERIFY2(inVain.isEmpty(), qPrintable(inVain));
    }
}

template <class Filter>
sql::Selection AccessPathsTest::selectionOf(Filled &in, const Filter &filter)
{
    return lookedUp(in.connection, sql::selectionOf(m_target, filter), m_target);
}

template <class Filter, class Order>
sql::Statement AccessPathsTest::statementOf(Filled &in, const Filter &filter, const Order &order, const SliceRequest &request,
                                            const sql::AccessPath &path)
{
    return sliceOf(filter)(m_target, selectionOf(in, filter), sql::orderingOf(m_target, order), request, path);
}

template <class Filter, class Order>
QStringList AccessPathsTest::ids(Filled &in, const Filter &filter, const Order &order, const SliceRequest &request,
                                 const sql::AccessPath &path)
{
    if (path.kind == Kind::Empty)
        return {};
    QStringList ids;
    db::Rows rows = in.connection.query(statementOf(in, filter, order, request, path));
    while (rows.next())
        ids << rows.text();
    return ids;
}

template <class Filter, class Order>
QString AccessPathsTest::differences(const Filter &filter, const Order &order, const SliceRequest &request)
{
    const QStringList plain = ids(*m_small, filter, order, request, {});
    const auto idsOf = [](db::Rows rows) {
        QStringList ids;
        while (rows.next())
            ids << rows.text();
        return ids;
    };
    if (idsOf(m_small->connection.query(sql::slice(m_target, filter, order, request))) != plain)
        return u"what is looked up gives others"_s;
    QList<sql::AccessPath> paths{{Kind::Scan, -1, 1'000'000}, {Kind::Whole}, pathOf(*m_small, filter, order, request)};
    const sql::Selection selection = selectionOf(*m_small, filter);
    for (qsizetype i = 0; i < sql::wordKeys(selection, sql::orderingOf(m_target, order)).size(); ++i)
        paths << sql::AccessPath{Kind::ByWord, i} << sql::AccessPath{Kind::ByWord, i, 1'000'000};
    for (qsizetype i = 0; i < sql::reachesOf(selection).size(); ++i)
        paths << sql::AccessPath{Kind::Sieve, i, 1'000'000} << sql::AccessPath{Kind::Set, i};
    for (qsizetype i = 1; i < sql::reachesOf(selection).size(); ++i)
        paths << sql::AccessPath{Kind::Both, 0, 0, i};
    for (const sql::AccessPath &path : std::as_const(paths))
        if (const QStringList found = ids(*m_small, filter, order, request, path); found != plain)
            return u"path %1 of %2 gives %3 instead of %4"_s.arg(int(path.kind)).arg(path.reach).arg(found.join(u','), plain.join(u','));
    return {};
}

template <class Filter, class Order>
sql::AccessPath AccessPathsTest::pathOf(Filled &in, const Filter &filter, const Order &order, const SliceRequest &request)
{
    const sql::Selection selection = selectionOf(in, filter);
    const sql::Ordering ordering = sql::orderingOf(m_target, order);
    if (sql::isPlanned(selection, ordering))
        return {};
    PathSearch search(in.connection, selection, ordering, request.skip + request.limit);
    sql::AccessPath path = search.first();
    while (path.isBounded()) {
        const qsizetype found = ids(in, filter, order, request, path).size();
        if (found >= request.limit)
            break;
        path = search.next(path, found);
    }
    return path;
}

QJsonObject AccessPathsTest::planOf(const sql::Statement &statement)
{
    const QString plan = db::explainAnalyzed(m_large->connection, statement);
    return QJsonDocument::fromJson(plan.toUtf8()).array().at(0).toObject().value(u"Plan"_s).toObject();
}

template <class Filter, class Order>
QString AccessPathsTest::rowsReadInVain(const Filter &filter, const Order &order)
{
    const sql::AccessPath path = pathOf(*m_large, filter, order, {});
    if (path.kind == Kind::Empty)
        return {};
    const sql::Statement taken = statementOf(*m_large, filter, order, {}, path);
    const QJsonObject plan = planOf(taken);
    const qint64 read = rowsRead(plan);
    const auto shown = qint64(plan.value(u"Actual Rows"_s).toDouble());
    return read <= mostPerRow * std::max<qint64>(1, shown) ? QString()
                                                           : u"path %1 reads %2 rows for %3\n%4\n%5\n"_s.arg(int(path.kind))
                                                                 .arg(read)
                                                                 .arg(shown)
                                                                 .arg(taken.text, QString::fromUtf8(QJsonDocument(plan).toJson()));
}

void AccessPathsTest::countsAreTheSame()
{
    const auto countOf = [this](const sql::Selection &selection) {
        db::Rows rows = m_large->connection.query(sql::count(selection));
        return rows.next() ? rows.bigint() : -1;
    };
    for (const char *role : {"none", "few", "percent", "half"}) {
        UserFilter filter;
        filter.roles = {QLatin1String(role)};
        const sql::Selection selection = sql::selectionOf(m_target, filter);
        QCOMPARE(countOf(reached(m_large->connection, selection)), countOf(selection));
    }
}

/// Of what isn't there, and would come first in an index: a probe that isn't bounded by all its keys reads the rest of the word.
void AccessPathsTest::aProbeReadsNoOtherWord()
{
    constexpr qint64 pagesOfAFewProbes = 100;
    const auto pagesRead = [this](const sql::Statement &statement) {
        const QJsonObject plan = planOf(statement);
        return plan.value(u"Shared Hit Blocks"_s).toInteger() + plan.value(u"Shared Read Blocks"_s).toInteger();
    };
    AuditFilter entity;
    entity.entityId = u"a"_s;
    const qint64 ofEntity = pagesRead(sql::countReaches(sql::reachesOf(sql::selectionOf(m_target, entity)), 200));
    QVERIFY2(ofEntity > 0 && ofEntity < pagesOfAFewProbes, qPrintable(QString::number(ofEntity)));
    AuditFilter action;
    action.actions = {u"a"_s, u"b"_s};
    const auto byType = sql::byWord(sql::selectionOf(m_target, action),
                                    sql::orderingOf(m_target, AuditSort{AuditSortField::EntityType, SortDirection::Ascending}));
    const qint64 ofPairs = pagesRead(sql::countWords(byType.value().words, 100));
    QVERIFY2(ofPairs > 0 && ofPairs < pagesOfAFewProbes, qPrintable(QString::number(ofPairs)));
}

void AccessPathsTest::withoutIndexesNothingIsListed()
{
    UserFilter filter;
    filter.roles = {u"few"_s};
    filter.mfaEnabled = true;
    sql::Target target = m_target;
    QCOMPARE(sql::reachesOf(sql::selectionOf(target, filter)).size(), 2);
    target.missingIndexes = {u"idx_user_roles_org_role_holder"_s};
    QCOMPARE(sql::reachesOf(sql::selectionOf(target, filter)).size(), 1);
}

QTEST_GUILESS_MAIN(AccessPathsTest)
#include "tst_access_paths.moc"
