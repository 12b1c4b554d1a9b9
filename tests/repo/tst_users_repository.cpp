#include "repo/users/sql_users_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QJsonDocument>
#include <QTest>
#include <functional>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

Q_DECLARE_METATYPE(std::function<void(pivotal::UserFilter &)>)

/// Every filter is checked against an independent SQL condition on the same rows.
class UsersRepositoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void pagesFollowOneAnother();
    void filtersMatchWhatTheySay_data();
    void filtersMatchWhatTheySay();
    void sortsAsTheDatabaseDoes_data();
    void sortsAsTheDatabaseDoes();
    void searchTextIsLiteral_data();
    void searchTextIsLiteral();
    void refusesBadInput_data();
    void refusesBadInput();
    void aSliceIsOneRoundTrip();
    void neverShowsAnotherOrganization();
    void updateWritesOneAuditRow();
    void updateWithoutChangesWritesNothing();
    void updateIsThreeRoundTrips();
    void conflictChangesNothing();
    void conflictWhereTheVersionStoodStill();
    void deletedUsersCantBeEdited();
    void duplicateUsernameIsTyped();
    void invalidValueChangesNothing();
    void lastAdminStays();
    void twoAdminsCantDeactivateEachOther();
    void expiredAdminsDontCount();
    void rolesShowOnlyWhatCounts();

private:
    [[nodiscard]] User someUser(const QString &condition = u"true"_s) const;
    [[nodiscard]] QString org() const { return m_scope.organization.id.value; }

    std::unique_ptr<TestDatabase> m_database;
    Scope m_scope;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<SqlUsersRepository> m_users;
};

void UsersRepositoryTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); });
    m_users = std::make_unique<SqlUsersRepository>(RepositoryContext{*m_executor, *m_executor, m_scope});
    m_database->execute(u"UPDATE users SET \"displayName\" = '77% \"O''Neil\" a_b c\\d' WHERE email = "
                        "(SELECT min(email) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL)"_s,
                        {org()});
}

void UsersRepositoryTest::cleanupTestCase()
{
    m_users.reset();
    m_executor.reset();
    m_database.reset();
}

User UsersRepositoryTest::someUser(const QString &condition) const
{
    const QString id = m_database->value(
        u"SELECT id FROM users u WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL AND email <> 'admin@northwind.example' "
        "AND %1 ORDER BY \"createdAt\" LIMIT 1"_s.arg(condition),
        {org()});
    return await(m_users->get({id})).value.value_or(User());
}

void UsersRepositoryTest::pagesFollowOneAnother()
{
    QStringList ids;
    qint64 total = 0;
    for (qint64 page = 1; page == 1 || ids.size() < total; ++page) {
        const auto reply = await(m_users->page({}, defaultUserSort, {page, 100, Total::Count}));
        QVERIFY(reply.value);
        total = reply.value->total;
        QCOMPARE(reply.value->totalPages(), (total + 99) / 100);
        for (const User &user : reply.value->items)
            ids << user.id.value;
    }
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), total);
    QCOMPARE(QString::number(total),
             m_database->value(u"SELECT count(*) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL"_s, {org()}));
}

