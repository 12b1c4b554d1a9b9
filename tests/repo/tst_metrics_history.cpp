#include "repo/db/closing.h"
#include "repo/history/metrics_history.h"
#include "tests/support/await.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <array>
#include <barrier>
#include <thread>

using namespace Qt::StringLiterals;

using namespace pivotal;
using local::MetricsStore;
using metrics::Sample;
using tests::await;

/// The history of statistics, in a real file.
class MetricsHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanupTestCase() { db::waitForClosed(); }
    void tiersAreBounded();
    void theTierFitsTheWindow();
    void sumsAreThoseOfTheSamples();
    void twoSamplesInAMillisecondLoseNothing();
    void aRestartGoesOn();
    void anotherDatabaseIsAnotherHistory();
    void serversOfOneNameAreToldApart();
    void aFileThatCantBeWrittenIsToldOnce();
    void statementsOutliveARestart();
    void noStatementCountsTwice();
    void theLastHourIsReadyAtOnce();
    void consolesThatStartAtOnce();
    void twoConsolesAreOneHistory();
    void statementsStayWithTheirDatabase();
    void statementsOnDiskAreBounded();
    void noValueIsInTheFile();
    void anEntryThatCantBeReadIsAnError();
    void aFileOfAnOlderConsoleGoesOn();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"metrics.sqlite"_s); }
    static Sample sampleAt(Instant at, double ms = 5);

    /// Runs SQL in the file, past the store.
    void runSql(const QString &file, const QString &sql);

    QTemporaryDir m_folder;
};

namespace {

const QString source = u"here"_s;
const QString list = u"users.listUsers"_s;

constexpr qint64 minuteMs = 60'000;
constexpr qint64 quarterMs = MetricsStore::statementsIntervalMs;
const Instant quarter{1'760'000'000'000 / quarterMs * quarterMs}; ///< one begins
const QString byEmail = u"SELECT id FROM users WHERE email = ?"_s;

/// A console with a clock of its own.
struct Console
{
    explicit Console(const QString &file, Instant time, const QString &database = source)
        : now(time), history(telemetry, file, [this] { return now; })
    {
        history.setSource(database);
    }

    void run(double ms, const QString &text = byEmail, const QVariantList &binds = {u"ann@planted.example"_s},
             const QString &operation = list)
    {
        const metrics::OperationContext context{operation, u"c%1"_s.arg(++runs), u"eve@planted.example › click"_s, 0.5};
        telemetry->statements().record({text, binds, context, ms, 1, 1}, now);
    }
    void goTo(qint64 ms)
    {
        now = {quarter.msecs + ms};
        history.sample();
    }
    metrics::StatementHistory statements(qint64 backMs)
    {
        return await(history.statements({now.msecs - backMs}, now)).value.value_or(metrics::StatementHistory());
    }
    quint64 count(qint64 backMs)
    {
        quint64 sum = 0;
        for (const metrics::StatementGroup &group : statements(backMs).groups)
            sum += group.durations.count();
        return sum;
    }

    Instant now;
    int runs = 0;
    std::shared_ptr<metrics::Telemetry> telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history;
};

constexpr qint64 monthMs = 30ll * 24 * 60 * minuteMs;

} // namespace

void MetricsHistoryTest::runSql(const QString &file, const QString &sql)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"past"_s);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY2(query.exec(sql), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(u"past"_s);
}

Sample MetricsHistoryTest::sampleAt(Instant at, double ms)
{
    Sample sample;
    sample.at = at;
    sample.lengthMs = 1'000;
    sample.operations[list].durations.record(ms);
    return sample;
}

void MetricsHistoryTest::tiersAreBounded()
{
    MetricsStore store(m_folder.filePath(u"bounded.sqlite"_s));
    const local::Tier tier = MetricsStore::tiers().first();
    const Instant now = Instant::now();
    const qint64 intervals = tier.keptMs / tier.lengthMs;
    for (qint64 i = intervals + 50; i >= 0; i -= 10) // beyond what is kept
        store.add(source, tier, sampleAt({now.msecs - i * tier.lengthMs}));
    QVERIFY(MetricsStore::tierFor({now.msecs - 2 * tier.keptMs + 1}, tier.lengthMs).lengthMs
            > tier.lengthMs); // so far back another is asked
    const auto fine = store.load(source, {now.msecs - 2 * tier.keptMs}, now, tier);
    QVERIFY2(fine.size() >= intervals / 10 && fine.size() <= intervals / 10 + 1, qPrintable(QString::number(fine.size())));
}

