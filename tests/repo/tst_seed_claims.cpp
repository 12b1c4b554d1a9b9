#include "repo/audit/audit_cleanup.h"
#include "repo/db/closing.h"
#include "repo/paging/cached_values.h"
#include "repo/session/console_session.h"
#include "repo/smoke/smoke_case.h"
#include "repo/smoke/smoke_test.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// The claims of the seed report (seed/epic-a5-db-ops.md) that concern the repository layer, each by its name there.
class SeedClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    // Base repository
    void organizationScopingEnforcement();
    void safeFieldSelection();
    void paginationResultBuilding();
    void searchFilterConstruction();
    void dateRangeFiltering();
    void sortValidationAndNormalization();
    void errorHandlingAndMapping();
    // Users repository
    void listUsersWithPaginationFilteringAndSorting();
    void getUserByIdWithCaching();
    void createUserWithAuditLogging();
    void updateUserWithAuditLogging();
    void roleAssignmentAndRemoval();
    void statusUpdatesWithAdminProtection();
    void automaticCacheBustingOnWrites();
    // Audit repository
    void nonBlockingEventAppending();
    void bulkEventInsertion();
    void paginatedAuditLogRetrieval();
    void entitySpecificAuditTrails();
    void userActivityTracking();
    void auditSummariesAndStatistics();
    void automaticCleanupAndRetention();
    // Transactions, cache, metrics
    void multiStepUpdatesWithTransactionSuccessAndRollback();
    void cacheHitThenBustPathValidation();
    void cacheKeyStrategy();
    void repositoryMetrics();
    void slowQueryCounter();
    void performanceSmokeTest();
    void theSmokeTestLeavesNoTrace();

private:
    [[nodiscard]] User someUser(int index);
    [[nodiscard]] QString audit(const UserId &id, const QString &what) const;
    [[nodiscard]] RoleId role(const QString &name);
    UsersRepository &users() { return m_session->users(); }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<ConsoleSession> m_session;
};

namespace {

/// Counts the events that the server was sent, from now on.
class SentEvents
{
public:
    explicit SentEvents(const ConsoleSession &session)
    {
        QObject::connect(&session, &ConsoleSession::operationFinished, &m_context, [this](const metrics::OperationRecord &record) {
            if (record.operation == u"audit.appendEvents"_s && !record.error)
                m_rows += record.rows;
        });
    }
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    QObject m_context;
    qint64 m_rows = 0;
};

} // namespace

void SeedClaimsTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    Services services;
    services.cacheOptions.verifyShare = 0;
    m_session = std::make_unique<ConsoleSession>(SessionRequest{m_database->url(), u"northwind"_s, u"admin@northwind.example"_s}, services);
    QSignalSpy entered(m_session.get(), &ConsoleSession::entered);
    connect(m_session.get(), &ConsoleSession::connected, m_session.get(), &ConsoleSession::enterOrganization);
    m_session->connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, tests::patience);
}

void SeedClaimsTest::cleanupTestCase()
{
    m_session.reset();
    m_database.reset();
}

User SeedClaimsTest::someUser(int index)
{
    const UserSort byEmail{UserSortField::Email, SortDirection::Descending};
    UserFilter active;
    active.statuses = {nameOf(UserStatus::Active)};
    return await(users().page(active, byEmail, {1, 50, Total::Count, Freshness::Fresh})).value->items.at(index);
}

QString SeedClaimsTest::audit(const UserId &id, const QString &what) const
{
    return m_database->value(u"SELECT %1 FROM audit_logs WHERE \"entityId\" = ? AND metadata->>'client' = 'pivotal-console' "
                             "ORDER BY \"createdAt\" DESC, id DESC LIMIT 1"_s.arg(what),
                             {id.value});
}

RoleId SeedClaimsTest::role(const QString &name)
{
    const QList<Role> roles = *await(users().roles()).value;
    for (const Role &role : roles)
        if (role.name == name)
            return role.id;
    return {};
}

void SeedClaimsTest::organizationScopingEnforcement()
{
    const UserId foreign{
        m_database->value(u"SELECT id FROM users WHERE \"organizationId\" <> ? LIMIT 1"_s, {m_session->scope().organization.id.value})};
    QCOMPARE(await(users().get(foreign)).error->code, ErrorCode::RecordNotFound);
    User base;
    base.id = foreign;
    QCOMPARE(await(users().update(base, {{UserField::Phone, u"12345"_s}})).error->code, ErrorCode::RecordNotFound);
    QCOMPARE(await(users().assignRole(foreign, role(u"admin"_s))).error->code, ErrorCode::RecordNotFound);
}

