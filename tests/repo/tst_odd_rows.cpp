#include "repo/cache/redis_cache.h"
#include "repo/db/closing.h"
#include "repo/session/console_session.h"
#include "tests/support/await.h"
#include "tests/support/odd_rows.h"
#include "tests/support/service.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::OddRows;
using tests::TestDatabase;

/// What is stored is what is read, to the digit, whatever it is: directly, behind PgBouncer, and from the caches. And an edit
/// of another field leaves it as it was.
class OddRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void ways_data();
    void usersAreWhatIsStored_data() { ways_data(); }
    void usersAreWhatIsStored();
    void eventsAreWhatIsStored_data() { ways_data(); }
    void eventsAreWhatIsStored();
    void rolesAreWhatIsStored_data() { ways_data(); }
    void rolesAreWhatIsStored();
    void everyOrderPassesEachUserOnce_data();
    void everyOrderPassesEachUserOnce();
    void everyOrderPassesEachEventOnce_data();
    void everyOrderPassesEachEventOnce();
    void everyStatusIsFoundByItsWord_data() { ways_data(); }
    void everyStatusIsFoundByItsWord();
    void wildcardsOfEveryFormAreLiteral();
    void whatIsLockedForEverIsLocked();
    void anEditOfAnotherFieldLeavesItAsItWas_data() { ways_data(); }
    void anEditOfAnotherFieldLeavesItAsItWas();

private:
    [[nodiscard]] ConsoleSession &session(const QString &way);
    [[nodiscard]] std::unique_ptr<ConsoleSession> open(const QString &url, const Services &services) const;

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<OddRows> m_rows;
    std::unique_ptr<tests::RedisServer> m_redis;
    std::unique_ptr<tests::PgBouncer> m_bouncer;
    std::map<QString, std::unique_ptr<ConsoleSession>> m_sessions;
};

void OddRowsTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Schema);
    m_rows = std::make_unique<OddRows>(*m_database);
    m_redis = std::make_unique<tests::RedisServer>();
    m_redis->start();
    m_bouncer = std::make_unique<tests::PgBouncer>(m_database->options().value(u"host"_s));
    Services redis;
    redis.cacheOptions.verifyShare = 0;
    redis.makeCache = [url = m_redis->url()](const QString &) {
        return std::make_shared<cache::RedisCache>(cache::RedisOptions::fromUrl(url));
    };
    m_sessions[u"memory"_s] = open(m_database->url(), {});
    m_sessions[u"redis"_s] = open(m_database->url(), redis);
    m_sessions[u"pgbouncer"_s] = open(u"postgresql://pivotal@127.0.0.1:%1/%2"_s.arg(m_bouncer->port()).arg(m_database->name()), {});
}

void OddRowsTest::cleanupTestCase()
{
    m_sessions.clear();
    db::waitForClosed();
    m_bouncer.reset();
    m_database.reset();
}

std::unique_ptr<ConsoleSession> OddRowsTest::open(const QString &url, const Services &services) const
{
    auto session = std::make_unique<ConsoleSession>(SessionRequest{url, OddRows::organization, OddRows::actor}, services);
    QSignalSpy entered(session.get(), &ConsoleSession::entered);
    connect(session.get(), &ConsoleSession::failed, session.get(),
            [](const RepositoryError &error) { qWarning("%s %s", error.what(), qPrintable(error.detail)); });
    connect(session.get(), &ConsoleSession::connected, session.get(), &ConsoleSession::enterOrganization);
    session->connectToServer();
    if (!QTest::qWaitFor([&entered] { return !entered.isEmpty(); }, tests::patience))
        qFatal("no session");
    return session;
}

ConsoleSession &OddRowsTest::session(const QString &way)
{
    return *m_sessions.at(way);
}

