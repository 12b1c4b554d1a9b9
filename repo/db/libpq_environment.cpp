#include "repo/db/libpq_environment.h"

#include <mutex>

using namespace Qt::StringLiterals;

namespace pivotal::db {

QString takeService()
{
    static std::mutex mutex;
    static QString service;
    const std::lock_guard lock(mutex);
    if (qEnvironmentVariableIsSet("PGSERVICE"))
        service = qEnvironmentVariable("PGSERVICE");
    for (const char *name : {"PGSERVICE", "PGTZ", "PGDATESTYLE", "PGGEQO"})
        if (qEnvironmentVariableIsSet(name))
            qunsetenv(name);
    return service;
}

QProcessEnvironment environmentWithoutLibpq()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names)
        if (name.startsWith(u"PG"_s))
            environment.remove(name);
    return environment;
}

} // namespace pivotal::db
