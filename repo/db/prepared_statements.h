#pragma once

#include "repo/db/rows.h"

#include <QCache>
#include <QVariantList>

struct pg_conn;

namespace pivotal::db {

/// The statements that a connection has prepared, by text. The last used stay; the others are deallocated on the server.
///
/// By libpq's own calls: QPSQL sends “EXECUTE name (literals)”, a text that the server parses each time (19 µs of the 98 µs that
/// a row by its id takes). Used on the connection's thread.
class PreparedStatements
{
public:
    PreparedStatements();
    ~PreparedStatements();

    /// A new connection, which has none prepared. Not owned.
    void attach(pg_conn *connection);
    /// Before the connection is closed, which ends them all.
    void detach();

    [[nodiscard]] bool contains(const QString &text) const { return m_statements.contains(text); }
    /// A text with one `?` for each value. The server's answer, which may be a refusal.
    Result prepare(const QString &text);
    /// Of a prepared text: the server's answer, which may be a refusal.
    Result run(const QString &text, const QVariantList &binds);
    void drop(const QString &text) { m_statements.remove(text); }

private:
    struct Prepared
    {
        ~Prepared();

        PreparedStatements &all;
        QByteArray name;
    };

    pg_conn *m_connection = nullptr;
    quint64 m_count = 0; ///< for their names
    QCache<QString, Prepared> m_statements;
};

/// `$1`, `$2`, … in place of each `?`. A statement's text holds no other `?` (see sql::Statement).
[[nodiscard]] QByteArray withNumberedPlaces(const QString &text);

} // namespace pivotal::db
