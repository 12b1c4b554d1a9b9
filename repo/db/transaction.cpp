#include "repo/db/transaction.h"

#include <spdlog/spdlog.h>

namespace pivotal::db {

namespace {

QString isolationName(Isolation isolation)
{
    switch (isolation) {
    case Isolation::ReadCommitted: return QStringLiteral("READ COMMITTED");
    case Isolation::RepeatableRead: return QStringLiteral("REPEATABLE READ");
    case Isolation::Serializable: return QStringLiteral("SERIALIZABLE");
    }
    return {};
}

} // namespace

Transaction::Transaction(Connection &connection, const TransactionOptions &options) : m_connection(connection)
{
    m_connection.executeText(
        QStringLiteral("BEGIN ISOLATION LEVEL %1 %2; SET LOCAL statement_timeout = %3; SET LOCAL lock_timeout = %4")
            .arg(isolationName(options.isolation),
                 options.readOnly ? QStringLiteral("READ ONLY") : QStringLiteral("READ WRITE"))
            .arg(options.statementTimeoutMs)
            .arg(options.lockTimeoutMs));
}

Transaction::~Transaction()
{
    if (!m_open || !m_connection.isUsable())
        return;
    try {
        m_connection.executeText(QStringLiteral("ROLLBACK"));
    } catch (const RepositoryError &error) {
        // The connection broke: the server rolls back by itself.
        spdlog::warn("event=rollback_failed error=\"{}\"", error.what());
    }
}

void Transaction::commit()
{
    m_open = false;
    m_connection.commit();
}

} // namespace pivotal::db
