#include "repo/audit/sql_audit_repository.h"
#include "repo/db/explain.h"
#include "repo/embedded/demo_loader.h"
#include "repo/users/sql_users_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

namespace {

constexpr int pageRows = 50;

/// A node of a plan, with what is below it.
QList<QJsonObject> nodesOf(const QJsonObject &plan)
{
    QList<QJsonObject> nodes{plan};
    for (const QJsonValue &child : plan.value(u"Plans"_s).toArray())
        nodes += nodesOf(child.toObject());
    return nodes;
}

} // namespace

/// What the server does for each statement of the pages, on a filled table: the index that is meant, no table read whole,
/// nothing sorted but a page.
class PlansTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void userSlices_data();
    void userSlices();
    void userFilters_data();
    void userFilters();
    void aRoleIsFoundByItsIndex();
    void auditSlices_data();
    void auditSlices();
    void countsReadIndexesOnly();
    void singleUsers();

private:
    [[nodiscard]] sql::Target target() const { return {m_scope.organization.id, true}; }
    [[nodiscard]] QString complaintsAbout(const sql::Statement &statement, const QStringList &indexes, qint64 mostSorted = pageRows);
    template <class Source>
    [[nodiscard]] QString complaintsAboutSlices(Source &source, const typename Source::Filter &filter, const typename Source::Order &order,
                                                const QStringList &indexes);
    [[nodiscard]] QString value(const QString &text) { return m_database->value(text, {m_scope.organization.id.value}); }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<db::Connection> m_connection;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<SqlUsersRepository> m_users;
    std::unique_ptr<SqlAuditRepository> m_audit;
    Scope m_scope;
    db::Capabilities m_capabilities;
};

void PlansTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Schema);
    m_connection = std::make_unique<db::Connection>(m_database->options());
    db::DemoRequest request;
    request.users = 20'000;
    request.events = 200'000; // fewer would leave most users pending and without roles
    request.asOf = *parseInstant(u"2026-11-20T12:00:00Z"_s, RangeEnd::From, QTimeZone::utc());
    db::loadDemo(*m_connection, request);
    m_connection->executeText(u"VACUUM ANALYZE"_s); // index-only scans ask which pages all can see
    m_scope = m_database->demoScope();
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); }, 1);
    m_capabilities = db::probeCapabilities(*m_connection);
    QVERIFY(m_capabilities.canFold);
    const RepositoryContext context{*m_executor, *m_executor, m_scope, nullptr, &m_capabilities};
    m_users = std::make_unique<SqlUsersRepository>(context);
    m_audit = std::make_unique<SqlAuditRepository>(context);
}

void PlansTest::cleanupTestCase()
{
    m_users.reset();
    m_audit.reset();
    m_executor.reset();
    m_connection.reset();
    m_database.reset();
}

/// Nothing where the plan is as it should be.
QString PlansTest::complaintsAbout(const sql::Statement &statement, const QStringList &indexes, qint64 mostSorted)
{
    static const QStringList large{u"users"_s, u"audit_logs"_s, u"user_roles"_s};
    const QString text = db::explain(*m_connection, statement);
    const QJsonObject plan = QJsonDocument::fromJson(text.toUtf8()).array().at(0).toObject().value(u"Plan"_s).toObject();
    QStringList complaints;
    bool usesIndex = false;
    for (const QJsonObject &node : nodesOf(plan)) {
        const QString type = node.value(u"Node Type"_s).toString();
        const QString relation = node.value(u"Relation Name"_s).toString();
        usesIndex = usesIndex || indexes.contains(node.value(u"Index Name"_s).toString());
        if (type == u"Seq Scan"_s && large.contains(relation))
            complaints << u"reads %1 whole"_s.arg(relation);
        if (type.endsWith(u"Sort"_s) && node.value(u"Plan Rows"_s).toInteger() > mostSorted)
            complaints << u"sorts %1 rows"_s.arg(node.value(u"Plan Rows"_s).toInteger());
    }
    if (!usesIndex)
        complaints << u"doesn't use %1"_s.arg(indexes.join(u" or "_s));
    return complaints.isEmpty() ? QString() : complaints.join(u", "_s) + u'\n' + statement.text + u'\n' + text;
}

