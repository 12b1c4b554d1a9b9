#include "repo/db/connection_options.h"
#include "repo/domain/repository_error.h"

#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;

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
        u"postgresql://ann:s%40cret@db.example:5433/pivotal?schema=App%20%22one%22.x&connection_limit=5&pool_timeout=10&pgbouncer=true"
        "&statement_cache_size=0&socket_timeout=30&connect_timeout=7&sslmode=require&"_s);
    QCOMPARE(options.schema(), u"App \"one\".x"_s);
    QVERIFY(options.isPooled());
    QCOMPARE(options.value(u"sslmode"_s), u"require"_s);
    QCOMPARE(options.value(u"password"_s), u"s@cret"_s);
    QCOMPARE(options.forLibpq().value(u"connect_timeout"_s), u"7"_s);
    for (const char *pools : {"connection_limit", "pool_timeout", "schema", "pgbouncer", "statement_cache_size", "socket_timeout"})
        QVERIFY2(!options.forLibpq().contains(QLatin1String(pools)), pools);
    QCOMPARE(options.withDatabase(u"other"_s).schema(), options.schema());
    QCOMPARE(options.displayName(), u"db.example:5433/pivotal, schema App \"one\".x"_s);
    QCOMPARE(ConnectionOptions::fromUrl(u"postgresql://h/db?schema=public&pgbouncer=false"_s).displayName(), u"h/db"_s);
    QVERIFY(!ConnectionOptions::fromUrl(u"postgresql://h/db?schema=public&pgbouncer=false"_s).isPooled());
}

void ConnectionOptionsTest::whatIsWrongIsSaidWithoutThePassword_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("said");
    QTest::newRow("parameter") << "postgresql://u:s3cret@h/db?nonsense=1"
                               << "nonsense";
    QTest::newRow("parameter without a value") << "postgresql://u:s3cret@h/db?sslmode"
                                               << "sslmode";
    QTest::newRow("PKCS 12") << "postgresql://u:s3cret@h/db?sslidentity=client.p12"
                             << "sslidentity";
    QTest::newRow("sslaccept") << "postgresql://u:s3cret@h/db?sslaccept=maybe"
                               << "sslaccept";
    QTest::newRow("port") << "postgresql://u:s3cret@h:54x2/db"
                          << "the port";
    QTest::newRow("port of the second host") << "postgresql://u:s3cret@a:5432,b:99999/db"
                                             << "the port";
    QTest::newRow("escape in the password") << "postgresql://u:s3cret%zz@h/db"
                                            << "the password has a “%”";
    QTest::newRow("escape in the user") << "postgresql://u%:s3cret@h/db"
                                        << "the user name has a “%”";
    QTest::newRow("escape in a parameter") << "postgresql://u:s3cret@h/db?application_name=%q"
                                           << "a parameter has a “%”";
    QTest::newRow("@ in the password") << "postgresql://u:a@s3cret@h/db"
                                       << "%40";
    QTest::newRow("slash in the password") << "postgresql://u:12/s3cret@h/db"
                                           << "%2F";
    QTest::newRow("slash and question mark") << "postgresql://u:12/a?s3cret=b@h/db"
                                             << "…";
    QTest::newRow("slash behind letters") << "postgresql://u:s3cret/a@h/db"
                                          << "%2F";
    QTest::newRow("address") << "postgresql://u:s3cret@[::1/db"
                             << "IPv6";
    QTest::newRow("another scheme") << "mysql://u:s3cret@h/db"
                                    << "mysql:";
    QTest::newRow("no slashes") << "postgresql:u:s3cret@h/db"
                                << "postgresql:";
    QTest::newRow("keyword") << "host=h nonsense=1 password=s3cret"
                             << "nonsense";
    QTest::newRow("keyword behind the password") << "host=h password=a s3cret=x"
                                                 << "behind “password”";
    QTest::newRow("word behind the password") << "host=h password=a s3cret"
                                              << "behind “password”";
    QTest::newRow("quote") << "host=h password='s3cret"
                           << "“password” has no end";
}

void ConnectionOptionsTest::whatIsWrongIsSaidWithoutThePassword()
{
    QFETCH(QString, url);
    QFETCH(QString, said);
    const QString problem = problemOf(url);
    QVERIFY2(problem.contains(said), qPrintable(problem));
    QVERIFY2(!problem.contains(u"s3cret"_s), qPrintable(problem));
}

