#include "tests/bench/filter_cases.h"

#include "tests/bench/filter_levels.h"
#include "tests/bench/libpq_session.h"

#include "repo/sql/by_word.h"

#include <QRandomGenerator>
#include <algorithm>
#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

constexpr quint32 seed = 20'261'127; // the same pairs in every run
constexpr int planLimitMs = 300;     ///< a plan that takes longer isn't the best one
constexpr qint64 unbounded = 1'000'000'000;
constexpr int worstShown = 10;

struct Cell
{
    QString name;
    double ours = 0; ///< ms: the first page of a filter that wasn't asked for before
    double best = std::numeric_limits<double>::infinity();
    QString plan; ///< which was best

    [[nodiscard]] double ratio() const { return ours / best; }
};

template <class Source, class Filter, class Order>
class Matrix
{
public:
    using Orders = QList<std::pair<QString, Order>>;

    using RowsSlice = sql::Statement (*)(const sql::Target &, const sql::Selection &, const sql::Ordering &, const SliceRequest &,
                                         const sql::AccessPath &);

    Matrix(const db::ConnectionOptions &database, Repositories &repositories, QString wanted, QString name, RowsSlice slice, Orders orders)
        : m_repositories(repositories), m_connection(database), m_libpq(database), m_slice(slice), m_wanted(std::move(wanted)),
          m_name(std::move(name)), m_orders(std::move(orders))
    {
        m_libpq.execute(QByteArray("SET jit = off; SET statement_timeout = " + QByteArray::number(planLimitMs)).constData());
    }

    void add(QList<Cell> &cells, const QString &filterName, const Filter &filter, const std::pair<QString, Order> &order)
    {
        Cell cell;
        cell.name = u"%1 by %2: %3"_s.arg(m_name, order.first, filterName);
        if (!cell.name.contains(m_wanted))
            return;
        const double warmUp =
            milliseconds([&] { page(filter, order.second); }); // before the plans, so that none is cut off for being the first
        const sql::Target target{m_repositories.scope.organization.id, true};
        const sql::Selection selection = lookedUp(m_connection, sql::selectionOf(target, filter), target);
        const sql::Ordering ordering = sql::orderingOf(target, order.second);
        for (const auto &[plan, path] : plans(selection, ordering))
            if (const double ms = tried(m_slice(target, selection, ordering, {}, path)); ms < cell.best) {
                cell.best = ms;
                cell.plan = plan;
            } else if (!m_wanted.isEmpty()) {
                std::printf("    %s %.2f ms\n", qPrintable(plan), ms);
            }
        cell.ours = medianMs(warmUp < 20 ? 9 : 3, [&] { page(filter, order.second); });
        std::printf("%-70s %9.2f ms  best %9.2f ms (%s)  %6.2f\n", qPrintable(cell.name), cell.ours, cell.best, qPrintable(cell.plan),
                    cell.ratio());
        std::fflush(stdout);
        cells << cell;
    }

    void addAll(QList<Cell> &cells, const QList<Level<Filter>> &levels)
    {
        for (const Level<Filter> &level : levels)
            for (const auto &order : m_orders) {
                Filter filter;
                level.set(filter);
                add(cells, level.name, filter, order);
            }
    }

    void addPairs(QList<Cell> &cells, const QList<Level<Filter>> &levels, int count)
    {
        QRandomGenerator random(seed);
        while (count > 0) {
            const Level<Filter> &one = levels.at(random.bounded(levels.size()));
            const Level<Filter> &other = levels.at(random.bounded(levels.size()));
            if (one.name.section(u',', 0, 0) == other.name.section(u',', 0, 0))
                continue;
            Filter filter;
            one.set(filter);
            other.set(filter);
            add(cells, one.name + u" and "_s + other.name, filter, m_orders.at(random.bounded(m_orders.size())));
            --count;
        }
    }

private:
    /// With nothing remembered or cached, as for the first look.
    void page(const Filter &filter, const Order &order)
    {
        Source source({m_repositories.executor, m_repositories.background, m_repositories.scope, nullptr, &m_repositories.capabilities});
        wait(source.slice(filter, order, fresh()));
    }

