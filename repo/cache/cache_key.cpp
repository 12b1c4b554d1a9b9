#include "repo/cache/cache_key.h"

using namespace Qt::StringLiterals;

namespace pivotal::cache {

namespace {

/// Nearly all parts are as they should be; a lookup must not pay for the others.
void append(QString &key, const QString &part)
{
    key += u':';
    if (!part.contains(u'%') && !part.contains(u':'))
        key += part;
    else
        key += QString(part).replace(u'%', u"%25"_s).replace(u':', u"%3A"_s);
}

} // namespace

QString cacheKey(const OrganizationId &organization, const QString &resource, const QString &identifier, const QString &action)
{
    QString key;
    key.reserve(120);
    key += u"pivotal"_s;
    append(key, organization.value);
    append(key, resource);
    if (!identifier.isEmpty())
        append(key, identifier);
    if (!action.isEmpty())
        append(key, action);
    return key;
}

QString listKey(const OrganizationId &organization, const QString &resource, const QString &kind, const QByteArray &hash, qint64 generation)
{
    return cacheKey(organization, resource, u"%1_%2_g%3"_s.arg(kind, QString::fromLatin1(hash)).arg(generation));
}

} // namespace pivotal::cache