void OddRowsTest::ways_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way : {"memory", "redis", "pgbouncer"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

namespace {

std::optional<QString> iso(const std::optional<Instant> &instant)
{
    return instant ? std::optional(instant->toSqlText()) : std::nullopt;
}

using Cells = QList<std::pair<QString, std::optional<QString>>>; ///< column, value as SQL's own text

Cells cellsOf(const User &user)
{
    return {{u"email"_s, user.email},
            {u"username"_s, user.username},
            {u"firstName"_s, user.firstName},
            {u"lastName"_s, user.lastName},
            {u"displayName"_s, user.displayName},
            {u"avatarUrl"_s, user.avatarUrl},
            {u"phone"_s, user.phone},
            {u"timezone"_s, user.timezone},
            {u"locale"_s, user.locale},
            {u"status"_s, user.status},
            {u"loginCount"_s, QString::number(user.loginCount)},
            {u"failedLoginAttempts"_s, QString::number(user.failedLoginAttempts)},
            {u"lastLoginAt"_s, iso(user.lastLoginAt)},
            {u"lockedUntil"_s, iso(user.lockedUntil)},
            {u"createdAt"_s, iso(user.createdAt)},
            {u"updatedAt"_s, iso(user.updatedAt)},
            {u"deletedAt"_s, iso(user.deletedAt)}};
}

Cells cellsOf(const AuditEvent &event)
{
    const auto json = [](const std::optional<Json> &value) { return value ? std::optional(QString::fromUtf8(value->text)) : std::nullopt; };
    return {{u"action"_s, event.action},
            {u"entityType"_s, event.entityType},
            {u"entityId"_s, event.entityId},
            {u"ipAddress"_s, event.ipAddress},
            {u"userAgent"_s, event.userAgent},
            {u"sessionId"_s, event.sessionId},
            {u"oldValues"_s, json(event.oldValues)},
            {u"newValues"_s, json(event.newValues)},
            {u"metadata"_s, json(event.metadata)},
            {u"createdAt"_s, event.createdAt.toSqlText()}};
}

/// The first cell that the server doesn't hold so, by its own comparison; JSON by its text. Empty: none.
QString differenceOf(db::Connection &direct, const QString &table, const QString &id, const Cells &cells)
{
    QStringList comparisons;
    QVariantList binds;
    for (const auto &[column, value] : cells) {
        const bool isJson = column.endsWith(u"Values"_s) || column == u"metadata"_s;
        comparisons << u"\"%1\"%2 IS NOT DISTINCT FROM ?"_s.arg(column, isJson ? u"::text"_s : QString());
        binds << (value ? QVariant(*value) : QVariant(QMetaType::fromType<QString>()));
    }
    db::Rows rows = direct.query({u"SELECT %1 FROM %2 WHERE id = ?"_s.arg(comparisons.join(u", "_s), table), binds + QVariantList{id}});
    if (!rows.next())
        return id + u" is gone"_s;
    for (const auto &[column, value] : cells)
        if (!rows.flag())
            return id + u' ' + column + u": read "_s + value.value_or(u"NULL"_s).left(100);
    return {};
}

} // namespace

void OddRowsTest::usersAreWhatIsStored()
{
    QFETCH(QString, way);
    db::Connection direct(m_database->options());
    for (const QString &id : m_rows->users()) {
        const auto fresh = await(session(way).users().get({id}, Freshness::Fresh));
        QVERIFY2(fresh.value, qPrintable(id + (fresh.error ? fresh.error->message + fresh.error->detail : QString())));
        const QString difference = differenceOf(direct, u"users"_s, id, cellsOf(*fresh.value));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        const auto cached = await(session(way).users().get({id}, Freshness::Cached));
        QVERIFY2(cached.value && cellsOf(*cached.value) == cellsOf(*fresh.value), qPrintable(id));
        // What the command line prints of it is read back as the same.
        const auto again = userFromJson(toJson(*fresh.value));
        QVERIFY2(again && cellsOf(*again) == cellsOf(*fresh.value), qPrintable(id));
    }
}

void OddRowsTest::eventsAreWhatIsStored()
{
    QFETCH(QString, way);
    db::Connection direct(m_database->options());
    QSet<QString> seen;
    for (int number = 1; seen.size() < m_rows->events().size(); ++number) {
        const auto page = await(session(way).audit().page({}, defaultAuditSort, {.page = number, .pageSize = 20}));
        QVERIFY2(page.value, page.error ? qPrintable(page.error->message + page.error->detail) : "");
        QVERIFY(!page.value->items.isEmpty());
        for (const AuditEvent &event : page.value->items) {
            seen << event.id.value;
            const QString difference = differenceOf(direct, u"audit_logs"_s, event.id.value, cellsOf(event));
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
    }
    QCOMPARE(seen, QSet<QString>(m_rows->events().begin(), m_rows->events().end()));
}

void OddRowsTest::rolesAreWhatIsStored()
{
    QFETCH(QString, way);
    for (int time = 0; time < 2; ++time) {
        const auto roles = await(session(way).users().roles());
        QVERIFY(roles.value);
        QCOMPARE(QString::number(roles.value->size()),
                 m_database->value(u"SELECT count(*) FROM roles WHERE \"organizationId\" = 'org-odd'"_s));
        for (const Role &role : *roles.value)
            QCOMPARE(m_database->value(u"SELECT name FROM roles WHERE id = ?"_s, {role.id.value}), role.name);
    }
    const auto actor = await(session(way).users().get({u"actor"_s}));
    QCOMPARE(QString::number(actor.value->roles.size()),
             m_database->value(u"SELECT count(*) FROM user_roles WHERE \"userId\" = 'actor'"_s));
}

void OddRowsTest::everyOrderPassesEachUserOnce_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("field");
    QTest::addColumn<int>("direction");
    for (const char *way : {"memory", "redis", "pgbouncer"})
        for (int field = 0; field <= int(UserSortField::LoginCount); ++field)
            for (int direction = 0; direction < 2; ++direction)
                QTest::addRow("%s %d %d", way, field, direction) << QString::fromLatin1(way) << field << direction;
}

void OddRowsTest::everyOrderPassesEachUserOnce()
{
    QFETCH(QString, way);
    QFETCH(int, field);
    QFETCH(int, direction);
    UserFilter filter;
    filter.includeDeleted = true;
    const UserSort sort{UserSortField(field), SortDirection(direction)};
    QStringList seen;
    SliceRequest request;
    request.limit = 37;
    for (bool isEnd = false; !isEnd;) {
        const auto slice = await(session(way).users().slice(filter, sort, request));
        QVERIFY2(slice.value, slice.error ? qPrintable(slice.error->message + slice.error->detail) : "");
        for (const User &user : slice.value->items)
            seen << user.id.value;
        isEnd = slice.value->reachesEnd;
        if (!isEnd)
            request.cursor = slice.value->cursors.last();
        QVERIFY(seen.size() <= m_rows->users().size());
    }
    QCOMPARE(seen.size(), m_rows->users().size());
    QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), seen.size());
    // And by numbered pages.
    QStringList paged;
    for (qint64 page = 1, pages = 1; page <= pages; ++page) {
        const auto reply = await(session(way).users().page(filter, sort, {.page = page, .pageSize = 50}));
        QVERIFY(reply.value);
        pages = reply.value->totalPages();
        for (const User &user : reply.value->items)
            paged << user.id.value;
    }
    QCOMPARE(paged, seen);
}

