#include "repo/cache/redis_connection.h"
#include "repo/migrations/migration_files.h"
#include "tests/support/await.h"
#include "tests/support/proxied.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QNetworkInterface>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace pivotal;
using tests::TestDatabase;

/// The executable, as a shell would run it.
class CommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo); }
    void listPrintsTheSeedsEnvelope();
    void flagsFilter();
    void getAndUpdate();
    void auditListFollowsAnEntity();
    void refusals_data();
    void refusals();
    void usageErrors_data();
    void usageErrors();
    void aFlagsValueIsAValue_data();
    void aFlagsValueIsAValue();
    void refusalsNameTheFlag();
    void migratesAndFillsAnEmptyDatabase();
    void secretsNeverComeOut();
    void logsHoldNoSecret();
    void rolesAndNewUsers();
    void auditAppendAndCleanup();
    void appendedJsonKeepsItsDigits_data();
    void appendedJsonKeepsItsDigits();
    void whatJsonbCantHoldIsRefusedUpFront_data();
    void whatJsonbCantHoldIsRefusedUpFront();
    void whatTheServerRefusesIsNotSent();
    void whoMayRecordNothingIsToldWhy_data();
    void whoMayRecordNothingIsToldWhy();
    void aRedisThatForgetsNothingIsToldOf();
    void perfPrintsItsTable();
    void metricsAreServedOnThisMachineOnly();
    void badConfigurationIsRefused();
    void helpNamesEveryCommand();

private:
    struct Result
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
        [[nodiscard]] QString errorCode() const
        {
            return QJsonDocument::fromJson(err).object().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString();
        }
    };
    [[nodiscard]] Result run(const QStringList &arguments, const QString &url = {}) const;

    std::unique_ptr<TestDatabase> m_database;
};

