#include "repo/db/sql_state.h"

#include <QCoreApplication>

namespace pivotal::db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::SqlState)
};

struct Meaning
{
    ErrorCode code;
    QString message;
};

Meaning ofIntegrity(const QString &state)
{
    if (state == QStringLiteral("23505"))
        return {ErrorCode::DuplicateEntry, Text::tr("Another row already has this value, which must be unique.")};
    if (state == QStringLiteral("23503"))
        return {ErrorCode::ForeignKeyConstraint, Text::tr("A row that this one refers to doesn't exist, or is still in use.")};
    return {ErrorCode::DatabaseConstraint, Text::tr("The database doesn't allow this value.")};
}

bool isConnectionState(const QString &state)
{
    return state.startsWith(QStringLiteral("08")) || state.startsWith(QStringLiteral("28"))
        || state.startsWith(QStringLiteral("57P")) || state == QStringLiteral("3D000")
        || state == QStringLiteral("53300");
}

Meaning meaningOf(const QString &state)
{
    if (state.startsWith(QStringLiteral("23")))
        return ofIntegrity(state);
    if (state == QStringLiteral("22001"))
        return {ErrorCode::DatabaseConstraint, Text::tr("A value is longer than its column.")};
    if (state.startsWith(QStringLiteral("22")))
        return {ErrorCode::ValidationError, Text::tr("The database can't read one of the values.")};
    if (state == QStringLiteral("42501"))
        return {ErrorCode::PermissionDenied, Text::tr("The database user lacks the right to do this.")};
    if (state == readOnlyTransaction)
        return {ErrorCode::ReadOnly, Text::tr("The server is read-only, as a standby is.")};
    if (state == queryCanceled)
        return {ErrorCode::Timeout, Text::tr("The server ended the statement: at its time limit (statement_timeout), or because somebody cancelled it.")};
    if (state == QStringLiteral("55P03"))
        return {ErrorCode::Timeout, Text::tr("Another transaction holds a lock for too long (lock_timeout).")};
    if (isRetryable(state))
        return {ErrorCode::MaxRetriesExceeded, Text::tr("Other transactions kept getting in the way.")};
    if (state == QStringLiteral("42P01") || state == QStringLiteral("42703"))
        return {ErrorCode::DatabaseError, Text::tr("This database lacks a table or column of Pivotal Flow.")};
    if (state.startsWith(QStringLiteral("53")))
        return {ErrorCode::DatabaseError, Text::tr("The server is out of disk space, memory or another resource.")};
    return {ErrorCode::DatabaseError, Text::tr("The database refused the statement.")};
}

} // namespace

bool isRetryable(const QString &sqlState)
{
    return sqlState == QStringLiteral("40001") || sqlState == QStringLiteral("40P01") || sqlState == transactionRollback;
}

RepositoryError errorFromSqlState(const QString &sqlState, const QString &serverText, bool connectionLost)
{
    const Meaning meaning = connectionLost || isConnectionState(sqlState)
        ? Meaning{ErrorCode::DatabaseConnection, Text::tr("The connection to the database server is lost.")}
        : meaningOf(sqlState);
    RepositoryError error(meaning.code, meaning.message, serverText.trimmed());
    error.sqlState = sqlState;
    return error;
}

} // namespace pivotal::db