void OddRowsTest::everyOrderPassesEachEventOnce_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("field");
    QTest::addColumn<int>("direction");
    for (const char *way : {"memory", "pgbouncer"})
        for (int field = 0; field <= int(AuditSortField::EntityType); ++field)
            for (int direction = 0; direction < 2; ++direction)
                QTest::addRow("%s %d %d", way, field, direction) << QString::fromLatin1(way) << field << direction;
}

void OddRowsTest::everyOrderPassesEachEventOnce()
{
    QFETCH(QString, way);
    QFETCH(int, field);
    QFETCH(int, direction);
    QStringList seen;
    SliceRequest request;
    request.limit = 37;
    AuditFilter filter;
    filter.created = {Instant::minusInfinity(), std::nullopt};
    for (bool isEnd = false; !isEnd;) {
        const auto slice = await(session(way).audit().slice(filter, {AuditSortField(field), SortDirection(direction)}, request));
        QVERIFY2(slice.value, slice.error ? qPrintable(slice.error->message + slice.error->detail) : "");
        for (const AuditEvent &event : slice.value->items)
            if (event.id.value.startsWith(u"e-"_s)) // not those of this test's edits
                seen << event.id.value;
        isEnd = slice.value->reachesEnd;
        if (!isEnd)
            request.cursor = slice.value->cursors.last();
        QVERIFY(seen.size() <= m_rows->events().size());
    }
    QCOMPARE(QSet<QString>(seen.begin(), seen.end()), QSet<QString>(m_rows->events().begin(), m_rows->events().end()));
    QCOMPARE(seen.size(), m_rows->events().size());
}

