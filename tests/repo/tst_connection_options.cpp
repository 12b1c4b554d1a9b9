#include "repo/db/connection_options.h"
#include "repo/domain/repository_error.h"

#include <QTemporaryFile>
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
    void theBackendsUrlIsTaken();
    void whatIsWrongIsSaidWithoutThePassword_data();
    void whatIsWrongIsSaidWithoutThePassword();
    void prismasTlsIsTranslated_data();
    void prismasTlsIsTranslated();
    void theNameIsTheServersThatIsReached();
    void theEnvironmentCountsButForTheOwnServer();

private:
    static QString problemOf(const QString &url);
};

QString ConnectionOptionsTest::problemOf(const QString &url)
{
    try {
        (void)ConnectionOptions::fromUrl(url);
        return {};
    } catch (const RepositoryError &error) {
        return error.message + error.detail;
    }
}

void ConnectionOptionsTest::theBackendsUrlIsTaken()
{
    const auto options = ConnectionOptions::fromUrl(
        QStringLiteral("postgresql://ann:s%40cret@db.example:5433/pivotal?schema=App%20%22one%22.x&connection_limit=5&pool_timeout=10&pgbouncer=true"
                       "&statement_cache_size=0&socket_timeout=30&connect_timeout=7&sslmode=require&"));
    QCOMPARE(options.schema(), QStringLiteral("App \"one\".x"));
    QVERIFY(options.isPooled());
    QCOMPARE(options.value(QStringLiteral("sslmode")), QStringLiteral("require"));
    QCOMPARE(options.value(QStringLiteral("password")), QStringLiteral("s@cret"));
    QCOMPARE(options.forLibpq().value(QStringLiteral("connect_timeout")), QStringLiteral("7"));
    for (const char *pools : {"connection_limit", "pool_timeout", "schema", "pgbouncer", "statement_cache_size", "socket_timeout"})
        QVERIFY2(!options.forLibpq().contains(QLatin1String(pools)), pools);
    QCOMPARE(options.withDatabase(QStringLiteral("other")).schema(), options.schema());
    QCOMPARE(options.displayName(), QStringLiteral("db.example:5433/pivotal, schema App \"one\".x"));
    QCOMPARE(ConnectionOptions::fromUrl(QStringLiteral("postgresql://h/db?schema=public&pgbouncer=false")).displayName(), QStringLiteral("h/db"));
    QVERIFY(!ConnectionOptions::fromUrl(QStringLiteral("postgresql://h/db?schema=public&pgbouncer=false")).isPooled());
}

void ConnectionOptionsTest::whatIsWrongIsSaidWithoutThePassword_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("said");
    QTest::newRow("parameter") << "postgresql://u:s3cret@h/db?nonsense=1" << "nonsense";
    QTest::newRow("parameter without a value") << "postgresql://u:s3cret@h/db?sslmode" << "sslmode";
    QTest::newRow("PKCS 12") << "postgresql://u:s3cret@h/db?sslidentity=client.p12" << "sslidentity";
    QTest::newRow("sslaccept") << "postgresql://u:s3cret@h/db?sslaccept=maybe" << "sslaccept";
    QTest::newRow("port") << "postgresql://u:s3cret@h:54x2/db" << "the port";
    QTest::newRow("port of the second host") << "postgresql://u:s3cret@a:5432,b:99999/db" << "the port";
    QTest::newRow("escape in the password") << "postgresql://u:s3cret%zz@h/db" << "the password has a “%”";
    QTest::newRow("escape in the user") << "postgresql://u%:s3cret@h/db" << "the user name has a “%”";
    QTest::newRow("escape in a parameter") << "postgresql://u:s3cret@h/db?application_name=%q" << "a parameter has a “%”";
    QTest::newRow("@ in the password") << "postgresql://u:a@s3cret@h/db" << "%40";
    QTest::newRow("slash in the password") << "postgresql://u:12/s3cret@h/db" << "%2F";
    QTest::newRow("slash and question mark") << "postgresql://u:12/a?s3cret=b@h/db" << "…";
    QTest::newRow("slash behind letters") << "postgresql://u:s3cret/a@h/db" << "%2F";
    QTest::newRow("address") << "postgresql://u:s3cret@[::1/db" << "IPv6";
    QTest::newRow("another scheme") << "mysql://u:s3cret@h/db" << "mysql:";
    QTest::newRow("no slashes") << "postgresql:u:s3cret@h/db" << "postgresql:";
    QTest::newRow("keyword") << "host=h nonsense=1 password=s3cret" << "nonsense";
    QTest::newRow("keyword behind the password") << "host=h password=a s3cret=x" << "behind “password”";
    QTest::newRow("word behind the password") << "host=h password=a s3cret" << "behind “password”";
    QTest::newRow("quote") << "host=h password='s3cret" << "“password” has no end";
}

void ConnectionOptionsTest::whatIsWrongIsSaidWithoutThePassword()
{
    QFETCH(QString, url);
    QFETCH(QString, said);
    const QString problem = problemOf(url);
    QVERIFY2(problem.contains(said), qPrintable(problem));
    QVERIFY2(!problem.contains(QStringLiteral("s3cret")), qPrintable(problem));
}

