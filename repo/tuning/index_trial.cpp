#include "repo/tuning/index_trial.h"

#include "repo/db/explain.h"
#include "repo/db/inline_values.h"
#include "repo/domain/text.h"
#include "repo/metrics/log.h"
#include "repo/plans/plan.h"
#include "repo/sql/dashboard_mark.h"
#include "repo/tuning/tuning_sql.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr std::chrono::seconds cleanupLimit{2};

/// Not prepared: the functions are gone with the transaction.
QString valueOf(db::Connection &connection, const sql::Statement &statement)
{
    return connection.executeText(db::withInlineValues(statement, *connection.driver())).value(0);
}

bool usesIndex(const plans::PlanNode &node, const QString &mark)
{
    if (node.index.startsWith(mark))
        return true;
    for (const plans::PlanNode &child : node.children)
        if (usesIndex(child, mark))
            return true;
    return false;
}

/// The statement was refused, and the session goes on.
bool isRefusal(const RepositoryError &error)
{
    return error.code == ErrorCode::PermissionDenied || error.code == ErrorCode::DatabaseError || error.code == ErrorCode::ReadOnly
           || error.code == ErrorCode::ValidationError;
}

} // namespace

IndexTrial::IndexTrial(db::Connection &connection) : m_connection(connection)
{
    db::Rows rows = m_connection.query(sql::hypopgState());
    rows.next();
    m_schema = rows.text();
    const bool isAvailable = rows.flag();
    const int version = rows.integer();
    if (m_schema.isEmpty() && !isAvailable)
        m_hint = Text::tr("What an index gains can be tried where the server has hypopg. On Debian: apt install postgresql-%1-hypopg.")
                     .arg(version);
    else if (m_schema.isEmpty() && !createExtension())
        m_hint =
            Text::tr("The server has hypopg, but this database user can't create it here. A superuser can, once: CREATE EXTENSION hypopg.");
    if (this->isAvailable())
        m_connection.executeText(u"SAVEPOINT trial"_s);
}

/// Of a unit that was cancelled, too. Where that fails, the session goes, and the indexes with it.
IndexTrial::~IndexTrial()
{
    if (!isAvailable() || !m_connection.isUsable())
        return;
    db::Canceller &canceller = m_connection.canceller();
    try {
        if (!canceller.beginCleanup(cleanupLimit))
            m_connection.close();
        else
            reset();
    } catch (const RepositoryError &error) {
        metrics::logger("db")->warn("event=hypothetical_indexes_stay error={}", metrics::quoted(error.message));
        m_connection.close();
    }
    canceller.endCleanup();
}

bool IndexTrial::createExtension()
{
    m_connection.executeText(u"SAVEPOINT extension"_s);
    try {
        m_connection.executeText(u"CREATE EXTENSION IF NOT EXISTS hypopg"_s);
        db::Rows rows = m_connection.query(sql::hypopgState());
        rows.next();
        m_schema = rows.text();
        return true;
    } catch (const RepositoryError &error) {
        if (!isRefusal(error))
            throw;
        rollBackTo("extension");
        return false;
    }
}

std::optional<IndexTrial::Result> IndexTrial::tryIndex(const QString &create, const sql::Statement &statement)
{
    try {
        const QString id = valueOf(m_connection, sql::createHypothetical(m_schema, create));
        const plans::Plan plan = plans::parsePlan(db::planOf(m_connection, statement));
        std::optional<Result> result;
        if (usesIndex(plan.root, u"<%1>"_s.arg(id)))
            result = {plan.root.totalCost, valueOf(m_connection, sql::sizeOfHypothetical(m_schema, id)).toLongLong()};
        m_connection.executeText(sql::resetHypothetical(m_schema));
        return result;
    } catch (const RepositoryError &error) {
        if (!isRefusal(error))
            throw; // as a lost connection, or a cancel
        reset();   // the index can't be made, as of an expression that isn't immutable
        return std::nullopt;
    }
}

sql::Statement IndexTrial::withoutFunctions(sql::Statement statement)
{
    static const QString call = u"pivotal_console.fold(?)"_s;
    for (qsizetype at = statement.text.indexOf(call); at >= 0; at = statement.text.indexOf(call, at)) {
        const qsizetype bind = QStringView(statement.text).first(at).count(u'?');
        db::Rows rows = m_connection.query({sql::marked(u"SELECT "_s + call), {statement.binds.value(bind)}});
        if (bind >= statement.binds.size() || !rows.next())
            break;
        statement.binds[bind] = rows.text();
        statement.text.replace(at, call.size(), u"?"_s);
    }
    return statement;
}

void IndexTrial::reset()
{
    rollBackTo("trial");
    m_connection.executeText(sql::resetHypothetical(m_schema));
}

void IndexTrial::rollBackTo(const char *savepoint)
{
    m_connection.executeText(u"ROLLBACK TO SAVEPOINT "_s + QLatin1String(savepoint));
}

} // namespace pivotal
