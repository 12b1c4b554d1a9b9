#include "repo/tuning/index_advisor.h"

#include "repo/db/explain.h"
#include "repo/db/transaction.h"
#include "repo/migrations/migration_files.h"
#include "repo/plans/candidate_search.h"
#include "repo/plans/index_definition.h"
#include "repo/tuning/index_trial.h"
#include "repo/tuning/table_indexes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr double leastGain = 1.5;        ///< times; below, the estimate's error is greater, and no index worth its writes
constexpr double leastOfMigration = 1.2; ///< of those it is known that they are: an operation was measured to need them
constexpr double aboutAsGood = 1.2;      ///< times the cost
constexpr qsizetype mostAdvice = 4;
constexpr double bytesToJustify = 4e9; ///< an index of so many has to gain twice as much to rank the same
/// An index entry of the tables here has 95 to 132 bytes with three to five keys.
constexpr double bytesPerRow = 8;
constexpr double bytesPerKey = 26;

struct Option
{
    IndexAdvice advice;
    QString create; ///< as hypopg takes it
    int equalKeys = 0;
    QString redundantWith; ///< of the migration
};

/// Tables and indexes as they are.
struct Catalog
{
    QList<TableIndex> indexes;
    QHash<QString, double> rows;

    [[nodiscard]] bool hasValid(const QString &name) const
    {
        return std::any_of(indexes.cbegin(), indexes.cend(),
                           [&](const TableIndex &each) { return each.isValid && each.info.name == name; });
    }
    /// Its name; empty where there is none.
    [[nodiscard]] QString covering(const plans::WantedIndex &wanted) const
    {
        const auto found = std::find_if(indexes.cbegin(), indexes.cend(), [&](const TableIndex &each) {
            return each.isValid && each.isPlain() && each.info.table == wanted.index.table
                   && plans::covers(each.keys, wanted.index.keys, wanted.equalKeys);
        });
        return found == indexes.cend() ? QString() : found->info.name;
    }
    /// About how much more expensive an insert gets: it writes the row and an entry in each index, all taken for equal.
    [[nodiscard]] double writeShare(const QString &table) const
    {
        const auto count =
            std::count_if(indexes.cbegin(), indexes.cend(), [&](const TableIndex &each) { return each.info.table == table; });
        return 1.0 / (double(count) + 2);
    }
    [[nodiscard]] qint64 sizeOf(const plans::IndexCandidate &index) const
    {
        return qint64(rows.value(index.table, 0) * (bytesPerRow + bytesPerKey * double(index.keys.size())));
    }
};

Option optionOf(const plans::IndexCandidate &index, const QString &create, int equalKeys)
{
    Option option;
    option.advice.candidate = index;
    option.create = create;
    option.equalKeys = equalKeys;
    return option;
}

Catalog readCatalog(db::Connection &connection, const QStringList &tables)
{
    return {indexesOn(connection, tables), rowCounts(connection, tables)};
}

QList<Option> wantedOptions(const plans::Plan &plan, const Catalog &catalog, plans::IndexAttempt &inVain)
{
    QHash<QString, QStringList> keys;
    for (const TableIndex &index : catalog.indexes)
        keys.insert(index.info.name, index.keys);
    QList<Option> options;
    for (const plans::WantedIndex &wanted : plans::wantedIndexes(plan, keys)) {
        const QString present = catalog.covering(wanted);
        if (inVain.present.isEmpty())
            inVain.present = present;
        if (present.isEmpty() || !wanted.index.where.isEmpty())
            options << optionOf(wanted.index, wanted.index.createSql(false), wanted.equalKeys);
    }
    return options;
}

/// The B-trees of the migrations on the plan's tables that aren't there.
QList<Option> pendingMigrations(const QStringList &tables, const Catalog &catalog)
{
    QList<Option> options;
    for (const db::Migration &migration : db::migrations()) {
        const auto definition = plans::indexDefinitionOf(migration.up);
        if (migration.inTransaction || !definition || definition->method != u"btree"_s || !tables.contains(definition->index.table)
            || catalog.hasValid(migration.object) || (!migration.redundantWith.isEmpty() && catalog.hasValid(migration.redundantWith)))
            continue;
        const QString create = plans::createIndexOf(migration.up).remove(u"CONCURRENTLY "_s);
        Option option = optionOf(definition->index, create, 0);
        option.advice.migration = migration.name;
        option.redundantWith = migration.redundantWith;
        options << option;
    }
    return options;
}

void complete(Option &option, const Catalog &catalog, double costBefore)
{
    option.advice.costBefore = costBefore;
    option.advice.writeShare = catalog.writeShare(option.advice.candidate.table);
}

