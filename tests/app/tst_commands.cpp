#include "repo/cache/redis_connection.h"
#include "repo/migrations/migration_files.h"
#include "tests/support/await.h"
#include "tests/support/proxied.h"
#include "tests/support/service.h"
#include "tests/support/test_database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkInterface>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

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
            return QJsonDocument::fromJson(err).object().value(u"error"_s).toObject().value(u"code"_s).toString();
        }
    };
    [[nodiscard]] Result run(const QStringList &arguments, const QString &url = {}) const;

    std::unique_ptr<TestDatabase> m_database;
};

CommandsTest::Result CommandsTest::run(const QStringList &arguments, const QString &url) const
{
    QProcess process;
    process.start(QStringLiteral(PIVOTAL_EXECUTABLE),
                  QStringList{u"--database"_s, url.isEmpty() ? m_database->url() : url, u"--as"_s, u"admin@northwind.example"_s}
                      + arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void CommandsTest::listPrintsTheSeedsEnvelope()
{
    const Result result = run({u"users"_s, u"list"_s, u"--page-size"_s, u"5"_s, u"--page"_s, u"2"_s});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.err, QByteArray());
    const QJsonObject json = result.json();
    QCOMPARE(json.keys(), (QStringList{u"items"_s, u"page"_s, u"pageSize"_s, u"total"_s, u"totalPages"_s}));
    QCOMPARE(json.value(u"page"_s).toInt(), 2);
    const QJsonArray items = json.value(u"items"_s).toArray();
    QCOMPARE(items.size(), 5);
    QCOMPARE(items.first().toObject().keys(),
             (QStringList{u"createdAt"_s, u"displayName"_s, u"email"_s, u"id"_s, u"isActive"_s, u"mfaEnabled"_s, u"roles"_s, u"status"_s}));
    QVERIFY(items.first().toObject().value(u"createdAt"_s).toString().endsWith(u'Z'));
}

void CommandsTest::flagsFilter()
{
    const QJsonObject active =
        run({u"users"_s, u"list"_s, u"--active"_s, u"true"_s, u"--role"_s, u"admin"_s, u"--sort"_s, u"email:asc"_s}).json();
    QVERIFY(active.value(u"total"_s).toInt() > 0);
    QString before;
    for (const QJsonValue &item : active.value(u"items"_s).toArray()) {
        QCOMPARE(item.toObject().value(u"status"_s).toString(), u"active"_s);
        const QString email = item.toObject().value(u"email"_s).toString();
        QVERIFY(email.localeAwareCompare(before) > 0 || before.isEmpty());
        before = email;
    }
    const QJsonObject inactive = run({u"users"_s, u"list"_s, u"--active"_s, u"false"_s}).json();
    const QJsonObject all = run({u"users"_s, u"list"_s}).json();
    const QJsonObject onlyActive = run({u"users"_s, u"list"_s, u"--active"_s, u"true"_s}).json();
    const QString total = u"total"_s;
    QCOMPARE(inactive.value(total).toInt() + onlyActive.value(total).toInt(), all.value(total).toInt());
}

void CommandsTest::getAndUpdate()
{
    const QString id = m_database->value(
        u"SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id LIMIT 1"_s);
    const Result updated = run({u"users"_s, u"update"_s, id, u"--display-name"_s, u"O'Neil %_\\ 王"_s, u"--phone"_s, QString()});
    QCOMPARE(updated.exitCode, 0);
    const Result got = run({u"users"_s, u"get"_s, id});
    QCOMPARE(got.json(), updated.json());
    QCOMPARE(got.json().value(u"displayName"_s).toString(), u"O'Neil %_\\ 王"_s);
    QVERIFY(got.json().value(u"phone"_s).isNull());
}

void CommandsTest::auditListFollowsAnEntity()
{
    const QString id = m_database->value(
        u"SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 7 LIMIT 1"_s);
    QCOMPARE(run({u"users"_s, u"update"_s, id, u"--first-name"_s, u"Trail"_s}).exitCode, 0);
    const QJsonObject json =
        run({u"audit"_s, u"list"_s, u"--entity-type"_s, u"User"_s, u"--entity-id"_s, id, u"--page-size"_s, u"1"_s}).json();
    const QJsonObject event = json.value(u"items"_s).toArray().first().toObject();
    QCOMPARE(event.value(u"action"_s).toString(), u"users.update"_s);
    QCOMPARE(event.value(u"newValues"_s).toObject(), (QJsonObject{{u"firstName"_s, u"Trail"_s}}));
    QCOMPARE(event.value(u"userEmail"_s).toString(), u"admin@northwind.example"_s);
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
    QTest::newRow("no such command") << QStringList{u"users"_s, u"explode"_s};
    QTest::newRow("no such flag") << QStringList{u"users"_s, u"list"_s, u"--bogus"_s};
    QTest::newRow("no id") << QStringList{u"users"_s, u"get"_s};
    QTest::newRow("a flag of another command") << QStringList{u"users"_s, u"get"_s, u"x"_s, u"--page"_s, u"1"_s};
    QTest::newRow("no folder") << QStringList{u"screenshots"_s};
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
    const QString id = m_database->value(
        u"SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 9 LIMIT 1"_s);
    const QStringList update{u"users"_s, u"update"_s, id};
    for (const QStringList &flag : {QStringList{u"--display-name"_s, value}, QStringList{u"--display-name="_s + value}}) {
        QCOMPARE(run(update + QStringList{u"--display-name"_s, u"before"_s}).exitCode, 0);
        const Result updated = run(update + flag);
        QCOMPARE(updated.err, QByteArray());
        QCOMPARE(updated.exitCode, 0);
        QCOMPARE(updated.json().value(u"displayName"_s).toString(), value);
    }
    QCOMPARE(run(QStringList{u"--organization"_s, value} + update).exitCode, 1); // there is none of that name
    const Result listed = run({u"users"_s, u"list"_s, u"--q"_s, value});
    QCOMPARE(listed.err, QByteArray());
    QVERIFY(listed.json().contains(u"items"_s));
    QCOMPARE(run({u"users"_s, u"get"_s, u"--"_s, value}).errorCode(), u"RECORD_NOT_FOUND"_s);
}

void CommandsTest::refusalsNameTheFlag()
{
    const QString id = m_database->value(
        u"SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 11 LIMIT 1"_s);
    const Result emptied = run({u"users"_s, u"update"_s, id, u"--first-name"_s, QString()});
    QCOMPARE(emptied.errorCode(), u"VALIDATION_ERROR"_s);
    QVERIFY2(emptied.err.contains("--first-name can't be empty"), emptied.err.constData());
    const Result created = run({u"users"_s, u"create"_s, u"--email"_s, u"new@northwind.example"_s, u"--first-name"_s, u"New"_s});
    QVERIFY2(created.err.contains("--last-name"), created.err.constData());
}

void CommandsTest::migratesAndFillsAnEmptyDatabase()
{
    TestDatabase empty(TestDatabase::Kind::Empty);
    QCOMPARE(run({u"users"_s, u"list"_s}, empty.url()).errorCode(), u"DATABASE_ERROR"_s);
    const Result status = run({u"migrate"_s, u"status"_s}, empty.url());
    QCOMPARE(QJsonDocument::fromJson(status.out).array().size(), db::migrations().size());
    QCOMPARE(run({u"migrate"_s, u"up"_s}, empty.url()).json().value(u"applied"_s).toArray().size(), db::migrations().size());
    QCOMPARE(run({u"migrate"_s, u"down"_s, u"--count"_s, u"2"_s}, empty.url()).json().value(u"rolledBack"_s).toArray().size(), 2);
    QCOMPARE(run({u"demo"_s, u"--users"_s, u"200"_s, u"--events"_s, u"2000"_s}, empty.url()).exitCode, 0);
    QCOMPARE(run({u"users"_s, u"list"_s, u"--include-deleted"_s}, empty.url()).json().value(u"total"_s).toInt(), 170);
}

void CommandsTest::secretsNeverComeOut()
{
    const QString id = m_database->value(
        u"SELECT id FROM users WHERE \"mfaSecret\" IS NOT NULL AND \"organizationId\" = (SELECT id FROM organizations WHERE slug = 'northwind') LIMIT 1"_s);
    const QByteArray secret = m_database->value(u"SELECT \"mfaSecret\" FROM users WHERE id = ?"_s, {id}).toUtf8();
    QVERIFY(!secret.isEmpty());
    const Result got = run({u"users"_s, u"get"_s, id});
    QCOMPARE(got.exitCode, 0);
    QVERIFY(!got.out.contains(secret) && !got.out.contains("argon2") && !got.out.contains("assword"));
}

/// A whole run with everything traced, over TCP with a password in the URL: the log has statements and values, and no
/// secret.
void CommandsTest::logsHoldNoSecret()
{
    const QString id = m_database->value(
        u"SELECT id FROM users WHERE \"organizationId\" = (SELECT id FROM organizations WHERE slug = 'northwind') AND \"deletedAt\" IS NULL LIMIT 1"_s);
    m_database->execute(u"UPDATE users SET \"passwordHash\" = 'planted-hash', \"mfaSecret\" = 'planted-mfa' WHERE id = ?"_s, {id});
    const tests::Proxied proxied(*m_database);
    const QString url =
        u"postgresql://pivotal:planted-password@127.0.0.1:%1/%2?sslmode=disable&gssencmode=disable"_s.arg(proxied.proxy.port())
            .arg(m_database->name());
    const QTemporaryDir cache;
    qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
    qputenv("DB_TRACE", "values");
    QByteArray said;
    for (const QStringList &arguments :
         {QStringList{u"users"_s, u"get"_s, id}, QStringList{u"users"_s, u"update"_s, id, u"--phone"_s, u"555 1234"_s},
          QStringList{u"users"_s, u"list"_s, u"--q"_s, u"a"_s}, QStringList{u"audit"_s, u"list"_s},
          QStringList{u"users"_s, u"get"_s, u"nobody"_s}}) {
        const Result result = run(arguments, url);
        said += result.out + result.err;
    }
    qunsetenv("DB_TRACE");
    qunsetenv("XDG_CACHE_HOME");
    QFile log(cache.filePath(u"pivotal-console/console.log"_s));
    QVERIFY(log.open(QFile::ReadOnly));
    const QByteArray logged = log.readAll();
    QVERIFY(logged.contains("event=statement") && logged.contains("logger=db") && logged.contains("555 1234"));
    for (const char *secret : {"planted-password", "planted-hash", "planted-mfa"})
        QVERIFY2(!logged.contains(secret) && !said.contains(secret), secret);
}

void CommandsTest::rolesAndNewUsers()
{
    const Result created = run(
        {u"users"_s, u"create"_s, u"--email"_s, u"from.cli@northwind.example"_s, u"--first-name"_s, u"From"_s, u"--last-name"_s, u"Cli"_s});
    QCOMPARE(created.json().value(u"status"_s).toString(), u"pending"_s);
    const QString id = created.json().value(u"id"_s).toString();
    const Result added = run({u"users"_s, u"add-role"_s, id, u"--role"_s, u"admin"_s});
    QCOMPARE(added.json().value(u"changed"_s).toBool(), true);
    const Result removed = run({u"users"_s, u"remove-role"_s, id, u"--role"_s, u"admin"_s});
    QVERIFY(removed.json().value(u"user"_s).toObject().value(u"roles"_s).toArray().isEmpty());
    QCOMPARE(run({u"users"_s, u"add-role"_s, id, u"--role"_s, u"nope"_s}).errorCode(), u"RECORD_NOT_FOUND"_s);
}

void CommandsTest::auditAppendAndCleanup()
{
    const Result appended = run({u"audit"_s, u"append"_s, u"--action"_s, u"cli.event"_s, u"--entity-type"_s, u"Thing"_s, u"--entity-id"_s,
                                 u"7"_s, u"--new-values"_s, u"{\"a\":1}"_s});
    QCOMPARE(appended.json().value(u"sent"_s).toBool(), true);
    QCOMPARE(m_database->value(u"SELECT action FROM audit_logs WHERE id = ?"_s, {appended.json().value(u"id"_s).toString()}),
             u"cli.event"_s);
    QCOMPARE(run({u"audit"_s, u"append"_s, u"--action"_s, u"x"_s}).errorCode(), u"VALIDATION_ERROR"_s);
    QCOMPARE(run({u"audit"_s, u"summary"_s, u"--action"_s, u"cli.event"_s}).json().value(u"total"_s).toInt(), 1);
    const int would = run({u"audit"_s, u"cleanup"_s, u"--older-than-days"_s, u"90"_s}).json().value(u"wouldDelete"_s).toInt();
    QVERIFY(would > 0);
    QCOMPARE(run({u"audit"_s, u"cleanup"_s, u"--older-than-days"_s, u"90"_s, u"--delete"_s}).json().value(u"deleted"_s).toInt(), would);
    QCOMPARE(run({u"audit"_s, u"cleanup"_s}).errorCode(), u"VALIDATION_ERROR"_s);
}

void CommandsTest::appendedJsonKeepsItsDigits_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("stored");
    QTest::newRow("digits") << uR"({"n":12345678901234567890,"d":1.10})"_s << uR"({"d": 1.10, "n": 12345678901234567890})"_s;
    QTest::newRow("a text") << uR"("1")"_s << uR"("1")"_s;
    QTest::newRow("a number") << u"1.50"_s << u"1.50"_s;
    QTest::newRow("null") << u"null"_s << u"null"_s;
    QTest::newRow("an array") << u"[1e400, []]"_s << QString(u'[' + QString(u'1') + QString(400, u'0') + u", []]"_s);
    QTest::newRow("the six characters") << uR"({"a":"\\u0000"})"_s << uR"({"a": "\\u0000"})"_s;
    QTest::newRow("an empty object") << u"{}"_s << u"{}"_s;
}

