#include "tests/support/test_database.h"

#include <QDir>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::TestDatabase;

/// Renders every page as the command does; the pictures stay in the build folder, to be looked at.
class ScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rendersEveryPage();
};

void ScreenshotsTest::rendersEveryPage()
{
    TestDatabase database(TestDatabase::Kind::Demo);
    const QDir folder(QStringLiteral(PIVOTAL_SCREENSHOTS));
    QProcess process;
    process.start(QStringLiteral(PIVOTAL_EXECUTABLE),
                  {u"--database"_s, database.url(), u"--as"_s, u"admin@northwind.example"_s, u"screenshots"_s, folder.path()});
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    const QList<QByteArray> printed = process.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(printed.size(), 20);
    for (const char *name : {"users", "audit", "editor", "error", "empty", "performance", "levels", "smoke", "server", "indexes"})
        for (const char *theme : {"light", "dark"}) {
            const QImage image(folder.filePath(u"%1-%2.png"_s.arg(QLatin1String(name), QLatin1String(theme))));
            QCOMPARE(image.size(), QSize(1440, 900));
            QSet<QRgb> colors;
            for (int x = 0; x < image.width(); x += 3)
                for (int y = 0; y < image.height(); y += 3)
                    colors.insert(image.pixel(x, y));
            QVERIFY2(colors.size() > 50, "a blank page");
            QCOMPARE(image.pixelColor(700, 5).lightness() > 128, QLatin1String(theme) == QLatin1String("light"));
        }
}

QTEST_GUILESS_MAIN(ScreenshotsTest)
#include "tst_screenshots.moc"