QList<Option> tried(IndexTrial &trial, db::Connection &connection, const sql::Statement &statement, const QList<Option> &options,
                    const Catalog &catalog, plans::IndexAttempt &inVain)
{
    const double before = plans::parsePlan(db::planOf(connection, statement)).root.totalCost;
    QList<Option> list;
    for (Option option : options) {
        const auto result = trial.tryIndex(option.create, statement);
        if (!result)
            continue;
        complete(option, catalog, before);
        option.advice.costAfter = result->cost;
        option.advice.sizeBytes = result->sizeBytes;
        option.advice.isTried = true;
        ++inVain.tried;
        inVain.bestGain = std::max(inVain.bestGain, option.advice.gain());
        if (option.advice.gain() >= (option.advice.migration.isEmpty() ? leastGain : leastOfMigration))
            list << option;
    }
    return list;
}

/// Whether the first makes the second needless.
bool displaces(const Option &first, const Option &second)
{
    const IndexAdvice &a = first.advice;
    const IndexAdvice &b = second.advice;
    if (!first.redundantWith.isEmpty() && b.migration.section(u'_', 1) == first.redundantWith)
        return false; // else each would displace the other
    if (a.candidate.table != b.candidate.table || a.costAfter > b.costAfter * aboutAsGood)
        return false;
    if (a.migration.isEmpty() != b.migration.isEmpty())
        return !a.migration.isEmpty();
    if (!second.redundantWith.isEmpty() && a.migration.section(u'_', 1) == second.redundantWith)
        return true;
    const auto figures = [](const IndexAdvice &advice) { return std::pair(advice.costAfter, advice.sizeBytes); };
    return a.costAfter <= b.costAfter && a.sizeBytes <= b.sizeBytes && figures(a) != figures(b);
}

double worthOf(const IndexAdvice &advice)
{
    return advice.gain() / ((1 + advice.writeShare) * (1 + double(advice.sizeBytes) / bytesToJustify));
}

QList<IndexAdvice> ranked(const QList<Option> &options)
{
    QList<IndexAdvice> list;
    for (const Option &option : options)
        if (std::none_of(options.cbegin(), options.cend(), [&](const Option &other) { return displaces(other, option); }))
            list << option.advice;
    std::stable_sort(list.begin(), list.end(), [](const IndexAdvice &a, const IndexAdvice &b) { return worthOf(a) > worthOf(b); });
    return list.mid(0, mostAdvice);
}

/// What the plan asks for, each as the migration that would serve it as well.
QList<IndexAdvice> untried(const QList<Option> &wanted, const QList<Option> &migrations, const Catalog &catalog, double costBefore,
                           const QString &hint)
{
    QList<IndexAdvice> list;
    for (Option option : wanted) {
        for (const Option &migration : migrations)
            if (migration.advice.candidate.table == option.advice.candidate.table
                && plans::covers(migration.advice.candidate.keys, option.advice.candidate.keys, option.equalKeys))
                option.advice = migration.advice;
        complete(option, catalog, costBefore);
        option.advice.sizeBytes = catalog.sizeOf(option.advice.candidate);
        option.advice.hint = hint;
        if (std::none_of(list.cbegin(), list.cend(), [&](const IndexAdvice &other) { return other.candidate == option.advice.candidate; }))
            list << option.advice;
    }
    return list.mid(0, mostAdvice);
}

Advised adviseIn(db::Connection &connection, const sql::Statement &statement, const plans::Plan &plan)
{
    Advised advised;
    const QStringList tables = plans::tablesOf(plan);
    const Catalog catalog = readCatalog(connection, tables);
    const QList<Option> wanted = wantedOptions(plan, catalog, advised.inVain);
    const QList<Option> migrations = pendingMigrations(tables, catalog);
    if (wanted.isEmpty() && migrations.isEmpty())
        return advised;
    IndexTrial trial(connection);
    advised.indexes =
        trial.isAvailable()
            ? ranked(tried(trial, connection, trial.withoutFunctions(statement), migrations + wanted, catalog, advised.inVain))
            : untried(wanted, migrations, catalog, plan.root.totalCost, trial.hint());
    return advised;
}

} // namespace

Advised advise(db::Connection &connection, const sql::Statement &statement, const plans::Plan &plan)
{
    db::requirePlan(statement);
    db::TransactionOptions options;
    options.name = u"advise"_s;
    const db::DeadlineScope deadline(connection, options.timeout);
    std::optional<db::Transaction> transaction; // never committed
    try {
        transaction.emplace(connection, options);
    } catch (const RepositoryError &error) {
        if (error.code != ErrorCode::ReadOnly)
            throw;
        connection.rollback(); // a standby
        options.readOnly = true;
        transaction.emplace(connection, options);
    }
    return adviseIn(connection, statement, plan);
}

} // namespace pivotal