void SeedClaimsTest::safeFieldSelection()
{
    const User user = someUser(0);
    m_database->execute(u"UPDATE users SET \"passwordHash\" = 'planted-hash', \"mfaSecret\" = 'planted-secret' WHERE id = ?"_s,
                        {user.id.value});
    const QByteArray json = QJsonDocument(toJson(*await(users().get(user.id)).value)).toJson();
    QVERIFY(!json.contains("planted"));
}

void SeedClaimsTest::paginationResultBuilding()
{
    const auto page = await(users().page({}, defaultUserSort, {2, 20})).value;
    QCOMPARE(page->page, 2);
    QCOMPARE(page->pageSize, 20);
    QCOMPARE(page->items.size(), 20);
    QCOMPARE(page->totalPages(), (page->total + 19) / 20);
    QCOMPARE(await(users().page({}, defaultUserSort, {0, 20})).error->code, ErrorCode::ValidationError);
    QCOMPARE(await(users().page({}, defaultUserSort, {1, 101})).error->code, ErrorCode::ValidationError);
}

void SeedClaimsTest::searchFilterConstruction()
{
    const User user = someUser(1);
    UserFilter filter;
    filter.text = user.email.left(user.email.size() - 2).toUpper();
    const auto page = await(users().page(filter, defaultUserSort, {}));
    QVERIFY(std::any_of(page.value->items.begin(), page.value->items.end(), [&](const User &each) { return each.id == user.id; }));
    filter.text = u"%_%_%"_s;
    QCOMPARE(await(users().page(filter, defaultUserSort, {})).value->total, 0); // literal
}

void SeedClaimsTest::dateRangeFiltering()
{
    const User user = someUser(2);
    UserFilter filter;
    filter.created = {user.createdAt, Instant{user.createdAt.msecs + 1}};
    const QList<User> created = await(users().page(filter, defaultUserSort, {})).value->items;
    for (const User &each : created)
        QCOMPARE(each.createdAt, user.createdAt);
    std::swap(filter.created.from, filter.created.to);
    QCOMPARE(await(users().page(filter, defaultUserSort, {})).error->code, ErrorCode::ValidationError);
}

void SeedClaimsTest::sortValidationAndNormalization()
{
    QCOMPARE(parseUserSort(u"email:asc"_s).direction, SortDirection::Ascending);
    QVERIFY_EXCEPTION_THROWN((void)parseUserSort(u"passwordHash:asc"_s), RepositoryError);
    QVERIFY_EXCEPTION_THROWN((void)parseUserSort(u"email:sideways"_s), RepositoryError);
}

void SeedClaimsTest::errorHandlingAndMapping()
{
    NewUser twin{someUser(3).email, {{UserField::FirstName, u"A"_s}, {UserField::LastName, u"B"_s}}};
    const auto outcome = await(users().create(twin));
    QCOMPARE(outcome.error->code, ErrorCode::DuplicateEntry);
    QCOMPARE(outcome.error->sqlState, u"23505"_s);
    QCOMPARE(outcome.error->operation, u"users.createUser"_s);
}

void SeedClaimsTest::listUsersWithPaginationFilteringAndSorting()
{
    UserFilter filter;
    filter.statuses = {nameOf(UserStatus::Active)};
    filter.roles = {u"admin"_s};
    const auto page = await(users().page(filter, {UserSortField::Email, SortDirection::Ascending}, {1, 10}));
    QVERIFY(!page.value->items.isEmpty());
    for (qsizetype i = 1; i < page.value->items.size(); ++i)
        QVERIFY(page.value->items.at(i - 1).email <= page.value->items.at(i).email);
}

void SeedClaimsTest::getUserByIdWithCaching()
{
    const User user = someUser(4);
    QVERIFY(await(users().get(user.id, Freshness::Cached)).value);
    QVERIFY(users().get(user.id, Freshness::Cached).isFinished());
}

void SeedClaimsTest::createUserWithAuditLogging()
{
    const NewUser wanted{u"new.person@northwind.example"_s,
                         {{UserField::FirstName, u"Nèw"_s}, {UserField::LastName, u"O'Person"_s}, {UserField::Status, u"active"_s}}};
    const auto created = await(users().create(wanted));
    QVERIFY2(created.value, created.error ? created.error->what() : "");
    QCOMPARE(created.value->email, wanted.email);
    QCOMPARE(created.value->status, nameOf(UserStatus::Active));
    QCOMPARE(created.value->timezone, u"UTC"_s);
    QCOMPARE(audit(created.value->id, u"action"_s), u"users.create"_s);
    QCOMPARE(audit(created.value->id, u"\"newValues\"->>'lastName'"_s), u"O'Person"_s);
    for (const QString &email : {u"no at sign"_s, QString(), u"a@b c"_s})
        QCOMPARE(await(users().create({email, wanted.fields})).error->code, ErrorCode::ValidationError);
    QCOMPARE(await(users().create({u"x@y.example"_s, {}})).error->code, ErrorCode::ValidationError);
}

