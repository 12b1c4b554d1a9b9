#include "repo/tuning/tuning_repository.h"

#include "repo/db/explain.h"
#include "repo/migrations/migrator.h"
#include "repo/plans/candidate_search.h"
#include "repo/tuning/index_advisor.h"
#include "repo/tuning/table_indexes.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

plans::Plan planOf(db::Connection &connection, const sql::Statement &statement, Analyze analyze)
{
    return plans::parsePlan(analyze == Analyze::Yes ? db::explainAnalyzed(connection, statement) : db::explain(connection, statement));
}

/// Who may not read the record doesn't learn which of the indexes were advised.
QStringList advisedIndexes(db::Connection &connection)
{
    try {
        return db::Migrator(connection).advised();
    } catch (const RepositoryError &error) {
        if (error.code != ErrorCode::PermissionDenied)
            throw;
        return {};
    }
}

} // namespace

bool TuningRepository::canExplain(const QString &text)
{
    return db::hasPlan(text);
}

QFuture<plans::Plan> TuningRepository::explain(const sql::Statement &statement, Analyze analyze)
{
    return m_executor.run(u"tuning.explain"_s, db::Access::Read,
                          [=](db::Connection &connection) { return planOf(connection, statement, analyze); });
}

QFuture<Diagnosis> TuningRepository::diagnose(const sql::Statement &statement, Analyze analyze, Advice advice)
{
    return m_executor.run(u"tuning.diagnose"_s, db::Access::Read, [=](db::Connection &connection) {
        Diagnosis diagnosis;
        diagnosis.plan = planOf(connection, statement, analyze);
        const QHash<QString, double> tableRows = rowCounts(connection, plans::tablesOf(diagnosis.plan));
        diagnosis.problems = plans::problemsOf(diagnosis.plan, tableRows);
        if (advice == Advice::No)
            return diagnosis;
        const Advised advised = advise(connection, statement, diagnosis.plan);
        diagnosis.advice = advised.indexes;
        if (advised.indexes.isEmpty())
            diagnosis.whyNoAdvice = plans::whyNoIndex(diagnosis.plan, tableRows, advised.inVain);
        return diagnosis;
    });
}

QFuture<QList<IndexInfo>> TuningRepository::indexes()
{
    return m_executor.run(u"tuning.indexes"_s, db::Access::Read, [](db::Connection &connection) {
        return withStates(indexesOn(connection, consoleTables()), advisedIndexes(connection));
    });
}

} // namespace pivotal
