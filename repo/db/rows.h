#pragma once

#include "repo/domain/instant.h"
#include "repo/domain/json.h"
#include "repo/domain/raw_bytes.h"

#include <QByteArrayView>
#include <QString>
#include <memory>
#include <optional>

struct pg_result;

namespace pivotal::db {

struct ClearResult
{
    void operator()(pg_result *result) const;
};
/// What libpq holds of a server's answer.
using Result = std::unique_ptr<pg_result, ClearResult>;

/// The rows of a statement, read forward; within a row, columns are read in their order, one call each.
///
/// Cells are read from libpq's own result: a QVariant for each made a page cost half as much again.
class Rows
{
public:
    explicit Rows(Result result);

    bool next()
    {
        m_column = 0;
        return ++m_row < m_count;
    }

    QString text() { return decodeText(cell()); }
    /// Of a column with few different values: one copy for all that are alike.
    QString word() { return sharedText(cell()); }
    /// `same`, if it reads like that.
    QString textLike(const QString &same);
    bool flag() { return cell() == "t"; }
    int integer() { return int(bigint()); }
    qint64 bigint();
    /// A timestamp column, as the server prints it.
    Instant instant();
    Json json();
    std::optional<QString> optionalText() { return optional(&Rows::text); }
    std::optional<QString> optionalWord() { return optional(&Rows::word); }
    std::optional<Instant> optionalInstant() { return optional(&Rows::instant); }
    std::optional<Json> optionalJson() { return optional(&Rows::json); }
    /// The bytes as the server sent them; empty for NULL. They live as long as the rows.
    QByteArrayView cell();

private:
    static QString sharedText(QByteArrayView bytes);
    [[nodiscard]] bool isNull() const;
    template <class T>
    std::optional<T> optional(T (Rows::*read)())
    {
        if (!isNull())
            return (this->*read)();
        ++m_column;
        return std::nullopt;
    }

    Result m_result;
    int m_count;
    int m_row = -1;
    int m_column = 0;
};

} // namespace pivotal::db
