#include "repo/db/session_limits.h"

#include "repo/db/sql_state.h"
#include "repo/domain/text.h"
#include "repo/metrics/log.h"
#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

const QString lockNotAvailable = u"55P03"_s;

/// Those that this server knows: transaction_timeout is PostgreSQL 17's.
sql::Statement setAll(const QString &value)
{
    return sql::marked({u"SELECT set_config(s.name, %1, false) FROM pg_settings s WHERE s.name = ANY (?::text[])"_s.arg(value),
                        {sql::textArray({u"statement_timeout"_s, u"lock_timeout"_s, u"idle_in_transaction_session_timeout"_s,
                                         u"idle_session_timeout"_s, u"transaction_timeout"_s})}});
}

QString settingOf(const QString &sqlState)
{
    if (sqlState == queryCanceled)
        return u"statement_timeout"_s;
    if (sqlState == lockNotAvailable)
        return u"lock_timeout"_s;
    return {};
}

} // namespace

WithoutTimeLimits::WithoutTimeLimits(Connection &connection) : m_connection(connection)
{
    m_connection.ensureOpen();
    if (!m_connection.isPooled())
        m_connection.query(setAll(u"'0'"_s));
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
            m_connection.query(setAll(u"s.reset_val"_s));
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
        const QString value = connection.executeText(sql::marked(u"SELECT current_setting('%1')"_s.arg(setting))).value(0);
        if (value != u"0"_s)
            told.message =
                Text::tr(
                    "The server ended this at the limit of %1 = %2, which a pooler keeps the console from lifting. Connect without the "
                    "pooler, or have the limit taken from the role (ALTER ROLE … SET %1 = 0).")
                    .arg(setting, value);
    } catch (const RepositoryError &) {
        return error; // what ended the statement is told, not what asking about it did
    }
    return told;
}

} // namespace pivotal::db
