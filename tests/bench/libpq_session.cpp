#include "tests/bench/libpq_session.h"

#include "repo/db/prepared_statements.h"

#include <QVariant>
#include <libpq-fe.h>
#include <stdexcept>

namespace pivotal::bench {

namespace {

db::Result checked(PGconn *connection, PGresult *raw)
{
    db::Result result(raw);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        throw std::runtime_error(PQerrorMessage(connection));
    return result;
}

} // namespace

LibpqSession::LibpqSession(const db::ConnectionOptions &options)
{
    QByteArrayList kept;
    std::vector<const char *> keys;
    std::vector<const char *> values;
    for (const auto &[key, value] : options.keywords().asKeyValueRange()) {
        kept << key.toUtf8() << value.toUtf8();
        keys.push_back(kept.at(kept.size() - 2).constData());
        values.push_back(kept.last().constData());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    m_connection = PQconnectdbParams(keys.data(), values.data(), 0);
    if (PQstatus(m_connection) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(m_connection));
    execute("SET TimeZone = 'UTC'; SET client_min_messages = warning");
}

LibpqSession::~LibpqSession()
{
    PQfinish(m_connection);
}

void LibpqSession::execute(const char *text)
{
    checked(m_connection, PQexec(m_connection, text));
}

QByteArray LibpqSession::prepared(const QString &text)
{
    if (const auto found = m_names.constFind(text); found != m_names.cend())
        return *found;
    const QByteArray name = 's' + QByteArray::number(m_names.size());
    checked(m_connection, PQprepare(m_connection, name.constData(), db::withNumberedPlaces(text).constData(), 0, nullptr));
    return *m_names.insert(text, name);
}

qint64 LibpqSession::run(const sql::Statement &statement)
{
    const QByteArray name = prepared(statement.text);
    QByteArrayList texts;
    for (const QVariant &bind : statement.binds)
        texts << (bind.metaType().id() == QMetaType::Bool ? QByteArray(bind.toBool() ? "t" : "f") : bind.toString().toUtf8());
    std::vector<const char *> values;
    for (qsizetype i = 0; i < texts.size(); ++i)
        values.push_back(statement.binds.at(i).isNull() ? nullptr : texts.at(i).constData());
    const db::Result result =
        checked(m_connection, PQexecPrepared(m_connection, name.constData(), int(values.size()), values.data(), nullptr, nullptr, 0));
    const int rows = PQntuples(result.get());
    const int columns = PQnfields(result.get());
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            m_bytesSeen += PQgetisnull(result.get(), row, column) ? 0 : std::strlen(PQgetvalue(result.get(), row, column));
    return rows;
}

} // namespace pivotal::bench
