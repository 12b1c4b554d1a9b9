#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

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
        const QRegularExpression expression(u"^\\s*#include ([\"<])([^\">]+)"_s, QRegularExpression::MultilineOption);
        for (const char *folder : {"app", "ui", "models", "repo"}) {
            QDirIterator files(root.filePath(QLatin1String(folder)), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (!file.open(QIODevice::ReadOnly))
                    continue;
                auto matches = expression.globalMatch(QString::fromUtf8(file.readAll()));
                while (matches.hasNext()) {
                    const auto match = matches.next();
                    list.append({root.relativeFilePath(file.fileName()), match.captured(2), match.captured(1) == u"\""_s});
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
    return path.section(u'/', 0, path.startsWith(u"repo/"_s) ? 1 : 0);
}

/// The higher may include the lower, and nobody else on its own level.
int levelOf(const QString &path)
{
    static const QList<QStringList> levels{
        {u"repo/domain"_s},
        {u"repo/sql"_s, u"repo/plans"_s, u"repo/metrics"_s},
        {u"repo/cache"_s, u"repo/local"_s, u"repo/db"_s},
        {u"repo/migrations"_s, u"repo/paging"_s},
        {u"repo/embedded"_s, u"repo/audit"_s, u"repo/organizations"_s, u"repo/tuning"_s},
        {u"repo/users"_s, u"repo/server"_s},
        {u"repo/session"_s},
        {u"repo/smoke"_s},
        {u"repo/history"_s},
        {u"models"_s},
        {u"ui"_s},
        {u"app"_s},
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
        if (!include.isOwn || include.what.endsWith(u".moc"_s))
            continue;
        const int to = levelOf(include.what);
        const bool isLower = to >= 0 && to < levelOf(include.file);
        QVERIFY2(isLower || folderOf(include.what) == folderOf(include.file), qPrintable(include.file + u" includes "_s + include.what));
    }
}

void IncludesTest::knowTheirQtModules()
{
    static const QRegularExpression widgets(
        u"^Q(Widget|Dialog|MessageBox|Application|MainWindow|Icon|Color|Font|Pixmap|Painter|TableView|Label|PushButton)$"_s);
    static const QRegularExpression sql(u"^QSql"_s);
    for (const Include &include : includes()) {
        if (include.isOwn)
            continue;
        if (include.file.startsWith(u"repo/"_s) || include.file.startsWith(u"models/"_s))
            QVERIFY2(!widgets.match(include.what).hasMatch(), qPrintable(include.file + u" includes "_s + include.what));
        if (!include.file.startsWith(u"repo/db/"_s) && !include.file.startsWith(u"repo/local/"_s))
            QVERIFY2(!sql.match(include.what).hasMatch(), qPrintable(include.file + u" includes "_s + include.what));
    }
}

void IncludesTest::onlyTheRulesFoldersExist()
{
    const QStringList allowed{u"CHANGELOG.md"_s,
                              u"CMakeLists.txt"_s,
                              u"CMakePresets.json"_s,
                              u"CONTRIBUTING.md"_s,
                              u"LICENSE"_s,
                              u"README.md"_s,
                              u"app"_s,
                              u"build"_s,
                              u"models"_s,
                              u"repo"_s,
                              u"resources"_s,
                              u"tests"_s,
                              u"translations"_s,
                              u"ui"_s};
    for (const QString &entry : QDir(QStringLiteral(PIVOTAL_SOURCE_DIR)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot))
        QVERIFY2(allowed.contains(entry), qPrintable(entry));
}

QTEST_GUILESS_MAIN(IncludesTest)
#include "tst_includes.moc"