void CommandsTest::appendedJsonKeepsItsDigits()
{
    QFETCH(QString, json);
    QFETCH(QString, stored);
    const Result result = run({u"audit"_s, u"append"_s, u"--action"_s, u"cli.digits"_s, u"--entity-type"_s, u"Thing"_s, u"--entity-id"_s,
                               u"7"_s, u"--new-values"_s, json});
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.json().value(u"sent"_s).toBool(), true);
    const QVariantList id{result.json().value(u"id"_s).toString()};
    QCOMPARE(m_database->value(u"SELECT \"newValues\"::text FROM audit_logs WHERE id = ?"_s, id), stored);
    QCOMPARE(m_database->value(u"SELECT \"oldValues\" IS NULL FROM audit_logs WHERE id = ?"_s, id), u"t"_s);
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
    const Result result = run({u"audit"_s, u"append"_s, u"--action"_s, u"cli.odd"_s, u"--entity-type"_s, u"Thing"_s, u"--entity-id"_s,
                               u"7"_s, u"--new-values"_s, json});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), u"VALIDATION_ERROR"_s);
    QCOMPARE(result.out, QByteArray());
    const QString message = QJsonDocument::fromJson(result.err).object().value(u"error"_s).toObject().value(u"message"_s).toString();
    QVERIFY2(message.contains(says), qPrintable(message));
}

