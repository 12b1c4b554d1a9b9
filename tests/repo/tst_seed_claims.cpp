#include "repo/audit/audit_cleanup.h"
#include "repo/paging/cached_values.h"
#include "repo/session/console_session.h"
#include "repo/db/closing.h"
#include "repo/smoke/smoke_case.h"
#include "repo/smoke/smoke_test.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

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
            if (record.operation == QStringLiteral("audit.appendEvents") && !record.error)
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
    m_session = std::make_unique<ConsoleSession>(
        SessionRequest{m_database->url(), QStringLiteral("northwind"), QStringLiteral("admin@northwind.example")}, services);
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
    return m_database->value(QStringLiteral("SELECT %1 FROM audit_logs WHERE \"entityId\" = ? AND metadata->>'client' = 'pivotal-console' "
                                            "ORDER BY \"createdAt\" DESC, id DESC LIMIT 1").arg(what), {id.value});
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
    const UserId foreign{m_database->value(QStringLiteral("SELECT id FROM users WHERE \"organizationId\" <> ? LIMIT 1"),
                                           {m_session->scope().organization.id.value})};
    QCOMPARE(await(users().get(foreign)).error->code, ErrorCode::RecordNotFound);
    User base;
    base.id = foreign;
    QCOMPARE(await(users().update(base, {{UserField::Phone, QStringLiteral("12345")}})).error->code, ErrorCode::RecordNotFound);
    QCOMPARE(await(users().assignRole(foreign, role(QStringLiteral("admin")))).error->code, ErrorCode::RecordNotFound);
}

void SeedClaimsTest::safeFieldSelection()
{
    const User user = someUser(0);
    m_database->execute(QStringLiteral("UPDATE users SET \"passwordHash\" = 'planted-hash', \"mfaSecret\" = 'planted-secret' WHERE id = ?"), {user.id.value});
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
    filter.text = QStringLiteral("%_%_%");
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
    QCOMPARE(parseUserSort(QStringLiteral("email:asc")).direction, SortDirection::Ascending);
    QVERIFY_EXCEPTION_THROWN((void)parseUserSort(QStringLiteral("passwordHash:asc")), RepositoryError);
    QVERIFY_EXCEPTION_THROWN((void)parseUserSort(QStringLiteral("email:sideways")), RepositoryError);
}

void SeedClaimsTest::errorHandlingAndMapping()
{
    NewUser twin{someUser(3).email, {{UserField::FirstName, QStringLiteral("A")}, {UserField::LastName, QStringLiteral("B")}}};
    const auto outcome = await(users().create(twin));
    QCOMPARE(outcome.error->code, ErrorCode::DuplicateEntry);
    QCOMPARE(outcome.error->sqlState, QStringLiteral("23505"));
    QCOMPARE(outcome.error->operation, QStringLiteral("users.createUser"));
}

void SeedClaimsTest::listUsersWithPaginationFilteringAndSorting()
{
    UserFilter filter;
    filter.statuses = {nameOf(UserStatus::Active)};
    filter.roles = {QStringLiteral("admin")};
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
    const NewUser wanted{QStringLiteral("new.person@northwind.example"),
                         {{UserField::FirstName, QStringLiteral("Nèw")}, {UserField::LastName, QStringLiteral("O'Person")}, {UserField::Status, QStringLiteral("active")}}};
    const auto created = await(users().create(wanted));
    QVERIFY2(created.value, created.error ? created.error->what() : "");
    QCOMPARE(created.value->email, wanted.email);
    QCOMPARE(created.value->status, nameOf(UserStatus::Active));
    QCOMPARE(created.value->timezone, QStringLiteral("UTC"));
    QCOMPARE(audit(created.value->id, QStringLiteral("action")), QStringLiteral("users.create"));
    QCOMPARE(audit(created.value->id, QStringLiteral("\"newValues\"->>'lastName'")), QStringLiteral("O'Person"));
    for (const QString &email : {QStringLiteral("no at sign"), QString(), QStringLiteral("a@b c")})
        QCOMPARE(await(users().create({email, wanted.fields})).error->code, ErrorCode::ValidationError);
    QCOMPARE(await(users().create({QStringLiteral("x@y.example"), {}})).error->code, ErrorCode::ValidationError);
}

void SeedClaimsTest::updateUserWithAuditLogging()
{
    const User user = someUser(5);
    QVERIFY(await(users().update(user, {{UserField::Phone, QStringLiteral("+64 1")}})).value);
    QCOMPARE(audit(user.id, QStringLiteral("action")), QStringLiteral("users.update"));
    QCOMPARE(audit(user.id, QStringLiteral("\"newValues\"->>'phone'")), QStringLiteral("+64 1"));
}

