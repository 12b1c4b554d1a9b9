#include "repo/db/rows.h"

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

bool Rows::isNull() const
{
    return PQgetisnull(m_result, m_row, m_column) != 0;
}

} // namespace pivotal::db
