#include "repo/cache/redis_options.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace pivotal::cache {

RedisOptions RedisOptions::fromUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (url.scheme() == u"rediss"_s)
        throw validationError(Text::tr("Redis over TLS (rediss://) isn't possible: this build's hiredis has no TLS. Use a tunnel "
                                       "that ends on this machine, and redis://."));
    if (!url.isValid() || url.scheme() != u"redis"_s || url.host().isEmpty())
        throw validationError(Text::tr("REDIS_URL must read redis://[[user:]password@]host[:port][/database]."));
    RedisOptions options;
    options.host = url.host();
    options.port = url.port(options.port);
    options.user = url.userName(QUrl::FullyDecoded);
    options.password = url.password(QUrl::FullyDecoded);
    bool isNumber = true;
    const QString database = url.path().mid(1);
    options.database = database.isEmpty() ? 0 : database.toInt(&isNumber);
    if (!isNumber || options.database < 0)
        throw validationError(Text::tr("The database in REDIS_URL must be a number."));
    return options;
}

} // namespace pivotal::cache
