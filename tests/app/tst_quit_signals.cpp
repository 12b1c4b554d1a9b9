#include "repo/embedded/embedded_postgres.h"
#include "tests/support/await.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;

using namespace pivotal;

namespace {

/// Also not where it ended and nobody has asked how: its command line is empty then.
bool isAlive(const QByteArray &process)
{
    QFile file(u"/proc/%1/cmdline"_s.arg(QString::fromLatin1(process)));
    return file.open(QIODevice::ReadOnly) && !file.readAll().isEmpty();
}

} // namespace

/// The executable on an embedded server of its own, ended as a session or a terminal ends it.
class QuitSignalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_console = std::make_unique<QProcess>(); }
    void cleanup();
    void theWindowEndsInItsOrdinaryWay_data();
    void theWindowEndsInItsOrdinaryWay();
    void aCommandEndsAsASignalsCommand();
    void aSecondSignalEndsAtOnce();
    void whatIsIgnoredStaysSo();

private:
    void start(const QStringList &arguments);
    [[nodiscard]] bool hasEnded();
    void send(int number) const;
    [[nodiscard]] QString root() const { return m_folder.path() + u"/postgres"_s; }
    [[nodiscard]] QList<QByteArray> postmaster() const;
    [[nodiscard]] bool isReady() const { return postmaster().value(7).startsWith("ready"); }

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_console;
};

/// So that no test waits for a cluster to be made.
void QuitSignalsTest::initTestCase()
{
    QFile::setPermissions(m_folder.path(), QFile::permissions(m_folder.path()) | QFile::ExeOther | QFile::ExeGroup);
    db::EmbeddedPostgres server(root());
    server.ensureRunning();
}

/// No server outlives its test.
void QuitSignalsTest::cleanup()
{
    m_console->kill();
    m_console->waitForFinished(tests::patience);
    m_console.reset();
    if (postmaster().isEmpty())
        return;
    db::EmbeddedPostgres server(root());
    server.ensureRunning();
}

void QuitSignalsTest::start(const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *other : {"DATABASE_URL", "REDIS_URL"})
        environment.remove(QLatin1String(other));
    environment.insert(u"PIVOTAL_DATA_DIR"_s, m_folder.path());
    environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.path() + u"/config"_s);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    m_console->setProcessEnvironment(environment);
    m_console->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_console->start(QStringLiteral(PIVOTAL_EXECUTABLE), arguments);
    QVERIFY(m_console->waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), tests::patience);
}

void QuitSignalsTest::send(int number) const
{
    QVERIFY(m_console->processId() > 0); // 0: the test's own group
    ::kill(pid_t(m_console->processId()), number);
}

bool QuitSignalsTest::hasEnded()
{
    return m_console->waitForFinished(tests::patience);
}

/// The lines of its file; none where it was stopped.
QList<QByteArray> QuitSignalsTest::postmaster() const
{
    QFile file(root() + u"/data/postmaster.pid"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray>();
}

void QuitSignalsTest::theWindowEndsInItsOrdinaryWay_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void QuitSignalsTest::theWindowEndsInItsOrdinaryWay()
{
    QFETCH(int, number);
    const QString settings = m_folder.path() + u"/config/pivotal/pivotal-console.conf"_s;
    QFile::remove(settings);
    start({});
    const QByteArray server = postmaster().value(0);
    QVERIFY(isAlive(server));
    send(number);
    QVERIFY(hasEnded());
    QCOMPARE(m_console->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_console->exitCode(), 0); // a window that was asked to close has
    QVERIFY(postmaster().isEmpty());
    QTRY_VERIFY(!isAlive(server));    // the file goes a moment before
    QVERIFY(QFile::exists(settings)); // it kept its layout
}

void QuitSignalsTest::aCommandEndsAsASignalsCommand()
{
    start({u"perf"_s, u"--iterations"_s, u"10000"_s});
    const QByteArray server = postmaster().value(0);
    send(SIGTERM);
    QVERIFY(hasEnded());
    QCOMPARE(m_console->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_console->exitCode(), 128 + SIGTERM);
    QCOMPARE(m_console->readAllStandardOutput(), QByteArray());
    QVERIFY(postmaster().isEmpty());
    QTRY_VERIFY(!isAlive(server)); // the file goes a moment before
}

void QuitSignalsTest::aSecondSignalEndsAtOnce()
{
    start({});
    send(SIGTERM);
    send(SIGINT); // while the server is being stopped
    QVERIFY(hasEnded());
    QCOMPARE(m_console->exitStatus(), QProcess::CrashExit);
}

/// As nohup or a shell's background job has it; it isn't the first of two either.
void QuitSignalsTest::whatIsIgnoredStaysSo()
{
    m_console->setChildProcessModifier([] { ::signal(SIGINT, SIG_IGN); });
    start({});
    send(SIGINT);
    send(SIGTERM);
    QVERIFY(hasEnded());
    QCOMPARE(m_console->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_console->exitCode(), 0);
    QVERIFY(postmaster().isEmpty());
}

QTEST_GUILESS_MAIN(QuitSignalsTest)
#include "tst_quit_signals.moc"
