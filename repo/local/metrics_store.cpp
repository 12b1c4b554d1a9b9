#include "repo/local/metrics_store.h"

#include <QCoreApplication>
#include <QSqlQuery>
#include <QVariant>
#include <algorithm>

namespace pivotal::local {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::local::MetricsStore)
};

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

const Tier &tierFor(qint64 ageMs, qint64 pointMs)
{
    const QList<Tier> &tiers = MetricsStore::tiers();
    const auto fits = [&](const Tier &tier) { return tier.keptMs >= ageMs && tier.lengthMs <= pointMs; };
    const auto coarsest = std::find_if(tiers.crbegin(), tiers.crend(), fits);
    if (coarsest != tiers.crend())
        return *coarsest;
    const auto reaching = std::find_if(tiers.cbegin(), tiers.cend(), [ageMs](const Tier &tier) { return tier.keptMs >= ageMs; });
    return reaching == tiers.cend() ? tiers.last() : *reaching;
}

} // namespace

MetricsStore::MetricsStore(const QString &path) : m_file(path, {ErrorCode::MetricsHistory, Text::tr("history of figures"), false})
{
    m_file.run(QStringLiteral("CREATE TABLE IF NOT EXISTS samples (source TEXT NOT NULL, tier INTEGER NOT NULL, interval INTEGER NOT NULL, sample "
                              "BLOB NOT NULL, PRIMARY KEY (source, tier, interval)) WITHOUT ROWID"));
    m_file.run(QStringLiteral("CREATE TABLE IF NOT EXISTS smoke_runs (source TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, PRIMARY KEY "
                              "(source, at)) WITHOUT ROWID"));
}

const QList<Tier> &MetricsStore::tiers()
{
    static const QList<Tier> all{{10 * second, 6 * hour}, {minute, 2 * day}, {15 * minute, 31 * day}};
    return all;
}

void MetricsStore::add(const QString &source, const Tier &tier, const metrics::Sample &sample)
{
    const qint64 interval = (sample.at.msecs - 1) / tier.lengthMs;
    SqliteFile::Transaction transaction(m_file);
    metrics::Sample sum = sample;
    {
        QSqlQuery known = m_file.run(QStringLiteral("SELECT sample FROM samples WHERE source = ? AND tier = ? AND interval = ?"), {source, tier.lengthMs, interval});
        if (known.next())
            sum.merge(metrics::Sample::fromCbor(known.value(0).toByteArray()));
        sum.lengthMs = std::min(sum.lengthMs, tier.lengthMs); // of two consoles at once
    }
    m_file.run(QStringLiteral("INSERT OR REPLACE INTO samples (source, tier, interval, sample) VALUES (?, ?, ?, ?)"),
               {source, tier.lengthMs, interval, sum.toCbor()});
    m_file.run(QStringLiteral("DELETE FROM samples WHERE source = ? AND tier = ? AND interval < ?"),
               {source, tier.lengthMs, (sample.at.msecs - tier.keptMs) / tier.lengthMs});
    transaction.commit();
}

QList<metrics::Sample> MetricsStore::load(const QString &source, Instant from, Instant to, qint64 pointMs)
{
    const Tier &tier = tierFor(Instant::now().msecs - from.msecs, pointMs);
    QSqlQuery query = m_file.run(QStringLiteral("SELECT sample FROM samples WHERE source = ? AND tier = ? AND interval BETWEEN ? AND ? ORDER BY interval"),
                                 {source, tier.lengthMs, from.msecs / tier.lengthMs, (to.msecs - 1) / tier.lengthMs});
    QList<metrics::Sample> samples;
    while (query.next())
        samples.append(metrics::Sample::fromCbor(query.value(0).toByteArray()));
    return samples;
}

void MetricsStore::addRun(const QString &source, Instant at, const QByteArray &json)
{
    SqliteFile::Transaction transaction(m_file);
    m_file.run(QStringLiteral("INSERT OR REPLACE INTO smoke_runs (source, at, run) VALUES (?, ?, ?)"), {source, at.msecs, QString::fromUtf8(json)});
    m_file.run(QStringLiteral("DELETE FROM smoke_runs WHERE source = ? AND at NOT IN (SELECT at FROM smoke_runs WHERE source = ? ORDER BY at DESC LIMIT ?)"),
               {source, source, keptRuns});
    transaction.commit();
}

QList<QByteArray> MetricsStore::runs(const QString &source)
{
    QSqlQuery query = m_file.run(QStringLiteral("SELECT run FROM smoke_runs WHERE source = ? ORDER BY at DESC"), {source});
    QList<QByteArray> list;
    while (query.next())
        list << query.value(0).toString().toUtf8();
    return list;
}

QStringList MetricsStore::sources()
{
    QSqlQuery query = m_file.run(QStringLiteral("SELECT DISTINCT source FROM samples ORDER BY source"));
    QStringList names;
    while (query.next())
        names << query.value(0).toString();
    return names;
}

} // namespace pivotal::local
