#include "repo/local/draft_file.h"

#include "repo/domain/text.h"

#include <QCoreApplication>
#include <QFile>
#include <QSqlQuery>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace pivotal::local {

namespace {

/// When the process began, in ticks since the machine's start: its number alone may be another's by now (proc(5)). Empty where
/// there is none.
QByteArray startOf(qint64 pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray stat = file.readAll();
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(19); // the name before may hold spaces
}

QString bootId()
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
}

QString ownerOf(qint64 pid)
{
    return u"%1 %2 %3"_s.arg(pid).arg(QString::fromLatin1(startOf(pid)), bootId());
}

bool isRunning(const QString &owner)
{
    const qint64 pid = owner.section(u' ', 0, 0).toLongLong();
    return pid > 0 && !startOf(pid).isEmpty() && ownerOf(pid) == owner;
}

} // namespace

DraftFile::DraftFile(const QString &path) : m_file(path, {ErrorCode::DatabaseError, Text::tr("file of unsaved changes"), true})
{
    m_file.run(u"CREATE TABLE IF NOT EXISTS drafts (target TEXT NOT NULL, item TEXT NOT NULL, payload TEXT NOT NULL, owner TEXT NOT NULL, "
               "PRIMARY KEY (target, item))"_s);
}

void DraftFile::put(const QString &target, const KeptDraft &draft)
{
    m_file.run(u"INSERT OR REPLACE INTO drafts (target, item, payload, owner) VALUES (?, ?, ?, ?)"_s,
               {target, draft.item, draft.payload, ownerOf(QCoreApplication::applicationPid())});
}

void DraftFile::remove(const QString &target, const QString &item)
{
    // Another console's on the same user is that one's to discard.
    m_file.run(u"DELETE FROM drafts WHERE target = ? AND item = ? AND owner = ?"_s,
               {target, item, ownerOf(QCoreApplication::applicationPid())});
}

QList<KeptDraft> DraftFile::adopt(const QString &target)
{
    const QString self = ownerOf(QCoreApplication::applicationPid());
    SqliteFile::Transaction transaction(m_file);
    QSqlQuery query = m_file.run(u"SELECT item, payload, owner FROM drafts WHERE target = ? ORDER BY item"_s, {target});
    QList<KeptDraft> drafts;
    while (query.next())
        if (const QString owner = query.value(2).toString(); owner == self || !isRunning(owner))
            drafts.append({query.value(0).toString(), query.value(1).toString()});
    query.finish();
    for (const KeptDraft &draft : drafts)
        put(target, draft);
    transaction.commit();
    return drafts;
}

QString DraftFile::defaultPath()
{
    return SqliteFile::defaultPath(u"drafts.sqlite"_s);
}

} // namespace pivotal::local
