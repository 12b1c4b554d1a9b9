#include "repo/db/explain.h"

#include "repo/db/inline_values.h"
#include "repo/db/sql_state.h"
#include "repo/db/transaction.h"
#include "repo/domain/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

QString run(Connection &connection, const QString &options, const sql::Statement &statement)
{
    const QString explain = u"EXPLAIN (%1FORMAT JSON) "_s.arg(options);
    return connection.executeText(explain + withInlineValues(statement, *connection.driver()), {explain + statement.text, statement.binds})
        .value(0);
}

/// What a transaction doesn't hold back, although it only reads: other sessions, the server, other databases.
bool reachesOut(const QString &text)
{
    static const QRegularExpression functions(
        u"\\b(pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_promote|pg_switch_wal|pg_rotate_logfile|pg_advisory_\\w+|"
        "pg_try_advisory_\\w+|pg_notify|pg_sleep\\w*|dblink\\w*|lo_\\w+|pg_file_\\w+|setval|nextval|set_config)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return functions.match(text).hasMatch();
}

/// SELECT … INTO makes a table, for which the server has no objection where it is analyzed.
bool makesTable(const QString &text)
{
    static const QRegularExpression quoted(u"'[^']*'|\"[^\"]*\""_s);
    static const QRegularExpression into(u"\\bINTO\\b"_s, QRegularExpression::CaseInsensitiveOption);
    return QString(text).remove(quoted).contains(into);
}

void requireSingleRead(const sql::Statement &statement)
{
    requirePlan(statement);
    if (makesTable(statement.text) || reachesOut(statement.text))
        throw validationError(Text::tr("Only a single statement that reads is run to be analyzed: %1").arg(statement.text.left(60)));
}

TransactionOptions readOnly(const QString &name)
{
    TransactionOptions options;
    options.name = name;
    options.readOnly = true;
    return options;
}

} // namespace

/// A second statement in the text could end the transaction. Values are bound, so that nothing else needs a semicolon.
bool hasPlan(const QString &text)
{
    static const QRegularExpression start(u"^\\s*(SELECT|WITH)\\b"_s, QRegularExpression::CaseInsensitiveOption);
    return start.match(text).hasMatch() && !text.contains(u';');
}

void requirePlan(const sql::Statement &statement)
{
    if (!hasPlan(statement.text))
        throw validationError(Text::tr("This statement has no plan: %1").arg(statement.text.left(60)));
}

QString planOf(Connection &connection, const sql::Statement &statement)
{
    return run(connection, {}, statement);
}

QString explain(Connection &connection, const sql::Statement &statement)
{
    requirePlan(statement);
    const TransactionOptions options = readOnly(u"explain"_s);
    const Transaction transaction(connection, options); // never committed
    return planOf(connection, statement);
}

QString explainAnalyzed(Connection &connection, const sql::Statement &statement)
{
    requireSingleRead(statement);
    TransactionOptions options = readOnly(u"analyze"_s);
    options.timeout = analyzeLimit;
    const DeadlineScope deadline(connection, analyzeLimit);
    const Transaction transaction(connection, options); // never committed
    try {
        return run(connection, u"ANALYZE, BUFFERS, "_s, statement);
    } catch (const RepositoryError &error) {
        if (error.sqlState != readOnlyTransaction)
            throw;
        throw validationError(Text::tr("This statement writes or locks rows: it can be planned, but isn't run to be analyzed."));
    }
}

qint64 estimateRows(Connection &connection, const sql::Statement &statement)
{
    const QJsonArray plans = QJsonDocument::fromJson(planOf(connection, statement).toUtf8()).array();
    return plans.at(0).toObject().value(u"Plan"_s).toObject().value(u"Plan Rows"_s).toInteger();
}

} // namespace pivotal::db