void UsersRepositoryTest::filtersMatchWhatTheySay_data()
{
    using Set = std::function<void(UserFilter &)>;
    QTest::addColumn<Set>("set");
    QTest::addColumn<QString>("condition");
    const auto row = [](const char *name, const Set &set, const char *condition) {
        QTest::newRow(name) << set << QString::fromLatin1(condition);
    };
    const auto day = [](const char *text) { return *parseInstant(QLatin1String(text), RangeEnd::From, QTimeZone::utc()); };
    row(
        "text", [](UserFilter &f) { f.text = u"SMITH"_s; },
        "(email ILIKE '%smith%' OR \"displayName\" ILIKE '%smith%' OR concat(\"firstName\", ' ', \"lastName\") ILIKE '%smith%' OR username "
        "ILIKE '%smith%') AND \"deletedAt\" IS NULL");
    row(
        "status",
        [](UserFilter &f) {
            f.statuses = {nameOf(UserStatus::Suspended), nameOf(UserStatus::Pending)};
        },
        "status IN ('suspended', 'pending') AND \"deletedAt\" IS NULL");
    row(
        "mfa", [](UserFilter &f) { f.mfaEnabled = true; }, "\"mfaEnabled\" AND \"deletedAt\" IS NULL");
    row(
        "not verified", [](UserFilter &f) { f.emailVerified = false; }, "NOT \"emailVerified\" AND \"deletedAt\" IS NULL");
    row(
        "locked", [](UserFilter &f) { f.locked = true; }, "\"lockedUntil\" > now() AT TIME ZONE 'UTC' AND \"deletedAt\" IS NULL");
    row(
        "not locked", [](UserFilter &f) { f.locked = false; },
        "COALESCE(\"lockedUntil\" <= now() AT TIME ZONE 'UTC', true) AND \"deletedAt\" IS NULL");
    row(
        "created",
        [day](UserFilter &f) {
            f.created = {day("2026-01-01"), day("2026-06-01")};
        },
        "\"createdAt\" >= '2026-01-01' AND \"createdAt\" < '2026-06-01' AND \"deletedAt\" IS NULL");
    row(
        "last login",
        [day](UserFilter &f) {
            f.lastLogin = {day("2026-10-01"), std::nullopt};
        },
        "\"lastLoginAt\" >= '2026-10-01' AND \"deletedAt\" IS NULL");
    row(
        "deleted too", [](UserFilter &f) { f.includeDeleted = true; }, "true");
    row(
        "role by name", [](UserFilter &f) { f.roles = {u"viewer"_s}; },
        "\"deletedAt\" IS NULL AND id IN (SELECT ur.\"userId\" FROM user_roles ur JOIN roles r ON r.id = ur.\"roleId\" WHERE r.name = "
        "'viewer' "
        "AND r.\"isActive\" AND ur.\"isActive\" AND COALESCE(ur.\"expiresAt\" > now() AT TIME ZONE 'UTC', true))");
    row(
        "retired role", [](UserFilter &f) { f.roles = {u"legacy-ops"_s}; }, "false");
    row(
        "several",
        [](UserFilter &f) {
            f.statuses = {nameOf(UserStatus::Active)};
            f.mfaEnabled = false;
            f.text = u"example"_s;
        },
        "status = 'active' AND NOT \"mfaEnabled\" AND email LIKE '%example%' AND \"deletedAt\" IS NULL");
}

void UsersRepositoryTest::filtersMatchWhatTheySay()
{
    QFETCH(std::function<void(UserFilter &)>, set);
    QFETCH(QString, condition);
    UserFilter filter;
    set(filter);
    const auto reply = await(m_users->page(filter, defaultUserSort, {1, 100, Total::Count}));
    QVERIFY(reply.value);
    const QString expected = m_database->value(u"SELECT count(*) FROM users WHERE \"organizationId\" = ? AND "_s + condition, {org()});
    QCOMPARE(QString::number(reply.value->total), expected);
    QCOMPARE(reply.value->items.size(), qMin<qint64>(100, reply.value->total));
    if (condition != u"false"_s)
        QVERIFY2(reply.value->total > 0, "the demo data has none to filter: the test shows nothing");
}

void UsersRepositoryTest::sortsAsTheDatabaseDoes_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QString>("order");
    QTest::newRow("email") << "email:asc"
                           << "email, id";
    QTest::newRow("name") << "name:desc"
                          << "COALESCE(NULLIF(\"displayName\", ''), \"firstName\" || ' ' || \"lastName\") DESC, id DESC";
    QTest::newRow("status") << "status:asc"
                            << "status, id";
    QTest::newRow("created") << "createdAt:desc"
                             << "\"createdAt\" DESC, id DESC";
    QTest::newRow("last login, newest") << "lastLoginAt:desc"
                                        << "\"lastLoginAt\" DESC NULLS LAST, id DESC";
    QTest::newRow("last login, oldest") << "lastLoginAt:asc"
                                        << "\"lastLoginAt\" ASC NULLS FIRST, id";
    QTest::newRow("login count") << "loginCount:desc"
                                 << "\"loginCount\" DESC, id DESC";
}

void UsersRepositoryTest::sortsAsTheDatabaseDoes()
{
    QFETCH(QString, sort);
    QFETCH(QString, order);
    const auto reply = await(m_users->page({}, parseUserSort(sort), {2, 50, Total::Count}));
    QVERIFY(reply.value);
    QStringList ids;
    for (const User &user : reply.value->items)
        ids << user.id.value;
    const QString expected =
        m_database->value(u"SELECT string_agg(id, ',') FROM (SELECT id FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL "
                          "ORDER BY %1 LIMIT 50 OFFSET 50) p"_s.arg(order),
                          {org()});
    QCOMPARE(ids.join(u','), expected);
}

