#include "repo/db/prepared_statements.h"

#include <QVarLengthArray>
#include <libpq-fe.h>

namespace pivotal::db {

namespace {

constexpr qsizetype maxPrepared = 100;

} // namespace

PreparedStatements::Prepared::~Prepared()
{
    if (all.m_connection) // refused in a transaction that has failed: then it stays until the connection ends
        Result(PQexec(all.m_connection, "DEALLOCATE " + name));
}

PreparedStatements::PreparedStatements() : m_statements(maxPrepared) {}

PreparedStatements::~PreparedStatements()
{
    detach();
}

void PreparedStatements::attach(pg_conn *connection)
{
    detach();
    m_connection = connection;
}

void PreparedStatements::detach()
{
    m_connection = nullptr;
    m_statements.clear();
}

Result PreparedStatements::prepare(const QString &text)
{
    const QByteArray name = "pivotal_" + QByteArray::number(++m_count);
    Result answer(PQprepare(m_connection, name.constData(), withNumberedPlaces(text).constData(), 0, nullptr));
    if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK)
        m_statements.insert(text, new Prepared{*this, name});
    return answer;
}

Result PreparedStatements::run(const QString &text, const QVariantList &binds)
{
    QVarLengthArray<QByteArray, 16> texts;
    QVarLengthArray<const char *, 16> values;
    for (const QVariant &bind : binds) {
        texts << bind.toString().toUtf8();
        values << (bind.isNull() ? nullptr : texts.last().constData());
    }
    return Result(PQexecPrepared(m_connection, m_statements.object(text)->name.constData(), int(values.size()), values.constData(), nullptr,
                                 nullptr, 0));
}

QByteArray withNumberedPlaces(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    QByteArray numbered;
    numbered.reserve(utf8.size() + 64);
    int count = 0;
    for (const char character : utf8) {
        if (character == '?')
            numbered += '$' + QByteArray::number(++count);
        else
            numbered += character;
    }
    return numbered;
}

} // namespace pivotal::db