void SeedClaimsTest::roleAssignmentAndRemoval()
{
    const UserId id{m_database->value(QStringLiteral("SELECT u.id FROM users u WHERE u.\"organizationId\" = ? AND u.\"deletedAt\" IS NULL AND NOT EXISTS "
                                                     "(SELECT 1 FROM user_roles ur WHERE ur.\"userId\" = u.id) LIMIT 1"), {m_session->scope().organization.id.value})};
    const RoleId admin = role(QStringLiteral("admin"));
    const auto holds = [&] {
        const User user = *await(users().get(id, Freshness::Cached)).value;
        return std::any_of(user.roles.begin(), user.roles.end(), [&](const Role &each) { return each.id == admin; });
    };
    QVERIFY(!holds());
    QCOMPARE(await(users().assignRole(id, admin)).value, true);
    QVERIFY(holds());
    QCOMPARE(audit(id, QStringLiteral("action || ' ' || (metadata->>'roleName')")), QStringLiteral("users.role_added admin"));
    QCOMPARE(await(users().assignRole(id, admin)).value, false); // idempotent, and no audit row for nothing
    QCOMPARE(m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE \"entityId\" = ? AND action = 'users.role_added'"), {id.value}), QStringLiteral("1"));
    QCOMPARE(await(users().removeRole(id, admin)).value, true);
    QVERIFY(!holds());
    QCOMPARE(await(users().removeRole(id, admin)).value, false);
    QCOMPARE(await(users().assignRole(id, admin)).value, true); // given back
    QCOMPARE(await(users().removeRole(id, admin)).value, true);
    QCOMPARE(await(users().assignRole(id, {QStringLiteral("no-such-role")})).error->code, ErrorCode::RecordNotFound);
}

void SeedClaimsTest::statusUpdatesWithAdminProtection()
{
    const RoleId admin = role(QStringLiteral("admin"));
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
    QCOMPARE(await(users().update(all.first(), {{UserField::Status, QStringLiteral("inactive")}})).error->code, ErrorCode::LastAdmin);
}

void SeedClaimsTest::automaticCacheBustingOnWrites()
{
    const User user = someUser(6);
    QVERIFY(await(users().get(user.id, Freshness::Cached)).value);
    QVERIFY(await(users().update(user, {{UserField::Phone, QStringLiteral("+64 2")}})).value);
    QCOMPARE(await(users().get(user.id, Freshness::Cached)).value->phone, QStringLiteral("+64 2"));
}

void SeedClaimsTest::nonBlockingEventAppending()
{
    const auto future = m_session->outbox().append({{QStringLiteral("claims.single"), QStringLiteral("Thing"), QStringLiteral("1"), {}, {}}});
    QVERIFY(!future.isFinished()); // it didn't wait for anything
    QVERIFY(await(future).value);
    QTRY_COMPARE(m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE action = 'claims.single'")), QStringLiteral("1"));
}

void SeedClaimsTest::bulkEventInsertion()
{
    QList<NewAuditEvent> events;
    for (int i = 0; i < 1'200; ++i)
        events.append({QStringLiteral("claims.bulk"), QStringLiteral("Thing"), QString::number(i), {}, {}});
    QVERIFY(await(m_session->outbox().append(events)).value);
    QTRY_COMPARE_WITH_TIMEOUT(m_database->value(QStringLiteral("SELECT count(DISTINCT id) FROM audit_logs WHERE action = 'claims.bulk'")), QStringLiteral("1200"), tests::patience);
}

void SeedClaimsTest::paginatedAuditLogRetrieval()
{
    AuditFilter filter;
    filter.actions = {QStringLiteral("claims.bulk")};
    const auto page = await(m_session->audit().page(filter, defaultAuditSort, {3, 100}));
    QCOMPARE(page.value->total, 1'200);
    QCOMPARE(page.value->totalPages(), 12);
    QCOMPARE(page.value->items.size(), 100);
}

void SeedClaimsTest::entitySpecificAuditTrails()
{
    const UserId id = m_session->scope().actorId;
    QVERIFY(await(m_session->audit().trail(QStringLiteral("User"), id.value, {})).value->total > 0);
    AuditFilter several; // all of them, not only the first
    several.entityTypes = {QStringLiteral("User"), QStringLiteral("Thing")};
    several.actions = {QStringLiteral("claims.single"), QStringLiteral("users.role_*"), QStringLiteral("users.create")};
    const auto counted = m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ? AND \"entityType\" IN ('User', 'Thing') AND "
                                                          "(action IN ('claims.single', 'users.create') OR action LIKE 'users.role\\_%')"), {m_session->scope().organization.id.value});
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
    QCOMPARE(QString::number(summary.total), m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ?"), {m_session->scope().organization.id.value}));
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
    const auto old = [&] { return m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ? AND \"createdAt\" < (now() AT TIME ZONE 'UTC') - interval '60 days'"), {org}).toLongLong(); };
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
    QCOMPARE(m_database->value(QStringLiteral("SELECT sum((\"newValues\"->>'deleted')::int) FROM audit_logs WHERE action = 'audit.cleanup'")).toLongLong(), before);
}

