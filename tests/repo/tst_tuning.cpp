#include "repo/audit/audit_sql.h"
#include "repo/db/explain.h"
#include "repo/migrations/migrations.h"
#include "repo/migrations/migrator.h"
#include "repo/tuning/tuning_repository.h"
#include "repo/users/users_sql.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

namespace {

constexpr double helpsAtAll = 1.5; ///< times fewer blocks of the server
constexpr int leastAgreement = 8;  ///< of ten

const QString users =
    uR"(INSERT INTO users (id, "organizationId", email, username, "firstName", "lastName", status, "loginCount", "lastLoginAt", "createdAt", "updatedAt"))"
    R"( SELECT 'bulk-user-' || lpad(n::text, 8, '0'), ?, 'bulk' || n || '@bulk.example', 'bulk' || n, 'First' || n % 997, 'Last' || n % 1009,)"
    R"( (ARRAY['active','active','active','inactive','pending'])[1 + n % 5], n * 7919 % 1000, CASE WHEN n % 7 > 0 THEN timestamp '2025-01-01' +)"
    R"( (n * 7919 % 500000) * interval '1 minute' END, timestamp '2024-01-01' + (n::bigint * 104729 % 500000) * interval '1 minute', now())"
    R"( FROM generate_series(1, 20000) n)"_s;
const QString assignments =
    uR"(INSERT INTO user_roles (id, "userId", "roleId", "organizationId") SELECT 'bulk-role-' || n, 'bulk-user-' || lpad(n::text, 8, '0'),)"
    R"( r.id, r."organizationId" FROM generate_series(1, 20000) n JOIN roles r ON r."organizationId" = ? AND r.name = CASE WHEN n % 2000 = 0)"
    R"( THEN 'billing' ELSE 'member' END)"_s;
const QString events =
    uR"(INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId", "ipAddress", "sessionId", "createdAt"))"
    R"( SELECT 'bulk-event-' || lpad(n::text, 8, '0'), ?, 'bulk-user-' || lpad((1 + n % 5000)::text, 8, '0'), 'bulk.a' || n % 211,)"
    R"( 'Type' || n % 53, 'entity' || n % 5003, '10.0.' || n % 199 || '.' || n % 7, 'session' || n % 9973,)"
    R"( timestamp '2025-01-01' + (n::bigint * 104729 % 700001) * interval '1 minute' FROM generate_series(1, 100000) n)"_s;

/// A statement, and the migrations without which it is slow.
struct Case
{
    sql::Statement statement;
    QStringList without;
};

} // namespace
Q_DECLARE_METATYPE(Case)

/// Plans, advice and indexes on a real server, with a table big enough for an index to matter.
class TuningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aPlanIsThatOfTheServer();
    void onlyReadsAreAnalyzed_data();
    void onlyReadsAreAnalyzed();
    void whatHasNoPlanIsRefused();
    void aPlantedMissingIndexIsFound();
    void nothingIsLeftOfATrial();
    void withoutAdviceHypopgIsNotAsked();
    void whatHasAPlan();
    void withoutHypopgThereIsAHint();
    void whatIsThereIsNotAdvised();
    void adviceGainsWhatItPromises_data();
    void adviceGainsWhatItPromises();
    void mostAdviceIsRight();
    void indexesHaveTheirStates();
    void indexesOfMigrationsHaveTheirStates();
    void aRecordedMigrationIsRolledBackAlone();
    void anAdvisedIndexIsAMigration();
    void anAdvisedIndexThatWasThereIsOnlyForgotten();

