#include "models/unit_text.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal::models;

class UnitTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(u"en_US"_s)); }
    void durations_data();
    void durations();
    void bytes_data();
    void bytes();
};

void UnitTextTest::durations_data()
{
    QTest::addColumn<double>("msecs");
    QTest::addColumn<QString>("text");
    const auto row = [](double msecs, const char *text) { QTest::newRow(text) << msecs << QString::fromUtf8(text); };
    row(-3, "0 ms"); // clocks differ
    row(0.036, "0.04 ms");
    row(1.86, "1.9 ms");
    row(9.97, "10 ms");
    row(412.3, "412 ms");
    row(5, "5 ms");
    row(999.7, "1.0 s");
    row(2'400, "2.4 s");
    row(12'000, "12 s");
    row(59'700, "1 min");
    row(252'000, "4 min 12 s");
    row(3'599'800, "1 h");
    row(7'500'000, "2 h 5 min");
    row(273'600'000, "3 d 4 h");
    row(86'400'000.0 * 1'200, "1,200 d");
}

void UnitTextTest::durations()
{
    QFETCH(double, msecs);
    QTEST(durationText(msecs), "text");
}

void UnitTextTest::bytes_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 size, const char *text) { QTest::newRow(text) << size << QString::fromUtf8(text); };
    constexpr qint64 mb = 1024 * 1024;
    row(0, "0 bytes");
    row(1'023, "1,023 bytes");
    row(8'192, "8.0 kB"); // an index of one page
    row(mb - 1, "1.0 MB");
    row(500 * mb, "500 MB");
    row(1'209 * mb, "1.2 GB");
    row(5'000'000 * mb, "4.8 TB");
}

void UnitTextTest::bytes()
{
    QFETCH(qint64, size);
    QTEST(bytesText(size), "text");
}

QTEST_GUILESS_MAIN(UnitTextTest)
#include "tst_unit_text.moc"
