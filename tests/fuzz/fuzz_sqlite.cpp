#include "repo/domain/repository_error.h"
#include "repo/local/audit_spool.h"
#include "repo/local/metrics_store.h"
#include "tests/fuzz/fuzz.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace pivotal;

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static QCoreApplication application(*argc, *argv); // for the driver
    return 0;
}

/// Whatever stands where a local file should be.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const QTemporaryDir folder(u"/dev/shm/pivotal-fuzz-XXXXXX"_s);
    const QString path = folder.filePath(u"file.sqlite"_s);
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(path + QLatin1String(suffix));
    QFile file(path);
    fuzz::check(file.open(QFile::WriteOnly) && file.write(fuzz::bytesOf(data, size)) == qint64(size));
    file.close();
    const QString target = u"db/organization"_s;
    try {
        local::AuditSpool spool(path);
        (void)spool.oldest(target, 10);
        (void)spool.rejectedEvents(target, 10);
        spool.append(target, {{{u"id"_s}, u"{}"_s}});
        spool.reject({u"id"_s}, u"reason"_s);
        spool.takeBack({{u"id"_s}});
    } catch (const RepositoryError &) {
    }
    try {
        local::MetricsStore store(path);
        (void)store.load(target, {0}, {1'000'000'000}, local::MetricsStore::tiers().first());
        (void)store.statements(target, {0}, {1'000'000'000}, 0);
        (void)store.runs(target);
    } catch (const RepositoryError &) {
    }
    return 0;
}