/// The first slice, the one after it, the last, and a scan for anchors.
template <class Source>
QString PlansTest::complaintsAboutSlices(Source &source, const typename Source::Filter &filter, const typename Source::Order &order,
                                         const QStringList &indexes)
{
    const auto first = await(source.slice(filter, order, {})).value;
    if (!first || first->cursors.isEmpty())
        return u"no rows"_s;
    SliceRequest next;
    next.cursor = first->cursors.last();
    SliceRequest last;
    last.direction = Direction::Backward;
    QString complaints;
    for (const SliceRequest &request : {SliceRequest(), next, last})
        complaints += complaintsAbout(sql::slice(target(), filter, order, request), indexes);
    AnchorRequest scan;
    scan.after = next.cursor;
    scan.rows = 1'000; // the planner may well sort where it is to read a whole table of this size
    return complaints
           + complaintsAbout(sql::anchorScan(sql::selectionOf(target(), filter), sql::orderingOf(target(), order), scan), indexes);
}

void PlansTest::userSlices_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QStringList>("indexes");
    const auto both = [](const QString &field, const QStringList &indexes) {
        for (const char *direction : {"asc", "desc"}) {
            const QString sort = field + u':' + QLatin1String(direction);
            QTest::newRow(qPrintable(sort)) << sort << indexes;
        }
    };
    both(u"email"_s, {u"users_organizationId_email_key"_s, u"idx_users_org_email"_s});
    both(u"name"_s, {u"idx_users_org_name_id"_s});
    both(u"status"_s, {u"idx_users_org_status_id"_s});
    both(u"createdAt"_s, {u"idx_users_org_created_id"_s});
    both(u"lastLoginAt"_s, {u"idx_users_org_last_login_id"_s});
    both(u"loginCount"_s, {u"idx_users_org_login_count_id"_s});
}

void PlansTest::userSlices()
{
    QFETCH(QString, sort);
    QFETCH(QStringList, indexes);
    QCOMPARE(complaintsAboutSlices(*m_users, {}, parseUserSort(sort), indexes), QString());
}

void PlansTest::userFilters_data()
{
    QTest::addColumn<UserFilter>("filter");
    QTest::addColumn<QString>("index");
    const auto with = [](const char *name, const QString &index, auto change) {
        UserFilter filter;
        change(filter);
        QTest::newRow(name) << filter << index;
    };
    const QString created = u"idx_users_org_created_id"_s;
    const QString search = u"idx_users_search"_s;
    with("a status", created, [](UserFilter &filter) { filter.statuses = {nameOf(UserStatus::Active)}; });
    with("deleted ones too", created, [](UserFilter &filter) { filter.includeDeleted = true; });
    with("a range of creation", created, [](UserFilter &filter) { filter.created.to = Instant{1'700'000'000'000}; });
    const QString one = u"SELECT %1 FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL ORDER BY id LIMIT 1"_s;
    const QString account = value(one.arg(u"split_part(email, '@', 1)"_s));
    const QString name = value(one.arg(u"\"firstName\" || ' ' || \"lastName\""_s));
    with("a rare term", search, [&](UserFilter &filter) { filter.text = account; });
    with("a common term", created, [](UserFilter &filter) { filter.text = u"example"_s; });
    with("a rare name", search, [&](UserFilter &filter) { filter.text = u"name:\"%1\""_s.arg(name); });
    with("an email", search, [&](UserFilter &filter) { filter.text = u"email:%1@"_s.arg(account); });
    with("several terms", search, [&](UserFilter &filter) { filter.text = account + u" example -qqzz"_s; });
}

void PlansTest::userFilters()
{
    QFETCH(UserFilter, filter);
    QFETCH(QString, index);
    QCOMPARE(complaintsAboutSlices(*m_users, filter, defaultUserSort, {index}), QString());
}

