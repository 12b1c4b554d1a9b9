#include "repo/db/sql_state.h"

#include "repo/domain/text.h"

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

struct Meaning
{
    ErrorCode code;
    QString message;
};

Meaning ofIntegrity(const QString &state)
{
    if (state == u"23505"_s)
        return {ErrorCode::DuplicateEntry, Text::tr("Another row already has this value, which must be unique.")};
    if (state == u"23503"_s)
        return {ErrorCode::ForeignKeyConstraint, Text::tr("A row that this one refers to doesn't exist, or is still in use.")};
    return {ErrorCode::DatabaseConstraint, Text::tr("The database doesn't allow this value.")};
}

bool isConnectionState(const QString &state)
{
    return state.startsWith(u"08"_s) || state.startsWith(u"28"_s) || state.startsWith(u"57P"_s) || state == u"3D000"_s
           || state == u"53300"_s;
}

Meaning meaningOf(const QString &state)
{
    if (state.startsWith(u"23"_s))
        return ofIntegrity(state);
    if (state == u"22001"_s)
        return {ErrorCode::DatabaseConstraint, Text::tr("A value is longer than its column.")};
    if (state.startsWith(u"22"_s))
        return {ErrorCode::ValidationError, Text::tr("The database can't read one of the values.")};
    if (state == u"42501"_s)
        return {ErrorCode::PermissionDenied, Text::tr("The database user lacks the right to do this.")};
    if (state == readOnlyTransaction)
        return {ErrorCode::ReadOnly, Text::tr("The server is read-only, as a standby is.")};
    if (state == queryCanceled)
        return {ErrorCode::Timeout,
                Text::tr("The server ended the statement: at its time limit (statement_timeout), or because somebody cancelled it.")};
    if (state == u"55P03"_s)
        return {ErrorCode::Timeout, Text::tr("Another transaction holds a lock for too long (lock_timeout).")};
    if (isRetryable(state))
        return {ErrorCode::MaxRetriesExceeded, Text::tr("Other transactions kept getting in the way.")};
    if (state == u"42P01"_s || state == u"42703"_s)
        return {ErrorCode::DatabaseError, Text::tr("This database lacks a table or column of Pivotal Flow.")};
    if (state.startsWith(u"53"_s))
        return {ErrorCode::DatabaseError, Text::tr("The server is out of disk space, memory or another resource.")};
    return {ErrorCode::DatabaseError, Text::tr("The database refused the statement.")};
}

} // namespace

bool isRetryable(const QString &sqlState)
{
    return sqlState == u"40001"_s || sqlState == u"40P01"_s || sqlState == transactionRollback;
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
