#include "repo/metrics/metrics.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;

/// The dashboard and the alert rules in resources/monitoring ask for metrics, and labels of them, that the console really has.
class MonitoringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNameIsExposed_data();
    void everyNameIsExposed();
    void everyMetricIsOnTheDashboard();
    void theDashboardIsWhole();

private:
    static QString contents(const QString &name);
    static QString exposition();
};

QString MonitoringTest::contents(const QString &name)
{
    QFile file(QStringLiteral(PIVOTAL_SOURCE_DIR "/resources/monitoring/") + name);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// With something counted of each kind.
QString MonitoringTest::exposition()
{
    metrics::Metrics all;
    metrics::OperationRecord record;
    record.operation = u"users.listUsers"_s;
    record.error = ErrorCode::Timeout;
    all.record(record);
    all.record(metrics::CacheEvent::Hit, u"users"_s);
    all.setPool(1, 1);
    return QString::fromStdString(all.exposition());
}

void MonitoringTest::everyNameIsExposed_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("dashboard") << u"grafana-dashboard.json"_s;
    QTest::newRow("alerts") << u"alert-rules.yml"_s;
}

void MonitoringTest::everyNameIsExposed()
{
    QFETCH(QString, file);
    const QString exposed = exposition();
    static const QRegularExpression use(uR"(\b(pivotal_\w+)(?:\{([^}]*)\})?)"_s);
    static const QRegularExpression label(uR"((\w+)\s*(?:=~|!=|=))"_s);
    int uses = 0;
    auto matches = use.globalMatch(contents(file));
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString name = match.captured(1);
        QVERIFY2(exposed.contains(QRegularExpression(u"^%1(\\{| )"_s.arg(name), QRegularExpression::MultilineOption)), qPrintable(name));
        auto labels = label.globalMatch(match.captured(2));
        while (labels.hasNext()) {
            const QString key = labels.next().captured(1);
            QVERIFY2(exposed.contains(QRegularExpression(u"^%1\\{[^}]*\\b%2="_s.arg(name, key), QRegularExpression::MultilineOption)),
                     qPrintable(name + u' ' + key));
        }
        ++uses;
    }
    QVERIFY(uses > 10);
}

void MonitoringTest::everyMetricIsOnTheDashboard()
{
    const QString dashboard = contents(u"grafana-dashboard.json"_s);
    static const QRegularExpression type(u"^# TYPE (pivotal_\\w+)"_s, QRegularExpression::MultilineOption);
    auto matches = type.globalMatch(exposition());
    QVERIFY(matches.hasNext());
    while (matches.hasNext()) {
        const QString name = matches.next().captured(1);
        QVERIFY2(dashboard.contains(name), qPrintable(name));
    }
}

void MonitoringTest::theDashboardIsWhole()
{
    const QJsonObject dashboard = QJsonDocument::fromJson(contents(u"grafana-dashboard.json"_s).toUtf8()).object();
    const QJsonArray panels = dashboard.value(u"panels"_s).toArray();
    QVERIFY(panels.size() >= 10);
    QSet<int> ids;
    for (const QJsonValue &panel : panels) {
        QVERIFY(!panel[u"targets"_s].toArray().isEmpty());
        ids.insert(panel[u"id"_s].toInt());
    }
    QCOMPARE(ids.size(), panels.size());
}

QTEST_GUILESS_MAIN(MonitoringTest)
#include "tst_monitoring.moc"
