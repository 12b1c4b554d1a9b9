#include "models/audit_table_model.h"
#include "models/date_choice.h"
#include "models/users_table_model.h"
#include "repo/audit/sql_audit_repository.h"
#include "repo/users/sql_users_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

/// Stored, shown and filtered times, with the process in whatever TZ it was started in (ctest runs this under Auckland,
/// New York and UTC) and the server's TimeZone set to yet another.
class TimesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void readsWhatIsStored_data();
    void readsWhatIsStored();
    void filtersByTheInstant();
    void writesUtc();
    void showsBothZones();
    void daysOfDstAreAsLongAsTheyAre();
    void commandsPrintUtc();

private:
    std::unique_ptr<TestDatabase> m_database;
    Scope m_scope;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<SqlUsersRepository> m_users;
    std::unique_ptr<SqlAuditRepository> m_audit;
};

namespace {

// Stored as UTC: around both of New York's DST changes of 2026, and in an hour that Auckland skips.
const QStringList moments{u"2026-03-08T06:59:59.999Z"_s, u"2026-03-08T07:30:00.000Z"_s, u"2026-11-01T05:30:00.000Z"_s,
                          u"2026-11-01T06:30:00.001Z"_s, u"2026-09-26T14:30:00.000Z"_s, u"2026-11-23T05:54:12.007Z"_s};

Instant at(const QString &iso)
{
    return *parseInstant(iso, RangeEnd::From, QTimeZone::utc());
}

} // namespace

void TimesTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_database->execute(u"ALTER DATABASE %1 SET TimeZone = 'Asia/Kolkata'"_s.arg(m_database->name()));
    m_scope = m_database->demoScope();
    m_executor = std::make_unique<db::Executor>([this] { return m_database->options(); });
    m_users = std::make_unique<SqlUsersRepository>(RepositoryContext{*m_executor, *m_executor, m_scope});
    m_audit = std::make_unique<SqlAuditRepository>(RepositoryContext{*m_executor, *m_executor, m_scope});
    for (qsizetype i = 0; i < moments.size(); ++i)
        m_database->execute(
            u"INSERT INTO audit_logs (id, \"organizationId\", action, \"entityType\", \"entityId\", \"createdAt\") VALUES (?, ?, 'test.time', 'Time', ?, ?::timestamp)"_s,
            {u"time-%1"_s.arg(i), m_scope.organization.id.value, QString::number(i),
             QString(moments.at(i)).remove(u'Z').replace(u'T', u' ')});
}

void TimesTest::cleanupTestCase()
{
    m_audit.reset();
    m_users.reset();
    m_executor.reset();
    m_database.reset();
}

void TimesTest::readsWhatIsStored_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < moments.size(); ++i)
        QTest::newRow(qPrintable(moments.at(i))) << i;
}

void TimesTest::readsWhatIsStored()
{
    QFETCH(int, index);
    AuditFilter filter;
    filter.entityTypes = QStringList{u"Time"_s};
    filter.entityId = QString::number(index);
    const auto reply = await(m_audit->page(filter, defaultAuditSort, {}));
    QCOMPARE(reply.value->items.first().createdAt.toIso(), moments.at(index));
}

void TimesTest::filtersByTheInstant()
{
    AuditFilter filter;
    filter.entityTypes = QStringList{u"Time"_s};
    filter.created = {at(moments.at(1)), at(moments.at(3))}; // half-open: the first is in, the last isn't
    const auto reply = await(m_audit->page(filter, parseAuditSort(u"createdAt:asc"_s), {}));
    QStringList found;
    for (const AuditEvent &event : reply.value->items)
        found << event.createdAt.toIso();
    QCOMPARE(found, (QStringList{moments.at(1), moments.at(4), moments.at(2)}));
}

void TimesTest::writesUtc()
{
    const User before = *await(m_users->get(m_scope.actorId)).value;
    const Instant started = Instant::now();
    const User after = *await(m_users->update(before, {{UserField::FirstName, u"Time"_s}})).value;
    QVERIFY(qAbs(after.updatedAt.msecs - started.msecs) < 60'000);
    QCOMPARE(await(m_users->get(m_scope.actorId)).value->updatedAt, after.updatedAt);
    AuditFilter filter;
    filter.entityId = before.id.value;
    const AuditEvent event = await(m_audit->page(filter, defaultAuditSort, {})).value->items.first();
    QVERIFY(qAbs(event.createdAt.msecs - started.msecs) < 60'000);
}

void TimesTest::showsBothZones()
{
    models::DisplayZone zone;
    const Instant instant = at(u"2026-03-08T07:30:00.000Z"_s);
    QCOMPARE(zone.seconds(instant), u"2026-03-08 07:30:00"_s);
    zone.setKind(models::DisplayZone::Kind::Local);
    const QString tz = qEnvironmentVariable("TZ");
    const QString expected = tz == u"Pacific/Auckland"_s   ? u"2026-03-08 20:30:00"_s
                             : tz == u"America/New_York"_s ? u"2026-03-08 03:30:00"_s
                                                           : u"2026-03-08 07:30:00"_s;
    QCOMPARE(zone.seconds(instant), expected);
}

void TimesTest::daysOfDstAreAsLongAsTheyAre()
{
    models::DateChoice day{models::DatePreset::Custom, QDate(2026, 3, 8), QDate(2026, 3, 8)};
    InstantRange range = day.range(QTimeZone("America/New_York"), Instant::now());
    QCOMPARE(range.to->msecs - range.from->msecs, 23 * 3'600'000);
    day.from = day.to = QDate(2026, 11, 1);
    range = day.range(QTimeZone("America/New_York"), Instant::now());
    QCOMPARE(range.to->msecs - range.from->msecs, 25 * 3'600'000);
    AuditFilter filter;
    filter.entityTypes = QStringList{u"Time"_s};
    filter.created = range;
    QCOMPARE(await(m_audit->page(filter, defaultAuditSort, {})).value->total, 2); // both 01:30s of that night
}

void TimesTest::commandsPrintUtc()
{
    QProcess process;
    process.start(QStringLiteral(PIVOTAL_EXECUTABLE),
                  {u"--database"_s, m_database->url(), u"--as"_s, m_scope.actorEmail, u"audit"_s, u"list"_s, u"--entity-type"_s, u"Time"_s,
                   u"--from"_s, u"2026-11-01"_s, u"--to"_s, u"2026-11-01"_s});
    QVERIFY(process.waitForFinished(tests::patience));
    const QJsonArray items = QJsonDocument::fromJson(process.readAllStandardOutput()).object().value(u"items"_s).toArray();
    QCOMPARE(items.size(), 2);
    QCOMPARE(items.first().toObject().value(u"createdAt"_s).toString(), moments.at(3));
}

QTEST_GUILESS_MAIN(TimesTest)
#include "tst_times.moc"
