// Starts a private PostgreSQL with the console's own class, runs a command against it, and stops it:
//     with_postgres ctest …
// The command finds the server's socket folder in PIVOTAL_TEST_SERVER.

#include "repo/embedded/embedded_postgres.h"
#include "tests/support/test_database.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <cstdio>

using namespace Qt::StringLiterals;

using namespace pivotal;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeOther | QFile::ExeGroup);
    try {
        db::EmbeddedPostgres postgres(folder.path() + u"/pg"_s);
        postgres.ensureRunning();
        const db::ConnectionOptions server = postgres.options(u"postgres"_s);
        tests::TestDatabase::createTemplates(server);
        qputenv("PIVOTAL_TEST_SERVER", server.value(u"host"_s).toUtf8());
        return QProcess::execute(application.arguments().value(1), application.arguments().mid(2));
    } catch (const RepositoryError &error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), qPrintable(error.detail));
        return 1;
    }
}
