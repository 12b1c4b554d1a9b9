#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

/// Includes point one way: app -> ui -> models -> repo; inside repo: the features on the grounds that they stand on.
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

/// "repo/users", "ui": what is a library of its own.
QString folderOf(const QString &path)
{
    return path.section(u'/', 0, path.startsWith(QStringLiteral("repo/")) ? 1 : 0);
}

/// The higher may include the lower, and nobody else on its own level.
int levelOf(const QString &path)
{
    static const QList<QStringList> levels{
        {QStringLiteral("repo/domain")},
        {QStringLiteral("repo/sql"), QStringLiteral("repo/plans"), QStringLiteral("repo/metrics")},
        {QStringLiteral("repo/cache"), QStringLiteral("repo/local"), QStringLiteral("repo/db")},
        {QStringLiteral("repo/migrations"), QStringLiteral("repo/paging")},
        {QStringLiteral("repo/embedded"), QStringLiteral("repo/audit"), QStringLiteral("repo/organizations"), QStringLiteral("repo/tuning")},
        {QStringLiteral("repo/users"), QStringLiteral("repo/server")},
        {QStringLiteral("repo/session")},
        {QStringLiteral("repo/smoke")},
        {QStringLiteral("repo/history")},
        {QStringLiteral("models")},
        {QStringLiteral("ui")},
        {QStringLiteral("app")},
    };
    for (int level = 0; level < levels.size(); ++level)
        if (levels.at(level).contains(folderOf(path)))
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
        const bool isLower = to >= 0 && to < levelOf(include.file);
        QVERIFY2(isLower || folderOf(include.what) == folderOf(include.file), qPrintable(include.file + QStringLiteral(" includes ") + include.what));
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
