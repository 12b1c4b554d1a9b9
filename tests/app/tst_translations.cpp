#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

/// English plural forms: a text with a number that has none is shown with its "(s)".
class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPluralHasItsForms();
};

namespace {

const QString root = QStringLiteral(PIVOTAL_SOURCE_DIR);

/// "context: text" of each; empty where the file can't be read.
QSet<QString> messagesIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return {};
    QSet<QString> messages;
    QString context;
    QXmlStreamReader reader(&file);
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == QStringLiteral("name"))
            context = reader.readElementText();
        else if (reader.isStartElement() && reader.name() == QStringLiteral("source"))
            messages << context + QStringLiteral(": ") + reader.readElementText();
    }
    return messages;
}

} // namespace

void TranslationsTest::everyPluralHasItsForms()
{
    const QTemporaryDir folder;
    const QString found = folder.filePath(QStringLiteral("found.ts"));
    QProcess lupdate;
    QStringList arguments{QStringLiteral("-silent"), QStringLiteral("-pluralonly"), QStringLiteral("-I"), root};
    for (const char *part : {"app", "models", "repo", "ui"})
        arguments << root + u'/' + QLatin1String(part);
    lupdate.start(QStringLiteral(PIVOTAL_LUPDATE), arguments + QStringList{QStringLiteral("-ts"), found});
    QVERIFY(lupdate.waitForFinished(120'000));
    const QSet<QString> wanted = messagesIn(found);
    QVERIFY2(wanted.size() > 10, lupdate.readAllStandardError().constData());
    const QSet<QString> known = messagesIn(root + QStringLiteral("/translations/console_en.ts"));
    const auto inOrder = [](const QSet<QString> &set) {
        QStringList list = set.values();
        list.sort();
        return list.join(u'\n');
    };
    QCOMPARE(inOrder(wanted - known), QString());
    QCOMPARE(inOrder(known - wanted), QString()); // of code that is gone
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "tst_translations.moc"
