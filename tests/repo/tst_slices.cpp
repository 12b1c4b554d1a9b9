#include "repo/audit/sql_audit_repository.h"
#include "repo/users/sql_users_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// Whole results, slice by slice, in every order and both directions, against what the database says in one statement.
class SlicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void userSlicesJoinUp_data();
    void userSlicesJoinUp();
    void auditSlicesJoinUp_data();
    void auditSlicesJoinUp();
    void writesInBetweenNeitherSkipNorDouble();
    void skipPassesOver();
    void anchorsAreEveryStepthRow_data() { userSlicesJoinUp_data(); }
    void anchorsAreEveryStepthRow();
    void aScanCountsUpToACursor();
    void deepPagesComeFromTheNearerEnd();
    void estimatesAndCounts();
    void aPathWhoseIndexIsGoneIsLeft();

private:
    [[nodiscard]] QString org() const { return m_scope.organization.id.value; }
    template <class Source>
    QStringList scan(Source &source, const typename Source::Order &order, Direction direction, int limit);
    [[nodiscard]] QString idsBy(const QString &table, const QString &order) const;

    std::unique_ptr<TestDatabase> m_database;
    Scope m_scope;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<SqlUsersRepository> m_users;
    std::unique_ptr<SqlAuditRepository> m_audit;
};

void SlicesTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); }, 1);
    const RepositoryContext context{*m_executor, *m_executor, m_scope};
    m_users = std::make_unique<SqlUsersRepository>(context);
    m_audit = std::make_unique<SqlAuditRepository>(context);
    // Ties and missing values in every key.
    m_database->execute(u"UPDATE users SET \"lastLoginAt\" = NULL WHERE hashtext(id) % 3 = 0"_s);
    m_database->execute(u"UPDATE users SET \"createdAt\" = date_trunc('month', \"createdAt\"), \"displayName\" = "
                        "CASE hashtext(id) % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'Same' ELSE \"displayName\" END"_s);
}

void SlicesTest::cleanupTestCase()
{
    m_users.reset();
    m_audit.reset();
    m_executor.reset();
    m_database.reset();
}

template <class Source>
QStringList SlicesTest::scan(Source &source, const typename Source::Order &order, Direction direction, int limit)
{
    QStringList ids;
    SliceRequest request;
    request.direction = direction;
    request.limit = limit;
    for (;;) {
        const auto slice = await(source.slice({}, order, request)).value;
        if (!slice || slice->items.size() != slice->cursors.size())
            return {u"failed"_s};
        QStringList some;
        for (const auto &item : slice->items)
            some << item.id.value;
        ids = direction == Direction::Forward ? ids + some : some + ids;
        if (slice->reachesEnd)
            return ids;
        request.cursor = direction == Direction::Forward ? slice->cursors.last() : slice->cursors.first();
    }
}

QString SlicesTest::idsBy(const QString &table, const QString &order) const
{
    return m_database->value(u"SELECT string_agg(id, ',' ORDER BY %1) FROM %2 WHERE \"organizationId\" = ?"_s.arg(order, table), {org()});
}

void SlicesTest::userSlicesJoinUp_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QString>("order");
    const auto both = [](const QString &field, const QString &asc, const QString &desc) {
        QTest::newRow(qPrintable(field + u" up"_s)) << field + u":asc"_s << asc;
        QTest::newRow(qPrintable(field + u" down"_s)) << field + u":desc"_s << desc;
    };
    const QString name = u"COALESCE(NULLIF(\"displayName\", ''), \"firstName\" || ' ' || \"lastName\")"_s;
    both(u"email"_s, u"email, id"_s, u"email DESC, id DESC"_s);
    both(u"name"_s, name + u", id"_s, name + u" DESC, id DESC"_s);
    both(u"status"_s, u"status, id"_s, u"status DESC, id DESC"_s);
    both(u"createdAt"_s, u"\"createdAt\", id"_s, u"\"createdAt\" DESC, id DESC"_s);
    both(u"lastLoginAt"_s, u"\"lastLoginAt\" NULLS FIRST, id"_s, u"\"lastLoginAt\" DESC NULLS LAST, id DESC"_s);
    both(u"loginCount"_s, u"\"loginCount\", id"_s, u"\"loginCount\" DESC, id DESC"_s);
}

