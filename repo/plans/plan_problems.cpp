#include "repo/plans/plan_problems.h"

#include "repo/domain/text.h"
#include "repo/plans/row_counts.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

constexpr double manyRemoved = 1'000;    ///< rows
constexpr double mostlyRemoved = 0.9;    ///< of the rows read
constexpr double wrongBy = 10;           ///< times
constexpr double rowsThatMatter = 1'000; ///< on the greater side of a misestimate
constexpr double loopsThatMatter = 100;  ///< the same where a nested loop is fed: each row is another loop
constexpr double manySorted = 10'000;    ///< rows
constexpr double sortedPerReturned = 10; ///< times
constexpr double kbOfABlock = 8;

QString compact(double number)
{
    constexpr double million = 1e6;
    constexpr double thousand = 1e3;
    constexpr double countless = 1e15;
    if (number >= countless)
        return QLocale().toString(number, 'g', 3);
    if (number >= million)
        return Text::tr("%1 M", "millions").arg(QLocale().toString(number / million, 'f', 1));
    if (number >= 10 * thousand)
        return Text::tr("%1 k", "thousands").arg(QLocale().toString(number / thousand, 'f', 0));
    return QLocale().toString(number, 'f', 0);
}

/// What is known of a node from those above it.
struct Above
{
    bool endsEarly = false; ///< who reads it may stop before its end, so that fewer rows come than are there
    bool feedsLoop = false;
};

bool readsAllFirst(const PlanNode &node)
{
    static const QStringList types{u"Sort"_s, u"Hash"_s, u"Aggregate"_s, u"WindowAgg"_s, u"SetOp"_s};
    return types.contains(node.type);
}

class Finder
{
public:
    Finder(const Plan &plan, const QHash<QString, double> &tableRows) : m_plan(plan), m_tableRows(tableRows) { addWork(plan.root); }

    QList<PlanProblem> find()
    {
        visit(m_plan.root, {}, {});
        std::stable_sort(m_found.begin(), m_found.end(), [](const PlanProblem &a, const PlanProblem &b) { return a.share > b.share; });
        return m_found;
    }

private:
    [[nodiscard]] double selfOf(const PlanNode &node) const { return m_plan.isAnalyzed ? node.selfMs : node.selfCost; }

    void addWork(const PlanNode &node)
    {
        m_work += selfOf(node);
        for (const PlanNode &child : node.children)
            addWork(child);
    }

    void add(ProblemKind kind, const PlanNode &node, const QList<int> &path, double rows, double expected, const QString &text)
    {
        m_found << PlanProblem{kind, path, node.relation, rows, expected, m_work > 0 ? selfOf(node) / m_work : 0, text};
    }

    /// Whether the estimate of the node, or of one below, is wrong: it's told of once, where it begins.
    bool visit(const PlanNode &node, const QList<int> &path, const Above &above)
    {
        bool isWrong = false;
        bool spills = false;
        for (int i = 0; i < node.children.size(); ++i) {
            Above of;
            const bool isHalfJoin = node.children.at(i).role == u"Inner"_s && (node.joinType == u"Semi"_s || node.joinType == u"Anti"_s);
            of.endsEarly =
                node.type == u"Limit"_s || isHalfJoin || node.type == u"Merge Join"_s || (above.endsEarly && !readsAllFirst(node));
            of.feedsLoop = node.type == u"Nested Loop"_s;
            const qsizetype before = m_found.size();
            isWrong = visit(node.children.at(i), path + QList<int>{i}, of) || isWrong;
            spills = spills || std::any_of(m_found.cbegin() + before, m_found.cend(), [&](const PlanProblem &problem) {
                         return problem.kind == ProblemKind::Spill && problem.path.size() == path.size() + 1;
                     });
        }
        if (!findSeqScan(node, path))
            findRemoved(node, path);
        if (!spills)
            findSpill(node, path);
        findSort(node, path);
        return isWrong || findMisestimate(node, path, above);
    }

