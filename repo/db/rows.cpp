#include "repo/db/rows.h"

#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QSqlQuery>
#include <QSqlResult>
#include <charconv>
#include <libpq-fe.h>

namespace pivotal::db {

Rows::Rows(const QSqlQuery &query)
    : m_result(*static_cast<const pg_result *const *>(query.result()->handle().constData())), m_count(PQntuples(m_result))
{
}

QByteArrayView Rows::cell()
{
    const int column = m_column++;
    return {PQgetvalue(m_result, m_row, column), PQgetlength(m_result, m_row, column)};
}

qint64 Rows::bigint()
{
    const QByteArrayView digits = cell();
    qint64 value = 0; // of NULL
    std::from_chars(digits.begin(), digits.end(), value);
    return value;
}

Json Rows::json()
{
    const QByteArray text = cell().toByteArray();
    return {text.isValidUtf8() ? text : decodeText(text).toUtf8()};
}

Instant Rows::instant()
{
    const QByteArrayView text = cell();
    if (const auto instant = Instant::fromSqlText(text))
        return *instant;
    // The check of the columns' types lets no other through; a style of dates that isn't ISO would.
    throw RepositoryError(ErrorCode::DatabaseError,
                          QCoreApplication::translate("pivotal::db::Rows", "The server's time “%1” can't be read.").arg(QString::fromUtf8(text.first(qMin(text.size(), 60)))));
}

bool Rows::isNull() const
{
    return PQgetisnull(m_result, m_row, m_column) != 0;
}

} // namespace pivotal::db