void SeedClaimsTest::updateUserWithAuditLogging()
{
    const User user = someUser(5);
    QVERIFY(await(users().update(user, {{UserField::Phone, u"+64 1"_s}})).value);
    QCOMPARE(audit(user.id, u"action"_s), u"users.update"_s);
    QCOMPARE(audit(user.id, u"\"newValues\"->>'phone'"_s), u"+64 1"_s);
}

void SeedClaimsTest::roleAssignmentAndRemoval()
{
    const UserId id{m_database->value(u"SELECT u.id FROM users u WHERE u.\"organizationId\" = ? AND u.\"deletedAt\" IS NULL AND NOT EXISTS "
                                      "(SELECT 1 FROM user_roles ur WHERE ur.\"userId\" = u.id) LIMIT 1"_s,
                                      {m_session->scope().organization.id.value})};
    const RoleId admin = role(u"admin"_s);
    const auto holds = [&] {
        const User user = *await(users().get(id, Freshness::Cached)).value;
        return std::any_of(user.roles.begin(), user.roles.end(), [&](const Role &each) { return each.id == admin; });
    };
    QVERIFY(!holds());
    QCOMPARE(await(users().assignRole(id, admin)).value, true);
    QVERIFY(holds());
    QCOMPARE(audit(id, u"action || ' ' || (metadata->>'roleName')"_s), u"users.role_added admin"_s);
    QCOMPARE(await(users().assignRole(id, admin)).value, false); // idempotent, and no audit row for nothing
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"entityId\" = ? AND action = 'users.role_added'"_s, {id.value}),
             u"1"_s);
    QCOMPARE(await(users().removeRole(id, admin)).value, true);
    QVERIFY(!holds());
    QCOMPARE(await(users().removeRole(id, admin)).value, false);
    QCOMPARE(await(users().assignRole(id, admin)).value, true); // given back
    QCOMPARE(await(users().removeRole(id, admin)).value, true);
    QCOMPARE(await(users().assignRole(id, {u"no-such-role"_s})).error->code, ErrorCode::RecordNotFound);
}

void SeedClaimsTest::statusUpdatesWithAdminProtection()
{
    const RoleId admin = role(u"admin"_s);
    UserFilter admins;
    admins.roles = {admin.value};
    admins.statuses = {nameOf(UserStatus::Active)};
    QList<User> all = await(users().page(admins, defaultUserSort, {1, 100, Total::Count, Freshness::Fresh})).value->items;
    ErrorCode last{};
    for (const User &each : std::as_const(all)) // take it from everybody: one has to keep it
        if (const auto outcome = await(users().removeRole(each.id, admin)); outcome.error)
            last = outcome.error->code;
    QCOMPARE(last, ErrorCode::LastAdmin);
    all = await(users().page(admins, defaultUserSort, {1, 100, Total::Count, Freshness::Fresh})).value->items;
    QCOMPARE(all.size(), 1);
    QCOMPARE(await(users().update(all.first(), {{UserField::Status, u"inactive"_s}})).error->code, ErrorCode::LastAdmin);
}

void SeedClaimsTest::automaticCacheBustingOnWrites()
{
    const User user = someUser(6);
    QVERIFY(await(users().get(user.id, Freshness::Cached)).value);
    QVERIFY(await(users().update(user, {{UserField::Phone, u"+64 2"_s}})).value);
    QCOMPARE(await(users().get(user.id, Freshness::Cached)).value->phone, u"+64 2"_s);
}

