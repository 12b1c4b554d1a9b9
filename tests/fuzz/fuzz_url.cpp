#include "repo/db/connection_options.h"
#include "repo/domain/repository_error.h"
#include "tests/fuzz/fuzz.h"

using namespace Qt::StringLiterals;

using namespace pivotal;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try {
        const db::ConnectionOptions options = db::ConnectionOptions::fromUrl(QString::fromUtf8(fuzz::bytesOf(data, size)));
        (void)options.forLibpq();
        const QString password = options.value(u"password"_s);
        const QString shown = options.displayName();
        const QString others = options.value(u"host"_s) + options.value(u"hostaddr"_s) + options.value(u"port"_s)
                               + options.value(u"dbname"_s) + options.value(u"user"_s) + options.value(u"service"_s) + options.schema();
        fuzz::check(password.size() < 6 || !shown.contains(password) || others.contains(password)); // it is never shown as such
    } catch (const RepositoryError &) {
    }
    return 0;
}
