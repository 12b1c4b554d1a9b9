#include "repo/audit/sql_audit_repository.h"
#include "repo/db/closing.h"
#include "repo/users/sql_users_repository.h"
#include "tests/support/await.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// Everything works behind PgBouncer's transaction pooling, where each transaction may meet another server connection.
class PgBouncerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aDirectConnectionIsNotTakenForPooled();
    void thePoolerIsNoticed();
    void manyReadsAtOnceGetTheirOwnRows();
    void editsWorkAndTellOfConflicts();
    void valuesAreQuoted_data();
    void valuesAreQuoted();
    void cancellingEndsTheStatement();
    void noSessionStateIsLeftBehind();

private:
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<tests::PgBouncer> m_bouncer;
    Scope m_scope;
    db::ConnectionOptions m_options;
    std::unique_ptr<db::Executor> m_executor;
};

void PgBouncerTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
    m_bouncer = std::make_unique<tests::PgBouncer>(m_database->options().value(u"host"_s));
    m_options = db::ConnectionOptions::fromUrl(u"postgresql://pivotal@127.0.0.1:%1/%2"_s.arg(m_bouncer->port()).arg(m_database->name()));
    m_executor = std::make_unique<db::Executor>([this] { return m_options; }, 6);
}

void PgBouncerTest::cleanupTestCase()
{
    m_executor.reset();
    db::waitForClosed();
    m_bouncer.reset();
    m_database.reset();
}

void PgBouncerTest::aDirectConnectionIsNotTakenForPooled()
{
    QVERIFY(!db::Connection(m_database->options()).isPooled());
}

void PgBouncerTest::thePoolerIsNoticed()
{
    QVERIFY(db::Connection(m_options).isPooled());
}

void PgBouncerTest::manyReadsAtOnceGetTheirOwnRows()
{
    SqlUsersRepository users({*m_executor, *m_executor, m_scope});
    SqlAuditRepository audit({*m_executor, *m_executor, m_scope});
    QList<QFuture<Page<User>>> pages;
    QList<QFuture<Page<AuditEvent>>> trails;
    const UserSort byEmail{UserSortField::Email, SortDirection::Ascending};
    for (int i = 0; i < 150; ++i) {
        pages << users.page({}, byEmail, {.page = 1 + i % 10, .pageSize = 10});
        trails << audit.page({}, defaultAuditSort, {.page = 1 + i % 20, .pageSize = 5});
    }
    for (int i = 0; i < pages.size(); ++i) {
        const auto page = await(pages[i]);
        QVERIFY2(page.value, page.error ? page.error->what() : "");
        const QString first = m_database->value(
            u"SELECT id FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL ORDER BY email, id OFFSET ? LIMIT 1"_s,
            {m_scope.organization.id.value, (i % 10) * 10});
        QCOMPARE(page.value->items.first().id.value, first);
        QCOMPARE(await(trails[i]).value->items.size(), 5);
    }
}

void PgBouncerTest::editsWorkAndTellOfConflicts()
{
    SqlUsersRepository users({*m_executor, *m_executor, m_scope});
    User user = await(users.page({}, defaultUserSort, {})).value->items.at(3);
    for (int i = 0; i < 30; ++i) {
        const auto after = await(users.update(user, {{UserField::Phone, QString::number(2000 + i)}}));
        QVERIFY2(after.value, after.error ? after.error->what() : "");
        const auto stale = await(users.update(user, {{UserField::Phone, u"3000"_s}}));
        QCOMPARE(stale.error->code, ErrorCode::Conflict);
        user = *after.value;
    }
}

void PgBouncerTest::valuesAreQuoted_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("quote") << u"O'Neil'; DROP TABLE users; --"_s;
    QTest::newRow("backslash") << u"a\\'b\\\\c\\n"_s;
    QTest::newRow("question mark") << u"who? me? $1 :name %1"_s;
    QTest::newRow("unicode") << u"Zoë 漢字 🦉"_s;
    QTest::newRow("newline") << u"two\tlines and a tab"_s.replace(u' ', u'\u00a0');
}

void PgBouncerTest::valuesAreQuoted()
{
    QFETCH(QString, name);
    SqlUsersRepository users({*m_executor, *m_executor, m_scope});
    const User user = await(users.page({}, defaultUserSort, {})).value->items.at(4);
    const auto after = await(users.update(user, {{UserField::DisplayName, name}}));
    if (!after.value)
        QCOMPARE(after.error->code, ErrorCode::ValidationError); // as with a direct connection
    else
        QCOMPARE(await(users.get(user.id)).value->displayName.value_or(QString()), name);
}

void PgBouncerTest::cancellingEndsTheStatement()
{
    auto future = m_executor->run(u"test.sleep"_s, db::Access::Read, [](db::Connection &connection) {
        connection.executeText(u"SELECT pg_sleep(60)"_s);
        return 1;
    });
    const auto sleepers = [this] {
        return m_database->value(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"_s);
    };
    QTRY_COMPARE(sleepers(), u"1"_s);
    future.cancel();
    QTRY_COMPARE(sleepers(), u"0"_s);
}

void PgBouncerTest::noSessionStateIsLeftBehind()
{
    // What another client of the pool would find on the server connections that this test used.
    db::Connection other(m_options);
    for (int i = 0; i < 20; ++i) {
        const QStringList state = other.executeText(
            u"SELECT current_setting('statement_timeout'), current_setting('client_min_messages'), (SELECT count(*) FROM pg_prepared_statements)"_s);
        QCOMPARE(state, (QStringList{u"0"_s, u"notice"_s, u"0"_s}));
    }
}

QTEST_GUILESS_MAIN(PgBouncerTest)
#include "tst_pgbouncer.moc"
