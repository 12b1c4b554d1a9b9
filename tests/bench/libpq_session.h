#pragma once

#include "repo/db/connection_options.h"
#include "repo/sql/statement.h"

#include <QHash>

struct pg_conn;

namespace pivotal::bench {

/// What the console is measured against: libpq itself, each statement prepared once, every cell of the result looked at.
class LibpqSession
{
public:
    explicit LibpqSession(const db::ConnectionOptions &options);
    ~LibpqSession();
    LibpqSession(const LibpqSession &) = delete;
    LibpqSession &operator=(const LibpqSession &) = delete;

    /// How many rows came; throws std::runtime_error with the server's message.
    qint64 run(const sql::Statement &statement);
    /// Text in the simple protocol.
    void execute(const char *text);

private:
    [[nodiscard]] QByteArray prepared(const QString &text);

    pg_conn *m_connection;
    QHash<QString, QByteArray> m_names;
    size_t m_bytesSeen = 0;
};

} // namespace pivotal::bench