void UsersRepositoryTest::searchTextIsLiteral_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("matches");
    QTest::newRow("percent") << "77%" << 1;
    QTest::newRow("underscore") << "a_b" << 1;
    QTest::newRow("backslash") << "c\\d" << 1;
    QTest::newRow("double quote") << "\"O'Neil\"" << 1;
    QTest::newRow("injection") << "'; DROP TABLE users; --" << 0;
    QTest::newRow("question mark") << "?" << 0;
}

void UsersRepositoryTest::searchTextIsLiteral()
{
    QFETCH(QString, text);
    QFETCH(int, matches);
    UserFilter filter;
    filter.text = text;
    const auto reply = await(m_users->page(filter, defaultUserSort, {}));
    QVERIFY(reply.value);
    QCOMPARE(reply.value->total, matches);
}

void UsersRepositoryTest::refusesBadInput_data()
{
    using Set = std::function<void(UserFilter &)>;
    QTest::addColumn<Set>("set");
    QTest::addColumn<qint64>("page");
    QTest::newRow("NUL") << Set([](UserFilter &f) { f.text = u"a"_s + QChar(QChar::Null); }) << qint64(1);
    QTest::newRow("a megabyte") << Set([](UserFilter &f) { f.text = QString(1'000'000, u'x'); }) << qint64(1);
    QTest::newRow("reversed range") << Set([](UserFilter &f) { f.created = {Instant{5}, Instant{1}}; }) << qint64(1);
    QTest::newRow("page 0") << Set([](UserFilter &) {}) << qint64(0);
    QTest::newRow("page beyond the last") << Set([](UserFilter &) {}) << qint64(100'000);
}

void UsersRepositoryTest::refusesBadInput()
{
    QFETCH(std::function<void(UserFilter &)>, set);
    QFETCH(qint64, page);
    UserFilter filter;
    set(filter);
    const auto reply = await(m_users->page(filter, defaultUserSort, {page, 20, Total::Count}));
    QVERIFY(reply.error);
    QCOMPARE(reply.error->code, ErrorCode::ValidationError);
    QCOMPARE(reply.error->operation, u"users.listUsers"_s);
    QVERIFY(!reply.error->correlationId.isEmpty());
}

void UsersRepositoryTest::aSliceIsOneRoundTrip()
{
    db::Executor single([this] { return m_database->options(); }, 1);
    SqlUsersRepository users({single, single, m_scope});
    QList<metrics::OperationRecord> records;
    connect(&single, &db::Executor::operationFinished, this, [&](const metrics::OperationRecord &record) { records << record; });
    for (int i = 0; i < 2; ++i)
        QVERIFY(await(users.slice({}, defaultUserSort, {})).value);
    QTRY_COMPARE(records.size(), 2);
    QCOMPARE(records.first().roundTrips, 2); // the first time it is prepared
    QCOMPARE(records.last().roundTrips, 1);
    QCOMPARE(records.last().rows, 50);
}

void UsersRepositoryTest::neverShowsAnotherOrganization()
{
    const QString foreign = m_database->value(u"SELECT id FROM users WHERE \"organizationId\" <> ? LIMIT 1"_s, {org()});
    QVERIFY(!foreign.isEmpty());
    const auto got = await(m_users->get({foreign}));
    QCOMPARE(got.error->code, ErrorCode::RecordNotFound);
    User base;
    base.id.value = foreign;
    const auto updated = await(m_users->update(base, {{UserField::Phone, u"123"_s}}));
    QCOMPARE(updated.error->code, ErrorCode::RecordNotFound);
}

void UsersRepositoryTest::updateWritesOneAuditRow()
{
    const User before = someUser(u"status = 'active' AND phone IS NOT NULL"_s);
    const UserEdit edit{
        {UserField::DisplayName, u"Zoë “O'Neil” %_\\ 王"_s}, {UserField::Phone, QString()}, {UserField::Status, u"suspended"_s}};
    const auto reply = await(m_users->update(before, edit));
    QVERIFY2(reply.value, reply.error ? reply.error->what() : "");
    QCOMPARE(*reply.value->displayName, *edit.at(UserField::DisplayName));
    QVERIFY(!reply.value->phone);
    QVERIFY(reply.value->updatedAt > before.updatedAt);
    QCOMPARE(reply.value->roles, before.roles);
    const User stored = *await(m_users->get(before.id)).value;
    QCOMPARE(QJsonDocument(toJson(stored)), QJsonDocument(toJson(*reply.value)));

    const QString where =
        u"FROM audit_logs WHERE \"organizationId\" = ? AND \"entityId\" = ? AND metadata->>'client' = 'pivotal-console'"_s;
    const QVariantList binds{org(), before.id.value};
    QCOMPARE(m_database->value(u"SELECT count(*) "_s + where, binds), u"1"_s);
    QCOMPARE(m_database->value(u"SELECT action || ' ' || \"entityType\" "_s + where, binds), u"users.status_changed User"_s);
    QCOMPARE(m_database->value(u"SELECT \"userId\" "_s + where, binds), m_scope.actorId.value);
    QCOMPARE(m_database->value(u"SELECT \"oldValues\"->>'displayName' "_s + where, binds), before.displayName.value_or(QString()));
    QCOMPARE(m_database->value(u"SELECT \"oldValues\"->>'phone' "_s + where, binds), *before.phone);
    QCOMPARE(m_database->value(u"SELECT \"newValues\"->>'displayName' "_s + where, binds), *edit.at(UserField::DisplayName));
    QCOMPARE(m_database->value(u"SELECT (\"newValues\"->'phone')::text "_s + where, binds), u"null"_s);
    QCOMPARE(
        m_database->value(u"SELECT string_agg(k, ',' ORDER BY k) FROM (SELECT jsonb_object_keys(metadata) k "_s + where + u") m"_s, binds),
        u"actorUserId,client,correlationId,databaseUser,host,organizationId,version"_s);
    QCOMPARE(m_database->value(u"SELECT abs(extract(epoch FROM \"createdAt\" - now() AT TIME ZONE 'UTC')) < 60 "_s + where, binds), u"t"_s);
}

void UsersRepositoryTest::updateWithoutChangesWritesNothing()
{
    const User before = someUser();
    const QString count = u"SELECT count(*) FROM audit_logs"_s;
    const QString events = m_database->value(count);
    const auto reply = await(m_users->update(before, {{UserField::FirstName, before.firstName}}));
    QCOMPARE(reply.value->updatedAt, before.updatedAt);
    QCOMPARE(m_database->value(count), events);
}

void UsersRepositoryTest::updateIsThreeRoundTrips()
{
    db::Executor single([this] { return m_database->options(); }, 1);
    SqlUsersRepository users({single, single, m_scope});
    int last = 0;
    connect(&single, &db::Executor::operationFinished, this, [&](const metrics::OperationRecord &record) { last = record.roundTrips; });
    User user = someUser();
    for (const char *name : {"One", "Two", "Three"})
        user = *await(users.update(user, {{UserField::DisplayName, QLatin1String(name)}})).value;
    QTRY_COMPARE(last, 3);
}

void UsersRepositoryTest::conflictChangesNothing()
{
    const User before = someUser();
    const auto theirs = await(m_users->update(before, {{UserField::FirstName, u"Theirs"_s}}));
    QVERIFY(theirs.value);
    const QString events = m_database->value(u"SELECT count(*) FROM audit_logs"_s);
    const auto mine = await(m_users->update(before, {{UserField::FirstName, u"Mine"_s}}));
    QCOMPARE(mine.error->code, ErrorCode::Conflict);
    QCOMPARE(await(m_users->get(before.id)).value->firstName, u"Theirs"_s);
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs"_s), events);
}

/// The backend may forget to move the version: the audit row's old values must be true all the same.
void UsersRepositoryTest::conflictWhereTheVersionStoodStill()
{
    const User before = someUser();
    m_database->execute(u"UPDATE users SET phone = '+64 999' WHERE id = ?"_s, {before.id.value});
    QCOMPARE(await(m_users->update(before, {{UserField::Phone, u"+64 111"_s}})).error->code, ErrorCode::Conflict);
    QVERIFY(await(m_users->update(before, {{UserField::FirstName, u"Another"_s}})).value);
    QCOMPARE(await(m_users->get(before.id)).value->phone, u"+64 999"_s);
}

void UsersRepositoryTest::deletedUsersCantBeEdited()
{
    const QString id =
        m_database->value(u"SELECT id FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NOT NULL LIMIT 1"_s, {org()});
    const auto deleted = await(m_users->get({id}));
    QVERIFY(deleted.value && deleted.value->deletedAt);
    const auto reply = await(m_users->update(*deleted.value, {{UserField::FirstName, u"X"_s}}));
    QCOMPARE(reply.error->code, ErrorCode::Conflict);
}

void UsersRepositoryTest::duplicateUsernameIsTyped()
{
    const QString taken = m_database->value(u"SELECT max(username) FROM users"_s);
    const User user = someUser(u"username IS NULL"_s);
    const auto reply = await(m_users->update(user, {{UserField::Username, taken}}));
    QCOMPARE(reply.error->code, ErrorCode::DuplicateEntry);
    QCOMPARE(reply.error->sqlState, u"23505"_s);
    QVERIFY(!await(m_users->get(user.id)).value->username);
}

void UsersRepositoryTest::invalidValueChangesNothing()
{
    const User user = someUser();
    const auto reply = await(m_users->update(user, {{UserField::FirstName, u"X"_s}, {UserField::Timezone, u"Mars"_s}}));
    QCOMPARE(reply.error->code, ErrorCode::ValidationError);
    QCOMPARE(await(m_users->get(user.id)).value->firstName, user.firstName);
}

void UsersRepositoryTest::lastAdminStays()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    database.execute(u"UPDATE user_roles SET \"isActive\" = false WHERE \"userId\" <> ?"_s, {m_scope.actorId.value});
    db::Executor executor([&] { return database.options(); });
    SqlUsersRepository users({executor, executor, m_scope});
    const User admin = *await(users.get(m_scope.actorId)).value;
    for (const UserStatus status : {UserStatus::Inactive, UserStatus::Suspended, UserStatus::Pending}) {
        const auto reply = await(users.update(admin, {{UserField::Status, nameOf(status)}}));
        QCOMPARE(reply.error->code, ErrorCode::LastAdmin);
    }
    QVERIFY(await(users.update(admin, {{UserField::FirstName, u"Still"_s}})).value);
}