/// No index holds who has a role in the order of the users: those who have it are found by it, and sorted; or, where they
/// are many, the users are read in their order.
void PlansTest::aRoleIsFoundByItsIndex()
{
    UserFilter filter;
    filter.roles = {u"auditor"_s};
    const QStringList indexes{u"idx_user_roles_org_role_active"_s, u"idx_users_org_created_id"_s};
    QCOMPARE(complaintsAbout(sql::slice(target(), filter, defaultUserSort, {}), indexes, 5'000), QString());
}

void PlansTest::auditSlices_data()
{
    QTest::addColumn<AuditFilter>("filter");
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QStringList>("indexes");
    const auto with = [](const char *name, const QString &sort, const QStringList &endings, auto change) {
        AuditFilter filter;
        change(filter);
        QStringList indexes;
        for (const QString &ending : endings)
            indexes << u"idx_audit_logs_org_"_s + ending;
        for (const char *direction : {"asc", "desc"})
            QTest::newRow(qPrintable(QLatin1String(name) + u' ' + QLatin1String(direction)))
                << filter << sort + u':' + QLatin1String(direction) << indexes;
    };
    const QString time = u"createdAt"_s;
    with("all", time, {u"created_id"_s}, [](AuditFilter &) {});
    with("all by action", u"action"_s, {u"action_created_id"_s}, [](AuditFilter &) {});
    with("all by type", u"entityType"_s, {u"type_created_id"_s}, [](AuditFilter &) {});
    with("a range", time, {u"created_id"_s}, [](AuditFilter &filter) { filter.created.to = Instant{1'780'000'000'000}; });
    // Where they are fewer than a page, it is all one whether the seed's index finds them, to be sorted.
    with("an entity's trail", time, {u"entity_created_id"_s, u"entity"_s}, [this](AuditFilter &filter) {
        filter.entityTypes = {u"User"_s};
        filter.entityId = value(u"SELECT \"entityId\" FROM audit_logs WHERE \"organizationId\" = ? AND \"entityType\" = 'User' "
                                "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"_s);
    });
    with("an actor", time, {u"actor_created_id"_s}, [this](AuditFilter &filter) {
        filter.actor = value(u"SELECT u.email FROM audit_logs a JOIN users u ON u.id = a.\"userId\" WHERE "
                             "a.\"organizationId\" = ? GROUP BY 1 ORDER BY count(*) LIMIT 1"_s);
    });
    with("a rare action", time, {u"action_created_id"_s, u"action"_s}, [this](AuditFilter &filter) {
        filter.actions = {value(u"SELECT action FROM audit_logs WHERE \"organizationId\" = ? GROUP BY 1 ORDER BY count(*) LIMIT 1"_s)};
    });
}

void PlansTest::auditSlices()
{
    QFETCH(AuditFilter, filter);
    QFETCH(QString, sort);
    QFETCH(QStringList, indexes);
    QCOMPARE(complaintsAboutSlices(*m_audit, filter, parseAuditSort(sort), indexes), QString());
}

void PlansTest::countsReadIndexesOnly()
{
    for (const auto &[selection, index] : {std::pair{sql::selectionOf(target(), UserFilter()), u"idx_users_org_"_s},
                                           std::pair{sql::selectionOf(target(), AuditFilter()), u"audit_logs_"_s}}) {
        const QString plan = db::explain(*m_connection, sql::count(selection));
        QVERIFY2(plan.contains(u"Index Only Scan"_s) && plan.contains(index), qPrintable(plan));
    }
}

void PlansTest::singleUsers()
{
    const auto first = await(m_users->slice({}, defaultUserSort, {})).value;
    QVERIFY(first);
    const sql::Statement statement = sql::userById(m_scope.organization.id, first->items.first().id);
    QCOMPARE(complaintsAbout(statement, {u"users_pkey"_s, u"users_organizationId_id_key"_s}), QString());
}

QTEST_GUILESS_MAIN(PlansTest)
#include "tst_plans.moc"