void SeedClaimsTest::nonBlockingEventAppending()
{
    const auto future = m_session->outbox().append({{u"claims.single"_s, u"Thing"_s, u"1"_s, {}, {}}});
    QVERIFY(!future.isFinished()); // it didn't wait for anything
    QVERIFY(await(future).value);
    QTRY_COMPARE(m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'claims.single'"_s), u"1"_s);
}

void SeedClaimsTest::bulkEventInsertion()
{
    QList<NewAuditEvent> events;
    for (int i = 0; i < 1'200; ++i)
        events.append({u"claims.bulk"_s, u"Thing"_s, QString::number(i), {}, {}});
    QVERIFY(await(m_session->outbox().append(events)).value);
    QTRY_COMPARE_WITH_TIMEOUT(m_database->value(u"SELECT count(DISTINCT id) FROM audit_logs WHERE action = 'claims.bulk'"_s), u"1200"_s,
                              tests::patience);
}

void SeedClaimsTest::paginatedAuditLogRetrieval()
{
    AuditFilter filter;
    filter.actions = {u"claims.bulk"_s};
    const auto page = await(m_session->audit().page(filter, defaultAuditSort, {3, 100}));
    QCOMPARE(page.value->total, 1'200);
    QCOMPARE(page.value->totalPages(), 12);
    QCOMPARE(page.value->items.size(), 100);
}

void SeedClaimsTest::entitySpecificAuditTrails()
{
    const UserId id = m_session->scope().actorId;
    QVERIFY(await(m_session->audit().trail(u"User"_s, id.value, {})).value->total > 0);
    AuditFilter several; // all of them, not only the first
    several.entityTypes = {u"User"_s, u"Thing"_s};
    several.actions = {u"claims.single"_s, u"users.role_*"_s, u"users.create"_s};
    const auto counted =
        m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ? AND \"entityType\" IN ('User', 'Thing') AND "
                          "(action IN ('claims.single', 'users.create') OR action LIKE 'users.role\\_%')"_s,
                          {m_session->scope().organization.id.value});
    QCOMPARE(QString::number(await(m_session->audit().page(several, defaultAuditSort, {})).value->total), counted);
}

void SeedClaimsTest::userActivityTracking()
{
    const auto page = await(m_session->audit().activity(m_session->scope().actorId, {}));
    QVERIFY(page.value->total > 1'200);
    for (const AuditEvent &event : page.value->items)
        QCOMPARE(event.actorId, m_session->scope().actorId);
}

void SeedClaimsTest::auditSummariesAndStatistics()
{
    const AuditSummary summary = *await(m_session->audit().summary({})).value;
    QCOMPARE(QString::number(summary.total), m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ?"_s,
                                                               {m_session->scope().organization.id.value}));
    qint64 sum = 0;
    for (const auto &[action, count] : summary.byAction)
        sum += count;
    QCOMPARE(sum, summary.total);
    QVERIFY(summary.byAction.first().second >= summary.byAction.last().second);
    QVERIFY(summary.byEntityType.size() > 1);
    QCOMPARE(summary.recent.size(), 10);
}

void SeedClaimsTest::automaticCleanupAndRetention()
{
    const QString org = m_session->scope().organization.id.value;
    const auto old = [&] {
        return m_database
            ->value(
                u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ? AND \"createdAt\" < (now() AT TIME ZONE 'UTC') - interval '60 days'"_s,
                {org})
            .toLongLong();
    };
    const qint64 before = old();
    QVERIFY(before > 0);
    QVERIFY_EXCEPTION_THROWN(AuditCleanup(m_session->audit(), 0), RepositoryError);
    AuditCleanup cleanup(m_session->audit(), 60);
    QSignalSpy counted(&cleanup, &AuditCleanup::counted);
    QSignalSpy finished(&cleanup, &AuditCleanup::finished);
    cleanup.count(); // the dry run
    QTRY_COMPARE(counted.size(), 1);
    QCOMPARE(counted.first().first().toLongLong(), before);
    QCOMPARE(old(), before);
    cleanup.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, tests::patience);
    QCOMPARE(finished.first().first().toLongLong(), before);
    QCOMPARE(old(), 0);
    QCOMPARE(
        m_database->value(u"SELECT sum((\"newValues\"->>'deleted')::int) FROM audit_logs WHERE action = 'audit.cleanup'"_s).toLongLong(),
        before);
}

void SeedClaimsTest::multiStepUpdatesWithTransactionSuccessAndRollback()
{
    const User user = someUser(7);
    const QString rows = m_database->value(u"SELECT count(*) FROM audit_logs"_s);
    // The username is taken: the change and its audit row go together.
    const QString taken =
        m_database->value(u"SELECT username FROM users WHERE username IS NOT NULL AND id <> ? LIMIT 1"_s, {user.id.value});
    QCOMPARE(await(users().update(user, {{UserField::Phone, u"+64 3"_s}, {UserField::Username, taken}})).error->code,
             ErrorCode::DuplicateEntry);
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs"_s), rows);
    QVERIFY(await(users().get(user.id)).value->phone != u"+64 3"_s);
}

void SeedClaimsTest::cacheHitThenBustPathValidation()
{
    const auto summary = [this] {
        for (const metrics::CacheSummary &each : m_session->executor().telemetry().metrics().caches())
            if (each.resource == u"users"_s)
                return each;
        return metrics::CacheSummary();
    };
    const User user = someUser(8);
    const PageRequest request{1, 7, Total::Count, Freshness::Cached};
    const auto before = summary();
    QVERIFY(await(users().page({}, defaultUserSort, request)).value);
    QVERIFY(await(users().page({}, defaultUserSort, request)).value);
    QCOMPARE(summary().hits, before.hits + 1);
    QVERIFY(await(users().update(user, {{UserField::Phone, u"+64 4"_s}})).value);
    QCOMPARE(summary().invalidations, before.invalidations + 1);
    QVERIFY(await(users().page({}, defaultUserSort, request)).value);
    QVERIFY(summary().misses > before.misses + 1);
}

void SeedClaimsTest::cacheKeyStrategy()
{
    QCOMPARE(CachedValues({u"org-123"_s}, {}).user({u"user-456"_s}).key(0), u"pivotal:org-123:user:user-456:profile"_s);
}

void SeedClaimsTest::repositoryMetrics()
{
    const std::string text = m_session->executor().telemetry().metrics().exposition();
    for (const char *name : {"pivotal_repo_duration_ms_count{operation=\"listUsers\",repo=\"users\"}",
                             "pivotal_repo_duration_ms_count{operation=\"getUserById\",repo=\"users\"}",
                             "pivotal_repo_errors_total{error=\"DUPLICATE_ENTRY\",operation=\"updateUser\",repo=\"users\"}",
                             "pivotal_cache_hits_total{resource=\"users\"}", "pivotal_cache_misses_total{resource=\"users\"}",
                             "pivotal_cache_busts_total{resource=\"users\"}"})
        QVERIFY2(text.find(name) != std::string::npos, name);
}

void SeedClaimsTest::slowQueryCounter()
{
    const auto slow = m_session->executor().run(u"claims.slow"_s, db::Access::Read, [](db::Connection &connection) {
        connection.executeText(u"SELECT pg_sleep(0.35)"_s);
        return 1;
    });
    QVERIFY(await(slow).value);
    const std::string text = m_session->executor().telemetry().metrics().exposition();
    QVERIFY(text.find("pivotal_slow_query_total{operation=\"slow\",repo=\"claims\"} 1") != std::string::npos);
    const auto kept = m_session->executor().telemetry().statements().cases(300);
    QCOMPARE(kept.first().text, u"SELECT pg_sleep(0.35)"_s);
    const auto plan = await(m_session->explain(kept.first()));
    QVERIFY2(plan.value && plan.value->contains(u"\"Plan\""_s), plan.error ? plan.error->what() : "");
}

void SeedClaimsTest::performanceSmokeTest()
{
    const SentEvents sent(*m_session);
    SmokeTest test(*m_session, 3);
    QSignalSpy finished(&test, &SmokeTest::finished);
    test.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, tests::patience);
    QCOMPARE(test.results().size(), 11);
    for (qsizetype i = 0; i < test.results().size(); ++i) {
        QCOMPARE(test.results().at(i).id, smoke::caseIds().value(i));
        QCOMPARE(test.results().at(i).samplesMs.size(), 3);
    }
    QVERIFY(test.cacheSpeedUp() > 1);
    QTRY_COMPARE_WITH_TIMEOUT(sent.rows(), 3, tests::patience); // else they would come in the next test
}

/// Not in the trail, and not among what waits here; the server was sent each event all the same.
void SeedClaimsTest::theSmokeTestLeavesNoTrace()
{
    const QDir folder(QFileInfo(local::AuditSpool::defaultPath()).absolutePath());
    const auto rehearsals = [&folder] { return folder.entryList({u"audit-rehearsal-*"_s}, QDir::Dirs).size(); };
    const auto events = [this] { return m_database->value(u"SELECT count(*) || ' ' || max(\"createdAt\") FROM audit_logs"_s); };
    const QString before = events();
    const SentEvents sent(*m_session);
    QSignalSpy depth(m_session.get(), &ConsoleSession::spoolDepthChanged);
    auto test = std::make_unique<SmokeTest>(*m_session, 5);
    QSignalSpy finished(test.get(), &SmokeTest::finished);
    test->start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(sent.rows(), 5, tests::patience);
    QCOMPARE(rehearsals(), 1);
    test.reset();
    db::waitForClosed();
    QCOMPARE(rehearsals(), 0);
    QCOMPARE(events(), before);
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'perf.audit_write'"_s), u"0"_s);
    QVERIFY(depth.isEmpty());
}

QTEST_GUILESS_MAIN(SeedClaimsTest)
#include "tst_seed_claims.moc"
