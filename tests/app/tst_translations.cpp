#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

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
        if (reader.isStartElement() && reader.name() == u"name"_s)
            context = reader.readElementText();
        else if (reader.isStartElement() && reader.name() == u"source"_s)
            messages << context + u": "_s + reader.readElementText();
    }
    return messages;
}

} // namespace

void TranslationsTest::everyPluralHasItsForms()
{
    const QTemporaryDir folder;
    const QString found = folder.filePath(u"found.ts"_s);
    QProcess lupdate;
    QStringList arguments{u"-silent"_s, u"-pluralonly"_s, u"-I"_s, root};
    for (const char *part : {"app", "models", "repo", "ui"})
        arguments << root + u'/' + QLatin1String(part);
    lupdate.start(QStringLiteral(PIVOTAL_LUPDATE), arguments + QStringList{u"-ts"_s, found});
    QVERIFY(lupdate.waitForFinished(120'000));
    const QSet<QString> wanted = messagesIn(found);
    QVERIFY2(wanted.size() > 10, lupdate.readAllStandardError().constData());
    const QSet<QString> known = messagesIn(root + u"/translations/console_en.ts"_s);
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