void CommandsTest::whatTheServerRefusesIsNotSent()
{
    m_database->execute(u"ALTER TABLE audit_logs ADD CONSTRAINT no_such_action CHECK (action <> 'cli.refused')"_s);
    const Result result =
        run({u"audit"_s, u"append"_s, u"--action"_s, u"cli.refused"_s, u"--entity-type"_s, u"Thing"_s, u"--entity-id"_s, u"7"_s});
    m_database->execute(u"ALTER TABLE audit_logs DROP CONSTRAINT no_such_action"_s);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.json().value(u"sent"_s), QJsonValue(false));
    QCOMPARE(result.errorCode(), u"AUDIT_SPOOL"_s);
    QVERIFY2(result.err.contains("no_such_action"), result.err.constData());
}

void CommandsTest::whoMayRecordNothingIsToldWhy_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("state");
    QTest::newRow("no right") << "GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"
                              << "PERMISSION_DENIED"
                              << "42501";
    QTest::newRow("read-only by default")
        << "GRANT ALL ON ALL TABLES IN SCHEMA public TO %1; ALTER ROLE %1 SET default_transaction_read_only = on"
        << "READ_ONLY"
        << "25006";
}

/// It waits on this machine, and that it does is an error with its reason.
void CommandsTest::whoMayRecordNothingIsToldWhy()
{
    QFETCH(QString, how);
    QFETCH(QString, code);
    QFETCH(QString, state);
    const QString role = u"appender_"_s + m_database->name();
    m_database->execute(u"CREATE ROLE %1 LOGIN; "_s.arg(role) + how.arg(role));
    const QString url = QString(m_database->url()).replace(u"user=pivotal"_s, u"user="_s + role);
    const QStringList append{u"audit"_s,         u"append"_s, u"--action"_s,    u"cli.denied"_s,
                             u"--entity-type"_s, u"Thing"_s,  u"--entity-id"_s, u"7"_s};
    for (int turn = 0; turn < 2; ++turn) { // the second finds the first one's waiting
        const Result result = run(append, url);
        QCOMPARE(result.exitCode, 1);
        QCOMPARE(result.json().value(u"sent"_s), QJsonValue(false));
        QCOMPARE(result.errorCode(), code);
        QVERIFY2(result.err.contains("\"" + state.toLatin1() + "\""), result.err.constData());
        QVERIFY(!QJsonDocument::fromJson(result.err).object().value(u"error"_s).toObject().value(u"message"_s).toString().isEmpty());
    }
    m_database->execute(u"DROP OWNED BY %1; DROP ROLE %1"_s.arg(role));
    QCOMPARE(run(append).json().value(u"sent"_s), QJsonValue(true)); // and what waited goes along
    QCOMPARE(m_database->value(u"SELECT count(*) FROM audit_logs WHERE action = 'cli.denied'"_s), u"3"_s);
    m_database->execute(u"DELETE FROM audit_logs WHERE action = 'cli.denied'"_s);
}

