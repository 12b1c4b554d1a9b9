#include "repo/db/sql_state.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;

class SqlStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meansWhatTheManualSays_data();
    void meansWhatTheManualSays();
    void aLostConnectionIsThatWhateverTheState();
    void serverTextNeverDecides();
};

void SqlStateTest::meansWhatTheManualSays_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *state, const char *code) {
        QTest::addRow("%s %s", state, code) << QString::fromLatin1(state) << QString::fromLatin1(code);
    };
    row("23505", "DUPLICATE_ENTRY");
    row("23503", "FOREIGN_KEY_CONSTRAINT");
    row("23502", "DATABASE_CONSTRAINT");
    row("22001", "DATABASE_CONSTRAINT");
    row("22P02", "VALIDATION_ERROR");
    row("42501", "PERMISSION_DENIED");
    row("25006", "READ_ONLY");
    row("57014", "TIMEOUT");
    row("55P03", "TIMEOUT");
    row("40001", "MAX_RETRIES_EXCEEDED");
    row("40P01", "MAX_RETRIES_EXCEEDED");
    row("08006", "DATABASE_CONNECTION");
    row("57P01", "DATABASE_CONNECTION");
    row("53300", "DATABASE_CONNECTION");
    row("53100", "DATABASE_ERROR");
    row("42P01", "DATABASE_ERROR");
    row("", "DATABASE_ERROR");
}

void SqlStateTest::meansWhatTheManualSays()
{
    QFETCH(QString, state);
    QFETCH(QString, code);
    const RepositoryError error = db::errorFromSqlState(state, u"text"_s, false);
    QCOMPARE(nameOf(error.code), code);
    QCOMPARE(error.sqlState, state);
    QVERIFY(!error.message.isEmpty());
}

void SqlStateTest::aLostConnectionIsThatWhateverTheState()
{
    QCOMPARE(db::errorFromSqlState(QString(), QString(), true).code, ErrorCode::DatabaseConnection);
}

void SqlStateTest::serverTextNeverDecides()
{
    const QString misleading = u"duplicate key value violates unique constraint; connection refused"_s;
    QCOMPARE(db::errorFromSqlState(u"42601"_s, misleading, false).code, ErrorCode::DatabaseError);
}

QTEST_GUILESS_MAIN(SqlStateTest)
#include "tst_sql_state.moc"