    bool findSeqScan(const PlanNode &node, const QList<int> &path)
    {
        if (node.type != u"Seq Scan"_s)
            return false;
        const double known = m_tableRows.value(node.relation, -1);
        const double read = m_plan.isAnalyzed ? node.actualRows + node.rowsRemoved : std::max(node.planRows, known);
        const double given = m_plan.isAnalyzed ? node.actualRows : node.planRows;
        const bool isBig = known >= 0 ? known >= bigTable && read >= bigTable : read >= bigTable;
        const bool isFew = given <= fewWanted * read || (!m_plan.isAnalyzed && !node.filter.isEmpty());
        if (!isBig || !isFew)
            return false;
        add(ProblemKind::SeqScan, node, path, read, 0, Text::tr("Seq scan, %1 rows").arg(compact(read)));
        return true;
    }

    void findRemoved(const PlanNode &node, const QList<int> &path)
    {
        const double removed = node.rowsRemoved - node.removedSlack;
        if (removed < manyRemoved || removed < mostlyRemoved * (removed + rowsOf(node).high))
            return;
        add(ProblemKind::RowsRemoved, node, path, node.rowsRemoved, 0, Text::tr("%1 rows read for nothing").arg(compact(node.rowsRemoved)));
    }

    bool findMisestimate(const PlanNode &node, const QList<int> &path, const Above &above)
    {
        // Bitmaps of indexes don't count rows.
        const bool counts = !node.type.startsWith(u"Bitmap"_s) || node.type == u"Bitmap Heap Scan"_s;
        if (!m_plan.isAnalyzed || node.loops == 0 || !counts || node.type == u"Limit"_s)
            return false;
        const double factor = rowFactor(node);
        const double greater = std::max(factor > 1 ? rowsOf(node).low : expectedRowsOf(node).low, 1.0);
        if (greater < (above.feedsLoop ? loopsThatMatter : rowsThatMatter) || std::max(factor, 1 / factor) < wrongBy
            || (above.endsEarly && factor < 1))
            return false;
        const bool isRounded = node.actualRows == 0 && node.rowsSlack > 0;
        const QString came = isRounded ? Text::tr("fewer than %1").arg(compact(std::ceil(node.rowsSlack))) : compact(node.actualRows);
        add(ProblemKind::Misestimate, node, path, node.actualRows, node.estimatedRows(),
            Text::tr("%1 rows, %2 expected").arg(came, compact(node.estimatedRows())));
        return true;
    }

    void findSpill(const PlanNode &node, const QList<int> &path)
    {
        qint64 blocks = node.tempBlocks;
        for (const PlanNode &child : node.children)
            blocks -= child.tempBlocks;
        if (!node.isSortOnDisk && blocks <= 0)
            return;
        const bool isSized = node.isSortOnDisk && node.sortKb > 0;
        const double kb = isSized ? double(node.sortKb) : kbOfABlock * double(std::max<qint64>(blocks, 0)) / 2; // written, then read
        add(ProblemKind::Spill, node, path, node.actualRows, kb,
            kb > 0 ? Text::tr("%1 on disk").arg(QLocale().formattedDataSize(qint64(kb * 1024), 1, QLocale::DataSizeTraditionalFormat))
                   : Text::tr("On disk"));
    }

    void findSort(const PlanNode &node, const QList<int> &path)
    {
        const auto input =
            std::find_if(node.children.cbegin(), node.children.cend(), [](const PlanNode &child) { return child.role == u"Outer"_s; });
        if (!node.type.endsWith(u"Sort"_s) || input == node.children.cend())
            return;
        const double sorted = m_plan.isAnalyzed ? input->actualRows : input->planRows;
        const double returned = m_plan.isAnalyzed ? m_plan.root.actualRows : m_plan.root.planRows;
        if (sorted < manySorted || sorted <= sortedPerReturned * returned)
            return;
        add(ProblemKind::Sort, node, path, sorted, 0, Text::tr("Sort, %1 rows").arg(compact(sorted)));
    }

    const Plan &m_plan;
    const QHash<QString, double> &m_tableRows;
    double m_work = 0; ///< ms or cost of all nodes, each without its children
    QList<PlanProblem> m_found;
};

} // namespace

QList<PlanProblem> problemsOf(const Plan &plan, const QHash<QString, double> &tableRows)
{
    return Finder(plan, tableRows).find();
}

const PlanNode &nodeAt(const Plan &plan, const QList<int> &path)
{
    const PlanNode *node = &plan.root;
    for (const int child : path)
        node = &node->children.at(child);
    return *node;
}

} // namespace pivotal::plans
