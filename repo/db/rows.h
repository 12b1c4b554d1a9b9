#pragma once

#include "repo/domain/instant.h"

#include <QSqlQuery>
#include <QVariant>
#include <optional>

namespace pivotal::db {

/// The rows of a statement, read forward; within a row, columns are read in their order, one call each.
class Rows
{
public:
    explicit Rows(QSqlQuery &query) : m_query(&query) {}

    bool next()
    {
        m_column = 0;
        return m_query->next();
    }

    QString text() { return column().toString(); }
    bool flag() { return column().toBool(); }
    int integer() { return column().toInt(); }
    qint64 bigint() { return column().toLongLong(); }
    Instant instant() { return {bigint()}; }

    std::optional<QString> optionalText()
    {
        const QVariant value = column();
        return value.isNull() ? std::nullopt : std::optional(value.toString());
    }
    std::optional<Instant> optionalInstant()
    {
        const QVariant value = column();
        return value.isNull() ? std::nullopt : std::optional(Instant{value.toLongLong()});
    }
    [[nodiscard]] bool isNull() const { return m_query->isNull(m_column); }
    void skip() { ++m_column; }

private:
    QVariant column() { return m_query->value(m_column++); }

    QSqlQuery *m_query;
    int m_column = 0;
};

} // namespace pivotal::db