private:
    [[nodiscard]] sql::Target target() const { return {m_scope.organization.id, true}; }
    [[nodiscard]] QString value(const QString &text) const { return m_database->value(text); }
    [[nodiscard]] bool hasIndex(const QString &name) const { return value(u"SELECT to_regclass('%1') IS NOT NULL"_s.arg(name)) == u"t"_s; }
    [[nodiscard]] QString recorded(const QString &name) const
    {
        return value(u"SELECT count(*) FROM pivotal_console.migrations WHERE name = '%1'"_s.arg(name));
    }
    [[nodiscard]] QHash<QString, IndexInfo> indexes();
    [[nodiscard]] qint64 blocksOf(const sql::Statement &statement);
    [[nodiscard]] sql::Statement events50(const AuditFilter &filter, const QString &sort = u"createdAt:desc"_s) const
    {
        return sql::slice(target(), filter, parseAuditSort(sort), {});
    }
    [[nodiscard]] sql::Statement users50(const UserFilter &filter, const QString &sort) const
    {
        return sql::slice(target(), filter, parseUserSort(sort), {});
    }
    void addEventCases();
    void addUserCases();
    void addFreeCases();

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<TuningRepository> m_tuning;
    std::unique_ptr<Migrations> m_migrations;
    Scope m_scope;
    int m_cases = 0;
    int m_hits = 0;
};

void TuningTest::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
    for (const QString &bulk : {users, assignments, events})
        m_database->execute(bulk, {m_scope.organization.id.value});
    m_database->execute(u"VACUUM ANALYZE"_s);
    const auto source = [this] { return m_database->options(); };
    m_executor = std::make_unique<db::Executor>(source, 1);
    m_tuning = std::make_unique<TuningRepository>(*m_executor);
    m_migrations = std::make_unique<Migrations>(*m_executor, source);
}

void TuningTest::cleanupTestCase()
{
    m_migrations.reset();
    m_tuning.reset();
    m_executor.reset();
    m_database.reset();
}

QHash<QString, IndexInfo> TuningTest::indexes()
{
    QHash<QString, IndexInfo> found;
    for (const IndexInfo &info : await(m_tuning->indexes()).value.value_or(QList<IndexInfo>()))
        found.insert(info.name, info);
    return found;
}

/// They don't depend on how busy the machine is, as times do.
qint64 TuningTest::blocksOf(const sql::Statement &statement)
{
    const auto plan = await(m_tuning->explain(statement, Analyze::Yes));
    return plan.value ? plan.value->root.sharedHit + plan.value->root.sharedRead : -1;
}

void TuningTest::aPlanIsThatOfTheServer()
{
    UserFilter filter;
    filter.roles = {u"billing"_s};
    AuditFilter trail;
    trail.actor = u"bulk17@bulk.example"_s;
    m_database->execute(
        u"CREATE FUNCTION explained(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE line text; lines text[]; BEGIN "
        "FOR line IN EXECUTE 'EXPLAIN ' || query LOOP lines := lines || line; END LOOP; RETURN array_to_string(lines, E'\\n'); END $$"_s);
    const QList<sql::Statement> statements{
        users50(filter, u"createdAt:desc"_s),
        events50(trail),
        sql::auditSummary(sql::selectionOf(target(), AuditFilter())),
        {u"WITH busy AS MATERIALIZED (SELECT action, count(*) n FROM audit_logs GROUP BY 1) SELECT * FROM busy LEFT JOIN users u ON u.id = busy.action WHERE n > (SELECT avg(n) FROM busy) ORDER BY n"_s,
         {}}};
    for (const sql::Statement &statement : statements) {
        const auto plan = await(m_tuning->explain(statement, Analyze::No));
        QVERIFY2(plan.value, plan.error ? qPrintable(plan.error->detail) : "");
        QVERIFY(!plan.value->isAnalyzed);
        QString text = statement.text;
        for (const QVariant &bind : statement.binds)
            text.replace(text.indexOf(u'?'), 1, u'\'' + bind.toString() + u'\'');
        QCOMPARE(plans::planText(*plan.value).split(u'\n'), m_database->value(u"SELECT explained(?)"_s, {text}).split(u'\n'));
    }
}

