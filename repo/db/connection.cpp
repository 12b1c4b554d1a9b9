#include "repo/db/connection.h"

#include "repo/db/sql_state.h"
#include "repo/domain/cuid.h"

#include <QCoreApplication>
#include <QSqlDriver>
#include <QSqlError>
#include <array>
#include <libpq-fe.h>

namespace pivotal::db {

namespace {

constexpr qsizetype maxPrepared = 100;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::Connection)
};

QString quotedOption(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\"));
    value.replace(u'\'', QStringLiteral("\\'"));
    return u'\'' + value + u'\'';
}

/// The keywords that QSqlDatabase has no setter for. The driver splits its options at ';', so none can hold one.
QString remainingOptions(const ConnectionOptions &options)
{
    static const QStringList set{QStringLiteral("host"), QStringLiteral("dbname"), QStringLiteral("user"),
                                 QStringLiteral("password")};
    QMap<QString, QString> keywords{{QStringLiteral("connect_timeout"), QStringLiteral("5")},
                                    {QStringLiteral("application_name"), QStringLiteral("pivotal-console")},
                                    {QStringLiteral("keepalives_idle"), QStringLiteral("30")}};
    keywords.insert(options.keywords());
    QStringList texts;
    for (const auto &[keyword, value] : keywords.asKeyValueRange()) {
        if (set.contains(keyword))
            continue;
        if (value.contains(u';'))
            throw validationError(Text::tr("The connection option “%1” can't hold a semicolon.").arg(keyword));
        texts << keyword + u'=' + quotedOption(value);
    }
    return texts.join(u';');
}

void rejectNul(const sql::Statement &statement)
{
    for (const QVariant &value : statement.binds)
        if (value.toString().contains(QChar::Null))
            throw validationError(Text::tr("A value holds a NUL character, which no row can hold."));
}

} // namespace

void Connection::FreeCancel::operator()(pg_cancel *cancel) const
{
    PQfreeCancel(cancel);
}

Connection::Connection(const ConnectionOptions &options)
    : m_name(newCuid()), m_database(QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_name))
{
    m_database.setHostName(options.value(QStringLiteral("host")));
    m_database.setDatabaseName(options.value(QStringLiteral("dbname")));
    m_database.setUserName(options.value(QStringLiteral("user")));
    m_database.setPassword(options.value(QStringLiteral("password")));
    m_database.setConnectOptions(remainingOptions(options));
    if (!m_database.open()) {
        const QString serverText = m_database.lastError().databaseText();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
        throw RepositoryError(ErrorCode::DatabaseConnection,
                              Text::tr("Can't connect to %1.").arg(options.displayName()), serverText.trimmed());
    }
    m_cancel.reset(PQgetCancel(handle()));
    executeText(QStringLiteral("SET TimeZone = 'UTC'; SET client_min_messages = warning"));
}

Connection::~Connection()
{
    m_prepared.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

Rows Connection::query(const sql::Statement &statement)
{
    rejectNul(statement);
    QSqlQuery &query = prepared(statement.text);
    for (int i = 0; i < statement.binds.size(); ++i)
        query.bindValue(i, statement.binds.at(i));
    ++m_roundTrips;
    if (!query.exec())
        throw errorOf(query.lastError());
    m_hasBegun = true;
    m_rows += query.isSelect() ? query.size() : query.numRowsAffected();
    return Rows(query);
}

qint64 Connection::execute(const sql::Statement &statement)
{
    const qint64 before = m_rows;
    query(statement);
    return m_rows - before;
}

void Connection::executeText(const QString &text)
{
    QSqlQuery query(m_database);
    ++m_roundTrips;
    if (!query.exec(text))
        throw errorOf(query.lastError());
    m_hasBegun = true;
    while (query.nextResult()) {
    }
    if (query.lastError().isValid())
        throw errorOf(query.lastError());
}

void Connection::commit()
{
    ++m_roundTrips;
    if (m_database.driver()->commitTransaction())
        return;
    if (!isUsable())
        throw RepositoryError(ErrorCode::CommitInDoubt,
                              Text::tr("The connection broke while the change was being committed: it may be saved or not. "
                                 "Reload before you try again."),
                              m_database.lastError().databaseText().trimmed());
    throw errorOf(m_database.lastError());
}

bool Connection::isUsable() const
{
    return m_database.isOpen() && PQstatus(handle()) == CONNECTION_OK;
}

void Connection::cancel()
{
    m_cancelRequested = true;
    std::array<char, 256> problem{};
    PQcancel(m_cancel.get(), problem.data(), int(problem.size())); // a failure means there is nothing left to cancel
}

void Connection::beginOperation(const QString &correlationId)
{
    m_correlationId = correlationId;
    m_cancelRequested = false;
    m_hasBegun = false;
    m_rows = 0;
    m_roundTrips = 0;
}

QSqlQuery &Connection::prepared(const QString &text)
{
    if (const auto found = m_prepared.constFind(text); found != m_prepared.cend())
        return **found;
    if (m_prepared.size() >= maxPrepared)
        m_prepared.clear();
    auto query = std::make_shared<QSqlQuery>(m_database);
    ++m_roundTrips;
    if (!query->prepare(text))
        throw errorOf(query->lastError());
    return **m_prepared.insert(text, query);
}

pg_conn *Connection::handle() const
{
    const QVariant driverHandle = m_database.driver()->handle();
    return *static_cast<pg_conn *const *>(driverHandle.constData());
}

RepositoryError Connection::errorOf(const QSqlError &error) const
{
    return errorFromSqlState(error.nativeErrorCode(), error.databaseText(), !isUsable(), m_cancelRequested);
}

} // namespace pivotal::db
