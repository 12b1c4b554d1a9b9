#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

/// Every source is as clang-format, of the version that Debian has, and .clang-format would write it.
class FormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAsTheFormatterWritesIt();
};

void FormatTest::isAsTheFormatterWritesIt()
{
    const QString formatter = QStandardPaths::findExecutable(u"clang-format"_s);
    QVERIFY2(!formatter.isEmpty(), "clang-format isn't installed: app/install-packages --tests");
    QProcess process;
    process.setWorkingDirectory(QStringLiteral(PIVOTAL_SOURCE_DIR));
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString command = u"find app models repo ui tests -name '*.h' -o -name '*.cpp' | xargs '%1' --dry-run -Werror"_s.arg(formatter);
    process.start(u"sh"_s, {u"-c"_s, command});
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAll().constData());
}

QTEST_GUILESS_MAIN(FormatTest)
#include "tst_format.moc"