void UsersRepositoryTest::twoAdminsCantDeactivateEachOther()
{
    for (int round = 0; round < 5; ++round) {
        TestDatabase database(TestDatabase::Kind::Demo);
        // Exactly two administrators.
        database.execute(u"UPDATE user_roles SET \"isActive\" = false WHERE \"organizationId\" = ? AND \"userId\" <> ?"_s,
                         {org(), m_scope.actorId.value});
        const QString other = database.value(
            u"SELECT id FROM users WHERE \"organizationId\" = ? AND status = 'active' AND \"deletedAt\" IS NULL AND id <> ? LIMIT 1"_s,
            {org(), m_scope.actorId.value});
        database.execute(
            u"INSERT INTO user_roles (id, \"userId\", \"roleId\", \"organizationId\") SELECT 'grant-' || r.id, ?, r.id, "
            u"r.\"organizationId\" FROM roles r WHERE r.\"organizationId\" = ? AND r.name = 'admin' "
            "ON CONFLICT (\"userId\", \"roleId\", \"organizationId\") DO UPDATE SET \"isActive\" = true, \"expiresAt\" = NULL"_s,
            {other, org()});
        db::Executor executor([&] { return database.options(); });
        SqlUsersRepository users({executor, executor, m_scope});
        const User a = *await(users.get(m_scope.actorId)).value;
        const User b = *await(users.get({other})).value;
        const UserEdit off{{UserField::Status, u"inactive"_s}};
        const auto first = users.update(a, off);
        const auto second = users.update(b, off);
        const int refused = int(await(first).error.has_value()) + int(await(second).error.has_value());
        QCOMPARE(refused, 1);
    }
}

