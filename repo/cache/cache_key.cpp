#include "repo/cache/cache_key.h"

namespace pivotal::cache {

namespace {

QString encoded(const QString &part)
{
    QString text = part;
    return text.replace(u'%', QStringLiteral("%25")).replace(u':', QStringLiteral("%3A"));
}

} // namespace

QString cacheKey(const OrganizationId &organization, const QString &resource, const QString &identifier, const QString &action)
{
    QStringList parts{QStringLiteral("pivotal"), encoded(organization.value), encoded(resource)};
    if (!identifier.isEmpty())
        parts << encoded(identifier);
    if (!action.isEmpty())
        parts << encoded(action);
    return parts.join(u':');
}

QString listKey(const OrganizationId &organization, const QString &resource, const QString &kind, const QByteArray &hash,
                qint64 generation)
{
    return cacheKey(organization, resource, QStringLiteral("%1_%2_g%3").arg(kind, QString::fromLatin1(hash)).arg(generation));
}

} // namespace pivotal::cache
