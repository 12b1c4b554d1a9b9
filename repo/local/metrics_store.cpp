#include "repo/local/metrics_store.h"

#include "repo/domain/text.h"

#include <QCryptographicHash>
#include <QSqlQuery>
#include <QVariant>
#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace pivotal::local {

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

/// The texts are long, and stand in the entry.
QByteArray keyOf(const metrics::StatementGroup &group)
{
    return QCryptographicHash::hash(group.key().toUtf8(), QCryptographicHash::Sha256);
}

metrics::StatementGroup groupFrom(const QByteArray &entry)
{
    if (auto group = metrics::groupFromCbor(entry))
        return *std::move(group);
    throw RepositoryError(ErrorCode::MetricsHistory, Text::tr("The history of statements holds an entry that can't be read."));
}

} // namespace

MetricsStore::MetricsStore(const QString &path) : m_file(path, {ErrorCode::MetricsHistory, Text::tr("history of figures"), false})
{
    m_file.run(u"CREATE TABLE IF NOT EXISTS samples (source TEXT NOT NULL, tier INTEGER NOT NULL, interval INTEGER NOT NULL, sample "
               "BLOB NOT NULL, PRIMARY KEY (source, tier, interval)) WITHOUT ROWID"_s);
    m_file.run(u"CREATE TABLE IF NOT EXISTS smoke_runs (source TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, PRIMARY KEY "
               "(source, at)) WITHOUT ROWID"_s);
    m_file.run(u"CREATE TABLE IF NOT EXISTS statements (source TEXT NOT NULL, interval INTEGER NOT NULL, key BLOB NOT NULL, entry "
               "BLOB NOT NULL, PRIMARY KEY (source, interval, key))"_s); // with row ids: entries are large, and the file half as large
}

const QList<Tier> &MetricsStore::tiers()
{
    static const QList<Tier> all{{10 * second, 6 * hour}, {minute, 2 * day}, {15 * minute, 31 * day}};
    return all;
}

const Tier &MetricsStore::tierFor(Instant from, qint64 pointMs)
{
    const qint64 ageMs = Instant::now().msecs - from.msecs;
    const auto fits = [&](const Tier &tier) { return tier.keptMs >= ageMs && tier.lengthMs <= pointMs; };
    const auto coarsest = std::find_if(tiers().crbegin(), tiers().crend(), fits);
    if (coarsest != tiers().crend())
        return *coarsest;
    const auto reaching = std::find_if(tiers().cbegin(), tiers().cend(), [ageMs](const Tier &tier) { return tier.keptMs >= ageMs; });
    return reaching == tiers().cend() ? tiers().last() : *reaching;
}

void MetricsStore::add(const QString &source, const Tier &tier, const metrics::Sample &sample)
{
    const qint64 interval = (sample.at.msecs - 1) / tier.lengthMs;
    SqliteFile::Transaction transaction(m_file);
    metrics::Sample sum = sample;
    {
        QSqlQuery known =
            m_file.run(u"SELECT sample FROM samples WHERE source = ? AND tier = ? AND interval = ?"_s, {source, tier.lengthMs, interval});
        if (known.next())
            sum.merge(metrics::Sample::fromCbor(known.value(0).toByteArray()));
        sum.lengthMs = std::min(sum.lengthMs, tier.lengthMs); // of two consoles at once
    }
    m_file.run(u"INSERT OR REPLACE INTO samples (source, tier, interval, sample) VALUES (?, ?, ?, ?)"_s,
               {source, tier.lengthMs, interval, sum.toCbor()});
    m_file.run(u"DELETE FROM samples WHERE source = ? AND tier = ? AND interval < ?"_s,
               {source, tier.lengthMs, (sample.at.msecs - tier.keptMs) / tier.lengthMs});
    transaction.commit();
}

QList<metrics::Sample> MetricsStore::load(const QString &source, Instant from, Instant to, const Tier &tier)
{
    QSqlQuery query =
        m_file.run(u"SELECT sample FROM samples WHERE source = ? AND tier = ? AND interval BETWEEN ? AND ? ORDER BY interval"_s,
                   {source, tier.lengthMs, from.msecs / tier.lengthMs, (to.msecs - 1) / tier.lengthMs});
    QList<metrics::Sample> samples;
    while (query.next())
        samples.append(metrics::Sample::fromCbor(query.value(0).toByteArray()));
    return samples;
}