/// The change is made; that others may be shown the old value for a while is a warning.
void CommandsTest::aRedisThatForgetsNothingIsToldOf()
{
    tests::RedisServer redis;
    redis.start();
    const QString id = m_database->value(
        u"SELECT u.id FROM users u JOIN organizations o ON o.id = u.\"organizationId\" WHERE o.slug = 'northwind' AND u.\"deletedAt\" IS NULL ORDER BY u.id OFFSET 13 LIMIT 1"_s);
    const auto update = [&](const QString &name) {
        qputenv("REDIS_URL", redis.url().toUtf8());
        const Result result = run({u"users"_s, u"update"_s, id, u"--display-name"_s, name});
        qunsetenv("REDIS_URL");
        return result;
    };
    QCOMPARE(update(u"Told"_s).err, QByteArray());
    cache::RedisConnection connection(cache::RedisOptions::fromUrl(redis.url()));
    QVERIFY(connection.command({"REPLICAOF", "127.0.0.1", "1"})->refusal.isEmpty());
    const Result result = update(u"Not told"_s);
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.json().value(u"displayName"_s).toString(), u"Not told"_s);
    const QString warning = QJsonDocument::fromJson(result.err).object().value(u"warning"_s).toString();
    QVERIFY2(warning.contains(u"READONLY"_s) && warning.contains(QString::number(redis.port())), result.err.constData());
    redis.kill();
    const QByteArray unreachable = update(u"Nobody there"_s).err;
    QVERIFY2(unreachable.contains("could not be told to forget"), unreachable.constData());
}