void OddRowsTest::everyStatusIsFoundByItsWord()
{
    QFETCH(QString, way);
    for (const QString &id : m_rows->users().filter(u"-status-"_s)) {
        const User user = await(session(way).users().get({id})).value.value();
        UserFilter filter;
        filter.includeDeleted = true;
        filter.statuses = {user.status};
        const auto found = await(session(way).users().page(filter, defaultUserSort, {.page = 1, .pageSize = 100}));
        QVERIFY2(found.value && found.value->total >= 1, qPrintable(id));
    }
    const auto words = await(session(way).users().statuses());
    QVERIFY(words.value);
    QCOMPARE(QString::number(words.value->size()),
             m_database->value(u"SELECT count(DISTINCT status) FROM users WHERE \"organizationId\" = 'org-odd'"_s));
    UserFilter percent;
    percent.text = u"％"_s; // which folding takes for a %, but no pattern for a wildcard
    QCOMPARE(await(session(way).users().page(percent, defaultUserSort, {})).value->total,
             m_database
                 ->value(u"SELECT count(*) FROM users WHERE \"organizationId\" = 'org-odd' AND \"deletedAt\" IS NULL AND concat_ws(E'\\n', "
                         u"email, \"displayName\", \"firstName\" || ' ' || \"lastName\", "
                         "username) ~ U&'[%\\FF05]'"_s)
                 .toInt());
}

/// Folding makes an ASCII character of a full-width one; what is a pattern's own is escaped after it.
void OddRowsTest::wildcardsOfEveryFormAreLiteral()
{
    for (const char16_t *text : {u"a＼", u"％", u"＿", u"%", u"_", u"\\", u"*"}) {
        AuditFilter audit;
        audit.actor = QString::fromUtf16(text);
        const auto events = await(session(u"memory"_s).audit().page(audit, defaultAuditSort, {}));
        QVERIFY2(events.value && events.value->total == 0, qPrintable(audit.actor + (events.error ? events.error->detail : QString())));
        UserFilter users;
        users.text = audit.actor;
        const auto found = await(session(u"memory"_s).users().page(users, defaultUserSort, {}));
        QVERIFY2(found.value && found.value->total < m_rows->users().size() / 2, qPrintable(users.text));
    }
}

void OddRowsTest::whatIsLockedForEverIsLocked()
{
    UserFilter locked;
    locked.locked = true;
    QStringList ids;
    const auto page = await(session(u"memory"_s).users().page(locked, defaultUserSort, {.page = 1, .pageSize = 100}));
    for (const User &user : page.value->items) {
        ids << user.id.value;
        QVERIFY(user.isLocked(Instant::now()));
    }
    ids.sort();
    QCOMPARE(ids, (QStringList{u"u-lockedUntil-infinity"_s, u"u-lockedUntil-last"_s, u"u-lockedUntil-year12000"_s}));
}

void OddRowsTest::anEditOfAnotherFieldLeavesItAsItWas()
{
    QFETCH(QString, way);
    const QString rest = u"SELECT md5((to_jsonb(u) - 'phone' - 'locale' - 'updatedAt')::text) FROM users u WHERE id = ?"_s;
    for (const QString &id : m_rows->users()) {
        const User user = await(session(way).users().get({id})).value.value();
        const QString before = m_database->value(rest, {id});
        const bool isPhone = id.startsWith(u"u-phone-"_s);
        const UserEdit edit{
            {isPhone ? UserField::Locale : UserField::Phone, isPhone ? u"de-%1"_s.arg(way.left(2)) : u"+64 %1"_s.arg(way.size())}};
        const auto saved = await(session(way).users().update(user, edit));
        if (user.deletedAt) {
            QVERIFY2(saved.error && saved.error->code == ErrorCode::Conflict, qPrintable(id));
            continue;
        }
        QVERIFY2(saved.value, qPrintable(id + (saved.error ? saved.error->message + saved.error->detail : QString())));
        QCOMPARE(m_database->value(rest, {id}), before);
        const auto again = await(session(way).users().get({id}));
        QVERIFY2(cellsOf(*again.value) == cellsOf(*saved.value), qPrintable(id)); // also the version, as the server keeps it
    }
}

QTEST_GUILESS_MAIN(OddRowsTest)
#include "tst_odd_rows.moc"
