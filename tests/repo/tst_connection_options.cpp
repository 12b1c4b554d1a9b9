#include "repo/db/connection_options.h"
#include "repo/domain/repository_error.h"

#include <QTest>

using namespace pivotal;
using db::ConnectionOptions;

class ConnectionOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatLibpqReads();
    void rejectsWhatItCantRead_data();
    void rejectsWhatItCantRead();
    void displayNameHasNoPassword();
};

void ConnectionOptionsTest::readsWhatLibpqReads()
{
    const auto options = ConnectionOptions::fromUrl(
        QStringLiteral("postgresql://ann:s%40cret@a.example:5432,b.example:5433/pivotal?sslmode=require&target_session_attrs=read-write"));
    QCOMPARE(options.value(QStringLiteral("host")), QStringLiteral("a.example,b.example"));
    QCOMPARE(options.value(QStringLiteral("port")), QStringLiteral("5432,5433"));
    QCOMPARE(options.value(QStringLiteral("password")), QStringLiteral("s@cret"));
    QCOMPARE(options.value(QStringLiteral("target_session_attrs")), QStringLiteral("read-write"));
    QCOMPARE(ConnectionOptions::fromUrl(QStringLiteral("host=x dbname=y")).value(QStringLiteral("dbname")), QStringLiteral("y"));
}

void ConnectionOptionsTest::rejectsWhatItCantRead_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("no option") << "postgresql://h/db?nonsense=1";
    QTest::newRow("no keyword") << "whatever";
    QTest::newRow("NUL") << QStringLiteral("postgresql://h/db") + QChar(QChar::Null);
    QTest::newRow("bad escape") << "postgresql://u:%zz@h/db";
}

void ConnectionOptionsTest::rejectsWhatItCantRead()
{
    QFETCH(QString, url);
    try {
        (void)ConnectionOptions::fromUrl(url);
        QFAIL("accepted");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::ValidationError);
        QVERIFY(!error.message.contains(QStringLiteral("%zz")));
    }
}

void ConnectionOptionsTest::displayNameHasNoPassword()
{
    const auto options = ConnectionOptions::fromUrl(QStringLiteral("postgresql://ann:secret@db.example:5433/pivotal"));
    QCOMPARE(options.displayName(), QStringLiteral("db.example:5433/pivotal"));
}

QTEST_GUILESS_MAIN(ConnectionOptionsTest)
#include "tst_connection_options.moc"
