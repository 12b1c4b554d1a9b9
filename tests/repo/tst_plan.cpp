#include "repo/domain/repository_error.h"
#include "repo/plans/candidate_search.h"
#include "repo/plans/conditions.h"
#include "repo/plans/index_definition.h"
#include "repo/plans/plan_problems.h"
#include "repo/plans/row_counts.h"
#include "repo/plans/why_no_index.h"

#include <QFile>
#include <QLocale>
#include <QTest>
#include <functional>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::plans;

namespace {

/// As a real server sent it: tests/repo/plans/NAME.json.
Plan recorded(const QString &name)
{
    QFile file(QStringLiteral(PIVOTAL_SOURCE_DIR "/tests/repo/plans/%1.json").arg(name));
    return file.open(QIODevice::ReadOnly) ? parsePlan(QString::fromUtf8(file.readAll())) : Plan();
}

QStringList texts(const QList<PlanProblem> &problems)
{
    QStringList list;
    for (const PlanProblem &problem : problems)
        list << problem.text;
    return list;
}

QString keysOf(const IndexCandidate &index)
{
    return index.table + u'(' + index.keys.join(u", "_s) + u')' + (index.where.isEmpty() ? QString() : u" WHERE "_s + index.where);
}

double sumOfCosts(const PlanNode &node)
{
    double sum = node.selfCost;
    for (const PlanNode &child : node.children)
        sum += sumOfCosts(child);
    return sum;
}

bool isBetween(double number, double low, double high)
{
    return number >= low && number <= high;
}

double sumOfSelf(const PlanNode &node)
{
    double sum = node.selfMs;
    for (const PlanNode &child : node.children)
        sum += sumOfSelf(child);
    return sum;
}

} // namespace

/// Plans as text and what is read from them, without a server.
class PlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void whatIsNoPlanIsAnError();
    void figuresAreOfAllLoops();
    void workersCountTogether();
    void aCommonTableIsChargedOnce();
    void ownTimesAddUp_data();
    void ownTimesAddUp();
    void whatIsComputedFirstIsItsUsers();
    void aTableThatIsReadTwiceIsSharedOut();
    void roundedRowsAreNoMisestimate();
    void manyTimesAMicrosecondIsNoMoreThanTheWhole();
    void anEstimateHasNoActuals();
    void aLimitsChildCountsThePartThatIsRun();
    void ownCostsAddUp_data();
    void ownCostsAddUp();
    void problems_data();
    void problems();
    void aPathLeadsToItsNode();
    void textIsAsTheServers();
    void conditions_data();
    void conditions();
    void orderKeys();
    void candidates_data();
    void candidates();
    void anOrderThatAnIndexGivesIsKept();
    void whyNoIndexHelps();
    void names();
    void definitionsAreRead();
    void coverage_data();
    void coverage();
};

void PlanTest::whatIsNoPlanIsAnError()
{
    for (const char *text : {"", "[]", "{\"Plan\": 1}", "no"}) {
        try {
            (void)parsePlan(QLatin1String(text));
            QFAIL(text);
        } catch (const RepositoryError &error) {
            QCOMPARE(error.code, ErrorCode::DatabaseError);
        }
    }
}

