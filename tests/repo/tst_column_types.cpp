#include "repo/db/closing.h"
#include "repo/session/console_session.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// Columns as they occur in the field: of other types, precisions and collations than the backend made them. What works, works
/// wholly; what doesn't is refused at connect, by its name.
class ColumnTypesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo); }
    void cleanup();
    void whatIsSupportedWorks_data();
    void whatIsSupportedWorks();
    void whatIsNotIsRefusedByName_data();
    void whatIsNotIsRefusedByName();
    void aListIsWhatIsCounted();
    void bytesThatAreNoUtf8ComeThrough();

private:
    /// The error of opening it; nothing where it was entered.
    [[nodiscard]] std::optional<RepositoryError> open(const QString &url, const QString &actor);
    void pagesPassEachRowOnce(const QString &countUsers, const QString &countEvents);

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<ConsoleSession> m_session;
};

void ColumnTypesTest::cleanup()
{
    m_session.reset();
    db::waitForClosed();
    m_database.reset();
}

std::optional<RepositoryError> ColumnTypesTest::open(const QString &url, const QString &actor)
{
    m_session = std::make_unique<ConsoleSession>(SessionRequest{url, {}, actor});
    QSignalSpy entered(m_session.get(), &ConsoleSession::entered);
    std::optional<RepositoryError> failure;
    connect(m_session.get(), &ConsoleSession::failed, this, [&failure](const RepositoryError &error) { failure = error; });
    connect(m_session.get(), &ConsoleSession::connected, m_session.get(), &ConsoleSession::enterOrganization);
    m_session->connectToServer();
    (void)QTest::qWaitFor([&] { return !entered.isEmpty() || failure; }, tests::patience);
    return failure;
}

void ColumnTypesTest::whatIsSupportedWorks_data()
{
    QTest::addColumn<QString>("change");
    const auto times = [](const QString &type) {
        QStringList changes;
        for (const char *column : {"createdAt", "updatedAt", "lastLoginAt", "lockedUntil", "deletedAt"})
            changes << u"ALTER TABLE users ALTER \"%1\" TYPE %2"_s.arg(QLatin1String(column), type);
        changes << u"ALTER TABLE audit_logs ALTER \"createdAt\" TYPE %1"_s.arg(type)
                << u"ALTER TABLE user_roles ALTER \"expiresAt\" TYPE %1"_s.arg(type);
        return QStringList{u"SET TimeZone = 'UTC'"_s} + changes;
    };
    // The indexes of last sign-ins have an expression of the old type.
    const QString without = u"DROP INDEX idx_users_org_last_login_id, idx_users_org_signed_in_id"_s;
    for (int precision = 0; precision <= 6; ++precision)
        QTest::addRow("timestamp(%d)", precision) << (QStringList{without} + times(u"timestamp(%1)"_s.arg(precision))).join(u"; "_s);
    QTest::newRow("timestamptz") << (QStringList{without} + times(u"timestamptz"_s)).join(u"; "_s);
    QTest::newRow("timestamptz(3), another zone")
        << (QStringList{without,
                        u"DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET TimeZone = ''Asia/Kolkata'''; END $$"_s}
            + times(u"timestamptz(3)"_s))
               .join(u"; "_s);
    QTest::newRow("text")
        << u"ALTER TABLE users ALTER email TYPE text, ALTER status TYPE text, ALTER phone TYPE text; ALTER TABLE audit_logs ALTER action TYPE text"_s;
    QTest::newRow("citext")
        << u"CREATE EXTENSION citext; DROP INDEX IF EXISTS idx_users_search; ALTER TABLE users ALTER email TYPE citext, ALTER \"displayName\" TYPE citext, ALTER status TYPE citext"_s;
    QTest::newRow("a domain")
        << u"CREATE DOMAIN mail AS varchar(255) CHECK (VALUE LIKE '%@%'); DROP INDEX IF EXISTS idx_users_search; ALTER TABLE users ALTER email TYPE mail"_s;
    QTest::newRow("bigint")
        << u"ALTER TABLE users ALTER \"loginCount\" TYPE bigint; UPDATE users SET \"loginCount\" = 9000000000000000000 + \"loginCount\""_s;
    QTest::newRow("json")
        << u"ALTER TABLE audit_logs ALTER \"oldValues\" TYPE json, ALTER \"newValues\" TYPE json, ALTER metadata DROP DEFAULT, ALTER metadata TYPE json"_s;
    QTest::newRow("an ICU collation")
        << u"DROP INDEX IF EXISTS idx_users_search; CREATE COLLATION de (provider = icu, locale = 'de'); ALTER TABLE users ALTER email "
           u"TYPE varchar(255) COLLATE de, "
           "ALTER \"firstName\" TYPE varchar(100) COLLATE de, ALTER \"lastName\" TYPE varchar(100) COLLATE de, ALTER \"displayName\" TYPE varchar(200) COLLATE de"_s;
}