void CommandsTest::perfPrintsItsTable()
{
    const Result result = run({u"perf"_s, u"--iterations"_s, u"2"_s});
    QCOMPARE(result.exitCode, 0);
    for (const char *part : {"Basic list", "Role filter", "Audit write", "Cache hit", "<= 200", "pass", "times as fast"})
        QVERIFY2(result.out.contains(part), part);
}

void CommandsTest::metricsAreServedOnThisMachineOnly()
{
    QVERIFY(run({u"metrics"_s}).out.contains("pivotal_repo_duration_ms_bucket{operation=\"listUsers\",repo=\"users\""));
    const int port = tests::freePort();
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PIVOTAL_METRICS_PORT"_s, QString::number(port));
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    window.setProcessEnvironment(environment);
    window.start(QStringLiteral(PIVOTAL_EXECUTABLE), {u"--database"_s, m_database->url(), u"--as"_s, u"admin@northwind.example"_s});
    const auto scrape = [port] {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(port));
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
        return m_database->value(u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%'"_s)
            .toInt();
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
    for (const auto &[variable, value] :
         {std::pair("CACHE_TTL_SECS", "soon"), std::pair("REDIS_URL", "rediss://secret@host"), std::pair("PIVOTAL_SLOW_MS", "-1")}) {
        qputenv(variable, value);
        const Result result = run({u"users"_s, u"list"_s});
        qunsetenv(variable);
        QCOMPARE(result.errorCode(), u"VALIDATION_ERROR"_s);
    }
}

void CommandsTest::helpNamesEveryCommand()
{
    const Result help = run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    for (const char *command :
         {"users list", "users get", "users update", "audit list", "migrate status", "migrate up", "migrate down", "demo", "screenshots"})
        QVERIFY2(help.out.contains(command), command);
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "tst_commands.moc"
