#include "repo/db/explain.h"

#include "repo/db/inline_values.h"
#include "repo/db/transaction.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace pivotal::db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::Explain)
};

QString planOf(Connection &connection, const sql::Statement &statement)
{
    return connection.executeText(QStringLiteral("EXPLAIN (FORMAT JSON) ") + withInlineValues(statement, *connection.driver())).value(0);
}

} // namespace

QString explain(Connection &connection, const sql::Statement &statement)
{
    const QString first = statement.text.section(u' ', 0, 0).toUpper();
    if (first != QStringLiteral("SELECT") && first != QStringLiteral("WITH"))
        throw validationError(Text::tr("This statement has no plan: %1").arg(statement.text.left(60)));
    TransactionOptions options;
    options.name = QStringLiteral("explain");
    options.readOnly = true;
    const Transaction transaction(connection, options); // never committed
    return planOf(connection, statement);
}

qint64 estimateRows(Connection &connection, const sql::Statement &statement)
{
    const QJsonArray plans = QJsonDocument::fromJson(planOf(connection, statement).toUtf8()).array();
    return plans.at(0).toObject().value(QStringLiteral("Plan")).toObject().value(QStringLiteral("Plan Rows")).toInteger();
}

} // namespace pivotal::db