/// Each keyword that is wanted, "-" for one that isn't.
void ConnectionOptionsTest::prismasTlsIsTranslated_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("sslmode");
    QTest::addColumn<QString>("sslrootcert");
    QTest::addColumn<QString>("sslcert");
    QTest::newRow("its authority, unchecked") << "schema=a&sslcert=ca.pem&sslmode=require" << "require" << "" << "";
    QTest::newRow("its authority, checked") << "sslcert=ca.pem&sslmode=require&sslaccept=strict" << "verify-full" << "ca.pem" << "";
    QTest::newRow("unchecked in words") << "sslcert=ca.pem&sslaccept=accept_invalid_certs" << "" << "" << "";
    QTest::newRow("libpq's certificate") << "sslcert=me.pem&sslkey=me.key" << "" << "" << "me.pem";
    QTest::newRow("libpq's certificate beside a schema") << "schema=a&sslcert=me.pem&sslkey=me.key" << "" << "" << "me.pem";
    QTest::newRow("no TLS at all") << "sslaccept=strict&sslmode=disable" << "disable" << "" << "";
}

void ConnectionOptionsTest::prismasTlsIsTranslated()
{
    QFETCH(QString, query);
    const auto options = ConnectionOptions::fromUrl(QStringLiteral("postgresql://h/db?") + query);
    for (const char *keyword : {"sslmode", "sslrootcert", "sslcert"})
        QCOMPARE(options.value(QLatin1String(keyword)), *static_cast<QString *>(QTest::qData(keyword, QMetaType::QString)));
}

void ConnectionOptionsTest::theNameIsTheServersThatIsReached()
{
    QTemporaryFile services;
    QVERIFY(services.open());
    services.write("[there]\nhost=far.example\nport=5433\ndbname=pivotal\n");
    services.close();
    qputenv("PGSERVICEFILE", services.fileName().toUtf8());
    const auto nameOf = [](const QString &text) { return ConnectionOptions::fromUrl(text).displayName(); };
    QCOMPARE(nameOf(QStringLiteral("service=there")), QStringLiteral("far.example:5433/pivotal"));
    QCOMPARE(nameOf(QStringLiteral("postgresql:///?service=there")), QStringLiteral("far.example:5433/pivotal"));
    QCOMPARE(nameOf(QStringLiteral("service=there dbname=other")), QStringLiteral("far.example:5433/other"));
    QCOMPARE(nameOf(QStringLiteral("service=nowhere dbname=other")), QStringLiteral("local socket/other"));
    QCOMPARE(nameOf(QStringLiteral("hostaddr=10.1.2.3 dbname=x")), QStringLiteral("10.1.2.3/x"));
    QCOMPARE(nameOf(QStringLiteral("host=a.example hostaddr=10.1.2.3 port=5432 dbname=x")), QStringLiteral("a.example (10.1.2.3):5432/x"));
    QCOMPARE(nameOf(QStringLiteral("postgresql://a,b:5433/x")), QStringLiteral("a,b:5433/x"));
    qunsetenv("PGSERVICEFILE");
}

void ConnectionOptionsTest::theEnvironmentCountsButForTheOwnServer()
{
    const QList<std::pair<const char *, const char *>> variables{{"PGHOSTADDR", "10.9.9.9"}, {"PGPORT", "7777"}, {"PGOPTIONS", "-c work_mem=1"},
                                                                 {"PGTARGETSESSIONATTRS", "standby"}, {"PGREQUIREPEER", "nobody"},
                                                                 {"PGSSLMODE", "verify-full"}, {"PGCONNECT_TIMEOUT", "9"}, {"PGAPPNAME", "mine"}};
    for (const auto &[name, value] : variables)
        qputenv(name, value);
    QCOMPARE(ConnectionOptions::fromUrl(QStringLiteral("postgresql:///x?user=u")).displayName(), QStringLiteral("10.9.9.9:7777/x"));
    const auto others = ConnectionOptions::fromUrl(QStringLiteral("postgresql:///x?user=u")).forLibpq();
    QVERIFY(!others.contains(QStringLiteral("connect_timeout"))); // libpq's own, then
    QVERIFY(!others.contains(QStringLiteral("application_name")));
    const auto own = ConnectionOptions::onSocket(QStringLiteral("/run/x"), QStringLiteral("x"), QStringLiteral("u")).forLibpq();
    QCOMPARE(own.value(QStringLiteral("port")), QStringLiteral("5432"));
    QCOMPARE(own.value(QStringLiteral("target_session_attrs")), QStringLiteral("any"));
    for (const char *keyword : {"hostaddr", "options", "requirepeer"})
        QVERIFY2(own.contains(QLatin1String(keyword)) && own.value(QLatin1String(keyword)).isEmpty(), keyword);
    for (const auto &[name, value] : variables)
        qunsetenv(name);
}

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
