#include "repo/plans/index_candidate.h"

#include "repo/plans/candidate_search.h"
#include "repo/plans/conditions.h"
#include "repo/plans/tokens.h"

#include <QCryptographicHash>
#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pivotal::plans {

namespace {

constexpr qsizetype longestName = 63; ///< bytes, of PostgreSQL's names
constexpr int hashDigits = 8;

/// "organizationId" is "org", "createdAt" is "created", as in the names of the migrations.
QString shortName(const QString &column)
{
    static const QHash<QString, QString> known{{u"organizationId"_s, u"org"_s}, {u"createdAt"_s, u"created"_s}};
    if (const QString name = known.value(column); !name.isEmpty())
        return name;
    static const QRegularExpression hump(u"([a-z0-9])([A-Z])"_s);
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    return QString(column).replace(hump, u"\\1_\\2"_s).toLower().replace(others, u"_"_s);
}

QString keyPart(const QString &key, bool &isExact)
{
    QString name = withoutDirection(key);
    isExact = isExact && !name.startsWith(u'(') && !key.contains(u" NULLS "_s);
    name = shortName(name.remove(u'"').left(longestName));
    while (name.startsWith(u'_'))
        name.remove(0, 1);
    while (name.endsWith(u'_'))
        name.chop(1);
    return isDescending(key) ? name + u"_desc"_s : name;
}

} // namespace

QString IndexCandidate::name() const
{
    QStringList parts{u"idx"_s, shortName(table)};
    bool isExact = where.isEmpty();
    for (const QString &key : keys)
        parts << keyPart(key, isExact);
    const QString full = parts.join(u'_');
    if (isExact && full.size() <= longestName)
        return full;
    const QString whole = table + u'\n' + keys.join(u'\n') + u'\n' + where;
    const QByteArray hash = QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha256).toHex().left(hashDigits);
    return full.left(longestName - hashDigits - 1) + u'_' + QString::fromLatin1(hash);
}

QString IndexCandidate::createSql(bool concurrently) const
{
    QString sql = concurrently ? u"CREATE INDEX CONCURRENTLY IF NOT EXISTS "_s : u"CREATE INDEX "_s;
    sql += name() + u" ON "_s + quotedIfNeeded(table) + u" ("_s + keys.join(u", "_s) + u')';
    return where.isEmpty() ? sql : sql + u" WHERE "_s + where;
}

QList<IndexCandidate> candidatesFor(const Plan &plan)
{
    QList<IndexCandidate> candidates;
    for (const WantedIndex &wanted : wantedIndexes(plan))
        candidates << wanted.index;
    return candidates;
}

} // namespace pivotal::plans