void TuningTest::onlyReadsAreAnalyzed_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("a CTE that deletes", u"WITH gone AS (DELETE FROM audit_logs RETURNING id) SELECT count(*) FROM gone"_s);
    row("a CTE that inserts",
        u"WITH new AS (INSERT INTO permissions (id, name, category, resource, action) VALUES ('p', 'p', 'p', 'p', 'p') RETURNING id) SELECT * FROM new"_s);
    row("an update", u"UPDATE users SET status = 'active'"_s);
    row("a lock", u"SELECT id FROM users FOR UPDATE"_s);
    row("two statements", u"SELECT 1; COMMIT; DELETE FROM audit_logs"_s);
    row("SELECT INTO", u"SELECT * INTO copied FROM users"_s);
    row("a sequence or a session", u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"_s);
}

void TuningTest::onlyReadsAreAnalyzed()
{
    QFETCH(QString, text);
    const QString state =
        u"SELECT (SELECT count(*) FROM audit_logs) || ' ' || (SELECT count(*) FROM permissions) || ' ' || (SELECT count(*) FROM users WHERE status = 'active')"_s;
    const QString before = value(state);
    const auto plan = await(m_tuning->explain({text, {}}, Analyze::Yes));
    QVERIFY(plan.error);
    QCOMPARE(plan.error->code, ErrorCode::ValidationError);
    QCOMPARE(value(state), before);
    QVERIFY(!hasIndex(u"copied"_s));
}

void TuningTest::whatHasNoPlanIsRefused()
{
    const auto plan = await(m_tuning->explain({u"VACUUM users"_s, {}}, Analyze::No));
    QVERIFY(plan.error && plan.error->code == ErrorCode::ValidationError);
    const auto locked = await(m_tuning->explain({u"SELECT id FROM users FOR UPDATE"_s, {}}, Analyze::No));
    QVERIFY(locked.value && locked.value->root.type == u"LockRows"_s); // planned, not run
}

void TuningTest::aPlantedMissingIndexIsFound()
{
    const QString migration = u"019_idx_audit_logs_org_actor_created_id"_s;
    const QString alsoOfActors = u"030_idx_audit_logs_org_actor_action"_s; // which finds those of a rare one as well
    for (const QString &name : {migration, alsoOfActors})
        QVERIFY(await(m_migrations->rollBack(name)).value.value_or(false));
    AuditFilter filter;
    filter.actor = u"bulk17@bulk.example"_s;
    const auto diagnosis = await(m_tuning->diagnose(events50(filter), Analyze::Yes));
    QVERIFY2(diagnosis.value, diagnosis.error ? qPrintable(diagnosis.error->detail) : "");
    QVERIFY(diagnosis.value->plan.isAnalyzed);
    QVERIFY(!diagnosis.value->problems.isEmpty());
    QCOMPARE(diagnosis.value->problems.first().relation, u"audit_logs"_s);
    QVERIFY(!diagnosis.value->advice.isEmpty());
    const IndexAdvice &advice = diagnosis.value->advice.first();
    QCOMPARE(advice.migration, migration);
    QCOMPARE(advice.candidate.table, u"audit_logs"_s);
    QVERIFY(advice.isTried && advice.hint.isEmpty());
    QVERIFY2(advice.gain() > 5, qPrintable(QString::number(advice.gain())));
    QVERIFY(advice.sizeBytes > 1'000'000);
    QVERIFY(advice.writeShare > 0 && advice.writeShare < 0.2);
    for (const QString &name : {migration, alsoOfActors})
        QVERIFY(await(m_migrations->apply(name)).value.value_or(false));
    QVERIFY(hasIndex(u"idx_audit_logs_org_actor_created_id"_s));
}