    static QList<std::pair<QString, sql::AccessPath>> plans(const sql::Selection &selection, const sql::Ordering &ordering)
    {
        using Kind = sql::AccessPath::Kind;
        QList<std::pair<QString, sql::AccessPath>> plans{
            {u"planner's"_s, {}}, {u"in order"_s, {Kind::Scan, -1, unbounded}}, {u"all, sorted"_s, {Kind::Whole}}};
        for (qsizetype i = 0; i < sql::wordKeys(selection, ordering).size(); ++i)
            plans << std::pair{u"by word %1"_s.arg(i + 1), sql::AccessPath{Kind::ByWord, i}};
        for (qsizetype i = 0; i < sql::reachesOf(selection).size(); ++i)
            plans << std::pair{u"by index %1"_s.arg(i + 1), sql::AccessPath{Kind::Set, i}}
                  << std::pair{u"sieved by %1"_s.arg(i + 1), sql::AccessPath{Kind::Sieve, i, unbounded}};
        return plans;
    }

    double tried(const sql::Statement &statement)
    {
        try {
            const double warmUp = milliseconds([&] { m_libpq.run(statement); });
            return medianMs(warmUp < 20 ? 9 : 1, [&] { m_libpq.run(statement); });
        } catch (const std::runtime_error &) { // cut off
            return std::numeric_limits<double>::infinity();
        }
    }

    Repositories &m_repositories;
    db::Connection m_connection; ///< looks up what the plans are told
    LibpqSession m_libpq;
    RowsSlice m_slice;
    QString m_wanted;
    QString m_name;
    Orders m_orders;
};

template <class Field>
QList<std::pair<QString, Sort<Field>>> bothWays(const QList<std::pair<QString, Field>> &fields)
{
    QList<std::pair<QString, Sort<Field>>> orders;
    for (const auto &[name, field] : fields)
        orders << std::pair{name + u" ascending"_s, Sort<Field>{field, SortDirection::Ascending}}
               << std::pair{name + u" descending"_s, Sort<Field>{field, SortDirection::Descending}};
    return orders;
}

void summarize(Report &report, QList<Cell> cells)
{
    std::sort(cells.begin(), cells.end(), [](const Cell &a, const Cell &b) { return a.ratio() > b.ratio(); });
    std::printf("\nThe worst ten of %lld:\n", static_cast<long long>(cells.size()));
    for (const Cell &cell : cells.first(qMin<qsizetype>(worstShown, cells.size())))
        std::printf("%-70s %9.2f ms  best %9.2f ms (%s)  %6.2f\n", qPrintable(cell.name), cell.ours, cell.best, qPrintable(cell.plan),
                    cell.ratio());
    for (const Cell &cell : cells)
        report.addCell(cell.name, cell.ours, cell.plan, cell.best);
    const auto slowest = std::max_element(cells.begin(), cells.end(), [](const Cell &a, const Cell &b) { return a.ours < b.ours; });
    report.add(
        {u"filters: 95th percentile of all cells"_s, cells.at(cells.size() / 20).ratio(), u"best plan"_s, 1, Result::Goal::AtMost, 2});
    report.add({u"filters: the worst cell"_s, cells.first().ratio(), u"best plan"_s, 1, Result::Goal::AtMost, 5});
    report.add({u"filters: the slowest, "_s + slowest->name, slowest->ours, u"1 ms"_s, 1, Result::Goal::AtMost, 50});
}

} // namespace

void addFilterCases(Report &report, const db::ConnectionOptions &database, int pairs, const QString &wanted)
{
    Repositories repositories(database);
    QList<Cell> cells;
    Matrix<SqlUsersRepository, UserFilter, UserSort> users(database, repositories, wanted, u"users"_s, sql::usersSlice,
                                                           bothWays<UserSortField>({{u"email"_s, UserSortField::Email},
                                                                                    {u"name"_s, UserSortField::Name},
                                                                                    {u"status"_s, UserSortField::Status},
                                                                                    {u"created"_s, UserSortField::Created},
                                                                                    {u"last sign-in"_s, UserSortField::LastLogin},
                                                                                    {u"sign-ins"_s, UserSortField::LoginCount}}));
    const QList<Level<UserFilter>> ofUsers = userLevels(repositories);
    users.addAll(cells, ofUsers);
    users.addPairs(cells, ofUsers, pairs / 2);
    Matrix<SqlAuditRepository, AuditFilter, AuditSort> audit(
        database, repositories, wanted, u"audit"_s, sql::eventsSlice,
        bothWays<AuditSortField>(
            {{u"created"_s, AuditSortField::Created}, {u"action"_s, AuditSortField::Action}, {u"type"_s, AuditSortField::EntityType}}));
    const QList<Level<AuditFilter>> ofAudit = auditLevels(repositories);
    audit.addAll(cells, ofAudit);
    audit.addPairs(cells, ofAudit, pairs - pairs / 2);
    if (!cells.isEmpty())
        summarize(report, cells);
}

} // namespace pivotal::bench
