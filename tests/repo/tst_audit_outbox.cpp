#include "repo/audit/audit_outbox.h"
#include "repo/audit/sql_audit_repository.h"
#include "repo/db/closing.h"
#include "tests/support/await.h"
#include "tests/support/proxied.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::Proxied;
using tests::TestDatabase;

/// Stand-alone events: on the disk at once, on the server exactly once, whatever happens in between.
class AuditOutboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void eventsArrive();
    void eventsOutliveAnOutage();
    void eventsOutliveTheProcess();
    void aBatchSentTwiceArrivesOnce();
    void twoConsolesShareASpool();
    void eventsOfAnotherDatabaseStay();
    void aFullSpoolIsAnErrorAndDropsNothing();
    void anUnwritableSpoolIsAnError();
    void aRefusedEventIsSetAsideAndTheOthersArrive();
    void aRefusedEventIsListedExportedAndSentAgain();
    void aSpoolOfAnEarlierVersionIsRead();
    void badEventsAreRefusedAtOnce_data();
    void badEventsAreRefusedAtOnce();
    void theLongestEventArrives();

private:
    [[nodiscard]] std::unique_ptr<AuditOutbox> open(const Scope &scope, const QString &database = u"db"_s, int capacity = 1000);
    [[nodiscard]] QString arrived(const QString &action) const;
    [[nodiscard]] QList<NewAuditEvent> events(const QString &action, int count) const;
    [[nodiscard]] QString spoolPath() const { return m_folder->filePath(u"spool.sqlite"_s); }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Proxied> m_proxied;
    std::unique_ptr<QTemporaryDir> m_folder;
    Scope m_scope;
    std::unique_ptr<db::Executor> m_executor;
};

void AuditOutboxTest::initTestCase()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_scope = m_database->demoScope();
}

void AuditOutboxTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_proxied = std::make_unique<Proxied>(*m_database);
    m_executor = std::make_unique<db::Executor>([this] { return m_proxied->options(); }, 1);
}

void AuditOutboxTest::cleanup()
{
    m_executor.reset();
    db::waitForClosed();
    m_proxied.reset();
}

void AuditOutboxTest::cleanupTestCase()
{
    m_database.reset();
}

std::unique_ptr<AuditOutbox> AuditOutboxTest::open(const Scope &scope, const QString &database, int capacity)
{
    return std::make_unique<AuditOutbox>(*m_executor, scope, database, spoolPath(), capacity);
}

QString AuditOutboxTest::arrived(const QString &action) const
{
    return m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = ?"_s, {action});
}

QList<NewAuditEvent> AuditOutboxTest::events(const QString &action, int count) const
{
    QList<NewAuditEvent> list;
    for (int i = 0; i < count; ++i)
        list.append({action,
                     u"Thing"_s,
                     QString::number(i),
                     {},
                     JsonObject().add(u"n"_s, Json::ofNumber(i)).add(u"text"_s, u"O'Neil \\ \"x\", {}"_s).json()});
    return list;
}