void SeedClaimsTest::multiStepUpdatesWithTransactionSuccessAndRollback()
{
    const User user = someUser(7);
    const QString rows = m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs"));
    // The username is taken: the change and its audit row go together.
    const QString taken = m_database->value(QStringLiteral("SELECT username FROM users WHERE username IS NOT NULL AND id <> ? LIMIT 1"), {user.id.value});
    QCOMPARE(await(users().update(user, {{UserField::Phone, QStringLiteral("+64 3")}, {UserField::Username, taken}})).error->code, ErrorCode::DuplicateEntry);
    QCOMPARE(m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs")), rows);
    QVERIFY(await(users().get(user.id)).value->phone != QStringLiteral("+64 3"));
}

void SeedClaimsTest::cacheHitThenBustPathValidation()
{
    const auto summary = [this] {
        for (const metrics::CacheSummary &each : m_session->executor().telemetry().metrics().caches())
            if (each.resource == QStringLiteral("users"))
                return each;
        return metrics::CacheSummary();
    };
    const User user = someUser(8);
    const PageRequest request{1, 7, Total::Count, Freshness::Cached};
    const auto before = summary();
    QVERIFY(await(users().page({}, defaultUserSort, request)).value);
    QVERIFY(await(users().page({}, defaultUserSort, request)).value);
    QCOMPARE(summary().hits, before.hits + 1);
    QVERIFY(await(users().update(user, {{UserField::Phone, QStringLiteral("+64 4")}})).value);
    QCOMPARE(summary().busts, before.busts + 1);
    QVERIFY(await(users().page({}, defaultUserSort, request)).value);
    QVERIFY(summary().misses > before.misses + 1);
}

void SeedClaimsTest::cacheKeyStrategy()
{
    QCOMPARE(CachedValues({QStringLiteral("org-123")}, {}).user({QStringLiteral("user-456")}).key(0), QStringLiteral("pivotal:org-123:user:user-456:profile"));
}

void SeedClaimsTest::repositoryMetrics()
{
    const std::string text = m_session->executor().telemetry().metrics().exposition();
    for (const char *name : {"pivotal_repo_duration_ms_count{operation=\"listUsers\",repo=\"users\"}", "pivotal_repo_duration_ms_count{operation=\"getUserById\",repo=\"users\"}",
                             "pivotal_repo_errors_total{error=\"DUPLICATE_ENTRY\",operation=\"updateUser\",repo=\"users\"}", "pivotal_cache_hits_total{resource=\"users\"}",
                             "pivotal_cache_misses_total{resource=\"users\"}", "pivotal_cache_busts_total{resource=\"users\"}"})
        QVERIFY2(text.find(name) != std::string::npos, name);
}

void SeedClaimsTest::slowQueryCounter()
{
    const auto slow = m_session->executor().run(QStringLiteral("claims.slow"), db::Access::Read, [](db::Connection &connection) {
        connection.executeText(QStringLiteral("SELECT pg_sleep(0.35)"));
        return 1;
    });
    QVERIFY(await(slow).value);
    const std::string text = m_session->executor().telemetry().metrics().exposition();
    QVERIFY(text.find("pivotal_slow_query_total{operation=\"slow\",repo=\"claims\"} 1") != std::string::npos);
    const auto kept = m_session->executor().telemetry().statements().cases(300);
    QCOMPARE(kept.first().text, QStringLiteral("SELECT pg_sleep(0.35)"));
    const auto plan = await(m_session->explain(kept.first()));
    QVERIFY2(plan.value && plan.value->contains(QStringLiteral("\"Plan\"")), plan.error ? plan.error->what() : "");
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
    const auto rehearsals = [&folder] { return folder.entryList({QStringLiteral("audit-rehearsal-*")}, QDir::Dirs).size(); };
    const auto events = [this] { return m_database->value(QStringLiteral("SELECT count(*) || ' ' || max(\"createdAt\") FROM audit_logs")); };
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
    QCOMPARE(m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE action = 'perf.audit_write'")), QStringLiteral("0"));
    QVERIFY(depth.isEmpty());
}

QTEST_GUILESS_MAIN(SeedClaimsTest)
#include "tst_seed_claims.moc"
