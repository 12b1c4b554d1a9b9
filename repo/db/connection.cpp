#include "repo/db/connection.h"

#include "repo/db/encoding.h"
#include "repo/db/inline_values.h"
#include "repo/db/sql_state.h"
#include "repo/domain/cuid.h"
#include "repo/domain/raw_bytes.h"
#include "repo/domain/text.h"
#include "repo/sql/dashboard_mark.h"

#include <QElapsedTimer>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <libpq-fe.h>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

QString quotedOption(QString value)
{
    value.replace(u'\\', u"\\\\"_s);
    value.replace(u'\'', u"\\'"_s);
    return u'\'' + value + u'\'';
}

/// The keywords that QSqlDatabase has no setter for. The driver splits its options at ';', so none can hold one.
QString remainingOptions(const QMap<QString, QString> &keywords)
{
    static const QStringList set{u"host"_s, u"dbname"_s, u"user"_s, u"password"_s};
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

qint64 rowsOf(const QSqlQuery &query)
{
    return query.isSelect() ? query.size() : qMax(0, query.numRowsAffected());
}

Refusal refusalOf(const QSqlError &error)
{
    return {error.nativeErrorCode(), error.databaseText()};
}

/// Of a database without an encoding: the bytes would be sent as other ones.
void rejectRawBytes(const sql::Statement &statement)
{
    for (const QVariant &value : statement.binds)
        if (holdsRawBytes(value.toString()))
            throw validationError(
                Text::tr("“%1” holds bytes that are no UTF-8, and can't be sent.").arg(withRawBytesShown(value.toString()).left(60)));
}

void rejectNul(const sql::Statement &statement)
{
    for (const QVariant &value : statement.binds)
        if (value.toString().contains(QChar::Null))
            throw validationError(Text::tr("A value holds a NUL character, which no row can hold."));
}

QString unencodableMessage(const QByteArray &encoding, const QVariantList &values)
{
    const QString name = QString::fromLatin1(encoding);
    const auto character = firstUnencodable(values, encoding);
    if (!character)
        return Text::tr("The database's encoding, %1, lacks one of the characters.").arg(name);
    const QString code = u"U+%1"_s.arg(uint(character->toUcs4().first()), 4, 16, QLatin1Char('0')).toUpper();
    return Text::tr("The database's encoding, %1, has no “%2” (%3).").arg(name, *character, code);
}

RepositoryError endedBy(Canceller::Reason reason)
{
    if (reason == Canceller::Reason::Requested)
        return {ErrorCode::Cancelled, Text::tr("The query was cancelled.")};
    return {ErrorCode::Timeout, Text::tr("The operation has used up its time limit.")};
}

} // namespace

Connection::Connection(const ConnectionOptions &options) : Connection([options] { return options; }, {}, nullptr)
{
    open();
}

Connection::Connection(Source source, Listener listener, metrics::StatementObserver *observer)
    : m_name(newCuid()), m_source(std::move(source)), m_listener(std::move(listener)), m_observer(observer),
      m_database(QSqlDatabase::addDatabase(u"QPSQL"_s, m_name))
{
}

Connection::~Connection()
{
    drop();
}

void Connection::ensureOpen()
{
    if (!isUsable())
        reopen();
}

void Connection::reopen()
{
    close();
    try {
        open();
    } catch (const RepositoryError &error) {
        m_listener.unreachable(error);
        throw;
    }
    m_listener.opened();
}

void Connection::close()
{
    drop();
    m_database = QSqlDatabase::addDatabase(u"QPSQL"_s, m_name);
}

