#include "repo/migrations/migration_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

const QString folder = u":/sql/migrations/"_s;
const QString advisedPrefix = u"advised_"_s;

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

QString redundantWith(const QString &index)
{
    static const QHash<QString, QString> others{{u"idx_users_org_email"_s, u"users_organizationId_email_key"_s},
                                                {u"idx_users_org_created"_s, u"idx_users_org_created_id"_s},
                                                {u"idx_roles_org_name"_s, u"roles_organizationId_name_key"_s},
                                                {u"idx_audit_logs_org_created"_s, u"idx_audit_logs_org_created_id"_s},
                                                {u"idx_audit_logs_org_entity"_s, u"idx_audit_logs_org_entity_created_id"_s},
                                                {u"idx_audit_logs_org_action"_s, u"idx_audit_logs_org_action_created_id"_s}};
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
    migration.redundantWith = redundantWith(migration.object);
    migration.up = QString::fromUtf8(up);
    migration.down = QString::fromUtf8(contents(migration.name + u".down.sql"_s));
    migration.checksum = checksumOf(up);
    migration.inTransaction = !up.startsWith("-- no transaction");
    return migration;
}

} // namespace

const QList<Migration> &migrations()
{
    static const QList<Migration> all = [] {
        QList<Migration> list;
        for (const QString &file : QDir(folder).entryList({u"*.up.sql"_s}, QDir::Files, QDir::Name))
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
    migration.down = u"DROP INDEX CONCURRENTLY IF EXISTS %1"_s.arg(index);
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
    const auto found =
        std::find_if(migrations().cbegin(), migrations().cend(), [&name](const Migration &each) { return each.name == name; });
    return found == migrations().cend() ? nullptr : &*found;
}

} // namespace pivotal::db
