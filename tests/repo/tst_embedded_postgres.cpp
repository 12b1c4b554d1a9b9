#include "repo/db/connection.h"
#include "repo/embedded/embedded_postgres.h"
#include "repo/local/audit_spool.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace pivotal;

/// The real server of this machine, in folders of the test's own.
class EmbeddedPostgresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isPrivate();
    void isSharedAndStoppedByTheLast();
    void keepsItsDataOverARestart();
    void survivesAKillOfTheServer();
    void survivesAKillOfTheConsole();
    void ignoresAStalePidFile();
    void anUnfinishedClusterIsMadeAnew();
    void saysSoWithoutPostgres();
    void saysSoWhenTheDiskIsFull();
    void saysSoWhenThePathIsTooLong();
    void thePathIsMeasuredInBytes();
    void everyPathWorks_data();
    void everyPathWorks();
    void saysSoWhereThePathCantBeUsed_data();
    void saysSoWhereThePathCantBeUsed();

private:
    [[nodiscard]] QString root() const { return m_folder->path() + u"/pg"_s; }
    [[nodiscard]] qint64 postmaster() const;
    [[nodiscard]] bool isRunning() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

QString valueOf(const db::EmbeddedPostgres &server, const QString &sql)
{
    db::Connection connection(server.options(u"postgres"_s));
    db::Rows rows = connection.query({sql, {}});
    return rows.next() ? rows.text() : QString();
}

} // namespace

void EmbeddedPostgresTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QFile::setPermissions(m_folder->path(), QFile::permissions(m_folder->path()) | QFile::ExeOther | QFile::ExeGroup);
}

qint64 EmbeddedPostgresTest::postmaster() const
{
    QFile file(root() + u"/data/postmaster.pid"_s);
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toLongLong() : 0;
}

bool EmbeddedPostgresTest::isRunning() const
{
    return QFile::exists(root() + u"/socket/.s.PGSQL.5432"_s) && postmaster() > 0 && ::kill(pid_t(postmaster()), 0) == 0;
}