void ColumnTypesTest::pagesPassEachRowOnce(const QString &countUsers, const QString &countEvents)
{
    for (int field = 0; field <= int(UserSortField::LoginCount); ++field) {
        QSet<QString> seen;
        SliceRequest request;
        request.limit = 101;
        qsizetype read = 0;
        for (bool isEnd = false; !isEnd;) {
            const auto slice = await(m_session->users().slice({}, {UserSortField(field), SortDirection::Descending}, request));
            QVERIFY2(slice.value, slice.error ? qPrintable(QString::number(field) + slice.error->message + slice.error->detail) : "");
            for (const User &user : slice.value->items)
                seen << user.id.value;
            read += slice.value->items.size();
            isEnd = slice.value->reachesEnd;
            if (!isEnd)
                request.cursor = slice.value->cursors.last();
            QVERIFY(read < 100'000);
        }
        QCOMPARE(QString::number(seen.size()), countUsers);
        QCOMPARE(read, seen.size());
    }
    for (int field = 0; field <= int(AuditSortField::EntityType); ++field) {
        qint64 read = 0;
        SliceRequest request;
        request.limit = 500;
        for (bool isEnd = false; !isEnd;) {
            const auto slice = await(m_session->audit().slice({}, {AuditSortField(field), SortDirection::Ascending}, request));
            QVERIFY2(slice.value, slice.error ? qPrintable(slice.error->message + slice.error->detail) : "");
            read += slice.value->items.size();
            isEnd = slice.value->reachesEnd;
            if (!isEnd)
                request.cursor = slice.value->cursors.last();
        }
        QCOMPARE(QString::number(read), countEvents);
    }
}

void ColumnTypesTest::whatIsSupportedWorks()
{
    QFETCH(QString, change);
    m_database->execute(change);
    const auto failure = open(m_database->url(), u"admin@northwind.example"_s);
    QVERIFY2(!failure, failure ? qPrintable(failure->message + failure->detail) : "");
    const QString organization = m_session->scope().organization.id.value;
    pagesPassEachRowOnce(
        m_database->value(u"SELECT count(*) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL"_s, {organization}),
        m_database->value(u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ?"_s, {organization}));
    // Three edits, each on the version that the one before left.
    User user = *await(m_session->users().get(m_session->scope().actorId)).value;
    for (int i = 0; i < 3; ++i) {
        const auto saved = await(m_session->users().update(user, {{UserField::Phone, u"+64 %1"_s.arg(100 + i)}}));
        QVERIFY2(saved.value, saved.error ? qPrintable(saved.error->message + saved.error->detail) : "");
        QVERIFY(saved.value->updatedAt > user.updatedAt);
        const auto stale = await(m_session->users().update(user, {{UserField::FirstName, u"Stale"_s}}));
        QVERIFY(stale.error && stale.error->code == ErrorCode::Conflict);
        user = *await(m_session->users().get(user.id)).value;
        QCOMPARE(user.updatedAt, saved.value->updatedAt);
    }
    // The filters by time know the instant, whatever the column's type.
    UserFilter since;
    since.created.from = user.createdAt;
    QCOMPARE(
        QString::number(await(m_session->users().page(since, defaultUserSort, {})).value->total),
        m_database->value(
            u"SELECT count(*) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL AND \"createdAt\" >= (SELECT \"createdAt\" FROM users WHERE id = ?)"_s,
            {organization, user.id.value}));
}

void ColumnTypesTest::whatIsNotIsRefusedByName_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("column");
    const auto row = [](const char *name, const char *change, const char *column) {
        QTest::newRow(name) << QString::fromLatin1(change) << QString::fromLatin1(column);
    };
    row("an enum",
        "CREATE TYPE state AS ENUM ('active', 'inactive', 'pending', 'suspended'); ALTER TABLE users ALTER status DROP DEFAULT; DROP INDEX "
        "IF EXISTS idx_users_org_status_deleted; "
        "ALTER TABLE users ALTER status TYPE state USING status::state",
        "users.status");
    row("missing", "ALTER TABLE users DROP COLUMN locale", "users.locale");
    row("a date", "ALTER TABLE users ALTER \"lockedUntil\" TYPE date", "users.lockedUntil");
    row("text for JSON", "ALTER TABLE audit_logs ALTER \"oldValues\" TYPE text", "audit_logs.oldValues");
    row("json for permissions", "ALTER TABLE roles ALTER permissions DROP DEFAULT, ALTER permissions TYPE json", "roles.permissions");
    row("numeric", "ALTER TABLE users ALTER \"loginCount\" TYPE numeric", "users.loginCount");
    row("NULL in an order", "ALTER TABLE users ALTER \"createdAt\" DROP NOT NULL", "users.createdAt");
    row("padded", "ALTER TABLE audit_logs ALTER action TYPE char(100)", "audit_logs.action");
    row("ids regardless of case",
        "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); ALTER TABLE audit_logs ALTER id TYPE "
        "text COLLATE ci",
        "audit_logs.id");
    row("emails regardless of case",
        "DROP INDEX IF EXISTS idx_users_search; CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); "
        "ALTER TABLE users ALTER email TYPE varchar(255) COLLATE ci",
        "users.email");
    row("names of two collations",
        "DROP INDEX IF EXISTS idx_users_search; ALTER TABLE users ALTER \"displayName\" TYPE varchar(200) COLLATE \"C\"",
        "users.firstName");
}

void ColumnTypesTest::whatIsNotIsRefusedByName()
{
    QFETCH(QString, change);
    QFETCH(QString, column);
    m_database->execute(change);
    const auto failure = open(m_database->url(), u"admin@northwind.example"_s);
    QVERIFY(failure);
    QCOMPARE(failure->code, ErrorCode::DatabaseError);
    QVERIFY2(failure->detail.startsWith(column), qPrintable(failure->detail));
    QCOMPARE(failure->detail.count(u'\n'), 0); // only that one
}

/// A pair that many events have is found by an index; there, too, a column regardless of case is compared as the column does.
void ColumnTypesTest::aListIsWhatIsCounted()
{
    m_database->execute(u"CREATE EXTENSION citext; ALTER TABLE audit_logs ALTER action TYPE citext, ALTER \"entityType\" TYPE citext; "
                        "INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\") "
                        "SELECT 'e' || n, (SELECT id FROM organizations WHERE slug = 'northwind'), (ARRAY['auth.login', 'users.update', "
                        "'Auth.Login'])[1 + n % 3], "
                        "(ARRAY['User', 'Role', 'Session'])[1 + n % 5 % 3], 'x' FROM generate_series(1, 60000) n; ANALYZE"_s);
    const auto failure = open(m_database->url(), u"admin@northwind.example"_s);
    QVERIFY2(!failure, failure ? qPrintable(failure->message + failure->detail) : "");
    AuditFilter filter;
    filter.actions = {u"AUTH.LOGIN"_s};
    filter.entityTypes = {u"user"_s};
    const QString counted = m_database->value(
        u"SELECT count(*) FROM audit_logs WHERE \"organizationId\" = ? AND action = 'AUTH.LOGIN' AND \"entityType\" = 'user'"_s,
        {m_session->scope().organization.id.value});
    QVERIFY(counted.toLongLong() > 10'000);
    for (int field = 0; field <= int(AuditSortField::EntityType); ++field) {
        const auto page = await(m_session->audit().page(filter, {AuditSortField(field), SortDirection::Descending}, {}));
        QVERIFY2(page.value, page.error ? qPrintable(page.error->message + page.error->detail) : "");
        QCOMPARE(page.value->items.size(), PageRequest().pageSize);
        QCOMPARE(QString::number(page.value->total), counted);
    }
}

void ColumnTypesTest::bytesThatAreNoUtf8ComeThrough()
{
    const QString name = u"ascii_"_s + m_database->name();
    m_database->execute(u"CREATE DATABASE %1 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"_s.arg(name));
    const QString url = m_database->url().replace(m_database->name(), name);
    {
        db::Connection connection(m_database->options().withDatabase(name));
        db::Migrator(connection).up(1);
        connection.executeText(u"INSERT INTO organizations (id, name, slug, \"updatedAt\") VALUES ('o', 'O', 'o', now()); "
                               "INSERT INTO users (id, \"organizationId\", email, \"firstName\", \"lastName\", \"updatedAt\") SELECT 'u' "
                               "|| n, 'o', 'u' || n || '@b.example', 'A' || chr(200 + n % 20), 'B', now() "
                               "FROM generate_series(1, 300) n; UPDATE users SET email = 'x' || chr(233) || email WHERE id LIKE '%7'; "
                               "INSERT INTO roles (id, \"organizationId\", name, \"updatedAt\") VALUES ('r', 'o', 'r' || chr(233), now()); "
                               "INSERT INTO user_roles (id, \"userId\", \"roleId\", \"organizationId\") VALUES ('ur', 'u7', 'r', 'o')"_s);
    }
    const auto failure = open(url, u"u1@b.example"_s);
    QVERIFY2(!failure, failure ? qPrintable(failure->message + failure->detail) : "");
    pagesPassEachRowOnce(u"300"_s, u"0"_s);
    const User odd = *await(m_session->users().get({u"u7"_s})).value;
    QVERIFY(holdsRawBytes(odd.email));
    QVERIFY2(withRawBytesShown(odd.email).startsWith(u"x\\xE9u7@"_s), qPrintable(withRawBytesShown(odd.email)));
    QCOMPARE(odd.roles.size(), 1);
    QVERIFY(holdsRawBytes(odd.roles.first().name));
    const auto taken = await(m_session->users().removeRole(odd.id, {u"r"_s}));
    QVERIFY2(taken.value, taken.error ? qPrintable(taken.error->message + taken.error->detail) : "");
    const auto saved = await(m_session->users().update(odd, {{UserField::Phone, u"+64 1"_s}}));
    QVERIFY2(saved.value, saved.error ? qPrintable(saved.error->message + saved.error->detail) : "");
    const auto mended = await(m_session->users().update(*saved.value, {{UserField::FirstName, u"Ann"_s}}));
    QVERIFY2(mended.value, mended.error ? qPrintable(mended.error->message + mended.error->detail) : "");
    const auto refused = await(m_session->users().update(*mended.value, {{UserField::FirstName, odd.email.left(3)}}));
    QVERIFY(refused.error && refused.error->code == ErrorCode::ValidationError);
    m_session.reset();
    db::waitForClosed();
    m_database->execute(u"DROP DATABASE %1"_s.arg(name));
}

QTEST_GUILESS_MAIN(ColumnTypesTest)
#include "tst_column_types.moc"