void PlanTest::figuresAreOfAllLoops()
{
    const Plan plan = recorded(u"misestimate"_s);
    QVERIFY(plan.isAnalyzed);
    QVERIFY(plan.executionMs > 0 && plan.planningMs > 0);
    const PlanNode &loop = plan.root.children.first();
    QCOMPARE(loop.type, u"Nested Loop"_s);
    QCOMPARE(loop.joinType, u"Inner"_s);
    const PlanNode &inner = loop.children.last();
    QCOMPARE(inner.loops, 100'000);
    QCOMPARE(inner.actualRows, 100'000.0); // one a loop
    QCOMPARE(inner.estimatedRows(), 100'000.0);
    QCOMPARE(inner.totalMs, 0.003 * 100'000);
    QCOMPARE(loop.selfMs, loop.totalMs - loop.children.first().totalMs - inner.totalMs);
    QCOMPARE(inner.index, u"users_pkey"_s);
    QVERIFY(inner.sharedHit > 0);
}

/// Three times as long as by the clock; own times are by the clock.
void PlanTest::workersCountTogether()
{
    const Plan plan = recorded(u"parallel"_s);
    const PlanNode &gather = plan.root.children.first();
    const PlanNode &partial = gather.children.first();
    const PlanNode &scan = partial.children.first();
    QCOMPARE(scan.type, u"Seq Scan"_s);
    QCOMPARE(scan.loops, 3);
    QCOMPARE(scan.processes, 3.0);
    QVERIFY(scan.totalMs > plan.executionMs);
    QCOMPARE(scan.clockMs, 12.599);
    QCOMPARE(scan.selfMs, 12.599);
    QCOMPARE(scan.rowsRemoved + scan.actualRows > 105'000, true);
    QCOMPARE(gather.processes, 1.0);
    QCOMPARE(gather.selfMs, 24.263 - 12.708); // until its workers run, and until the last of them is done
    const QList<PlanProblem> found = problemsOf(plan);
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first().share, 12.599 / 24.270);
}

void PlanTest::aCommonTableIsChargedOnce()
{
    const Plan plan = recorded(u"common_table"_s);
    QVERIFY2(sumOfSelf(plan.root) < plan.root.totalMs * 1.2, qPrintable(QString::number(sumOfSelf(plan.root))));
    QVERIFY(sumOfSelf(plan.root) > plan.root.totalMs * 0.9);
}

void PlanTest::ownTimesAddUp_data()
{
    QTest::addColumn<QString>("plan");
    for (const char *name : {"common_table", "cte_twice", "cte_twice_limit", "gather", "gather_merge", "init_plan", "init_plan_output",
                             "limit", "misestimate", "nested_cte", "never_executed", "parallel", "parallel_append", "recursive",
                             "rounded_rows", "seq_scan", "sort_limit", "spill", "sub_plan"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void PlanTest::ownTimesAddUp()
{
    QFETCH(QString, plan);
    const Plan read = recorded(plan);
    QVERIFY(read.root.totalMs >= 0 && read.executionMs >= read.root.totalMs);
    QVERIFY2(qAbs(sumOfSelf(read.root) - read.root.totalMs) < 1e-6, qPrintable(QString::number(sumOfSelf(read.root))));
    const std::function<void(const PlanNode &)> check = [&](const PlanNode &node) {
        QVERIFY2(isBetween(node.selfMs, 0, read.root.totalMs), qPrintable(node.type));
        QVERIFY2(isBetween(node.clockMs, node.selfMs, read.root.totalMs), qPrintable(node.type));
        QVERIFY(node.loops > 0 || (node.selfMs == 0 && node.clockMs == 0));
        for (const PlanNode &child : node.children)
            check(child);
    };
    check(read.root);
    for (const PlanProblem &problem : problemsOf(read))
        QVERIFY(isBetween(problem.share, 0, 1));
}

/// The condition's InitPlan is run by the scan, which is told of beside it, and one of the selected values by whom nobody says.
void PlanTest::whatIsComputedFirstIsItsUsers()
{
    const Plan condition = recorded(u"init_plan"_s);
    QCOMPARE(nodeAt(condition, {0}).role, u"InitPlan"_s);
    QVERIFY(qAbs(nodeAt(condition, {1}).selfMs - (449.155 - 423.680)) < 1e-6);
    QVERIFY(qAbs(condition.root.selfMs - (449.409 - 449.155)) < 1e-6);
    QVERIFY(qAbs(nodeAt(condition, {0, 0}).selfMs - 384.107) < 1e-6);
    const Plan value = recorded(u"init_plan_output"_s);
    const PlanNode &scan = nodeAt(value, {1, 0});
    QCOMPARE(scan.relation, u"users"_s);
    QVERIFY2(qAbs(scan.selfMs - (443.363 - 403.900)) < 0.01, qPrintable(QString::number(scan.selfMs)));
    const Plan parallel = recorded(u"gather"_s); // before the workers are started
    QVERIFY(qAbs(nodeAt(parallel, {1}).selfMs - (178.644 - 149.611 - 11.959)) < 1e-6);
    QVERIFY(qAbs(nodeAt(parallel, {1, 0, 0}).selfMs - 149.061) < 1e-6);
}

void PlanTest::aTableThatIsReadTwiceIsSharedOut()
{
    const Plan whole = recorded(u"cte_twice"_s); // by the first of its readers, all of it
    QVERIFY(qAbs(nodeAt(whole, {2}).selfMs - (182.310 - 158.454)) < 1e-6);
    QVERIFY(qAbs(nodeAt(whole, {1, 0}).selfMs - 5.430) < 1e-6);
    const Plan partly = recorded(u"cte_twice_limit"_s); // three tenths by the first, the rest by the second
    const PlanNode &first = nodeAt(partly, {1, 0});
    const PlanNode &second = nodeAt(partly, {2});
    QCOMPARE(second.type, u"CTE Scan"_s);
    QVERIFY2(isBetween(first.selfMs, 20, 60), qPrintable(QString::number(first.selfMs)));
    QVERIFY2(isBetween(second.selfMs, 50, 90), qPrintable(QString::number(second.selfMs)));
    const Plan nested = recorded(u"nested_cte"_s); // b reads a, and is read itself
    QVERIFY(qAbs(nodeAt(nested, {1}).selfMs - (457.077 - 339.882)) < 1e-6);
    QVERIFY(qAbs(nodeAt(nested, {3}).selfMs - (505.130 - 457.077)) < 1e-6);
}

/// 40,000 rows of 99,999 loops are 0 a loop, as the server rounds; and it expects one at least.
void PlanTest::roundedRowsAreNoMisestimate()
{
    const Plan plan = recorded(u"rounded_rows"_s);
    const PlanNode &inner = nodeAt(plan, {0, 1});
    QCOMPARE(inner.loops, 99'999);
    QCOMPARE(inner.actualRows, 40'000.0); // the loop says
    QCOMPARE(inner.rowsSlack, 0.0);
    QCOMPARE(texts(problemsOf(plan)).filter(u"expected"_s), QStringList());
    PlanNode alone = inner;
    alone.actualRows = 0;
    alone.rowsSlack = 0.5 * double(alone.loops);
    QCOMPARE(rowFactor(alone), 1.0);
    alone.planRows = 40; // four million of the loops
    QVERIFY(isBetween(rowFactor(alone), 0.5 / 40, 0.5 / 39));
    Plan other;
    other.isAnalyzed = true;
    other.root = alone;
    QCOMPARE(texts(problemsOf(other)), QStringList{u"fewer than 50 k rows, 4.0 M expected"_s});
}

/// 1 µs, rounded, in each of 20,000 loops.
void PlanTest::manyTimesAMicrosecondIsNoMoreThanTheWhole()
{
    const Plan plan = recorded(u"recursive"_s);
    const PlanNode &table = nodeAt(plan, {0});
    QCOMPARE(table.type, u"Recursive Union"_s);
    QVERIFY(qAbs(table.selfMs + nodeAt(plan, {0, 0}).selfMs + nodeAt(plan, {0, 1}).selfMs - 28.174) < 1e-6);
    QVERIFY(qAbs(nodeAt(plan, {2}).selfMs - (35.086 - 28.174)) < 1e-6);
}

void PlanTest::anEstimateHasNoActuals()
{
    const Plan plan = recorded(u"keyset"_s);
    QVERIFY(!plan.isAnalyzed);
    QCOMPARE(plan.executionMs, 0.0);
    QCOMPARE(plan.root.type, u"Limit"_s);
    const PlanNode &sort = plan.root.children.first();
    QCOMPARE(sort.sortKeys, QStringList({u"\"createdAt\" DESC"_s, u"id DESC"_s}));
    QCOMPARE(sort.children.first().relation, u"users"_s);
    QCOMPARE(sort.children.first().alias, u"u"_s);
    QCOMPARE(sort.loops, 0);
    QVERIFY(sort.totalCost > 0);
}

/// Five rows of 66,667 that a loop would give, and the latest of 200,000, which is computed first.
void PlanTest::aLimitsChildCountsThePartThatIsRun()
{
    const Plan plan = recorded(u"limit"_s);
    const PlanNode &limit = plan.root;
    QCOMPARE(limit.type, u"Limit"_s);
    QCOMPARE(limit.totalCost, 2.33);
    const PlanNode &latest = nodeAt(plan, {0, 0, 0});
    const PlanNode &loop = nodeAt(plan, {1});
    const PlanNode &outer = nodeAt(plan, {1, 0});
    QVERIFY(latest.totalCost > 6'000 && loop.totalCost > 15'000 && outer.totalCost > 7'000); // as for all rows
    QVERIFY(qAbs(sumOfCosts(plan.root) - limit.totalCost) < 1e-9);
    QVERIFY(limit.selfCost < 0.01);
    QVERIFY2(isBetween(latest.selfCost, 0.44, 0.46), qPrintable(QString::number(latest.selfCost)));
    const double read = 0.42 + (7'368.10 - 0.42) * 5 / 66'667; // to the fifth row
    QVERIFY2(isBetween(outer.selfCost, read - 0.01, read + 0.01), qPrintable(QString::number(outer.selfCost)));
    const PlanNode &inner = nodeAt(plan, {1, 1}); // five runs at 0.33 are more than is left: further ones are cheaper than the first
    QVERIFY2(isBetween(sumOfCosts(inner), 0.85, 0.95), qPrintable(QString::number(sumOfCosts(inner)))); // of 1.87 without 0.97
    QVERIFY2(loop.selfCost < 0.01, qPrintable(QString::number(loop.selfCost)));
    const QList<PlanProblem> found = problemsOf(plan);
    for (const PlanProblem &problem : found)
        QVERIFY(isBetween(problem.share, 0, 1));
}

void PlanTest::ownCostsAddUp_data()
{
    QTest::addColumn<QString>("plan");
    for (const char *name : {"common_table", "join", "keyset", "limit", "misestimate", "parallel", "seq_scan", "sort_limit", "spill"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void PlanTest::ownCostsAddUp()
{
    QFETCH(QString, plan);
    const Plan read = recorded(plan);
    QVERIFY(read.root.totalCost > 0);
    QVERIFY2(qAbs(sumOfCosts(read.root) - read.root.totalCost) < 1e-6, qPrintable(QString::number(sumOfCosts(read.root))));
}

void PlanTest::problems_data()
{
    QTest::addColumn<QString>("plan");
    QTest::addColumn<double>("tableRows");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const char *plan, double rows, const QStringList &expected) {
        QTest::newRow(name) << QString::fromLatin1(plan) << rows << expected;
    };
    row("a seq scan for few rows", "seq_scan", 106'000, {u"Seq scan, 106 k rows"_s});
    row("a table of unknown size", "seq_scan", -1, {u"Seq scan, 106 k rows"_s});
    row("a table that is small", "seq_scan", 9'000, {u"106 k rows read for nothing"_s});
    row("a spill; all rows are wanted", "spill", 106'000, {u"4.2 MB on disk"_s});
    row("a sort for a few rows", "sort_limit", 106'000, {u"Sort, 106 k rows"_s});
    row("a misestimate, once, and where it begins", "misestimate", 106'000, {u"100 k rows, 530 expected"_s});
    row("a parallel scan", "parallel", 106'000, {u"Seq scan, 106 k rows"_s});
    row("estimated only", "join", 9'100'000, {u"Seq scan, 9.1 M rows"_s});
    row("estimated, small", "keyset", 20'600, {u"Seq scan, 21 k rows"_s});
    row("estimated, very small", "keyset", 600, {});
}

void PlanTest::problems()
{
    QFETCH(QString, plan);
    QFETCH(double, tableRows);
    QFETCH(QStringList, expected);
    QHash<QString, double> known;
    if (tableRows >= 0)
        known = {{u"audit_logs"_s, tableRows}, {u"users"_s, tableRows}};
    QList<PlanProblem> found = problemsOf(recorded(plan), known);
    QCOMPARE(texts(found), expected);
    for (qsizetype i = 1; i < found.size(); ++i)
        QVERIFY(found.at(i - 1).share >= found.at(i).share);
}

void PlanTest::aPathLeadsToItsNode()
{
    const Plan plan = recorded(u"seq_scan"_s);
    QCOMPARE(&nodeAt(plan, {}), &plan.root);
    const Plan joined = recorded(u"join"_s);
    const QList<PlanProblem> found = problemsOf(joined, {{u"audit_logs"_s, 106'000}});
    QCOMPARE(found.first().relation, u"audit_logs"_s);
    QCOMPARE(nodeAt(joined, found.first().path).relation, u"audit_logs"_s);
    QCOMPARE(found.first().kind, ProblemKind::SeqScan);
}

void PlanTest::textIsAsTheServers()
{
    const QStringList lines = planText(recorded(u"misestimate"_s)).split(u'\n');
    QVERIFY(lines.at(0).startsWith(u"Aggregate  (cost="_s));
    QVERIFY(lines.at(0).contains(u" rows=1 loops=1)"_s));
    QVERIFY(lines.contains(u"              Index Cond: (id = a.\"userId\")"_s));
    QVERIFY(lines.filter(u"  ->  Nested Loop  (cost="_s).size() == 1);
    QVERIFY(lines.filter(u"        ->  Index Only Scan using users_pkey on users u  (cost="_s).size() == 1);
    QVERIFY(lines.filter(u"Buffers: shared hit="_s).size() >= 3);
    QVERIFY(lines.last().startsWith(u"Execution Time: "_s));
}

void PlanTest::conditions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); ///< = equal, : any of, < range, 0 null, and + a join
    const auto row = [](const QString &text, const char *expected) {
        QTest::newRow(qPrintable(text)) << text << QString::fromLatin1(expected);
    };
    row(QString(), "");
    row(u"(\"organizationId\" = 'x'::text)"_s, "=\"organizationId\"");
    row(u"((status)::text = 'it''s (a) AND b'::text)"_s, "=status");
    row(u"((\"deletedAt\" IS NULL) AND ((status)::text = ANY ('{active,pending}'::text[])))"_s, "0\"deletedAt\" :status");
    row(u"(ROW(\"createdAt\", id) < ROW('2025-01-01 00:00:00'::timestamp without time zone, 'x'::text))"_s, "<\"createdAt\",id");
    row(u"((\"createdAt\" >= '2025'::timestamp(3) without time zone) AND (\"createdAt\" < '2026'::timestamp without time zone))"_s,
        "<\"createdAt\" <\"createdAt\"");
    row(u"(lower((email)::text) = 'a'::text)"_s, "=(lower((email)::text))");
    row(u"('a'::text = lower((email)::text))"_s, "=(lower((email)::text))");
    row(u"(COALESCE(\"lastLoginAt\", '-infinity'::timestamp without time zone) > '2025'::timestamp without time zone)"_s,
        "<(COALESCE(\"lastLoginAt\", '-infinity'::timestamp without time zone))");
    row(u"(\"mfaEnabled\" AND (NOT \"emailVerified\"))"_s, "=\"mfaEnabled\" =\"emailVerified\"");
    row(u"(((status)::text = 'a'::text) OR ((username)::text = 'x'::text))"_s, "");
    row(u"((email)::text ~~ 'a%'::text)"_s, "");
    row(u"((email)::text ~~* 'a%'::text)"_s, "");
    row(u"((status)::text <> 'a'::text)"_s, "");
    row(u"(\"userId\" IS NOT NULL)"_s, "");
    row(u"(\"userId\" = COALESCE($0, $1, $2))"_s, "=\"userId\"");
    row(u"(id = a.\"userId\")"_s, "+=id");
    row(u"(a.\"userId\" = u.id)"_s, "+=id");
    row(u"((SubPlan 1) AND (hashed SubPlan 2) AND (status = 'x'::text))"_s, "=status");
    row(u"(\"loginCount\" = \"failedLoginAttempts\")"_s, "");
    row(u"(\"expiresAt\" > (now() AT TIME ZONE 'UTC'::text))"_s, "<\"expiresAt\"");
    row(u"(pivotal_console.fold((email)::text) = 'x'::text)"_s, "=(pivotal_console.fold((email)::text))");
    row(u"((\"createdAt\")::date = '2025-01-01'::date)"_s, "=((\"createdAt\")::date)");
    row(u"(EXTRACT(epoch FROM \"createdAt\") > '5'::numeric)"_s, "<(EXTRACT(epoch FROM \"createdAt\"))");
}

void PlanTest::conditions()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QStringList found;
    for (const Condition &condition : conditionsOf(text, u"u"_s))
        found << (condition.isJoin ? u"+"_s : QString()) + u"=:<0"_s.at(int(condition.kind)) + condition.keys.join(u',');
    QCOMPARE(found.join(u' '), expected);
}

void PlanTest::orderKeys()
{
    const QString alias = u"u"_s;
    const auto key = [&](const char *text) { return orderKeyOf(QString::fromLatin1(text), alias).value_or(u"none"_s); };
    QCOMPARE(key("\"createdAt\" DESC"), u"\"createdAt\" DESC"_s);
    QCOMPARE(key("u.\"createdAt\" DESC NULLS LAST"), u"\"createdAt\" DESC NULLS LAST"_s);
    QCOMPARE(key("lower((u.email)::text)"), u"(lower((email)::text))"_s);
    QCOMPARE(key("a.\"createdAt\""), u"none"_s);
    QCOMPARE(key("(count(*)) DESC"), u"none"_s);
    QCOMPARE(key("email COLLATE \"C\""), u"none"_s);
}

void PlanTest::candidates_data()
{
    QTest::addColumn<QString>("plan");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("one value") << u"seq_scan"_s << QStringList{u"audit_logs(\"ipAddress\")"_s};
    QTest::newRow("an order") << u"sort_limit"_s << QStringList{u"audit_logs(\"sessionId\" DESC, id DESC)"_s};
    QTest::newRow("a join") << u"join"_s << QStringList{u"audit_logs(\"userId\")"_s, u"audit_logs(\"createdAt\")"_s};
    QTest::newRow("a keyset") << u"keyset"_s
                              << QStringList{u"users(\"organizationId\", \"createdAt\" DESC, id DESC)"_s,
                                             u"users(\"organizationId\", \"createdAt\" DESC, id DESC) WHERE \"deletedAt\" IS NULL"_s,
                                             u"users(\"organizationId\", status, \"createdAt\")"_s};
    QTest::newRow("LIKE") << u"parallel"_s << QStringList();
    QTest::newRow("all rows") << u"common_table"_s << QStringList();
}

void PlanTest::candidates()
{
    QFETCH(QString, plan);
    QFETCH(QStringList, expected);
    QStringList found;
    for (const IndexCandidate &candidate : candidatesFor(recorded(plan)))
        found << keysOf(candidate);
    QCOMPARE(found, expected);
}

/// A page that scans an index in its order and throws most rows away wants that order by an index that finds them.
void PlanTest::anOrderThatAnIndexGivesIsKept()
{
    PlanNode scan;
    scan.type = u"Index Scan"_s;
    scan.relation = u"audit_logs"_s;
    scan.alias = u"a"_s;
    scan.index = u"by_time"_s;
    scan.indexCondition = u"(\"organizationId\" = 'x'::text)"_s;
    scan.filter = u"(\"userId\" = 'y'::text)"_s;
    Plan plan;
    plan.root.type = u"Limit"_s;
    plan.root.children = {scan};
    const QHash<QString, QStringList> keys{{scan.index, {u"\"organizationId\""_s, u"\"createdAt\""_s, u"id"_s}}};
    const QList<WantedIndex> wanted = wantedIndexes(plan, keys);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(keysOf(wanted.first().index), u"audit_logs(\"organizationId\", \"userId\", \"createdAt\", id)"_s);
    QCOMPARE(wanted.first().equalKeys, 2);
    QCOMPARE(keysOf(candidatesFor(plan).first()), u"audit_logs(\"organizationId\", \"userId\")"_s);
}

/// Beside a red "Seq scan" nobody takes "No index would help" on trust.
void PlanTest::whyNoIndexHelps()
{
    const QHash<QString, double> big{{u"audit_logs"_s, 200'000}, {u"users"_s, 20'000}};
    const auto why = [&](const char *name, const IndexAttempt &attempt = {}) {
        return whyNoIndex(recorded(QString::fromLatin1(name)), big, attempt);
    };
    QCOMPARE(why("parallel").section(u':', 0, 0),
             u"Its filter looks for a part of a text, which no ordinary index finds (one of trigrams might)"_s);
    QVERIFY(why("sort_limit", {}).size() > 20);
    QVERIFY2(why("spill").startsWith(u"Most of it goes into sorting by "_s), qPrintable(why("spill")));
    QVERIFY2(why("recursive").startsWith(u"It reads no table"_s), qPrintable(why("recursive")));
    QCOMPARE(whyNoIndex(recorded(u"seq_scan"_s), {{u"audit_logs"_s, 900}}, {}),
             u"audit_logs is small (900 rows): by an index it would be no quicker."_s);
    QCOMPARE(why("seq_scan", {u"idx_ip"_s, 0, 0}),
             u"idx_ip is there for it. Where the planner doesn't use it, it expects it to cost more."_s);
    QCOMPARE(why("seq_scan", {{}, 3, 1.2}),
             u"Indexes were tried, 3 in all: by the planner's estimate the best makes it × 1.2 cheaper, which isn't worth its writes."_s);
    Plan plan = recorded(u"seq_scan"_s);
    PlanNode &scan = plan.root;
    QCOMPARE(scan.type, u"Seq Scan"_s);
    scan.actualRows = 150'000;
    scan.rowsRemoved = 50'000;
    QCOMPARE(whyNoIndex(plan, big, {}),
             u"75 % of the rows of audit_logs are wanted: reading all of it is quicker than looking so many up."_s);
    scan.filter.clear();
    QCOMPARE(whyNoIndex(plan, big, {}), u"All rows of audit_logs are wanted: nothing in the statement leaves any out."_s);
    scan.filter = u"(length(email) > length(\"displayName\"))"_s;
    scan.actualRows = 10;
    QCOMPARE(whyNoIndex(plan, big, {}), u"No ordinary index finds what its filter asks for: "_s + scan.filter);
}

void PlanTest::names()
{
    const IndexCandidate plain{u"users"_s, {u"\"organizationId\""_s, u"\"createdAt\" DESC"_s, u"id"_s}, {}};
    QCOMPARE(plain.name(), u"idx_users_org_created_desc_id"_s);
    QCOMPARE(
        plain.createSql(),
        u"CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_org_created_desc_id ON users (\"organizationId\", \"createdAt\" DESC, id)"_s);
    IndexCandidate partial = plain;
    partial.where = u"\"deletedAt\" IS NULL"_s;
    QVERIFY(partial.name() != plain.name());
    QVERIFY(partial.createSql(false).startsWith(u"CREATE INDEX idx_"_s));
    QVERIFY(partial.createSql().endsWith(u" WHERE \"deletedAt\" IS NULL"_s));
    IndexCandidate expression{u"users"_s, {u"(lower((email)::text))"_s}, {}};
    IndexCandidate other{u"users"_s, {u"(lower((email))::text)"_s}, {}};
    QVERIFY(expression.name() != other.name());
    QCOMPARE(expression.name(), IndexCandidate(expression).name());
    IndexCandidate wide{u"audit_logs"_s, QStringList(8, u"\"aRatherLongColumnName\""_s), {}};
    QVERIFY(wide.name().toUtf8().size() <= 63);
    const IndexCandidate quoted{u"Order"_s, {u"id"_s}, {}};
    QVERIFY(quoted.createSql().contains(u" ON \"Order\" (id)"_s));
}

void PlanTest::definitionsAreRead()
{
    const auto read = indexDefinitionOf(
        u"-- no transaction\n-- CREATE INDEX is what it does; really (so)\nCREATE INDEX CONCURRENTLY idx_x ON public.users USING btree "
        "(\"organizationId\", (COALESCE(\"lastLoginAt\", '-infinity'::timestamp)), id DESC)\n    INCLUDE (\"deletedAt\") WHERE (id > 'a');\nANALYZE users;"_s);
    QVERIFY(read);
    QCOMPARE(read->index.table, u"users"_s);
    QCOMPARE(read->index.keys,
             QStringList({u"\"organizationId\""_s, u"(COALESCE(\"lastLoginAt\", '-infinity'::timestamp))"_s, u"id DESC"_s}));
    QCOMPARE(read->included, u"\"deletedAt\""_s);
    QCOMPARE(read->index.where, u"id > 'a'"_s);
    QCOMPARE(read->method, u"btree"_s);
    QCOMPARE(indexDefinitionOf(u"CREATE INDEX i ON users USING gin (email gin_trgm_ops)"_s)->method, u"gin"_s);
    QVERIFY(!indexDefinitionOf(u"CREATE TABLE x (id text)"_s));
}

void PlanTest::coverage_data()
{
    QTest::addColumn<QString>("existing");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<int>("equal");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *existing, const char *wanted, int equal, bool expected) {
        QTest::addRow("%s for %s, %d equal", existing, wanted, equal)
            << QString::fromLatin1(existing) << QString::fromLatin1(wanted) << equal << expected;
    };
    row("a;b;c", "a;b", 1, true);
    row("a;b;c", "b;a", 2, true);
    row("a;b;c", "b;a", 0, false);
    row("a;b", "a;b;c", 1, false);
    row("a;b;c", "a;b DESC;c DESC", 1, true);
    row("a;b;c", "a;b;c DESC", 1, false);
    row("a DESC;b", "a;b", 1, true);
    row("a;(lower(b))", "a;lower(b)", 1, true);
    row("a;c", "a;b", 1, false);
}

void PlanTest::coverage()
{
    QFETCH(QString, existing);
    QFETCH(QString, wanted);
    QFETCH(int, equal);
    QFETCH(bool, expected);
    QCOMPARE(covers(existing.split(u';'), wanted.split(u';'), equal), expected);
}

QTEST_GUILESS_MAIN(PlanTest)
#include "tst_plan.moc"