/// Neither of the extension, nor of its indexes in the session, which outlive it.
void TuningTest::nothingIsLeftOfATrial()
{
    const sql::Statement statement{u"SELECT id FROM audit_logs WHERE \"sessionId\" = ?"_s, {u"session7"_s}};
    const auto diagnosis = await(m_tuning->diagnose(statement, Analyze::No));
    QVERIFY(diagnosis.value && !diagnosis.value->advice.isEmpty());
    QVERIFY(diagnosis.value->advice.first().isTried);
    QVERIFY(diagnosis.value->advice.first().migration.isEmpty());
    QCOMPARE(value(u"SELECT count(*) FROM pg_extension WHERE extname = 'hypopg'"_s), u"0"_s);
    const auto after = await(m_tuning->explain(statement, Analyze::No)); // the same session
    QVERIFY(after.value);
    QVERIFY2(!after.value->json.contains(u"btree"_s), qPrintable(after.value->json));
    QCOMPARE(diagnosis.value->plan.root.totalCost, after.value->root.totalCost);
}

/// By what the server says was run.
void TuningTest::withoutAdviceHypopgIsNotAsked()
{
    m_database->execute(u"CREATE EXTENSION IF NOT EXISTS pg_stat_statements"_s);
    const auto asked = [this] {
        return value(u"SELECT COALESCE(sum(s.calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid "
                     "WHERE d.datname = current_database() AND s.query LIKE '%hypo' || 'pg%'"_s)
            .toInt();
    };
    const sql::Statement statement{u"SELECT id FROM audit_logs WHERE \"sessionId\" = ?"_s, {u"session7"_s}};
    const int before = asked();
    const auto reasons = await(m_tuning->diagnose(statement, Analyze::No, Advice::No));
    QVERIFY(reasons.value && !reasons.value->problems.isEmpty());
    QVERIFY(reasons.value->advice.isEmpty());
    QVERIFY(reasons.value->whyNoAdvice.isEmpty()); // not asked for
    QCOMPARE(asked(), before);
    const auto advised = await(m_tuning->diagnose(statement, Analyze::No));
    QVERIFY(advised.value && !advised.value->advice.isEmpty());
    QVERIFY(advised.value->whyNoAdvice.isEmpty());
    QCOMPARE(advised.value->problems.size(), reasons.value->problems.size());
    QVERIFY(asked() > before);
    m_database->execute(u"DROP EXTENSION pg_stat_statements"_s);
}

void TuningTest::whatHasAPlan()
{
    for (const char *text : {"SELECT 1", "select\n1", "  WITH a AS (SELECT 1) SELECT * FROM a"})
        QVERIFY2(TuningRepository::canExplain(QLatin1String(text)), text);
    for (const char *text : {"", "COMMIT", "VACUUM users", "SELECTED", "UPDATE users SET phone = phone", "SELECT 1; COMMIT"})
        QVERIFY2(!TuningRepository::canExplain(QLatin1String(text)), text);
}