void EmbeddedPostgresTest::isPrivate()
{
    db::EmbeddedPostgres server(root());
    QStringList steps;
    server.ensureRunning([&](const QString &step) { steps << step; });
    QCOMPARE(steps.size(), 2);
    QCOMPARE(valueOf(server, u"SELECT current_setting('listen_addresses')"_s), QString());
    struct stat status
    {
    };
    QCOMPARE(::stat(QFile::encodeName(root() + u"/socket"_s).constData(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0700);
    QCOMPARE(::stat(u"/proc/%1"_s.arg(postmaster()).toLatin1().constData(), &status), 0);
    QVERIFY2(status.st_uid != 0, "PostgreSQL runs as root");
    if (::geteuid() != 0)
        QCOMPARE(status.st_uid, ::geteuid());
}

void EmbeddedPostgresTest::isSharedAndStoppedByTheLast()
{
    auto one = std::make_unique<db::EmbeddedPostgres>(root());
    auto two = std::make_unique<db::EmbeddedPostgres>(root());
    one->ensureRunning();
    const qint64 pid = postmaster();
    two->ensureRunning();
    QCOMPARE(postmaster(), pid);
    one.reset();
    QVERIFY(isRunning());
    QCOMPARE(valueOf(*two, u"SELECT 1"_s), u"1"_s);
    two.reset();
    QVERIFY(!isRunning());
}

void EmbeddedPostgresTest::keepsItsDataOverARestart()
{
    {
        db::EmbeddedPostgres server(root());
        server.ensureRunning();
        db::Connection(server.options(u"postgres"_s)).executeText(u"CREATE TABLE kept AS SELECT 42 AS n"_s);
    }
    db::EmbeddedPostgres server(root());
    server.ensureRunning();
    QCOMPARE(valueOf(server, u"SELECT n FROM kept"_s), u"42"_s);
}

void EmbeddedPostgresTest::survivesAKillOfTheServer()
{
    db::EmbeddedPostgres server(root());
    server.ensureRunning();
    db::Connection(server.options(u"postgres"_s)).executeText(u"CREATE TABLE kept AS SELECT 42 AS n"_s);
    const qint64 pid = postmaster();
    QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);
    QTRY_VERIFY(::kill(pid_t(pid), 0) != 0 || QFile(u"/proc/%1/exe"_s.arg(pid)).symLinkTarget().isEmpty());
    server.ensureRunning();
    QVERIFY(postmaster() != pid);
    QCOMPARE(valueOf(server, u"SELECT n FROM kept"_s), u"42"_s);
}

void EmbeddedPostgresTest::survivesAKillOfTheConsole()
{
    // A console that dies holds no lock: the next one is alone, and stops the server.
    const pid_t console = ::fork();
    if (console == 0) {
        auto *server = new db::EmbeddedPostgres(root());
        server->ensureRunning();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(console, &status, 0), console);
    QVERIFY(WIFSIGNALED(status));
    QVERIFY(isRunning());
    {
        db::EmbeddedPostgres server(root());
        server.ensureRunning();
        QCOMPARE(valueOf(server, u"SELECT 1"_s), u"1"_s);
    }
    QVERIFY(!isRunning());
}

void EmbeddedPostgresTest::ignoresAStalePidFile()
{
    {
        db::EmbeddedPostgres server(root());
        server.ensureRunning();
    }
    // After a reboot its pid may be anybody's: here it is this very process's.
    QFile file(root() + u"/data/postmaster.pid"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(::getpid()) + "\n/nowhere\n1\n5432\n/tmp\n\n  0 0\n");
    file.close();
    db::EmbeddedPostgres server(root());
    server.ensureRunning();
    QCOMPARE(valueOf(server, u"SELECT 1"_s), u"1"_s);
}

void EmbeddedPostgresTest::anUnfinishedClusterIsMadeAnew()
{
    QVERIFY(QDir().mkpath(root() + u"/data.new/base"_s));
    db::EmbeddedPostgres server(root());
    server.ensureRunning();
    QCOMPARE(valueOf(server, u"SELECT 1"_s), u"1"_s);
}

void EmbeddedPostgresTest::saysSoWithoutPostgres()
{
    qputenv("PIVOTAL_PG_BIN", "/nowhere");
    try {
        db::EmbeddedPostgres server(root());
        server.ensureRunning();
        qunsetenv("PIVOTAL_PG_BIN");
        QFAIL("started");
    } catch (const RepositoryError &error) {
        qunsetenv("PIVOTAL_PG_BIN");
        QCOMPARE(error.code, ErrorCode::DatabaseConnection);
        QVERIFY2(error.message.contains(u"apt install postgresql"_s), error.what());
    }
}

void EmbeddedPostgresTest::saysSoWhenTheDiskIsFull()
{
    if (::geteuid() != 0)
        QSKIP("mounting a small disk needs root");
    if (QProcess::execute(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=8m,mode=755"_s, u"tmpfs"_s, m_folder->path()}) != 0)
        QSKIP("this machine doesn't let root mount");
    QString message;
    {
        db::EmbeddedPostgres server(root());
        try {
            server.ensureRunning();
        } catch (const RepositoryError &error) {
            message = error.message;
        }
    }
    QCOMPARE(QProcess::execute(u"umount"_s, {m_folder->path()}), 0);
    QVERIFY2(message.contains(u"MB free"_s), qPrintable(message));
}

void EmbeddedPostgresTest::saysSoWhenThePathIsTooLong()
{
    db::EmbeddedPostgres server(root() + u'/' + QString(100, u'x'));
    try {
        server.ensureRunning();
        QFAIL("started");
    } catch (const RepositoryError &error) {
        QVERIFY2(error.message.contains(u"too long"_s), error.what());
    }
}

/// 107 bytes of the socket's path fit.
void EmbeddedPostgresTest::thePathIsMeasuredInBytes()
{
    const QString start = m_folder->path() + u'/';
    const qsizetype left = 107 - QFile::encodeName(start + u"/socket/.s.PGSQL.5432"_s).size();
    const QString longest = QString(left / 2, QChar(u'é')) + QString(left % 2, u'x'); // é has two
    {
        db::EmbeddedPostgres server(start + longest);
        server.ensureRunning();
        QCOMPARE(valueOf(server, u"SELECT 1"_s), u"1"_s);
    }
    try {
        db::EmbeddedPostgres(start + longest + u'é').ensureRunning();
        QFAIL("started");
    } catch (const RepositoryError &error) {
        QVERIFY2(error.message.contains(u"too long"_s), error.what());
    }
}

void EmbeddedPostgresTest::everyPathWorks_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"it's", "a \"b\"", "two  spaces ", "Größe 王", "$HOME `id` $(id)", "back\\slash", "%1 & ; < > | #"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void EmbeddedPostgresTest::everyPathWorks()
{
    QFETCH(QString, name);
    const QString folder = m_folder->path() + u'/' + name;
    for (int turn = 0; turn < 2; ++turn) { // made, and started again
        db::EmbeddedPostgres server(folder + u"/pg"_s);
        server.ensureRunning();
        QCOMPARE(valueOf(server, u"SELECT 1"_s), u"1"_s);
        QVERIFY(QFile::exists(folder + u"/pg/socket/.s.PGSQL.5432"_s));
        QVERIFY(QFile::exists(folder + u"/pg/server.log"_s));
    }
    local::AuditSpool spool(folder + u"/audit-spool.sqlite"_s);
    spool.append(u"t"_s, {{{u"1"_s}, u"{}"_s}});
    QCOMPARE(spool.depth(u"t"_s), 1);
    QVERIFY(QFile::exists(folder + u"/audit-spool.sqlite"_s));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{name});
}

void EmbeddedPostgresTest::saysSoWhereThePathCantBeUsed_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("comma") << "a,b";
    QTest::newRow("line break") << "a\nb";
}

void EmbeddedPostgresTest::saysSoWhereThePathCantBeUsed()
{
    QFETCH(QString, name);
    try {
        db::EmbeddedPostgres(m_folder->path() + u'/' + name).ensureRunning();
        QFAIL("started");
    } catch (const RepositoryError &error) {
        QVERIFY2(error.message.contains(u"PIVOTAL_DATA_DIR"_s) && error.message.contains(name), error.what());
    }
}

QTEST_GUILESS_MAIN(EmbeddedPostgresTest)
#include "tst_embedded_postgres.moc"