void MetricsStore::addStatements(const QString &source, Instant at, const QList<metrics::StatementGroup> &groups)
{
    const qint64 interval = at.msecs / statementsIntervalMs;
    SqliteFile::Transaction transaction(m_file);
    metrics::StatementSums sums;
    {
        QSqlQuery known = m_file.run(u"SELECT entry FROM statements WHERE source = ? AND interval = ?"_s, {source, interval});
        while (known.next())
            sums.add(groupFrom(known.value(0).toByteArray()));
    }
    for (const metrics::StatementGroup &group : groups)
        sums.add(group);
    QList<metrics::StatementGroup> kept = sums.groups();
    std::sort(kept.begin(), kept.end(), [](const metrics::StatementGroup &a, const metrics::StatementGroup &b) {
        return a.worst.first().durationMs > b.worst.first().durationMs;
    });
    m_file.run(u"DELETE FROM statements WHERE source = ? AND interval = ?"_s, {source, interval});
    m_file.run(u"DELETE FROM statements WHERE source = ? AND interval < ?"_s,
               {source, (at.msecs - statementsKeptMs) / statementsIntervalMs});
    for (const metrics::StatementGroup &group : kept.mid(0, statementGroupsKept))
        m_file.run(u"INSERT INTO statements (source, interval, key, entry) VALUES (?, ?, ?, ?)"_s,
                   {source, interval, keyOf(group), metrics::toCbor(group)});
    transaction.commit();
}

metrics::StatementHistory MetricsStore::statements(const QString &source, Instant from, Instant to, double slowMs)
{
    QSqlQuery query = m_file.run(u"SELECT entry FROM statements WHERE source = ? AND interval BETWEEN ? AND ? ORDER BY interval DESC"_s,
                                 {source, from.msecs / statementsIntervalMs, (to.msecs - 1) / statementsIntervalMs});
    metrics::StatementSums sums;
    QList<metrics::SlowStatement> cases;
    while (query.next()) {
        const metrics::StatementGroup group = groupFrom(query.value(0).toByteArray());
        sums.add(group);
        std::copy_if(group.worst.cbegin(), group.worst.cend(), std::back_inserter(cases),
                     [&](const metrics::SlowStatement &each) { return each.durationMs >= slowMs && each.at >= from && each.at <= to; });
        if (cases.size() >= 2 * metrics::StatementHistory::maxCases)
            cases = metrics::merge(cases, {}).mid(0, metrics::StatementHistory::maxCases);
    }
    return {from, sums.groups(), metrics::merge(cases, {}).mid(0, metrics::StatementHistory::maxCases)};
}

void MetricsStore::addRun(const QString &source, Instant at, const QByteArray &json)
{
    SqliteFile::Transaction transaction(m_file);
    m_file.run(u"INSERT OR REPLACE INTO smoke_runs (source, at, run) VALUES (?, ?, ?)"_s, {source, at.msecs, QString::fromUtf8(json)});
    m_file.run(
        u"DELETE FROM smoke_runs WHERE source = ? AND at NOT IN (SELECT at FROM smoke_runs WHERE source = ? ORDER BY at DESC LIMIT ?)"_s,
        {source, source, keptRuns});
    transaction.commit();
}

QList<QByteArray> MetricsStore::runs(const QString &source)
{
    QSqlQuery query = m_file.run(u"SELECT run FROM smoke_runs WHERE source = ? ORDER BY at DESC"_s, {source});
    QList<QByteArray> list;
    while (query.next())
        list << query.value(0).toString().toUtf8();
    return list;
}

QStringList MetricsStore::sources()
{
    QSqlQuery query = m_file.run(u"SELECT DISTINCT source FROM samples ORDER BY source"_s);
    QStringList names;
    while (query.next())
        names << query.value(0).toString();
    return names;
}

} // namespace pivotal::local