CommandsTest::Result CommandsTest::run(const QStringList &arguments, const QString &url) const
{
    QProcess process;
    process.start(QStringLiteral(PIVOTAL_EXECUTABLE),
                  QStringList{QStringLiteral("--database"), url.isEmpty() ? m_database->url() : url, QStringLiteral("--as"), QStringLiteral("admin@northwind.example")} + arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void CommandsTest::listPrintsTheSeedsEnvelope()
{
    const Result result = run({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--page-size"), QStringLiteral("5"), QStringLiteral("--page"), QStringLiteral("2")});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.err, QByteArray());
    const QJsonObject json = result.json();
    QCOMPARE(json.keys(), (QStringList{QStringLiteral("items"), QStringLiteral("page"), QStringLiteral("pageSize"), QStringLiteral("total"), QStringLiteral("totalPages")}));
    QCOMPARE(json.value(QStringLiteral("page")).toInt(), 2);
    const QJsonArray items = json.value(QStringLiteral("items")).toArray();
    QCOMPARE(items.size(), 5);
    QCOMPARE(items.first().toObject().keys(), (QStringList{QStringLiteral("createdAt"), QStringLiteral("displayName"), QStringLiteral("email"), QStringLiteral("id"), QStringLiteral("isActive"),
                                                           QStringLiteral("mfaEnabled"), QStringLiteral("roles"), QStringLiteral("status")}));
    QVERIFY(items.first().toObject().value(QStringLiteral("createdAt")).toString().endsWith(u'Z'));
}

void CommandsTest::flagsFilter()
{
    const QJsonObject active = run({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--active"), QStringLiteral("true"), QStringLiteral("--role"), QStringLiteral("admin"), QStringLiteral("--sort"), QStringLiteral("email:asc")}).json();
    QVERIFY(active.value(QStringLiteral("total")).toInt() > 0);
    QString before;
    for (const QJsonValue &item : active.value(QStringLiteral("items")).toArray()) {
        QCOMPARE(item.toObject().value(QStringLiteral("status")).toString(), QStringLiteral("active"));
        const QString email = item.toObject().value(QStringLiteral("email")).toString();
        QVERIFY(email.localeAwareCompare(before) > 0 || before.isEmpty());
        before = email;
    }
    const QJsonObject inactive = run({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--active"), QStringLiteral("false")}).json();
    const QJsonObject all = run({QStringLiteral("users"), QStringLiteral("list")}).json();
    const QJsonObject onlyActive = run({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--active"), QStringLiteral("true")}).json();
    const QString total = QStringLiteral("total");
    QCOMPARE(inactive.value(total).toInt() + onlyActive.value(total).toInt(), all.value(total).toInt());
}

void CommandsTest::getAndUpdate()
{
    const QString id = m_database->value(QStringLiteral("SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id LIMIT 1"));
    const Result updated = run({QStringLiteral("users"), QStringLiteral("update"), id, QStringLiteral("--display-name"), QStringLiteral("O'Neil %_\\ 王"), QStringLiteral("--phone"), QString()});
    QCOMPARE(updated.exitCode, 0);
    const Result got = run({QStringLiteral("users"), QStringLiteral("get"), id});
    QCOMPARE(got.json(), updated.json());
    QCOMPARE(got.json().value(QStringLiteral("displayName")).toString(), QStringLiteral("O'Neil %_\\ 王"));
    QVERIFY(got.json().value(QStringLiteral("phone")).isNull());
}

void CommandsTest::auditListFollowsAnEntity()
{
    const QString id = m_database->value(QStringLiteral("SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 7 LIMIT 1"));
    QCOMPARE(run({QStringLiteral("users"), QStringLiteral("update"), id, QStringLiteral("--first-name"), QStringLiteral("Trail")}).exitCode, 0);
    const QJsonObject json = run({QStringLiteral("audit"), QStringLiteral("list"), QStringLiteral("--entity-type"), QStringLiteral("User"), QStringLiteral("--entity-id"), id, QStringLiteral("--page-size"), QStringLiteral("1")}).json();
    const QJsonObject event = json.value(QStringLiteral("items")).toArray().first().toObject();
    QCOMPARE(event.value(QStringLiteral("action")).toString(), QStringLiteral("users.update"));
    QCOMPARE(event.value(QStringLiteral("newValues")).toObject(), (QJsonObject{{QStringLiteral("firstName"), QStringLiteral("Trail")}}));
    QCOMPARE(event.value(QStringLiteral("userEmail")).toString(), QStringLiteral("admin@northwind.example"));
}

void CommandsTest::refusals_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *arguments, const char *code, const char *url = "") {
        QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ') << QString::fromLatin1(url) << QString::fromLatin1(code);
    };
    row("unknown sort", "users list --sort shoeSize:asc", "INVALID_SORT_FIELD");
    row("bad direction", "users list --sort email:up", "INVALID_SORT_DIRECTION");
    row("page 0", "users list --page 0", "VALIDATION_ERROR");
    row("page beyond", "users list --page 99999", "VALIDATION_ERROR");
    row("page size", "users list --page-size 101", "VALIDATION_ERROR");
    row("no number", "users list --page one", "VALIDATION_ERROR");
    row("reversed", "users list --created-from 2026-02-01 --created-to 2026-01-01", "VALIDATION_ERROR");
    row("no date", "audit list --from yesterday", "VALIDATION_ERROR");
    row("no such user", "users get nobody", "RECORD_NOT_FOUND");
    row("no field", "users update nobody", "VALIDATION_ERROR");
    row("last admin or not, bad status", "users update nobody --status gone", "RECORD_NOT_FOUND");
    row("server down", "users list", "DATABASE_CONNECTION", "postgresql://x@127.0.0.1:1/none");
    row("bad URL", "users list", "VALIDATION_ERROR", "nonsense");
    row("not empty", "demo --users 5 --events 5", "VALIDATION_ERROR");
}

void CommandsTest::refusals()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, url);
    QFETCH(QString, code);
    const Result result = run(arguments, url);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out, QByteArray());
    QCOMPARE(result.errorCode(), code);
}

void CommandsTest::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no such command") << QStringList{QStringLiteral("users"), QStringLiteral("explode")};
    QTest::newRow("no such flag") << QStringList{QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--bogus")};
    QTest::newRow("no id") << QStringList{QStringLiteral("users"), QStringLiteral("get")};
    QTest::newRow("a flag of another command") << QStringList{QStringLiteral("users"), QStringLiteral("get"), QStringLiteral("x"), QStringLiteral("--page"), QStringLiteral("1")};
    QTest::newRow("no folder") << QStringList{QStringLiteral("screenshots")};
}

void CommandsTest::usageErrors()
{
    QFETCH(QStringList, arguments);
    const Result result = run(arguments);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QByteArray());
    QVERIFY(!result.err.isEmpty());
}

void CommandsTest::aFlagsValueIsAValue_data()
{
    QTest::addColumn<QString>("value");
    for (const char *value : {"-h", "--help", "--version", "--", "-", "--q", "-x", "users", "update", "=", "--display-name=x"})
        QTest::newRow(value) << QString::fromLatin1(value);
}

void CommandsTest::aFlagsValueIsAValue()
{
    QFETCH(QString, value);
    const QString id = m_database->value(QStringLiteral("SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 9 LIMIT 1"));
    const QStringList update{QStringLiteral("users"), QStringLiteral("update"), id};
    for (const QStringList &flag : {QStringList{QStringLiteral("--display-name"), value}, QStringList{QStringLiteral("--display-name=") + value}}) {
        QCOMPARE(run(update + QStringList{QStringLiteral("--display-name"), QStringLiteral("before")}).exitCode, 0);
        const Result updated = run(update + flag);
        QCOMPARE(updated.err, QByteArray());
        QCOMPARE(updated.exitCode, 0);
        QCOMPARE(updated.json().value(QStringLiteral("displayName")).toString(), value);
    }
    QCOMPARE(run(QStringList{QStringLiteral("--organization"), value} + update).exitCode, 1); // there is none of that name
    const Result listed = run({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--q"), value});
    QCOMPARE(listed.err, QByteArray());
    QVERIFY(listed.json().contains(QStringLiteral("items")));
    QCOMPARE(run({QStringLiteral("users"), QStringLiteral("get"), QStringLiteral("--"), value}).errorCode(), QStringLiteral("RECORD_NOT_FOUND"));
}

void CommandsTest::refusalsNameTheFlag()
{
    const QString id = m_database->value(QStringLiteral("SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 11 LIMIT 1"));
    const Result emptied = run({QStringLiteral("users"), QStringLiteral("update"), id, QStringLiteral("--first-name"), QString()});
    QCOMPARE(emptied.errorCode(), QStringLiteral("VALIDATION_ERROR"));
    QVERIFY2(emptied.err.contains("--first-name can't be empty"), emptied.err.constData());
    const Result created = run({QStringLiteral("users"), QStringLiteral("create"), QStringLiteral("--email"), QStringLiteral("new@northwind.example"), QStringLiteral("--first-name"), QStringLiteral("New")});
    QVERIFY2(created.err.contains("--last-name"), created.err.constData());
}

void CommandsTest::migratesAndFillsAnEmptyDatabase()
{
    TestDatabase empty(TestDatabase::Kind::Empty);
    QCOMPARE(run({QStringLiteral("users"), QStringLiteral("list")}, empty.url()).errorCode(), QStringLiteral("DATABASE_ERROR"));
    const Result status = run({QStringLiteral("migrate"), QStringLiteral("status")}, empty.url());
    QCOMPARE(QJsonDocument::fromJson(status.out).array().size(), db::migrations().size());
    QCOMPARE(run({QStringLiteral("migrate"), QStringLiteral("up")}, empty.url()).json().value(QStringLiteral("applied")).toArray().size(), db::migrations().size());
    QCOMPARE(run({QStringLiteral("migrate"), QStringLiteral("down"), QStringLiteral("--count"), QStringLiteral("2")}, empty.url()).json().value(QStringLiteral("rolledBack")).toArray().size(), 2);
    QCOMPARE(run({QStringLiteral("demo"), QStringLiteral("--users"), QStringLiteral("200"), QStringLiteral("--events"), QStringLiteral("2000")}, empty.url()).exitCode, 0);
    QCOMPARE(run({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--include-deleted")}, empty.url()).json().value(QStringLiteral("total")).toInt(), 170);
}

void CommandsTest::secretsNeverComeOut()
{
    const QString id = m_database->value(QStringLiteral("SELECT id FROM users WHERE \"mfaSecret\" IS NOT NULL AND \"organizationId\" = (SELECT id FROM organizations WHERE slug = 'northwind') LIMIT 1"));
    const QByteArray secret = m_database->value(QStringLiteral("SELECT \"mfaSecret\" FROM users WHERE id = ?"), {id}).toUtf8();
    QVERIFY(!secret.isEmpty());
    const Result got = run({QStringLiteral("users"), QStringLiteral("get"), id});
    QCOMPARE(got.exitCode, 0);
    QVERIFY(!got.out.contains(secret) && !got.out.contains("argon2") && !got.out.contains("assword"));
}

/// A whole run with everything traced, over TCP with a password in the URL: the log has statements and values, and no
/// secret.
void CommandsTest::logsHoldNoSecret()
{
    const QString id = m_database->value(QStringLiteral("SELECT id FROM users WHERE \"organizationId\" = (SELECT id FROM organizations WHERE slug = 'northwind') AND \"deletedAt\" IS NULL LIMIT 1"));
    m_database->execute(QStringLiteral("UPDATE users SET \"passwordHash\" = 'planted-hash', \"mfaSecret\" = 'planted-mfa' WHERE id = ?"), {id});
    const tests::Proxied proxied(*m_database);
    const QString url = QStringLiteral("postgresql://pivotal:planted-password@127.0.0.1:%1/%2?sslmode=disable&gssencmode=disable").arg(proxied.proxy.port()).arg(m_database->name());
    const QTemporaryDir cache;
    qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
    qputenv("DB_TRACE", "values");
    QByteArray said;
    for (const QStringList &arguments : {QStringList{QStringLiteral("users"), QStringLiteral("get"), id},
                                         QStringList{QStringLiteral("users"), QStringLiteral("update"), id, QStringLiteral("--phone"), QStringLiteral("555 1234")},
                                         QStringList{QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--q"), QStringLiteral("a")},
                                         QStringList{QStringLiteral("audit"), QStringLiteral("list")},
                                         QStringList{QStringLiteral("users"), QStringLiteral("get"), QStringLiteral("nobody")}}) {
        const Result result = run(arguments, url);
        said += result.out + result.err;
    }
    qunsetenv("DB_TRACE");
    qunsetenv("XDG_CACHE_HOME");
    QFile log(cache.filePath(QStringLiteral("pivotal-console/console.log")));
    QVERIFY(log.open(QFile::ReadOnly));
    const QByteArray logged = log.readAll();
    QVERIFY(logged.contains("event=statement") && logged.contains("logger=db") && logged.contains("555 1234"));
    for (const char *secret : {"planted-password", "planted-hash", "planted-mfa"})
        QVERIFY2(!logged.contains(secret) && !said.contains(secret), secret);
}

void CommandsTest::rolesAndNewUsers()
{
    const Result created = run({QStringLiteral("users"), QStringLiteral("create"), QStringLiteral("--email"), QStringLiteral("from.cli@northwind.example"),
                                QStringLiteral("--first-name"), QStringLiteral("From"), QStringLiteral("--last-name"), QStringLiteral("Cli")});
    QCOMPARE(created.json().value(QStringLiteral("status")).toString(), QStringLiteral("pending"));
    const QString id = created.json().value(QStringLiteral("id")).toString();
    const Result added = run({QStringLiteral("users"), QStringLiteral("add-role"), id, QStringLiteral("--role"), QStringLiteral("admin")});
    QCOMPARE(added.json().value(QStringLiteral("changed")).toBool(), true);
    const Result removed = run({QStringLiteral("users"), QStringLiteral("remove-role"), id, QStringLiteral("--role"), QStringLiteral("admin")});
    QVERIFY(removed.json().value(QStringLiteral("user")).toObject().value(QStringLiteral("roles")).toArray().isEmpty());
    QCOMPARE(run({QStringLiteral("users"), QStringLiteral("add-role"), id, QStringLiteral("--role"), QStringLiteral("nope")}).errorCode(), QStringLiteral("RECORD_NOT_FOUND"));
}

void CommandsTest::auditAppendAndCleanup()
{
    const Result appended = run({QStringLiteral("audit"), QStringLiteral("append"), QStringLiteral("--action"), QStringLiteral("cli.event"), QStringLiteral("--entity-type"),
                                 QStringLiteral("Thing"), QStringLiteral("--entity-id"), QStringLiteral("7"), QStringLiteral("--new-values"), QStringLiteral("{\"a\":1}")});
    QCOMPARE(appended.json().value(QStringLiteral("sent")).toBool(), true);
    QCOMPARE(m_database->value(QStringLiteral("SELECT action FROM audit_logs WHERE id = ?"), {appended.json().value(QStringLiteral("id")).toString()}), QStringLiteral("cli.event"));
    QCOMPARE(run({QStringLiteral("audit"), QStringLiteral("append"), QStringLiteral("--action"), QStringLiteral("x")}).errorCode(), QStringLiteral("VALIDATION_ERROR"));
    QCOMPARE(run({QStringLiteral("audit"), QStringLiteral("summary"), QStringLiteral("--action"), QStringLiteral("cli.event")}).json().value(QStringLiteral("total")).toInt(), 1);
    const int would = run({QStringLiteral("audit"), QStringLiteral("cleanup"), QStringLiteral("--older-than-days"), QStringLiteral("90")}).json().value(QStringLiteral("wouldDelete")).toInt();
    QVERIFY(would > 0);
    QCOMPARE(run({QStringLiteral("audit"), QStringLiteral("cleanup"), QStringLiteral("--older-than-days"), QStringLiteral("90"), QStringLiteral("--delete")}).json().value(QStringLiteral("deleted")).toInt(), would);
    QCOMPARE(run({QStringLiteral("audit"), QStringLiteral("cleanup")}).errorCode(), QStringLiteral("VALIDATION_ERROR"));
}

void CommandsTest::appendedJsonKeepsItsDigits_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("stored");
    QTest::newRow("digits") << QStringLiteral(R"({"n":12345678901234567890,"d":1.10})") << QStringLiteral(R"({"d": 1.10, "n": 12345678901234567890})");
    QTest::newRow("a text") << QStringLiteral(R"("1")") << QStringLiteral(R"("1")");
    QTest::newRow("a number") << QStringLiteral("1.50") << QStringLiteral("1.50");
    QTest::newRow("null") << QStringLiteral("null") << QStringLiteral("null");
    QTest::newRow("an array") << QStringLiteral("[1e400, []]") << QString(u'[' + QString(u'1') + QString(400, u'0') + QStringLiteral(", []]"));
    QTest::newRow("the six characters") << QStringLiteral(R"({"a":"\\u0000"})") << QStringLiteral(R"({"a": "\\u0000"})");
    QTest::newRow("an empty object") << QStringLiteral("{}") << QStringLiteral("{}");
}

void CommandsTest::appendedJsonKeepsItsDigits()
{
    QFETCH(QString, json);
    QFETCH(QString, stored);
    const Result result = run({QStringLiteral("audit"), QStringLiteral("append"), QStringLiteral("--action"), QStringLiteral("cli.digits"), QStringLiteral("--entity-type"),
                               QStringLiteral("Thing"), QStringLiteral("--entity-id"), QStringLiteral("7"), QStringLiteral("--new-values"), json});
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.json().value(QStringLiteral("sent")).toBool(), true);
    const QVariantList id{result.json().value(QStringLiteral("id")).toString()};
    QCOMPARE(m_database->value(QStringLiteral("SELECT \"newValues\"::text FROM audit_logs WHERE id = ?"), id), stored);
    QCOMPARE(m_database->value(QStringLiteral("SELECT \"oldValues\" IS NULL FROM audit_logs WHERE id = ?"), id), QStringLiteral("t"));
}

void CommandsTest::whatJsonbCantHoldIsRefusedUpFront_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *json, const char *says) { QTest::newRow(json) << QString::fromUtf8(json) << QString::fromUtf8(says); };
    row(R"({"a":"\ud800"})", "At character 7: “\\ud800” is half of a surrogate pair");
    row(R"({"é":"x\udc00"})", "At character 8: “\\udc00” is half of a surrogate pair");
    row(R"({"a":"\ud83d\ud83d"})", "At character 7: “\\ud83d” is half");
    row(R"({"a":"\u0000"})", "At character 7: it holds the character NUL");
    row(R"({"\udc00":1})", "At character 3: “\\udc00”");
    row("{", "At character 2: it ends where a name in double quotes is expected");
    row("{}x", "At character 3: the value is over, and “x” follows");
    row("'a'", "At character 1: texts and names stand in double quotes");
    row("1e131073", "out of range");
    row("NaN", "At character 1: “NaN” is no JSON value");
    row("[1, 2", "At character 6: it ends where “,” or “]” is expected");
    row("[1,]", "At character 4: a value is expected, not “]”");
    row("{\"a\" 1}", "At character 6: “:” is expected, not “1”");
    row("\"a", "At character 1: the text that begins here has no closing quote");
    row("\"a\\x\"", "At character 3: “\\x” is no escape");
    row("\"a\nb\"", "At character 3: a line break");
    row("01", "At character 1: “01” is no JSON value");
    row("", "It is empty");
}

void CommandsTest::whatJsonbCantHoldIsRefusedUpFront()
{
    QFETCH(QString, json);
    QFETCH(QString, says);
    const Result result = run({QStringLiteral("audit"), QStringLiteral("append"), QStringLiteral("--action"), QStringLiteral("cli.odd"), QStringLiteral("--entity-type"),
                               QStringLiteral("Thing"), QStringLiteral("--entity-id"), QStringLiteral("7"), QStringLiteral("--new-values"), json});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QStringLiteral("VALIDATION_ERROR"));
    QCOMPARE(result.out, QByteArray());
    const QString message = QJsonDocument::fromJson(result.err).object().value(QStringLiteral("error")).toObject().value(QStringLiteral("message")).toString();
    QVERIFY2(message.contains(says), qPrintable(message));
}

void CommandsTest::whatTheServerRefusesIsNotSent()
{
    m_database->execute(QStringLiteral("ALTER TABLE audit_logs ADD CONSTRAINT no_such_action CHECK (action <> 'cli.refused')"));
    const Result result = run({QStringLiteral("audit"), QStringLiteral("append"), QStringLiteral("--action"), QStringLiteral("cli.refused"), QStringLiteral("--entity-type"),
                               QStringLiteral("Thing"), QStringLiteral("--entity-id"), QStringLiteral("7")});
    m_database->execute(QStringLiteral("ALTER TABLE audit_logs DROP CONSTRAINT no_such_action"));
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.json().value(QStringLiteral("sent")), QJsonValue(false));
    QCOMPARE(result.errorCode(), QStringLiteral("AUDIT_SPOOL"));
    QVERIFY2(result.err.contains("no_such_action"), result.err.constData());
}

void CommandsTest::whoMayRecordNothingIsToldWhy_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("state");
    QTest::newRow("no right") << "GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1" << "PERMISSION_DENIED" << "42501";
    QTest::newRow("read-only by default") << "GRANT ALL ON ALL TABLES IN SCHEMA public TO %1; ALTER ROLE %1 SET default_transaction_read_only = on"
                                          << "READ_ONLY" << "25006";
}

/// It waits on this machine, and that it does is an error with its reason.
void CommandsTest::whoMayRecordNothingIsToldWhy()
{
    QFETCH(QString, how);
    QFETCH(QString, code);
    QFETCH(QString, state);
    const QString role = QStringLiteral("appender_") + m_database->name();
    m_database->execute(QStringLiteral("CREATE ROLE %1 LOGIN; ").arg(role) + how.arg(role));
    const QString url = QString(m_database->url()).replace(QStringLiteral("user=pivotal"), QStringLiteral("user=") + role);
    const QStringList append{QStringLiteral("audit"), QStringLiteral("append"), QStringLiteral("--action"), QStringLiteral("cli.denied"), QStringLiteral("--entity-type"),
                             QStringLiteral("Thing"), QStringLiteral("--entity-id"), QStringLiteral("7")};
    for (int turn = 0; turn < 2; ++turn) { // the second finds the first one's waiting
        const Result result = run(append, url);
        QCOMPARE(result.exitCode, 1);
        QCOMPARE(result.json().value(QStringLiteral("sent")), QJsonValue(false));
        QCOMPARE(result.errorCode(), code);
        QVERIFY2(result.err.contains("\"" + state.toLatin1() + "\""), result.err.constData());
        QVERIFY(!QJsonDocument::fromJson(result.err).object().value(QStringLiteral("error")).toObject().value(QStringLiteral("message")).toString().isEmpty());
    }
    m_database->execute(QStringLiteral("DROP OWNED BY %1; DROP ROLE %1").arg(role));
    QCOMPARE(run(append).json().value(QStringLiteral("sent")), QJsonValue(true)); // and what waited goes along
    QCOMPARE(m_database->value(QStringLiteral("SELECT count(*) FROM audit_logs WHERE action = 'cli.denied'")), QStringLiteral("3"));
    m_database->execute(QStringLiteral("DELETE FROM audit_logs WHERE action = 'cli.denied'"));
}

/// The change is made; that others may be shown the old value for a while is a warning.
void CommandsTest::aRedisThatForgetsNothingIsToldOf()
{
    tests::RedisServer redis;
    redis.start();
    const QString id = m_database->value(QStringLiteral("SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 13 LIMIT 1"));
    const auto update = [&](const QString &name) {
        qputenv("REDIS_URL", redis.url().toUtf8());
        const Result result = run({QStringLiteral("users"), QStringLiteral("update"), id, QStringLiteral("--display-name"), name});
        qunsetenv("REDIS_URL");
        return result;
    };
    QCOMPARE(update(QStringLiteral("Told")).err, QByteArray());
    cache::RedisConnection connection(cache::RedisOptions::fromUrl(redis.url()));
    QVERIFY(connection.command({"REPLICAOF", "127.0.0.1", "1"})->refusal.isEmpty());
    const Result result = update(QStringLiteral("Not told"));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.json().value(QStringLiteral("displayName")).toString(), QStringLiteral("Not told"));
    const QString warning = QJsonDocument::fromJson(result.err).object().value(QStringLiteral("warning")).toString();
    QVERIFY2(warning.contains(QStringLiteral("READONLY")) && warning.contains(QString::number(redis.port())), result.err.constData());
    redis.kill();
    const QByteArray unreachable = update(QStringLiteral("Nobody there")).err;
    QVERIFY2(unreachable.contains("could not be told to forget"), unreachable.constData());
}

void CommandsTest::perfPrintsItsTable()
{
    const Result result = run({QStringLiteral("perf"), QStringLiteral("--iterations"), QStringLiteral("2")});
    QCOMPARE(result.exitCode, 0);
    for (const char *part : {"Basic list", "Role filter", "Audit write", "Cache hit", "<= 200", "pass", "times as fast"})
        QVERIFY2(result.out.contains(part), part);
}

void CommandsTest::metricsAreServedOnThisMachineOnly()
{
    QVERIFY(run({QStringLiteral("metrics")}).out.contains("pivotal_repo_duration_ms_bucket{operation=\"listUsers\",repo=\"users\""));
    const int port = tests::freePort();
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PIVOTAL_METRICS_PORT"), QString::number(port));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    window.setProcessEnvironment(environment);
    window.start(QStringLiteral(PIVOTAL_EXECUTABLE), {QStringLiteral("--database"), m_database->url(), QStringLiteral("--as"), QStringLiteral("admin@northwind.example")});
    const auto scrape = [port] {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(port));
        if (!socket.waitForConnected(1000))
            return QByteArray();
        socket.write("GET /metrics HTTP/1.0\r\n\r\n");
        QByteArray text;
        while (socket.waitForReadyRead(2000))
            text += socket.readAll();
        return text;
    };
    QTRY_VERIFY_WITH_TIMEOUT(scrape().contains("pivotal_pool_operations"), tests::patience);
    const auto consoles = [this] { // by what each listens on
        return m_database->value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%'")).toInt();
    };
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        QTcpSocket socket;
        socket.connectToHost(address, quint16(port));
        QVERIFY(!socket.waitForConnected(1000));
    }
    QProcess second; // the port is taken: it opens without it, and says so
    QByteArray log;
    second.setProcessEnvironment(environment);
    second.start(QStringLiteral(PIVOTAL_EXECUTABLE), window.arguments());
    QTRY_VERIFY_WITH_TIMEOUT((log += second.readAllStandardError()).contains("event=metrics_not_served"), tests::patience);
    QTRY_VERIFY_WITH_TIMEOUT(consoles() >= 2, tests::patience); // both have a session
    QCOMPARE(second.state(), QProcess::Running);
    QVERIFY(scrape().contains("pivotal_pool_operations"));
    second.terminate();
    QVERIFY(second.waitForFinished());
    QCOMPARE(second.exitCode(), 0);
    window.terminate();
    window.waitForFinished();
}

void CommandsTest::badConfigurationIsRefused()
{
    for (const auto &[variable, value] : {std::pair("CACHE_TTL_SECS", "soon"), std::pair("REDIS_URL", "rediss://secret@host"), std::pair("PIVOTAL_SLOW_MS", "-1")}) {
        qputenv(variable, value);
        const Result result = run({QStringLiteral("users"), QStringLiteral("list")});
        qunsetenv(variable);
        QCOMPARE(result.errorCode(), QStringLiteral("VALIDATION_ERROR"));
    }
}

void CommandsTest::helpNamesEveryCommand()
{
    const Result help = run({QStringLiteral("--help")});
    QCOMPARE(help.exitCode, 0);
    for (const char *command : {"users list", "users get", "users update", "audit list", "migrate status", "migrate up", "migrate down", "demo", "screenshots"})
        QVERIFY2(help.out.contains(command), command);
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "tst_commands.moc"
