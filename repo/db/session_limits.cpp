#include "repo/db/session_limits.h"

#include "repo/db/sql_state.h"
#include "repo/metrics/log.h"
#include "repo/sql/dashboard_mark.h"

#include <QCoreApplication>

namespace pivotal::db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::SessionLimits)
};

const QString lockNotAvailable = QStringLiteral("55P03");

/// Those that this server knows: transaction_timeout is PostgreSQL 17's.
sql::Statement setAll(const QString &value)
{
    return sql::marked({QStringLiteral("SELECT set_config(s.name, %1, false) FROM pg_settings s WHERE s.name = ANY (?::text[])").arg(value),
                        {sql::textArray({QStringLiteral("statement_timeout"), QStringLiteral("lock_timeout"),
                                         QStringLiteral("idle_in_transaction_session_timeout"), QStringLiteral("idle_session_timeout"),
                                         QStringLiteral("transaction_timeout")})}});
}

QString settingOf(const QString &sqlState)
{
    if (sqlState == queryCanceled)
        return QStringLiteral("statement_timeout");
    if (sqlState == lockNotAvailable)
        return QStringLiteral("lock_timeout");
    return {};
}

} // namespace

WithoutTimeLimits::WithoutTimeLimits(Connection &connection) : m_connection(connection)
{
    m_connection.ensureOpen();
    if (!m_connection.isPooled())
        m_connection.query(setAll(QStringLiteral("'0'")));
}

/// To what the session began with.
WithoutTimeLimits::~WithoutTimeLimits()
{
    Canceller &canceller = m_connection.canceller();
    if (!m_connection.isUsable() || m_connection.isPooled())
        return;
    try {
        if (!canceller.beginCleanup(std::chrono::seconds(1)))
            m_connection.close(); // and so without them
        else if (m_connection.isIdle())
            m_connection.query(setAll(QStringLiteral("s.reset_val")));
    } catch (const RepositoryError &error) {
        metrics::logger("db")->warn("event=limits_not_reset error={}", metrics::quoted(error.message));
        m_connection.close();
    }
    canceller.endCleanup();
}

RepositoryError explainedLimit(Connection &connection, const RepositoryError &error)
{
    const QString setting = settingOf(error.sqlState);
    if (setting.isEmpty() || error.code != ErrorCode::Timeout || !connection.isUsable() || !connection.isIdle())
        return error;
    RepositoryError told = error;
    try {
        const QString value = connection.executeText(sql::marked(QStringLiteral("SELECT current_setting('%1')").arg(setting))).value(0);
        if (value != QStringLiteral("0"))
            told.message = Text::tr("The server ended this at the limit of %1 = %2, which a pooler keeps the console from lifting. Connect without the "
                                    "pooler, or have the limit taken from the role (ALTER ROLE … SET %1 = 0).").arg(setting, value);
    } catch (const RepositoryError &) {
        return error; // what ended the statement is told, not what asking about it did
    }
    return told;
}

} // namespace pivotal::db
