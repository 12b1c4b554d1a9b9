#include "repo/db/migration_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace pivotal::db {

namespace {

const QString folder = QStringLiteral(":/sql/migrations/");

QByteArray contents(const QString &name)
{
    QFile file(folder + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Migration load(const QString &upFile)
{
    Migration migration;
    migration.name = upFile.chopped(int(qstrlen(".up.sql")));
    migration.object = migration.name.section(u'_', 1);
    const QByteArray up = contents(upFile);
    migration.up = QString::fromUtf8(up);
    migration.down = QString::fromUtf8(contents(migration.name + QStringLiteral(".down.sql")));
    migration.checksum = QString::fromLatin1(QCryptographicHash::hash(up, QCryptographicHash::Sha256).toHex());
    migration.inTransaction = !up.startsWith("-- no transaction");
    return migration;
}

} // namespace

const QList<Migration> &migrations()
{
    static const QList<Migration> all = [] {
        QList<Migration> list;
        for (const QString &file : QDir(folder).entryList({QStringLiteral("*.up.sql")}, QDir::Files, QDir::Name))
            list << load(file);
        return list;
    }();
    return all;
}

} // namespace pivotal::db