void Connection::drop()
{
    m_canceller.detach();
    m_prepared.detach();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

void Connection::open()
{
    const ConnectionOptions options = m_source();
    configure(options);
    if (!m_database.open())
        throw RepositoryError(ErrorCode::DatabaseConnection, Text::tr("Can't connect to %1.").arg(options.displayName()),
                              m_database.lastError().databaseText().trimmed());
    m_canceller.attach(handle());
    m_prepared.attach(handle());
    const auto text = [](const char *value) { return QString::fromUtf8(value); };
    m_serverName =
        options.displayName(text(PQhost(handle())), options.value(u"hostaddr"_s).isEmpty() ? QString() : text(PQhostaddr(handle())),
                            text(PQport(handle())), text(PQdb(handle())));
    try {
        probePooler();
        m_isPooled = m_isPooled || options.isPooled();
        prepareSession();
    } catch (const RepositoryError &) {
        close();
        throw;
    }
}

void Connection::configure(const ConnectionOptions &options)
{
    const QMap<QString, QString> keywords = options.forLibpq();
    m_schema = options.schema();
    m_database.setHostName(keywords.value(u"host"_s));
    m_database.setDatabaseName(keywords.value(u"dbname"_s));
    m_database.setUserName(keywords.value(u"user"_s));
    m_database.setPassword(keywords.value(u"password"_s));
    m_database.setConnectOptions(remainingOptions(keywords));
}

/// A pooler gives its clients keys of its own, so the process id that libpq was told is not the server's.
void Connection::probePooler()
{
    QSqlQuery query(m_database);
    if (!query.exec(sql::marked(u"SELECT pg_backend_pid()"_s)) || !query.next())
        throw errorOf(refusalOf(query.lastError()));
    m_isPooled = query.value(0).toInt() != PQbackendPID(handle());
}

void Connection::prepareSession()
{
    // The driver has asked for UTF-8, and the server checks what it sends; what isn't, it would refuse to send. A pooler
    // follows this setting.
    if (hasRawBytes() && PQsetClientEncoding(handle(), "SQL_ASCII") != 0)
        throw errorFromSqlState({}, QString::fromUtf8(PQerrorMessage(handle())), !isUsable());
    if (m_isPooled)
        return;
    QSqlQuery query(m_database);
    QString settings = u"SET TimeZone = 'UTC'; SET client_min_messages = warning"_s;
    if (serverVersion() >= 110'000)
        settings += u"; SET jit = off"_s; // it takes longer than what is looked for: a hundred milliseconds, now and then
    if (!m_schema.isEmpty())
        settings += u"; SET search_path = "_s + quotedSchema(); // alone: a table of that name elsewhere isn't the application's
    const bool isSet = query.exec(settings);
    while (isSet && query.nextResult()) {
    }
    if (!isSet || query.lastError().isValid())
        throw errorOf(refusalOf(query.lastError()));
}

/// As an identifier, whatever it holds.
QString Connection::quotedSchema() const
{
    return m_schema.isEmpty() ? QString() : u'"' + QString(m_schema).replace(u'"', u"\"\""_s) + u'"';
}

/// In the message that begins a transaction: SET LOCAL is its first statement, and a BEGIN behind it goes on with that one.
QString Connection::localSearchPath() const
{
    return u"SET LOCAL search_path = %1; "_s.arg(quotedSchema());
}

bool Connection::needsSearchPath() const
{
    return m_isPooled && !m_schema.isEmpty() && isIdle();
}

bool Connection::hasRawBytes() const
{
    return m_database.isOpen() && qstrcmp(PQparameterStatus(handle(), "server_encoding"), "SQL_ASCII") == 0;
}

bool Connection::isReadOnlyByDefault() const
{
    return m_database.isOpen() && qstrcmp(PQparameterStatus(handle(), "default_transaction_read_only"), "on") == 0;
}

int Connection::serverVersion() const
{
    return m_database.isOpen() ? PQserverVersion(handle()) : 0;
}

Rows Connection::query(const sql::Statement &statement)
{
    rejectNul(statement);
    if (hasRawBytes())
        rejectRawBytes(statement);
    try {
        return queryOnce(statement);
    } catch (const RepositoryError &error) {
        // Its tables have changed since it was prepared, or it is gone: what was prepared is of no more use.
        if (m_isPooled || (error.sqlState != featureNotSupported && error.sqlState != unknownStatement))
            throw;
        m_prepared.drop(statement.text);
        if (!isIdle())
            throw;
    }
    return queryOnce(statement);
}

Rows Connection::queryOnce(const sql::Statement &statement)
{
    requireWanted();
    if (!m_isPooled && !m_prepared.contains(statement.text))
        prepare(statement.text);
    Result answer;
    run(statement.text, statement.binds, [&] {
        answer = m_isPooled ? Result(PQexec(handle(), inlinedText(statement).toUtf8().constData()))
                            : m_prepared.run(statement.text, statement.binds);
        return outcomeOf(answer.get());
    });
    return Rows(std::move(answer));
}

QString Connection::inlinedText(const sql::Statement &statement) const
{
    return (needsSearchPath() ? localSearchPath() : QString()) + withInlineValues(statement, *m_database.driver());
}

qint64 Connection::execute(const sql::Statement &statement)
{
    const qint64 before = m_cost.rows;
    query(statement);
    return m_cost.rows - before;
}

QStringList Connection::executeText(const QString &text)
{
    return executeText(text, {text, {}});
}

QStringList Connection::executeText(const QString &text, const sql::Statement &shown)
{
    requireWanted();
    return needsSearchPath() ? runText(localSearchPath() + text, shown, true) : runText(text, shown, false);
}

void Connection::executeAlone(const QString &text)
{
    requireWanted();
    (void)runText(text, {text, {}}, false);
}

/// To its end: of several statements a later one may fail.
QStringList Connection::runText(const QString &text, const sql::Statement &shown, bool isPathSet)
{
    QSqlQuery query(m_database);
    QStringList lastRow;
    run(shown.text, shown.binds, [&]() -> Outcome {
        if (!query.exec(text) || (isPathSet && !query.nextResult()))
            return {0, refusalOf(query.lastError())};
        const qint64 rows = rowsOf(query);
        do {
            while (query.next()) {
                lastRow.clear();
                for (int column = 0; column < query.record().count(); ++column)
                    lastRow << query.value(column).toString();
            }
        } while (query.nextResult());
        if (query.lastError().isValid())
            return {0, refusalOf(query.lastError())};
        return {rows, {}};
    });
    return lastRow;
}

void Connection::commit()
{
    requireWanted();
    try {
        run(u"COMMIT"_s, {}, [this]() -> Outcome {
            if (m_database.driver()->commitTransaction())
                return {};
            return {0, refusalOf(m_database.lastError())};
        });
    } catch (const RepositoryError &) {
        if (isUsable())
            throw;
        throw RepositoryError(ErrorCode::CommitInDoubt,
                              Text::tr("The connection broke while the change was being committed: it may be saved or "
                                       "not. Reload before you try again."),
                              m_database.lastError().databaseText().trimmed());
    }
}

void Connection::rollback()
{
    QSqlQuery query(m_database);
    const QString text = u"ROLLBACK"_s;
    run(text, {}, [&]() -> Outcome {
        if (query.exec(text))
            return {};
        return {0, refusalOf(query.lastError())};
    });
}

bool Connection::isUsable() const
{
    return m_database.isOpen() && PQstatus(handle()) == CONNECTION_OK;
}

bool Connection::isIdle() const
{
    return !m_database.isOpen() || PQtransactionStatus(handle()) == PQTRANS_IDLE;
}

void Connection::beginOperation(const metrics::OperationContext &context)
{
    m_context = context;
    m_canceller.reset();
    m_hasBegun = false;
    m_cost = {};
}

void Connection::reportRetry(std::chrono::milliseconds wait)
{
    ++m_cost.attempts;
    m_cost.retryWaitMs += double(wait.count());
}

void Connection::run(const QString &text, const QVariantList &binds, const std::function<Outcome()> &exec)
{
    QElapsedTimer clock;
    clock.start();
    ++m_cost.roundTrips;
    const Outcome outcome = exec();
    metrics::StatementRecord record{text, binds, m_context};
    record.durationMs = double(clock.nsecsElapsed()) / 1e6;
    record.attempt = m_cost.attempts;
    record.rows = outcome.refusal ? -1 : outcome.rows;
    std::optional<RepositoryError> error;
    if (outcome.refusal) {
        error = errorOf(*outcome.refusal, binds);
        record.error = error->code;
    }
    if (m_observer)
        m_observer->onStatement(record);
    if (error && !isUsable())
        m_listener.broke(*error);
    if (error)
        throw *error;
    m_hasBegun = true;
    m_cost.rows += record.rows;
}

void Connection::prepare(const QString &text)
{
    ++m_cost.roundTrips;
    const Outcome outcome = outcomeOf(m_prepared.prepare(text).get());
    if (!outcome.refusal)
        return;
    const RepositoryError error = errorOf(*outcome.refusal);
    if (!isUsable())
        m_listener.broke(error);
    throw error;
}

Connection::Outcome Connection::outcomeOf(const pg_result *answer) const
{
    switch (PQresultStatus(answer)) {
    case PGRES_TUPLES_OK: return {PQntuples(answer), {}};
    case PGRES_COMMAND_OK: return {QByteArray(PQcmdTuples(const_cast<pg_result *>(answer))).toLongLong(), {}};
    default:
        return {0, Refusal{QString::fromLatin1(PQresultErrorField(answer, PG_DIAG_SQLSTATE)), QString::fromUtf8(PQerrorMessage(handle()))}};
    }
}

void Connection::requireWanted() const
{
    if (const Canceller::Reason reason = m_canceller.reason(); reason != Canceller::Reason::None)
        throw endedBy(reason);
}

pg_conn *Connection::handle() const
{
    const QVariant driverHandle = m_database.driver()->handle();
    return *static_cast<pg_conn *const *>(driverHandle.constData());
}

RepositoryError Connection::errorOf(const Refusal &refusal, const QVariantList &binds) const
{
    const QString &state = refusal.sqlState;
    const Canceller::Reason reason = m_canceller.reason();
    if (reason == Canceller::Reason::None || (isUsable() && state != queryCanceled)) {
        RepositoryError told = errorFromSqlState(state, refusal.text, !isUsable());
        if (state == untranslatableCharacter)
            told.message = unencodableMessage(PQparameterStatus(handle(), "server_encoding"), binds);
        return told;
    }
    RepositoryError ended = endedBy(reason);
    ended.sqlState = state;
    return ended;
}

} // namespace pivotal::db