void SlicesTest::userSlicesJoinUp()
{
    QFETCH(QString, sort);
    QFETCH(QString, order);
    const QString expected = idsBy(u"(SELECT * FROM users WHERE \"deletedAt\" IS NULL) u"_s, order);
    QVERIFY(expected.count(u',') > 300);
    QCOMPARE(scan(*m_users, parseUserSort(sort), Direction::Forward, 37).join(u','), expected);
    QCOMPARE(scan(*m_users, parseUserSort(sort), Direction::Backward, 41).join(u','), expected);
}

void SlicesTest::auditSlicesJoinUp_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QString>("order");
    QTest::newRow("time up") << "createdAt:asc"
                             << "\"createdAt\", id";
    QTest::newRow("time down") << "createdAt:desc"
                               << "\"createdAt\" DESC, id DESC";
    QTest::newRow("action up") << "action:asc"
                               << "action, \"createdAt\", id";
    QTest::newRow("action down") << "action:desc"
                                 << "action DESC, \"createdAt\" DESC, id DESC";
    QTest::newRow("type up") << "entityType:asc"
                             << "\"entityType\", \"createdAt\", id";
    QTest::newRow("type down") << "entityType:desc"
                               << "\"entityType\" DESC, \"createdAt\" DESC, id DESC";
}

void SlicesTest::auditSlicesJoinUp()
{
    QFETCH(QString, sort);
    QFETCH(QString, order);
    const QString expected = idsBy(u"audit_logs"_s, order);
    QCOMPARE(scan(*m_audit, parseAuditSort(sort), Direction::Forward, 211).join(u','), expected);
    QCOMPARE(scan(*m_audit, parseAuditSort(sort), Direction::Backward, 197).join(u','), expected);
}

void SlicesTest::writesInBetweenNeitherSkipNorDouble()
{
    const QStringList before = scan(*m_audit, defaultAuditSort, Direction::Forward, 500);
    SliceRequest request;
    request.limit = 100;
    auto slice = await(m_audit->slice({}, defaultAuditSort, request)).value;
    QStringList seen;
    QSet<QString> deleted;
    db::Connection writer(m_database->options());
    for (int round = 0; slice; ++round) {
        for (const AuditEvent &event : slice->items)
            seen << event.id.value;
        if (slice->reachesEnd)
            break;
        // A new event before, one among what was seen, one in what comes; and one of each deleted.
        for (const char *age : {"0 days", "1 day", "200 days"})
            writer.execute({u"INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\", \"createdAt\") "
                            "VALUES (?, ?, 'x.new', 'User', 'e', now() AT TIME ZONE 'UTC' - interval '%1')"_s.arg(QLatin1String(age)),
                            {u"new-%1-%2"_s.arg(round).arg(QLatin1String(age)), org()}});
        for (const QString &id : {before.at(qsizetype(round) * 3), before.at(before.size() - 1 - qsizetype(round) * 3)}) {
            writer.execute({u"DELETE FROM audit_logs WHERE id = ?"_s, {id}});
            deleted << id;
        }
        request.cursor = slice->cursors.last();
        slice = await(m_audit->slice({}, defaultAuditSort, request)).value;
    }
    QVERIFY(slice);
    seen.removeIf([&](const QString &id) { return id.startsWith(u"new-"_s) || deleted.contains(id); });
    QStringList unchanged = before;
    unchanged.removeIf([&](const QString &id) { return deleted.contains(id); });
    QCOMPARE(seen, unchanged);
    QVERIFY(deleted.size() > 50);
}

void SlicesTest::skipPassesOver()
{
    const QStringList all = scan(*m_users, defaultUserSort, Direction::Forward, 500);
    const auto first = await(m_users->slice({}, defaultUserSort, {})).value;
    SliceRequest request;
    request.cursor = first->cursors.last();
    request.skip = 30;
    request.limit = 10;
    QCOMPARE(await(m_users->slice({}, defaultUserSort, request)).value->items.first().id.value, all.at(50 + 30));
    request.direction = Direction::Backward;
    const auto back = await(m_users->slice({}, defaultUserSort, request)).value;
    QCOMPARE(back->items.size(), 10);
    QCOMPARE(back->items.first().id.value, all.at(9)); // rows 9 … 18: 30 passed over before row 49
    request.skip = 45;
    QCOMPARE(await(m_users->slice({}, defaultUserSort, request)).value->items.size(), 4);
    request.limit = maxSliceRows + 1;
    QCOMPARE(await(m_users->slice({}, defaultUserSort, request)).error->code, ErrorCode::ValidationError);
}

