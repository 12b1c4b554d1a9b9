#include "repo/metrics/statement_history.h"

#include "repo/domain/text.h"

#include <QCborArray>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

namespace pivotal::metrics {

namespace {

/// By name: numbers of an enumeration change.
std::optional<ErrorCode> errorFrom(const QString &name)
{
    if (name.isEmpty())
        return {};
    for (int code = 0; code <= int(ErrorCode::MetricsHistory); ++code)
        if (nameOf(ErrorCode(code)) == name)
            return ErrorCode(code);
    return ErrorCode::UnknownError; // of a later console
}

QCborArray caseToCbor(const SlowStatement &each)
{
    return {each.at.msecs,
            each.durationMs,
            each.rows,
            each.attempt,
            each.error ? nameOf(*each.error) : QString(),
            each.context.correlationId,
            !each.context.intent.isEmpty(),
            each.context.waitMs};
}

bool isDuration(const QCborValue &value)
{
    return value.isDouble() && std::isfinite(value.toDouble()) && value.toDouble() >= 0;
}

std::optional<SlowStatement> caseFromCbor(const QCborArray &array, const StatementGroup &group)
{
    if (!array.at(0).isInteger() || !isDuration(array.at(1)) || !array.at(2).isInteger() || !array.at(3).isInteger()
        || !array.at(4).isString() || !array.at(5).isString() || !array.at(6).isBool() || !isDuration(array.at(7)))
        return {};
    SlowStatement each;
    each.at = {array.at(0).toInteger()};
    each.durationMs = array.at(1).toDouble();
    each.rows = array.at(2).toInteger();
    each.attempt = int(array.at(3).toInteger());
    each.error = errorFrom(array.at(4).toString());
    each.context = {group.operation, array.at(5).toString(), array.at(6).toBool() ? Text::tr("something the user did") : QString(),
                    array.at(7).toDouble()};
    each.text = group.fingerprint;
    each.hasValues = !group.fingerprint.contains(u'?');
    return each;
}

bool areCounts(const QCborValue &value)
{
    const QCborArray flat = value.toArray();
    return value.isArray() && flat.size() % 2 == 0
           && std::all_of(flat.cbegin(), flat.cend(), [](const QCborValue &each) { return each.isInteger(); });
}

QList<SlowStatement> slowest(QList<SlowStatement> cases)
{
    std::stable_sort(cases.begin(), cases.end(),
                     [](const SlowStatement &a, const SlowStatement &b) { return a.durationMs > b.durationMs; });
    return cases.mid(0, StatementLog::maxWorst);
}

} // namespace

void StatementSums::add(const StatementGroup &group)
{
    const auto known = m_byKey.find(group.key());
    if (known == m_byKey.end()) {
        m_byKey.insert(group.key(), group);
        return;
    }
    known->durations.merge(group.durations);
    known->rows += group.rows;
    known->errors += group.errors;
    known->worst = slowest(merge(known->worst, group.worst));
}

QList<StatementGroup> merge(const QList<StatementGroup> &groups, const QList<StatementGroup> &others)
{
    StatementSums sums;
    for (const QList<StatementGroup> *list : {&groups, &others})
        for (const StatementGroup &group : *list)
            sums.add(group);
    return sums.groups();
}

QList<SlowStatement> merge(const QList<SlowStatement> &cases, const QList<SlowStatement> &others)
{
    QList<SlowStatement> all = others + cases; // the first of equals stays
    const auto rank = [](const SlowStatement &each) { return std::tie(each.at, each.durationMs, each.context.correlationId); };
    std::stable_sort(all.begin(), all.end(), [rank](const SlowStatement &a, const SlowStatement &b) { return rank(a) > rank(b); });
    all.erase(std::unique(all.begin(), all.end(), [](const SlowStatement &a, const SlowStatement &b) { return a.isSameCase(b); }),
              all.end());
    return all;
}

StatementHistory recentStatements(const StatementLog &log, Instant from, Instant to, double slowMs)
{
    StatementHistory history{from, log.since(from, to), log.cases(slowMs)};
    history.cases.removeIf([from, to](const SlowStatement &each) { return each.at < from || each.at > to; });
    history.cases = history.cases.mid(0, StatementHistory::maxCases);
    return history;
}

StatementHistory together(const StatementHistory &stored, const QList<StatementGroup> &unwritten, const StatementHistory &recent)
{
    QList<StatementGroup> worst = recent.groups;
    for (StatementGroup &group : worst)
        group = {group.fingerprint, group.operation, {}, 0, 0, group.worst};
    StatementHistory history{recent.from, merge(merge(stored.groups, unwritten), worst),
                             merge(stored.cases, recent.cases).mid(0, StatementHistory::maxCases)};
    history.groups.removeIf([](const StatementGroup &group) { return group.durations.isEmpty(); }); // written, but not among the slowest
    return history;
}

QByteArray toCbor(const StatementGroup &group)
{
    QCborArray cases;
    for (const SlowStatement &each : group.worst.mid(0, storedCases))
        cases.append(caseToCbor(each));
    return QCborArray{group.operation, group.fingerprint, group.durations.toCbor(), group.rows, group.errors, cases}.toCborValue().toCbor();
}

std::optional<StatementGroup> groupFromCbor(const QByteArray &bytes)
{
    QCborParserError error;
    const QCborArray array = QCborValue::fromCbor(bytes, &error).toArray();
    if (error.error != QCborError::NoError || !array.at(0).isString() || !array.at(1).isString() || !areCounts(array.at(2))
        || !array.at(3).isInteger() || !array.at(4).isInteger())
        return {};
    StatementGroup group{array.at(1).toString(),  array.at(0).toString(),  LatencyCounts::fromCbor(array.at(2)),
                         array.at(3).toInteger(), array.at(4).toInteger(), {}};
    for (const QCborValue each : array.at(5).toArray()) {
        const auto read = caseFromCbor(each.toArray(), group);
        if (!read)
            return {};
        group.worst.append(*read);
    }
    return group.durations.isEmpty() || group.worst.isEmpty() ? std::nullopt : std::optional(group);
}

} // namespace pivotal::metrics
