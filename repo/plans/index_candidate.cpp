#include "repo/plans/index_candidate.h"

#include "repo/plans/candidate_search.h"
#include "repo/plans/conditions.h"
#include "repo/plans/tokens.h"

#include <QCryptographicHash>
#include <QHash>
#include <QRegularExpression>

namespace pivotal::plans {

namespace {

constexpr qsizetype longestName = 63; ///< bytes, of PostgreSQL's names
constexpr int hashDigits = 8;

/// "organizationId" is "org", "createdAt" is "created", as in the names of the migrations.
QString shortName(const QString &column)
{
    static const QHash<QString, QString> known{{QStringLiteral("organizationId"), QStringLiteral("org")}, {QStringLiteral("createdAt"), QStringLiteral("created")}};
    if (const QString name = known.value(column); !name.isEmpty())
        return name;
    static const QRegularExpression hump(QStringLiteral("([a-z0-9])([A-Z])"));
    static const QRegularExpression others(QStringLiteral("[^a-z0-9]+"));
    return QString(column).replace(hump, QStringLiteral("\\1_\\2")).toLower().replace(others, QStringLiteral("_"));
}

QString keyPart(const QString &key, bool &isExact)
{
    QString name = withoutDirection(key);
    isExact = isExact && !name.startsWith(u'(') && !key.contains(QStringLiteral(" NULLS "));
    name = shortName(name.remove(u'"').left(longestName));
    while (name.startsWith(u'_'))
        name.remove(0, 1);
    while (name.endsWith(u'_'))
        name.chop(1);
    return isDescending(key) ? name + QStringLiteral("_desc") : name;
}

} // namespace

QString IndexCandidate::name() const
{
    QStringList parts{QStringLiteral("idx"), shortName(table)};
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
    QString sql = concurrently ? QStringLiteral("CREATE INDEX CONCURRENTLY IF NOT EXISTS ") : QStringLiteral("CREATE INDEX ");
    sql += name() + QStringLiteral(" ON ") + quotedIfNeeded(table) + QStringLiteral(" (") + keys.join(QStringLiteral(", ")) + u')';
    return where.isEmpty() ? sql : sql + QStringLiteral(" WHERE ") + where;
}

QList<IndexCandidate> candidatesFor(const Plan &plan)
{
    QList<IndexCandidate> candidates;
    for (const WantedIndex &wanted : wantedIndexes(plan))
        candidates << wanted.index;
    return candidates;
}

} // namespace pivotal::plans