void SlicesTest::anchorsAreEveryStepthRow()
{
    QFETCH(QString, sort);
    const UserSort order = parseUserSort(sort);
    const QStringList all = scan(*m_users, order, Direction::Forward, 500);
    qint64 row = 0;
    AnchorRequest request{std::nullopt, std::nullopt, 100, 20};
    for (;;) {
        const auto scanned = await(m_users->anchors({}, order, request)).value;
        QVERIFY(scanned);
        QCOMPARE(scanned->rows, std::min<qint64>(100, all.size() - row));
        QCOMPARE(scanned->cursors.size(), scanned->rows / 20);
        for (qsizetype i = 0; i < scanned->cursors.size(); ++i) {
            SliceRequest next;
            next.cursor = scanned->cursors.at(i);
            next.limit = 1;
            const qint64 at = row + (i + 1) * 20; // the cursor is of the row before
            const auto slice = await(m_users->slice({}, order, next)).value;
            QCOMPARE(slice->items.isEmpty() ? QString() : slice->items.first().id.value, all.value(at));
        }
        row += scanned->rows;
        request.after = scanned->last;
        if (scanned->rows < request.rows)
            break;
    }
    QCOMPARE(row, all.size());
}

void SlicesTest::aScanCountsUpToACursor()
{
    const auto first = await(m_users->slice({}, defaultUserSort, {})).value;
    AnchorRequest request;
    request.after = first->cursors.at(4);
    request.until = first->cursors.at(15);
    QCOMPARE(await(m_users->anchors({}, defaultUserSort, request)).value->rows, 10);
    request.until = first->cursors.at(4);
    const auto none = await(m_users->anchors({}, defaultUserSort, request)).value;
    QCOMPARE(none->rows, 0);
    QVERIFY(!none->last);
}

void SlicesTest::deepPagesComeFromTheNearerEnd()
{
    const QStringList all = scan(*m_users, defaultUserSort, Direction::Forward, 500);
    for (qint64 page = 1; page <= (all.size() + 19) / 20; ++page) {
        const auto reply = await(m_users->page({}, defaultUserSort, {page, 20}));
        QVERIFY(reply.value);
        QStringList ids;
        for (const User &user : reply.value->items)
            ids << user.id.value;
        QCOMPARE(ids, all.mid((page - 1) * 20, 20));
    }
}

void SlicesTest::estimatesAndCounts()
{
    UserFilter filter;
    const QString counted =
        m_database->value(u"SELECT count(*) FROM users WHERE \"organizationId\" = ? AND \"deletedAt\" IS NULL"_s, {org()});
    m_database->execute(u"ANALYZE users"_s);
    QCOMPARE(await(m_users->count(filter, Freshness::Cached)).value, counted.toLongLong());
    const qint64 estimate = await(m_users->estimate(filter)).value.value_or(-1);
    QVERIFY2(std::abs(estimate - counted.toLongLong()) < counted.toLongLong() / 5, qPrintable(QString::number(estimate)));
    filter.text = QString(300, u'x');
    QCOMPARE(await(m_users->estimate(filter)).error->code, ErrorCode::ValidationError);
}

/// It is remembered by the place of its condition among those that have an index.
void SlicesTest::aPathWhoseIndexIsGoneIsLeft()
{
    QStringList missing;
    SqlUsersRepository users({*m_executor, *m_executor, m_scope, nullptr, nullptr, &missing});
    UserFilter filter;
    filter.statuses = {u"active"_s, u"pending"_s};
    filter.emailVerified = true;
    filter.locked = true;
    const auto read = [&]() -> QStringList {
        const auto slice = await(users.slice(filter, defaultUserSort, {})).value;
        if (!slice)
            return {u"failed"_s};
        QStringList ids;
        for (const User &user : slice->items)
            ids << user.id.value;
        return ids;
    };
    const QStringList before = read();
    missing = {u"idx_users_org_status_id"_s, u"idx_users_org_verified_id"_s};
    QCOMPARE(read(), before);
}

QTEST_GUILESS_MAIN(SlicesTest)
#include "tst_slices.moc"
