#include "repo/migrations/migration_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>
#include <algorithm>

namespace pivotal::db {

namespace {

const QString folder = QStringLiteral(":/sql/migrations/");
const QString advisedPrefix = QStringLiteral("advised_");

QByteArray contents(const QString &name)
{
    QFile file(folder + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString rationaleOf(const QByteArray &up)
{
    QStringList lines;
    for (const QByteArray &line : up.split('\n')) {
        if (!line.startsWith("--"))
            break;
        if (line != "-- no transaction")
            lines << QString::fromUtf8(line.mid(2)).trimmed();
    }
    return lines.join(u' ');
}

QString redundantBeside(const QString &index)
{
    static const QHash<QString, QString> others{
        {QStringLiteral("idx_users_org_email"), QStringLiteral("users_organizationId_email_key")},
        {QStringLiteral("idx_users_org_created"), QStringLiteral("idx_users_org_created_id")},
        {QStringLiteral("idx_roles_org_name"), QStringLiteral("roles_organizationId_name_key")},
        {QStringLiteral("idx_audit_logs_org_created"), QStringLiteral("idx_audit_logs_org_created_id")},
        {QStringLiteral("idx_audit_logs_org_entity"), QStringLiteral("idx_audit_logs_org_entity_created_id")},
        {QStringLiteral("idx_audit_logs_org_action"), QStringLiteral("idx_audit_logs_org_action_created_id")}};
    return others.value(index);
}

QString checksumOf(const QByteArray &up)
{
    return QString::fromLatin1(QCryptographicHash::hash(up, QCryptographicHash::Sha256).toHex());
}

Migration load(const QString &upFile)
{
    Migration migration;
    migration.name = upFile.chopped(int(qstrlen(".up.sql")));
    migration.object = migration.name.section(u'_', 1);
    const QByteArray up = contents(upFile);
    migration.rationale = rationaleOf(up);
    migration.redundantBeside = redundantBeside(migration.object);
    migration.up = QString::fromUtf8(up);
    migration.down = QString::fromUtf8(contents(migration.name + QStringLiteral(".down.sql")));
    migration.checksum = checksumOf(up);
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

Migration advisedMigration(const QString &index, const QString &create)
{
    Migration migration;
    migration.name = advisedPrefix + index;
    migration.object = index;
    migration.up = create;
    migration.down = QStringLiteral("DROP INDEX CONCURRENTLY IF EXISTS %1").arg(index);
    migration.checksum = checksumOf(create.toUtf8());
    migration.inTransaction = false;
    return migration;
}

bool isAdvised(const QString &name)
{
    return name.startsWith(advisedPrefix);
}

const Migration *migrationNamed(const QString &name)
{
    const auto found = std::find_if(migrations().cbegin(), migrations().cend(), [&name](const Migration &each) { return each.name == name; });
    return found == migrations().cend() ? nullptr : &*found;
}

} // namespace pivotal::db