void AuditOutboxTest::eventsArrive()
{
    const auto outbox = open(m_scope);
    const auto appended = await(outbox->append(events(u"test.arrive"_s, 1'300)));
    QVERIFY2(!appended.value, "more than fits");
    const auto fits = await(outbox->append(events(u"test.arrive"_s, 900)));
    QCOMPARE(fits.value->size(), 900);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.arrive"_s), u"900"_s, tests::patience);
    QTRY_COMPARE(outbox->depth(), 0);
    SqlAuditRepository audit({*m_executor, *m_executor, m_scope});
    AuditFilter filter;
    filter.actions = {u"test.arrive"_s};
    filter.entityId = u"7"_s;
    const AuditEvent event = await(audit.page(filter, defaultAuditSort, {})).value->items.first();
    QCOMPARE(event.actorId, m_scope.actorId);
    QVERIFY(event.newValues->text.contains(QByteArrayLiteral("O'Neil \\\\ \\\"x\\\", {}")));
    QVERIFY(event.metadata->text.contains("databaseUser") && event.metadata->text.contains("actorUserId"));
    QVERIFY(qAbs(event.createdAt.msecs - Instant::now().msecs) < 60'000);
}

void AuditOutboxTest::eventsOutliveAnOutage()
{
    const auto outbox = open(m_scope);
    QTRY_COMPARE(outbox->depth(), 0);
    m_proxied->proxy.setTarget(u"127.0.0.1:1"_s);
    m_proxied->proxy.cutAll();
    QVERIFY(await(outbox->append(events(u"test.outage"_s, 20))).value); // at once, without a server
    QTRY_COMPARE(outbox->depth(), 20);
    QCOMPARE(m_executor->telemetry().metrics().exposition().find("pivotal_audit_spool_depth 20") != std::string::npos, true);
    QCOMPARE(arrived(u"test.outage"_s), u"0"_s);
    m_proxied->proxy.setTarget(m_database->options().value(u"host"_s) + u"/.s.PGSQL.5432"_s);
    QTRY_COMPARE_WITH_TIMEOUT(outbox->depth(), 0, tests::patience); // by itself
    QCOMPARE(arrived(u"test.outage"_s), u"20"_s);
}

void AuditOutboxTest::eventsOutliveTheProcess()
{
    m_proxied->proxy.setTarget(u"127.0.0.1:1"_s);
    {
        const auto outbox = open(m_scope);
        QVERIFY(await(outbox->append(events(u"test.restart"_s, 5))).value);
    }
    m_proxied->proxy.setTarget(m_database->options().value(u"host"_s) + u"/.s.PGSQL.5432"_s);
    const auto next = open(m_scope);
    QSignalSpy drained(next.get(), &AuditOutbox::drained);
    QTRY_VERIFY_WITH_TIMEOUT(!drained.isEmpty(), tests::patience);
    QCOMPARE(arrived(u"test.restart"_s), u"5"_s);
}

void AuditOutboxTest::aBatchSentTwiceArrivesOnce()
{
    {
        const auto outbox = open(m_scope);
        QVERIFY(await(outbox->append(events(u"test.twice"_s, 3))).value);
        QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.twice"_s), u"3"_s, tests::patience);
        QTRY_COMPARE(outbox->depth(), 0);
    }
    // As after a crash between the server's commit and the file's: the same events wait again.
    db::waitForClosed();
    QString payload = m_database->value(
        u"SELECT jsonb_build_object('id', id, 'userId', \"userId\", 'action', action, 'entityType', \"entityType\", 'entityId', "
        u"\"entityId\", "
        "'oldValues', '{}'::jsonb, 'newValues', \"newValues\", 'userAgent', \"userAgent\", 'metadata', metadata, 'createdAt', "
        "to_char(\"createdAt\", 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))::text FROM audit_logs WHERE action = 'test.twice' LIMIT 1"_s);
    {
        local::AuditSpool spool(spoolPath());
        spool.append(u"db/"_s + m_scope.organization.id.value, {{{u"again"_s}, payload}});
    }
    const auto outbox = open(m_scope);
    QSignalSpy drained(outbox.get(), &AuditOutbox::drained);
    QTRY_VERIFY_WITH_TIMEOUT(!drained.isEmpty(), tests::patience);
    QCOMPARE(arrived(u"test.twice"_s), u"3"_s);
}

void AuditOutboxTest::twoConsolesShareASpool()
{
    const auto a = open(m_scope);
    const auto b = open(m_scope);
    QList<QFuture<QList<AuditEventId>>> futures;
    for (int i = 0; i < 20; ++i) {
        futures << a->append(events(u"test.shared"_s, 5));
        futures << b->append(events(u"test.shared"_s, 5));
    }
    for (const auto &future : futures)
        QVERIFY(await(future).value);
    a->flush();
    b->flush();
    QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.shared"_s), u"200"_s, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(a->depth() + b->depth(), 0, tests::patience);
    QCOMPARE(arrived(u"test.shared"_s), u"200"_s);
}

void AuditOutboxTest::eventsOfAnotherDatabaseStay()
{
    {
        local::AuditSpool spool(spoolPath());
        spool.append(u"another/"_s + m_scope.organization.id.value, {{{u"x"_s}, u"{}"_s}});
    }
    const auto outbox = open(m_scope);
    QSignalSpy drained(outbox.get(), &AuditOutbox::drained);
    QTRY_VERIFY_WITH_TIMEOUT(!drained.isEmpty(), tests::patience);
    QCOMPARE(local::AuditSpool(spoolPath()).depth(u"another/"_s + m_scope.organization.id.value), 1);
}

void AuditOutboxTest::aFullSpoolIsAnErrorAndDropsNothing()
{
    m_proxied->proxy.setTarget(u"127.0.0.1:1"_s);
    const auto outbox = open(m_scope, u"db"_s, 10);
    QSignalSpy failed(outbox.get(), &AuditOutbox::failed);
    QVERIFY(await(outbox->append(events(u"test.full"_s, 9))).value);
    QCOMPARE(await(outbox->append(events(u"test.full"_s, 2))).error->code, ErrorCode::AuditSpool);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(await(outbox->append(events(u"test.full"_s, 1))).value);
    m_proxied->proxy.setTarget(m_database->options().value(u"host"_s) + u"/.s.PGSQL.5432"_s);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.full"_s), u"10"_s, tests::patience);
    QTRY_COMPARE(outbox->depth(), 0);
}

void AuditOutboxTest::anUnwritableSpoolIsAnError()
{
    QFile file(spoolPath());
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(
        "this is no database, and long enough to look like none at all. this is no database, and long enough to look like none at all.");
    file.close();
    const auto outbox = open(m_scope);
    QSignalSpy failed(outbox.get(), &AuditOutbox::failed);
    QCOMPARE(await(outbox->append(events(u"test.unwritable"_s, 1))).error->code, ErrorCode::AuditSpool);
    QTRY_VERIFY(!failed.isEmpty());
}

void AuditOutboxTest::aRefusedEventIsSetAsideAndTheOthersArrive()
{
    Scope ghost = m_scope;
    ghost.actorId = {u"nobody-by-this-id"_s};
    {
        m_proxied->proxy.setTarget(u"127.0.0.1:1"_s);
        const auto good = open(m_scope);
        const auto bad = open(ghost);
        QVERIFY(await(good->append(events(u"test.mixed"_s, 3))).value);
        QVERIFY(await(bad->append(events(u"test.mixed"_s, 1))).value);
        QVERIFY(await(good->append(events(u"test.mixed"_s, 3))).value);
    }
    m_proxied->proxy.setTarget(m_database->options().value(u"host"_s) + u"/.s.PGSQL.5432"_s);
    const auto outbox = open(m_scope);
    QSignalSpy failed(outbox.get(), &AuditOutbox::failed);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.mixed"_s), u"6"_s, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, tests::patience);
    QTRY_COMPARE(outbox->depth(), 0);
    QCOMPARE(local::AuditSpool(spoolPath()).rejected(u"db/"_s + m_scope.organization.id.value), 1);
}

void AuditOutboxTest::aRefusedEventIsListedExportedAndSentAgain()
{
    m_database->execute(u"ALTER TABLE audit_logs ADD CONSTRAINT not_now CHECK (action <> 'test.aside')"_s);
    const auto outbox = open(m_scope);
    QSignalSpy counts(outbox.get(), &AuditOutbox::refusedChanged);
    const Json digits{R"({"n":12345678901234567890,"d":1.10})"};
    const auto ids = await(outbox->append({{u"test.aside"_s, u"Thing"_s, u"7"_s, {}, digits}}));
    QVERIFY(ids.value);
    QTRY_COMPARE_WITH_TIMEOUT(outbox->refusedCount(), 1, tests::patience);
    QCOMPARE(counts.last().first().toLongLong(), 1);
    const auto listed = await(outbox->refused());
    QCOMPARE(listed.value->size(), 1);
    const RefusedEvent event = listed.value->first();
    QCOMPARE(event.id, ids.value->first());
    QVERIFY2(event.reason.contains(u"not_now"_s), qPrintable(event.reason));
    QVERIFY(parseInstant(event.refusedAt, RangeEnd::From, QTimeZone::utc()));
    QVERIFY(event.row && event.row->newValues == digits && !event.row->oldValues);

    const QString path = m_folder->filePath(u"refused.json"_s);
    QCOMPARE(*await(outbox->exportRefused(path)).value, 1);
    QFile file(path);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray exported = file.readAll();
    QVERIFY(exported.contains(digits.text));
    QCOMPARE(QJsonDocument::fromJson(exported).array().size(), 1);
    QCOMPARE(await(outbox->exportRefused(m_folder->filePath(u"no/such/folder"_s))).error->code, ErrorCode::AuditSpool);

    m_database->execute(u"ALTER TABLE audit_logs DROP CONSTRAINT not_now"_s);
    outbox->sendAgain({event.id});
    QTRY_COMPARE_WITH_TIMEOUT(outbox->refusedCount(), 0, tests::patience);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.aside"_s), u"1"_s, tests::patience);
    QCOMPARE(m_database->value(u"SELECT \"newValues\"::text FROM audit_logs WHERE action = 'test.aside'"_s),
             uR"({"d": 1.10, "n": 12345678901234567890})"_s);
}

void AuditOutboxTest::aSpoolOfAnEarlierVersionIsRead()
{
    {
        local::AuditSpool spool(spoolPath());
        const QString payload =
            uR"({"id":"earlier","userId":"%1","action":"test.earlier","entityType":"Thing","entityId":"7","oldValues":{},)"
            R"("newValues":{"a":1},"userAgent":"x","metadata":{"actorUserId":"%1"},"createdAt":"2026-11-23T05:54:12.000Z"})"_s;
        spool.append(u"db/"_s + m_scope.organization.id.value, {{{u"earlier"_s}, payload.arg(m_scope.actorId.value)}});
    }
    const auto outbox = open(m_scope);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(u"test.earlier"_s), u"1"_s, tests::patience);
    QCOMPARE(m_database->value(u"SELECT \"newValues\"::text || (\"oldValues\" IS NULL) FROM audit_logs WHERE id = 'earlier'"_s),
             u"{\"a\": 1}true"_s);
}

void AuditOutboxTest::badEventsAreRefusedAtOnce_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("id");
    QTest::newRow("empty") << QString() << u"1"_s;
    QTest::newRow("too long") << QString(101, u'x') << u"1"_s;
    QTest::newRow("too long, of four bytes each") << u"😀"_s.repeated(101) << u"1"_s;
    QTest::newRow("NUL") << u"a"_s + QChar(QChar::Null) << u"1"_s;
    QTest::newRow("no id") << u"a"_s << QString();
    QTest::newRow("an id of too many bytes") << u"a"_s << QString(667, QChar(u'王'));
}

void AuditOutboxTest::badEventsAreRefusedAtOnce()
{
    QFETCH(QString, action);
    QFETCH(QString, id);
    const auto outbox = open(m_scope);
    QCOMPARE(await(outbox->append({{action, u"Thing"_s, id, {}, {}}})).error->code, ErrorCode::ValidationError);
}

/// As the server measures: names in characters, the id in bytes, all of which its index takes.
void AuditOutboxTest::theLongestEventArrives()
{
    const auto characters = [](int count) {
        QString text;
        for (int i = 0; i < count; ++i)
            text += QChar::fromUcs4(char32_t(0x1F300 + i * 7'919 % 1'000)); // nothing to compress
        return text;
    };
    const auto outbox = open(m_scope);
    QVERIFY(await(outbox->append({{characters(100), characters(100), characters(500), {}, {}}})).value);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(characters(100)), u"1"_s, tests::patience);
    QCOMPARE(m_database->value(u"SELECT length(\"entityId\") FROM audit_logs WHERE action = ?"_s, {characters(100)}), u"500"_s);
}

QTEST_GUILESS_MAIN(AuditOutboxTest)
#include "tst_audit_outbox.moc"
