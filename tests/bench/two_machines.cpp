#include "tests/bench/two_machines.h"

#include "repo/db/connection.h"

#include <QDir>
#include <QThread>
#include <cstdio>
#include <sched.h>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

int processors()
{
    static const int count = QThread::idealThreadCount();
    return count;
}

void allow(int thread, int firstProcessor, int endProcessor)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int i = firstProcessor; i < endProcessor; ++i)
        CPU_SET(i, &set);
    if (sched_setaffinity(thread, sizeof set, &set) != 0)
        std::fprintf(stderr, "Process %d can't be kept off the other's processor: the ratios of round trips swing.\n", thread);
}

QList<int> threadsOfThisProcess()
{
    QList<int> threads;
    for (const QString &name : QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        threads << name.toInt();
    return threads;
}

QList<int> backendsOf(const db::ConnectionOptions &database)
{
    db::Connection connection(database);
    db::Rows rows = connection.query({u"SELECT a.pid FROM pg_stat_activity a WHERE a.datname = current_database() AND "
                                      "a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()"_s,
                                      {}});
    QList<int> backends;
    while (rows.next())
        backends << rows.integer();
    return backends;
}

} // namespace

TwoMachines::TwoMachines(const db::ConnectionOptions &database)
{
    if (processors() < 2)
        return;
    m_backends = backendsOf(database);
    for (const int thread : threadsOfThisProcess())
        allow(thread, 0, 1);
    for (const int backend : m_backends)
        allow(backend, 1, processors());
}

TwoMachines::~TwoMachines()
{
    for (const int each : threadsOfThisProcess() + m_backends)
        allow(each, 0, processors());
}

} // namespace pivotal::bench