void UsersRepositoryTest::expiredAdminsDontCount()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    database.execute(u"UPDATE user_roles SET \"expiresAt\" = now() AT TIME ZONE 'UTC' - interval '1 hour' WHERE \"userId\" <> ?"_s,
                     {m_scope.actorId.value});
    db::Executor executor([&] { return database.options(); });
    SqlUsersRepository users({executor, executor, m_scope});
    const User admin = *await(users.get(m_scope.actorId)).value;
    QCOMPARE(await(users.update(admin, {{UserField::Status, u"inactive"_s}})).error->code, ErrorCode::LastAdmin);
}

void UsersRepositoryTest::rolesShowOnlyWhatCounts()
{
    const User user = someUser(
        u"EXISTS (SELECT 1 FROM user_roles r WHERE r.\"userId\" = u.id AND r.\"isActive\" AND r.\"expiresAt\" < now() AT TIME ZONE 'UTC')"_s);
    QVERIFY2(!user.id.isEmpty(), "the demo data has no expired assignment");
    const QString expired = m_database->value(
        u"SELECT \"roleId\" FROM user_roles WHERE \"userId\" = ? AND \"expiresAt\" < now() AT TIME ZONE 'UTC'"_s, {user.id.value});
    for (const Role &role : user.roles)
        QVERIFY(role.id.value != expired);
}

QTEST_GUILESS_MAIN(UsersRepositoryTest)
#include "tst_users_repository.moc"
