#include "repo/db/rows.h"

#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QHash>
#include <charconv>
#include <libpq-fe.h>

namespace pivotal::db {

void ClearResult::operator()(pg_result *result) const
{
    PQclear(result);
}

Rows::Rows(Result result) : m_result(std::move(result)), m_count(PQntuples(m_result.get())) {}

QByteArrayView Rows::cell()
{
    const int column = m_column++;
    return {PQgetvalue(m_result.get(), m_row, column), PQgetlength(m_result.get(), m_row, column)};
}

QString Rows::sharedText(QByteArrayView bytes)
{
    constexpr qsizetype longest = 64; ///< bytes
    constexpr qsizetype kept = 1'000;
    if (bytes.size() > longest)
        return decodeText(bytes);
    thread_local QHash<QByteArray, QString> known;
    if (const auto found = known.constFind(QByteArray::fromRawData(bytes.data(), bytes.size())); found != known.cend())
        return *found;
    if (known.size() >= kept)
        known.clear();
    return *known.insert(bytes.toByteArray(), decodeText(bytes));
}

QString Rows::textLike(const QString &same)
{
    const QByteArrayView bytes = cell();
    const QUtf8StringView read(bytes.data(), bytes.size());
    return QAnyStringView::equal(read, same) ? same : decodeText(bytes);
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
                          QCoreApplication::translate("pivotal::db::Rows", "The server's time “%1” can't be read.")
                              .arg(QString::fromUtf8(text.first(qMin(text.size(), 60)))));
}

bool Rows::isNull() const
{
    return PQgetisnull(m_result.get(), m_row, m_column) != 0;
}

} // namespace pivotal::db