/// Each keyword that is wanted, "-" for one that isn't.
void ConnectionOptionsTest::prismasTlsIsTranslated_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("sslmode");
    QTest::addColumn<QString>("sslrootcert");
    QTest::addColumn<QString>("sslcert");
    QTest::newRow("its authority, unchecked") << "schema=a&sslcert=ca.pem&sslmode=require"
                                              << "require"
                                              << ""
                                              << "";
    QTest::newRow("its authority, checked") << "sslcert=ca.pem&sslmode=require&sslaccept=strict"
                                            << "verify-full"
                                            << "ca.pem"
                                            << "";
    QTest::newRow("unchecked in words") << "sslcert=ca.pem&sslaccept=accept_invalid_certs"
                                        << ""
                                        << ""
                                        << "";
    QTest::newRow("libpq's certificate") << "sslcert=me.pem&sslkey=me.key"
                                         << ""
                                         << ""
                                         << "me.pem";
    QTest::newRow("libpq's certificate beside a schema") << "schema=a&sslcert=me.pem&sslkey=me.key"
                                                         << ""
                                                         << ""
                                                         << "me.pem";
    QTest::newRow("no TLS at all") << "sslaccept=strict&sslmode=disable"
                                   << "disable"
                                   << ""
                                   << "";
}

void ConnectionOptionsTest::prismasTlsIsTranslated()
{
    QFETCH(QString, query);
    const auto options = ConnectionOptions::fromUrl(u"postgresql://h/db?"_s + query);
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
    QCOMPARE(nameOf(u"service=there"_s), u"far.example:5433/pivotal"_s);
    QCOMPARE(nameOf(u"postgresql:///?service=there"_s), u"far.example:5433/pivotal"_s);
    QCOMPARE(nameOf(u"service=there dbname=other"_s), u"far.example:5433/other"_s);
    QCOMPARE(nameOf(u"service=nowhere dbname=other"_s), u"local socket/other"_s);
    QCOMPARE(nameOf(u"hostaddr=10.1.2.3 dbname=x"_s), u"10.1.2.3/x"_s);
    QCOMPARE(nameOf(u"host=a.example hostaddr=10.1.2.3 port=5432 dbname=x"_s), u"a.example (10.1.2.3):5432/x"_s);
    QCOMPARE(nameOf(u"postgresql://a,b:5433/x"_s), u"a,b:5433/x"_s);
    qunsetenv("PGSERVICEFILE");
}

void ConnectionOptionsTest::theEnvironmentCountsButForTheOwnServer()
{
    const QList<std::pair<const char *, const char *>> variables{
        {"PGHOSTADDR", "10.9.9.9"},  {"PGPORT", "7777"},           {"PGOPTIONS", "-c work_mem=1"}, {"PGTARGETSESSIONATTRS", "standby"},
        {"PGREQUIREPEER", "nobody"}, {"PGSSLMODE", "verify-full"}, {"PGCONNECT_TIMEOUT", "9"},     {"PGAPPNAME", "mine"}};
    for (const auto &[name, value] : variables)
        qputenv(name, value);
    QCOMPARE(ConnectionOptions::fromUrl(u"postgresql:///x?user=u"_s).displayName(), u"10.9.9.9:7777/x"_s);
    const auto others = ConnectionOptions::fromUrl(u"postgresql:///x?user=u"_s).forLibpq();
    QVERIFY(!others.contains(u"connect_timeout"_s)); // libpq's own, then
    QVERIFY(!others.contains(u"application_name"_s));
    const auto own = ConnectionOptions::onSocket(u"/run/x"_s, u"x"_s, u"u"_s).forLibpq();
    QCOMPARE(own.value(u"port"_s), u"5432"_s);
    QCOMPARE(own.value(u"target_session_attrs"_s), u"any"_s);
    for (const char *keyword : {"hostaddr", "options", "requirepeer"})
        QVERIFY2(own.contains(QLatin1String(keyword)) && own.value(QLatin1String(keyword)).isEmpty(), keyword);
    for (const auto &[name, value] : variables)
        qunsetenv(name);
}

void ConnectionOptionsTest::readsWhatLibpqReads()
{
    const auto options = ConnectionOptions::fromUrl(
        u"postgresql://ann:s%40cret@a.example:5432,b.example:5433/pivotal?sslmode=require&target_session_attrs=read-write"_s);
    QCOMPARE(options.value(u"host"_s), u"a.example,b.example"_s);
    QCOMPARE(options.value(u"port"_s), u"5432,5433"_s);
    QCOMPARE(options.value(u"password"_s), u"s@cret"_s);
    QCOMPARE(options.value(u"target_session_attrs"_s), u"read-write"_s);
    QCOMPARE(ConnectionOptions::fromUrl(u"host=x dbname=y"_s).value(u"dbname"_s), u"y"_s);
}

void ConnectionOptionsTest::rejectsWhatItCantRead_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("no option") << "postgresql://h/db?nonsense=1";
    QTest::newRow("no keyword") << "whatever";
    QTest::newRow("NUL") << u"postgresql://h/db"_s + QChar(QChar::Null);
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
        QVERIFY(!error.message.contains(u"%zz"_s));
    }
}

void ConnectionOptionsTest::displayNameHasNoPassword()
{
    const auto options = ConnectionOptions::fromUrl(u"postgresql://ann:secret@db.example:5433/pivotal"_s);
    QCOMPARE(options.displayName(), u"db.example:5433/pivotal"_s);
}

QTEST_GUILESS_MAIN(ConnectionOptionsTest)
#include "tst_connection_options.moc"