void TuningTest::withoutHypopgThereIsAHint()
{
    const QString role = m_database->name() + u"_reader"_s;
    m_database->execute(u"CREATE ROLE %1 LOGIN"_s.arg(role));
    m_database->execute(u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"_s.arg(role));
    {
        const auto options = db::ConnectionOptions::onSocket(m_database->options().value(u"host"_s), m_database->name(), role);
        db::Executor executor([options] { return options; }, 1);
        TuningRepository tuning(executor);
        const auto diagnosis = await(tuning.diagnose({u"SELECT id FROM audit_logs WHERE \"sessionId\" = 'session7'"_s, {}}, Analyze::Yes));
        QVERIFY2(diagnosis.value, diagnosis.error ? qPrintable(diagnosis.error->detail) : "");
        QCOMPARE(diagnosis.value->advice.size(), 1);
        const IndexAdvice &advice = diagnosis.value->advice.first();
        QVERIFY(!advice.isTried && advice.gain() == 0);
        QVERIFY(advice.hint.contains(u"hypopg"_s));
        QVERIFY(advice.sizeBytes > 1'000'000);
        QVERIFY(await(tuning.indexes()).value);
    }
    m_database->execute(u"DROP OWNED BY %1"_s.arg(role));
    m_database->execute(u"DROP ROLE %1"_s.arg(role));
}

void TuningTest::whatIsThereIsNotAdvised()
{
    AuditFilter actor;
    actor.actor = u"bulk17@bulk.example"_s;
    const QList<sql::Statement> fast{events50({}),
                                     events50(actor),
                                     users50({}, u"name:asc"_s),
                                     users50({}, u"createdAt:desc"_s),
                                     {u"SELECT count(*) FROM audit_logs"_s, {}}};
    for (const sql::Statement &statement : fast) {
        const auto diagnosis = await(m_tuning->diagnose(statement, Analyze::Yes));
        QVERIFY(diagnosis.value);
        QVERIFY2(diagnosis.value->advice.isEmpty(),
                 qPrintable(diagnosis.value->advice.isEmpty()
                                ? QString()
                                : diagnosis.value->advice.first().candidate.createSql() + u'\n' + planText(diagnosis.value->plan)));
        QVERIFY2(!diagnosis.value->whyNoAdvice.isEmpty(), qPrintable(statement.text));
    }
}

void TuningTest::addEventCases()
{
    const auto with = [this](const char *name, const QStringList &without, auto change, const QString &sort = u"createdAt:desc"_s) {
        AuditFilter filter;
        change(filter);
        QTest::newRow(name) << Case{events50(filter, sort), without};
    };
    const QString action = u"011_idx_audit_logs_org_action"_s;
    const QString actions = u"020_idx_audit_logs_org_action_created_id"_s;
    const QString entity = u"010_idx_audit_logs_org_entity"_s;
    const QString entities = u"018_idx_audit_logs_org_entity_created_id"_s;
    const QString types = u"021_idx_audit_logs_org_type_created_id"_s;
    with("events of an actor", {u"019_idx_audit_logs_org_actor_created_id"_s},
         [](AuditFilter &filter) { filter.actor = u"bulk17@bulk.example"_s; });
    with("events of an action", {action, actions}, [](AuditFilter &filter) { filter.actions = {u"bulk.a17"_s}; });
    with(
        "events by action", {action, actions}, [](AuditFilter &) {}, u"action:asc"_s);
    with("events of a type", {entity, entities, types}, [](AuditFilter &filter) { filter.entityTypes = {u"Type17"_s}; });
    with("an entity's trail", {entity, entities, types}, [](AuditFilter &filter) {
        filter.entityTypes = {u"Type17"_s};
        filter.entityId = u"entity17"_s;
    });
    with("events of an address", {}, [](AuditFilter &filter) { filter.ipAddress = u"10.0.17.3"_s; });
    with("events of a day", {u"009_idx_audit_logs_org_created"_s, u"017_idx_audit_logs_org_created_id"_s}, [](AuditFilter &filter) {
        filter.created = {Instant{1'750'000'000'000}, Instant{1'750'086'400'000}};
    });
}

void TuningTest::addUserCases()
{
    const auto with = [this](const char *name, const QStringList &without, const QString &sort, auto change) {
        UserFilter filter;
        change(filter);
        QTest::newRow(name) << Case{users50(filter, sort), without};
    };
    const auto all = [](UserFilter &) {};
    const QString created = u"createdAt:desc"_s;
    with("users by status", {u"002_idx_users_org_status_deleted"_s, u"014_idx_users_org_status_id"_s}, u"status:asc"_s, all);
    with("users by last sign-in", {u"015_idx_users_org_last_login_id"_s}, u"lastLoginAt:desc"_s, all);
    with("users by sign-ins", {u"016_idx_users_org_login_count_id"_s}, u"loginCount:desc"_s, all);
    with("users by name", {u"013_idx_users_org_name_id"_s}, u"name:asc"_s, all);
    with("users newest first", {u"004_idx_users_org_created"_s, u"012_idx_users_org_created_id"_s}, created, all);
    with("users of a role", {u"006_idx_user_roles_org_role_active"_s}, created, [](UserFilter &filter) { filter.roles = {u"billing"_s}; });
}

void TuningTest::addFreeCases()
{
    const auto with = [](const char *name, const char *text, const QStringList &without = {}) {
        QTest::newRow(name) << Case{{QString::fromLatin1(text), {}}, without};
    };
    with("a session's events", "SELECT count(*) FROM audit_logs WHERE \"sessionId\" = 'session17'");
    with("a lower-case email", "SELECT id FROM users WHERE lower(email) = 'bulk17@bulk.example'");
    with("an actor by username", "SELECT a.id FROM users u JOIN audit_logs a ON a.\"userId\" = u.id WHERE u.username = 'bulk17'",
         {u"019_idx_audit_logs_org_actor_created_id"_s});
    with("the last of a session", "SELECT id FROM audit_logs WHERE \"sessionId\" = ANY ('{session17,session18}') AND \"createdAt\" >= "
                                  "'2025-06-01' ORDER BY \"createdAt\" DESC LIMIT 5");
    with("order by a column without an index", "SELECT id FROM audit_logs ORDER BY \"ipAddress\" DESC, id DESC LIMIT 20");
    with("part of an email", "SELECT id FROM users WHERE username LIKE '%lk1717%'"); // no B-tree finds it
    with("half of the users", "SELECT id FROM users WHERE status = 'active' AND \"loginCount\" > 10",
         {u"002_idx_users_org_status_deleted"_s, u"014_idx_users_org_status_id"_s});
}

void TuningTest::adviceGainsWhatItPromises_data()
{
    QTest::addColumn<Case>("planted");
    addEventCases();
    addUserCases();
    addFreeCases();
}

/// Takes the advice and looks whether it helps; no advice should mean that none of the indexes taken away would.
void TuningTest::adviceGainsWhatItPromises()
{
    QFETCH(Case, planted);
    for (const QString &migration : planted.without)
        QVERIFY(await(m_migrations->rollBack(migration)).value.value_or(false));
    const auto diagnosis = await(m_tuning->diagnose(planted.statement, Analyze::Yes));
    QVERIFY2(diagnosis.value, diagnosis.error ? qPrintable(diagnosis.error->detail) : "");
    const qint64 before = blocksOf(planted.statement);
    const IndexAdvice advice = diagnosis.value->advice.value(0);
    const bool isPromised = !diagnosis.value->advice.isEmpty();
    const bool isNumbered = !advice.migration.isEmpty();
    if (isPromised)
        QVERIFY(await(isNumbered ? m_migrations->apply(advice.migration) : m_migrations->create(advice.candidate)).value.value_or(false));
    for (const QString &migration : planted.without)
        if (!isPromised)
            QVERIFY(await(m_migrations->apply(migration)).value.value_or(false));
    m_database->execute(u"VACUUM ANALYZE users, audit_logs, user_roles"_s);
    (void)blocksOf(planted.statement); // what is read once only: the catalog
    const qint64 after = blocksOf(planted.statement);
    const double measured = double(before) / double(qMax(after, 1));
    const bool isHit = isPromised == (measured >= helpsAtAll);
    ++m_cases;
    m_hits += isHit ? 1 : 0;
    qInfo().noquote() << u"%1 %2 predicted %3 x, measured %4 x (%5 -> %6 blocks) %7"_s
                             .arg(isHit ? u"hit "_s : u"MISS"_s, QString::fromLatin1(QTest::currentDataTag()).leftJustified(36))
                             .arg(isPromised ? advice.gain() : 1, 8, 'f', 1)
                             .arg(measured, 8, 'f', 1)
                             .arg(before)
                             .arg(after)
                             .arg(!isPromised  ? u"no advice"_s
                                  : isNumbered ? advice.migration
                                               : advice.candidate.name());
    if (isPromised && !isNumbered)
        QVERIFY(await(m_migrations->drop(advice.candidate)).value.value_or(false));
    for (const QString &migration : planted.without)
        QVERIFY(await(m_migrations->apply(migration)).value.value_or(false));
    QVERIFY(before > 0 && after > 0);
}

void TuningTest::mostAdviceIsRight()
{
    if (m_cases == 0)
        QSKIP("no case was run");
    qInfo().noquote() << u"%1 of %2 agree"_s.arg(m_hits).arg(m_cases);
    QVERIFY(m_cases < 10 || m_hits * 10 >= m_cases * leastAgreement);
}

void TuningTest::indexesHaveTheirStates()
{
    m_database->execute(u"DROP INDEX idx_users_org_name_id"_s);
    m_database->execute(u"CREATE INDEX hand_made ON users (\"organizationId\", status)"_s);
    m_database->execute(u"CREATE INDEX nobody_reads ON users (\"avatarUrl\")"_s);
    m_database->execute(u"CREATE INDEX partial ON users (\"organizationId\") WHERE \"deletedAt\" IS NOT NULL"_s);
    m_database->execute(u"CREATE INDEX broken ON users (phone)"_s);
    m_database->execute(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass"_s);
    const QHash<QString, IndexInfo> found = indexes();
    const auto at = [&](const char *name) { return found.value(QString::fromLatin1(name)); };
    const auto state = [&](const char *name) { return at(name).state; };
    QCOMPARE(state("idx_users_org_name_id"), IndexState::Missing);
    QVERIFY(at("idx_users_org_name_id").definition.startsWith(u"CREATE INDEX CONCURRENTLY idx_users_org_name_id ON users ("_s));
    QCOMPARE(at("idx_users_org_name_id").neededBy, QStringList{u"users.listUsers: sort by name"_s});
    QCOMPARE(state("hand_made"), IndexState::Redundant);
    QVERIFY(at("hand_made").redundantWith == u"idx_users_org_status_deleted"_s
            || at("hand_made").redundantWith == u"idx_users_org_status_id"_s);
    QCOMPARE(state("nobody_reads"), IndexState::Unused);
    QCOMPARE(state("partial"), IndexState::Present);
    QVERIFY(at("partial").isPartial);
    QCOMPARE(state("broken"), IndexState::Invalid);
    m_database->execute(u"DROP INDEX hand_made, nobody_reads, partial, broken"_s);
    m_database->execute(u"DELETE FROM pivotal_console.migrations WHERE name LIKE '013%'"_s);
    QVERIFY(await(m_migrations->apply(u"013_idx_users_org_name_id"_s)).value.value_or(false));
}

void TuningTest::indexesOfMigrationsHaveTheirStates()
{
    const QHash<QString, IndexInfo> found = indexes();
    const auto at = [&](const char *name) { return found.value(QString::fromLatin1(name)); };
    const auto state = [&](const char *name) { return at(name).state; };
    QCOMPARE(state("idx_audit_logs_org_created"), IndexState::Redundant);
    QCOMPARE(at("idx_audit_logs_org_created").redundantWith, u"idx_audit_logs_org_created_id"_s);
    QVERIFY(at("idx_audit_logs_org_created").isOfSeed && !at("idx_audit_logs_org_created").rationale.isEmpty());
    QCOMPARE(at("idx_audit_logs_org_created").migration, u"009_idx_audit_logs_org_created"_s);
    QCOMPARE(state("idx_audit_logs_org_created_id"), IndexState::Present);
    QVERIFY(!at("idx_audit_logs_org_created_id").isOfSeed && at("idx_audit_logs_org_created_id").sizeBytes > 1'000'000);
    QVERIFY(at("users_pkey").isPrimary && at("users_pkey").isUnique);
    for (const IndexInfo &info : found)
        QVERIFY2(info.state == IndexState::Present || (!info.isUnique && !info.isPrimary), qPrintable(info.name));
    QVERIFY(std::count_if(found.cbegin(), found.cend(), [](const IndexInfo &info) { return info.isOfSeed; }) == 10);
}

void TuningTest::aRecordedMigrationIsRolledBackAlone()
{
    const QString name = u"004_idx_users_org_created"_s;
    QCOMPARE(recorded(name), u"1"_s);
    QCOMPARE(await(m_migrations->rollBack(name)).value, true);
    QCOMPARE(recorded(name), u"0"_s);
    QVERIFY(!hasIndex(u"idx_users_org_created"_s));
    QCOMPARE(indexes().value(u"idx_users_org_created"_s).state, IndexState::Missing);
    QCOMPARE(await(m_migrations->rollBack(name)).error->code, ErrorCode::ValidationError); // a second time
    QCOMPARE(await(m_migrations->rollBack(u"001_organizations"_s)).error->code, ErrorCode::ValidationError);

    m_database->execute(u"CREATE INDEX idx_users_org_created ON users (\"organizationId\", \"createdAt\" DESC)"_s); // the backend's
    QVERIFY(await(m_migrations->apply(name)).value.value_or(false));
    QCOMPARE(await(m_migrations->rollBack(name)).value, false); // adopted: forgotten only
    QCOMPARE(recorded(name), u"0"_s);
    QVERIFY(hasIndex(u"idx_users_org_created"_s));
    QVERIFY(await(m_migrations->apply(name)).value.value_or(false));
}

void TuningTest::anAdvisedIndexIsAMigration()
{
    const plans::IndexCandidate index{u"audit_logs"_s, {u"\"sessionId\""_s, u"\"createdAt\" DESC"_s}, {}};
    const QString name = u"advised_"_s + index.name();
    QVERIFY(await(m_migrations->drop(index)).error); // it isn't there yet
    QCOMPARE(await(m_migrations->create(index)).value, true);
    QCOMPARE(await(m_migrations->create(index)).value, true); // nothing more to do
    QVERIFY(hasIndex(index.name()));
    QCOMPARE(recorded(name), u"1"_s);
    QCOMPARE(value(u"SELECT length(checksum) || ' ' || adopted FROM pivotal_console.migrations WHERE name = '%1'"_s.arg(name)),
             u"64 false"_s);
    QCOMPARE(indexes().value(index.name()).migration, name);
    QCOMPARE(indexes().value(index.name()).state, IndexState::Present);
    const auto status = await(m_migrations->status()).value;
    QCOMPARE(status->size(), db::migrations().size());
    QCOMPARE(await(m_migrations->drop(index)).value, true);
    QVERIFY(!hasIndex(index.name()));
    QCOMPARE(recorded(name), u"0"_s);

    const plans::IndexCandidate wrong{u"audit_logs"_s, {u"\"sessionId\""_s, u"(1 / (length(id) - length(id)))"_s}, {}};
    QVERIFY(await(m_migrations->create(wrong)).error); // fails while it is built
    QVERIFY(!hasIndex(wrong.name()));
    QCOMPARE(recorded(u"advised_"_s + wrong.name()), u"0"_s);
}

void TuningTest::anAdvisedIndexThatWasThereIsOnlyForgotten()
{
    const plans::IndexCandidate index{u"audit_logs"_s, {u"\"ipAddress\""_s}, {}};
    m_database->execute(index.createSql());
    QCOMPARE(await(m_migrations->create(index)).value, true);
    QCOMPARE(await(m_migrations->drop(index)).value, false);
    QVERIFY(hasIndex(index.name()));
    m_database->execute(u"DROP INDEX "_s + index.name());
}

QTEST_GUILESS_MAIN(TuningTest)
#include "tst_tuning.moc"