void MetricsHistoryTest::theTierFitsTheWindow()
{
    MetricsStore store(m_folder.filePath(u"tiers.sqlite"_s));
    const Instant now = Instant::now();
    int i = 0;
    for (const local::Tier &tier : MetricsStore::tiers())
        store.add(source, tier, sampleAt({now.msecs - 1}, ++i));
    const auto tierOf = [&](qint64 backMs, qint64 pointMs) {
        const Instant from{now.msecs - backMs};
        const auto samples = store.load(source, from, now, MetricsStore::tierFor(from, pointMs));
        return samples.isEmpty() ? 0 : int(samples.first().operations.value(list).durations.percentile(1) + 0.5);
    };
    QCOMPARE(tierOf(3'600'000, 10'000), 1);
    QCOMPARE(tierOf(3'600'000, 60'000), 2); // no finer than is shown
    QCOMPARE(tierOf(24 * 3'600'000, 10'000), 2);
    QCOMPARE(tierOf(30ll * 24 * 3'600'000, 10'000), 3);
}

void MetricsHistoryTest::sumsAreThoseOfTheSamples()
{
    auto telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history(telemetry, path());
    history.setSource(source);
    const Instant from = Instant::now();
    Instant last = from;
    metrics::OperationRecord record;
    record.operation = list;
    for (int i = 1; i <= 200; ++i) {
        record.durationMs = i;
        telemetry->onOperation(record);
        if (i % 50 == 0) {
            QTRY_VERIFY(Instant::now() > last); // an interval has a length
            history.sample();
            last = Instant::now();
        }
    }
    const auto loaded = await(history.load(source, {from.msecs - 60'000}, {Instant::now().msecs + 60'000}, 3'600'000)).value;
    QVERIFY(loaded && !loaded->isEmpty());
    Sample sum;
    for (const Sample &each : *loaded)
        sum.merge(each);
    QCOMPARE(sum.operations.value(list).durations.count(), 200u);
    QVERIFY(std::abs(sum.operations.value(list).durations.percentile(0.5) - 100) <= 1);
}

void MetricsHistoryTest::twoSamplesInAMillisecondLoseNothing()
{
    auto telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history(telemetry, m_folder.filePath(u"quick.sqlite"_s));
    quint64 calls = 0;
    Instant last;
    connect(&history, &MetricsHistory::sampled, this, [&](const Sample &each) {
        calls += each.operations.value(list).durations.count();
        last = each.at;
    });
    history.setSource(source);
    metrics::OperationRecord record;
    record.operation = list;
    for (int i = 0; i < 500; ++i) {
        telemetry->onOperation(record);
        history.sample();
    }
    QTRY_VERIFY(Instant::now() > last);
    history.sample();
    QCOMPARE(calls, 500u);
}

void MetricsHistoryTest::aRestartGoesOn()
{
    const QString file = m_folder.filePath(u"restart.sqlite"_s);
    metrics::OperationRecord record;
    record.operation = list;
    record.durationMs = 7;
    for (int run = 0; run < 3; ++run) {
        auto telemetry = std::make_shared<metrics::Telemetry>();
        MetricsHistory history(telemetry, file);
        QSignalSpy sampled(&history, &MetricsHistory::sampled);
        history.setSource(source);
        telemetry->onOperation(record);
        QVERIFY(sampled.wait(tests::patience)); // by its own clock
    }
    db::waitForClosed();
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), file);
    history.setSource(source);
    const Instant now = Instant::now();
    for (const qint64 window : {60'000ll, 3'600'000ll, 30 * 24 * 3'600'000ll}) {
        const auto loaded = await(history.load(source, {now.msecs - window}, now, window)).value;
        quint64 count = 0;
        for (const Sample &each : loaded.value_or(QList<Sample>()))
            count += each.operations.value(list).durations.count();
        QCOMPARE(count, 3u);
    }
}

/// As two tunnels on one port: a statement of the one must not be explained on the other.
void MetricsHistoryTest::serversOfOneNameAreToldApart()
{
    Console console(m_folder.filePath(u"tunnels.sqlite"_s), quarter);
    console.history.setSource(source, u"one"_s);
    console.run(900);
    console.history.setSource(source, u"one"_s);
    QCOMPARE(std::as_const(*console.telemetry).statements().cases(0).size(), 1); // the same
    console.history.setSource(source, u"two"_s);
    QVERIFY(std::as_const(*console.telemetry).statements().cases(0).isEmpty());
}

void MetricsHistoryTest::anotherDatabaseIsAnotherHistory()
{
    auto telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history(telemetry, m_folder.filePath(u"sources.sqlite"_s));
    QSignalSpy sampled(&history, &MetricsHistory::sampled);
    metrics::OperationRecord record;
    record.operation = list;
    for (const char *name : {"first", "second"}) {
        history.setSource(QLatin1String(name));
        telemetry->onOperation(record);
        QVERIFY(sampled.wait(tests::patience));
    }
    history.setSource(u"third"_s);
    QCOMPARE(await(history.sources()).value.value(), (QStringList{u"first"_s, u"second"_s}));
    const Instant now = Instant::now();
    const auto first = await(history.load(u"first"_s, {now.msecs - 3'600'000}, now, 3'600'000)).value;
    QCOMPARE(first->size(), 1);
    QCOMPARE(first->first().operations.value(list).durations.count(), 1u);
}

void MetricsHistoryTest::aFileThatCantBeWrittenIsToldOnce()
{
    const QString file = m_folder.filePath(u"a file, no folder"_s);
    QFile blocker(file);
    QVERIFY(blocker.open(QFile::WriteOnly));
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), file + u"/metrics.sqlite"_s);
    QList<ErrorCode> failed;
    connect(&history, &MetricsHistory::failed, this, [&failed](const RepositoryError &error) { failed << error.code; });
    QSignalSpy sampled(&history, &MetricsHistory::sampled);
    history.setSource(source);
    QVERIFY(sampled.wait(tests::patience));
    history.setSource(u"another"_s); // writes what is pending, of all tiers
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(sampled.wait(tests::patience));                        // what is on screen goes on
    QCOMPARE(failed, QList<ErrorCode>{ErrorCode::MetricsHistory}); // and of the three tiers only one complained
}

void MetricsHistoryTest::statementsOutliveARestart()
{
    const QString file = m_folder.filePath(u"statements.sqlite"_s);
    {
        Console console(file, {quarter.msecs + 2 * minuteMs});
        console.run(400);
        console.run(500);
        console.run(20);
    }
    db::waitForClosed();
    Console console(file, {quarter.msecs + 5 * minuteMs}); // within the quarter of an hour
    QCOMPARE(console.count(monthMs), 3u);
    console.run(450);
    QCOMPARE(console.count(monthMs), 4u);
    const auto found = console.statements(monthMs);
    QCOMPARE(found.groups.size(), 1);
    QCOMPARE(found.groups.first().fingerprint, byEmail);
    QCOMPARE(found.groups.first().operation, list);
    QCOMPARE(found.groups.first().rows, 4);
    QCOMPARE(found.groups.first().worst.first().durationMs, 500.0);
    QVERIFY(!found.groups.first().worst.first().hasValues);
    QCOMPARE(found.cases.size(), 3);                 // the slow ones
    QCOMPARE(found.cases.first().durationMs, 450.0); // the newest first
    QVERIFY(found.cases.first().hasValues);
    QCOMPARE(await(console.history.statements({console.now.msecs - monthMs}, console.now, 480)).value->cases.size(), 1);
}

/// The end of a quarter of an hour is when counts pass from memory to the disk.
void MetricsHistoryTest::noStatementCountsTwice()
{
    const QString file = m_folder.filePath(u"bounds.sqlite"_s);
    Console console(file, {quarter.msecs + minuteMs});
    MetricsStore store(file);
    const auto stored = [&] { return store.statements(source, {quarter.msecs - monthMs}, {quarter.msecs + monthMs}, 0).groups; };
    console.run(400);
    console.goTo(quarterMs - 1);
    console.run(410);
    QCOMPARE(console.count(monthMs), 2u);
    console.goTo(quarterMs);
    console.run(420);
    QCOMPARE(console.count(monthMs), 3u);
    QVERIFY(stored().isEmpty()); // who ran a statement may not have told yet
    console.goTo(quarterMs + 1'000);
    QCOMPARE(console.count(monthMs), 3u); // the disk's thread writes before it reads
    QCOMPARE(stored().size(), 1);
    QCOMPARE(stored().first().durations.count(), 2u);
    QCOMPARE(console.statements(monthMs).cases.size(), 3);
    for (const metrics::SlowStatement &each : console.statements(monthMs).cases)
        QVERIFY(each.hasValues && each.binds.size() == 1); // memory's are preferred
    QCOMPARE(console.statements(monthMs).groups.first().worst.size(), 3);
    console.goTo(3 * quarterMs + 5 * minuteMs); // two at once
    QCOMPARE(console.count(monthMs), 3u);
    QCOMPARE(stored().first().durations.count(), 3u);
    console.goTo(40 * 24 * 4 * quarterMs); // after a long sleep
    console.run(430);
    QCOMPARE(console.count(minuteMs), 1u);
}

void MetricsHistoryTest::theLastHourIsReadyAtOnce()
{
    Console console(m_folder.filePath(u"hour.sqlite"_s), quarter);
    console.run(400);
    console.goTo(60 * minuteMs);
    console.run(500);
    console.goTo(60 * minuteMs + 2'000); // asked a moment late
    const auto hour = console.history.statements(quarter, console.now);
    QVERIFY(hour.isFinished());
    QCOMPARE(hour.result().groups.first().durations.count(), 2u);
    QCOMPARE(hour.result().cases.size(), 2);
    QVERIFY(!console.history.statements({quarter.msecs - 1}, console.now).isFinished()); // before it was on the source
}

/// Each makes the file, if it is the first.
void MetricsHistoryTest::consolesThatStartAtOnce()
{
    constexpr int consoles = 2;
    for (int round = 0; round < 8; ++round) {
        const QString file = m_folder.filePath(u"start%1.sqlite"_s.arg(round));
        std::barrier together(consoles);
        std::array<QString, consoles> errors;
        {
            std::array<std::jthread, consoles> starts;
            for (int i = 0; i < consoles; ++i)
                starts.at(i) = std::jthread([&, i] {
                    together.arrive_and_wait();
                    try {
                        MetricsStore(file).add(source, MetricsStore::tiers().first(), sampleAt(quarter));
                    } catch (const RepositoryError &error) {
                        errors.at(i) = error.message + u' ' + error.detail;
                    }
                });
        }
        for (const QString &error : errors)
            QCOMPARE(error, QString());
    }
}

void MetricsHistoryTest::twoConsolesAreOneHistory()
{
    const QString file = m_folder.filePath(u"two.sqlite"_s);
    Console first(file, quarter);
    Console second(file, quarter);
    first.run(400);
    second.run(500);
    second.run(20, u"SELECT now()"_s, {});
    first.goTo(quarterMs + 1'000);
    second.goTo(quarterMs + 1'000);
    QTRY_COMPARE(first.count(monthMs), 3u);
    QCOMPARE(second.count(monthMs), 3u);
    const auto both = first.statements(monthMs);
    QCOMPARE(both.groups.size(), 2);
    QCOMPARE(both.cases.size(), 2);
    QVERIFY(!both.cases.at(0).hasValues || !both.cases.at(1).hasValues); // the other's
    QVERIFY(both.cases.at(0).hasValues || both.cases.at(1).hasValues);
}

void MetricsHistoryTest::statementsStayWithTheirDatabase()
{
    Console console(m_folder.filePath(u"databases.sqlite"_s), {quarter.msecs + minuteMs});
    console.run(400);
    console.history.setSource(u"there"_s);
    QVERIFY(console.telemetry->statements().cases(0).isEmpty());
    QCOMPARE(console.count(monthMs), 0u);
    console.run(500);
    console.history.setSource(source); // within the quarter of an hour
    QCOMPARE(console.count(monthMs), 1u);
    console.run(410);
    QCOMPARE(console.count(monthMs), 2u);
    console.goTo(quarterMs + 1'000);
    QCOMPARE(console.count(monthMs), 2u);
}

void MetricsHistoryTest::statementsOnDiskAreBounded()
{
    MetricsStore store(m_folder.filePath(u"many.sqlite"_s));
    const auto groupOf = [](int number, Instant at, int cases) {
        metrics::StatementGroup group{u"SELECT %1"_s.arg(QString(number, u'x')), list, {}, 0, 0, {}};
        for (int i = 0; i < cases; ++i) {
            metrics::SlowStatement each;
            each.at = {at.msecs + i};
            each.durationMs = 1'000 + number;
            each.context.operation = list;
            group.durations.record(each.durationMs);
            group.worst << each;
        }
        return group;
    };
    QList<metrics::StatementGroup> groups;
    for (int i = 1; i <= 25; ++i)
        groups << groupOf(i, quarter, 5);
    store.addStatements(source, quarter, groups.mid(0, 15));
    store.addStatements(source, {quarter.msecs + quarterMs - 1}, groups.mid(15));
    const Instant end{quarter.msecs + quarterMs};
    const auto kept = store.statements(source, quarter, end, 0);
    QCOMPARE(kept.groups.size(), MetricsStore::statementGroupsKept);
    for (const metrics::StatementGroup &group : kept.groups) {
        QVERIFY(group.worst.first().durationMs > 1'005); // those with the slowest cases
        QCOMPARE(group.durations.count(), 5u);
        QCOMPARE(group.worst.size(), metrics::storedCases);
    }
    QVERIFY(store.statements(source, end, {end.msecs + quarterMs}, 0).groups.isEmpty());
    const Instant later{quarter.msecs + MetricsStore::statementsKeptMs};
    for (int i = 0; i <= 300; ++i)
        store.addStatements(source, {later.msecs - i * minuteMs}, {groupOf(i, {later.msecs - i * minuteMs}, 2)});
    store.addStatements(source, later, {groupOf(1, later, 2)});
    QCOMPARE(store.statements(source, quarter, end, 0).groups.size(), MetricsStore::statementGroupsKept); // 31 days old
    store.addStatements(source, {later.msecs + quarterMs}, {groupOf(1, later, 2)});
    QVERIFY(store.statements(source, quarter, end, 0).groups.isEmpty());
    const auto cases = store.statements(source, quarter, {later.msecs + quarterMs}, 0).cases;
    QCOMPARE(cases.size(), metrics::StatementHistory::maxCases);
    QVERIFY(std::is_sorted(cases.cbegin(), cases.cend(), [](const auto &a, const auto &b) { return a.at > b.at; }));
    QVERIFY(cases.first().at >= later && cases.last().at.msecs > later.msecs - 260 * minuteMs);
}

void MetricsHistoryTest::noValueIsInTheFile()
{
    const QTemporaryDir folder;
    {
        Console console(folder.filePath(u"metrics.sqlite"_s), quarter);
        console.run(900, byEmail, {u"bob@planted.example"_s});
        console.run(800, u"SELECT id FROM users WHERE phone = 'planted 64123' AND age = 64123"_s, {});
        console.run(700, u"UPDATE users SET \"passwordHash\" = ? WHERE id = ?"_s, {u"planted"_s, 64123});
        console.goTo(quarterMs + 1'000);
        console.run(600);
    }
    db::waitForClosed();
    QByteArray bytes;
    for (QDirIterator files(folder.path(), QDir::Files); files.hasNext();) { // with the write-ahead log, where there is one
        QFile file(files.next());
        QVERIFY(file.open(QFile::ReadOnly));
        bytes += file.readAll();
    }
    QVERIFY(bytes.contains(byEmail.toUtf8())); // so texts are readable there
    QVERIFY(bytes.contains("SELECT id FROM users WHERE phone = ? AND age = ?"));
    for (const char *secret : {"planted", "64123", "click", "passwordHash"})
        QVERIFY2(!bytes.contains(secret)
                     && !bytes.contains(
                         QByteArray(reinterpret_cast<const char *>(QString::fromLatin1(secret).utf16()), 2 * qsizetype(strlen(secret)))),
                 secret);
}

void MetricsHistoryTest::anEntryThatCantBeReadIsAnError()
{
    const QString file = m_folder.filePath(u"torn.sqlite"_s);
    Console console(file, quarter);
    console.run(400);
    console.goTo(quarterMs + 1'000);
    QCOMPARE(console.count(monthMs), 1u);
    runSql(file, u"UPDATE statements SET entry = substr(entry, 1, length(entry) / 2)"_s);
    const auto outcome = await(console.history.statements({quarter.msecs - monthMs}, console.now));
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::MetricsHistory);
    QVERIFY(!outcome.error->message.isEmpty());
    runSql(file, u"UPDATE statements SET interval = interval + 1"_s); // that is written to next
    console.run(500);
    QList<ErrorCode> failed;
    connect(&console.history, &MetricsHistory::failed, this, [&failed](const RepositoryError &error) { failed << error.code; });
    console.goTo(2 * quarterMs + 1'000);
    QTRY_COMPARE(failed, QList<ErrorCode>{ErrorCode::MetricsHistory});
}

void MetricsHistoryTest::aFileOfAnOlderConsoleGoesOn()
{
    const QString file = m_folder.filePath(u"older.sqlite"_s);
    {
        MetricsStore store(file);
        store.add(source, MetricsStore::tiers().last(), sampleAt(quarter));
    }
    runSql(file, u"DROP TABLE statements"_s);
    Console console(file, quarter);
    console.run(400);
    console.goTo(quarterMs + 1'000);
    QCOMPARE(console.count(monthMs), 1u);
    QCOMPARE(await(console.history.sources()).value.value(), QStringList{source}); // what was there stays
}

QTEST_GUILESS_MAIN(MetricsHistoryTest)
#include "tst_metrics_history.moc"
