#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

/// Includes point one way: app -> ui -> models -> repo; inside repo: repositories -> sql, cache, db, metrics -> domain.
class IncludesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointOneWay();
    void knowTheirQtModules();
    void onlyTheRulesFoldersExist();
};

namespace {

struct Include
{
    QString file; ///< "ui/theme.cpp"
    QString what; ///< "models/cell_roles.h" or "QWidget"
    bool isOwn;
};

QList<Include> includes()
{
    static const QList<Include> all = [] {
        QList<Include> list;
        const QDir root(QStringLiteral(PIVOTAL_SOURCE_DIR));
        const QRegularExpression expression(QStringLiteral("^\\s*#include ([\"<])([^\">]+)"), QRegularExpression::MultilineOption);
        for (const char *folder : {"app", "ui", "models", "repo"}) {
            QDirIterator files(root.filePath(QLatin1String(folder)), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (!file.open(QIODevice::ReadOnly))
                    continue;
                auto matches = expression.globalMatch(QString::fromUtf8(file.readAll()));
                while (matches.hasNext()) {
                    const auto match = matches.next();
                    list.append({root.relativeFilePath(file.fileName()), match.captured(2), match.captured(1) == QStringLiteral("\"")});
                }
            }
        }
        return list;
    }();
    return all;
}

/// The higher may include the lower, and its own.
int levelOf(const QString &path)
{
    static const QList<std::pair<QString, int>> levels{{QStringLiteral("app/"), 9}, {QStringLiteral("ui/"), 8}, {QStringLiteral("models/"), 7}, {QStringLiteral("repo/domain/"), 1},
                                                       {QStringLiteral("repo/sql/"), 2}, {QStringLiteral("repo/plans/"), 2}, {QStringLiteral("repo/metrics/"), 2}, {QStringLiteral("repo/cache/"), 3}, {QStringLiteral("repo/local/"), 3}, {QStringLiteral("repo/db/"), 3},
                                                       {QStringLiteral("repo/"), 5}};
    for (const auto &[prefix, level] : levels)
        if (path.startsWith(prefix))
            return level;
    return -1;
}

} // namespace

void IncludesTest::pointOneWay()
{
    QVERIFY(includes().size() > 300);
    for (const Include &include : includes()) {
        if (!include.isOwn || include.what.endsWith(QStringLiteral(".moc")))
            continue;
        const int to = levelOf(include.what);
        QVERIFY2(to > 0, qPrintable(include.file + QStringLiteral(" includes ") + include.what));
        QVERIFY2(levelOf(include.file) >= to, qPrintable(include.file + QStringLiteral(" includes ") + include.what));
    }
}

void IncludesTest::knowTheirQtModules()
{
    static const QRegularExpression widgets(QStringLiteral("^Q(Widget|Dialog|MessageBox|Application|MainWindow|Icon|Color|Font|Pixmap|Painter|TableView|Label|PushButton)$"));
    static const QRegularExpression sql(QStringLiteral("^QSql"));
    for (const Include &include : includes()) {
        if (include.isOwn)
            continue;
        if (include.file.startsWith(QStringLiteral("repo/")) || include.file.startsWith(QStringLiteral("models/")))
            QVERIFY2(!widgets.match(include.what).hasMatch(), qPrintable(include.file + QStringLiteral(" includes ") + include.what));
        if (!include.file.startsWith(QStringLiteral("repo/db/")) && !include.file.startsWith(QStringLiteral("repo/local/")))
            QVERIFY2(!sql.match(include.what).hasMatch(), qPrintable(include.file + QStringLiteral(" includes ") + include.what));
    }
}

void IncludesTest::onlyTheRulesFoldersExist()
{
    const QStringList allowed{QStringLiteral("CMakeLists.txt"), QStringLiteral("CMakePresets.json"), QStringLiteral("LICENSE"), QStringLiteral("README.md"), QStringLiteral("app"), QStringLiteral("build"),
                              QStringLiteral("models"), QStringLiteral("repo"), QStringLiteral("resources"), QStringLiteral("tests"), QStringLiteral("translations"), QStringLiteral("ui")};
    for (const QString &entry : QDir(QStringLiteral(PIVOTAL_SOURCE_DIR)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot))
        QVERIFY2(allowed.contains(entry), qPrintable(entry));
}

QTEST_GUILESS_MAIN(IncludesTest)
#include "tst_includes.moc"
