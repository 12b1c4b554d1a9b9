#include "repo/audit/audit_outbox.h"

#include "repo/audit/audit_metadata.h"
#include "repo/audit/spooled_row.h"
#include "repo/db/closing.h"
#include "repo/db/retry.h"
#include "repo/db/transaction.h"
#include "repo/domain/cuid.h"
#include "repo/metrics/log.h"
#include "repo/paging/delivery.h"

#include <QDateTime>
#include <QDir>
#include <QSaveFile>
#include <QTemporaryDir>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr int fullBatch = 500;
constexpr db::RetryPolicy retrying{.base = std::chrono::milliseconds(500), .cap = std::chrono::milliseconds(30'000)};

/// The server will say the same every time.
bool isForGood(const RepositoryError &error)
{
    const bool isTooLarge = error.sqlState.startsWith(u"54"_s); // for an index, or for the server's stack
    return isTooLarge || error.code == ErrorCode::ForeignKeyConstraint || error.code == ErrorCode::DatabaseConstraint
           || error.code == ErrorCode::ValidationError;
}

/// Of a rehearsal. One whose process ended in the middle has left its own behind.
std::unique_ptr<QTemporaryDir> rehearsalFolder(const QString &parent)
{
    const QString name = u"/audit-rehearsal-"_s;
    const QDateTime yesterday = QDateTime::currentDateTimeUtc().addDays(-1);
    const QFileInfoList others = QDir(parent).entryInfoList({name.mid(1) + u'*'}, QDir::Dirs);
    for (const QFileInfo &other : others)
        if (other.lastModified() < yesterday)
            QDir(other.filePath()).removeRecursively();
    if (!QDir().mkpath(parent))
        throw RepositoryError(ErrorCode::AuditSpool, AuditOutbox::tr("The folder %1 can't be made.").arg(parent));
    auto folder = std::make_unique<QTemporaryDir>(parent + name + u"XXXXXX"_s);
    if (!folder->isValid())
        throw RepositoryError(ErrorCode::AuditSpool, AuditOutbox::tr("%1 can't be written: %2").arg(parent, folder->errorString()));
    return folder;
}

qint64 insertAndRollBack(db::Connection &connection, const sql::Statement &insert)
{
    db::TransactionOptions options;
    options.name = u"audit.rehearsal"_s;
    const db::DeadlineScope deadline(connection, options.timeout);
    const db::Transaction transaction(connection, options); // never committed
    return connection.execute(insert);
}

} // namespace

AuditOutbox::AuditOutbox(db::Executor &executor, Scope scope, const QString &database, const QString &spoolPath, int capacity)
    : AuditOutbox(executor, std::move(scope), database,
                  std::make_shared<Disk>([spoolPath, capacity] { return std::make_unique<local::AuditSpool>(spoolPath, capacity); }), false)
{
}

AuditOutbox::AuditOutbox(db::Executor &executor, Scope scope, const QString &database, std::shared_ptr<Disk> disk, bool isRehearsal)
    : m_executor(executor), m_scope(std::move(scope)), m_target(database + u'/' + m_scope.organization.id.value), m_disk(std::move(disk)),
      m_isRehearsal(isRehearsal), m_batchSize(fullBatch)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &AuditOutbox::flush);
    countDepth();
    flush(); // what an earlier run left behind
}

AuditOutbox::~AuditOutbox()
{
    db::closeBehind([disk = std::move(m_disk)]() mutable { disk.reset(); });
}

std::unique_ptr<AuditOutbox> AuditOutbox::rehearsal(db::Executor &executor, Scope scope, const QString &database, const QString &spoolPath)
{
    const auto disk = std::make_shared<Disk>([spoolPath, folder = std::make_shared<std::unique_ptr<QTemporaryDir>>()] {
        *folder = rehearsalFolder(QFileInfo(spoolPath).absolutePath()); // held as long as the disk's thread
        return std::make_unique<local::AuditSpool>((*folder)->filePath(u"audit-spool.sqlite"_s));
    });
    return std::unique_ptr<AuditOutbox>(new AuditOutbox(executor, std::move(scope), database, disk, true));
}

QFuture<QList<AuditEventId>> AuditOutbox::append(const QList<NewAuditEvent> &events)
{
    Batch batch;
    QList<AuditEventId> ids;
    try {
        for (const NewAuditEvent &event : events) {
            event.validate();
            batch.append(completed(event));
            ids.append(batch.last().id);
        }
    } catch (const RepositoryError &error) {
        return QtFuture::makeExceptionalFuture<QList<AuditEventId>>(std::make_exception_ptr(error));
    }
    const auto appended = m_disk->run([target = m_target, batch, ids](local::AuditSpool &spool) {
        spool.append(target, batch);
        return ids;
    });
    deliver(
        appended, this,
        [this](const QList<AuditEventId> &) {
            if (m_isSending || m_retry.isActive()) // the server is being waited for
                countDepth();
            else
                flush();
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
    return appended;
}

local::SpooledEvent AuditOutbox::completed(const NewAuditEvent &event) const
{
    sql::AuditRow row = newAuditRow(m_scope, {newCuid()}, newCuid());
    row.action = event.action;
    row.entityType = event.entityType;
    row.entityId = event.entityId;
    row.oldValues = event.oldValues;
    row.newValues = event.newValues;
    row.createdAt = Instant::now();
    return {row.id, toSpool(row)};
}

void AuditOutbox::flush()
{
    m_retry.stop();
    if (std::exchange(m_isSending, true))
        return;
    deliver(
        m_disk->run([target = m_target, size = m_batchSize](local::AuditSpool &spool) { return heldIn(spool, target, size); }), this,
        [this](const Held &held) { onHeld(held); },
        [this](const RepositoryError &error) {
            wait();
            Q_EMIT failed(error);
        });
}

AuditOutbox::Held AuditOutbox::heldIn(local::AuditSpool &spool, const QString &target, int batchSize)
{
    return {batchSize > 0 ? spool.oldest(target, batchSize) : Batch(), spool.depth(target), spool.rejected(target)};
}

void AuditOutbox::onHeld(const Held &held)
{
    tellDepth(held);
    if (!held.next.isEmpty()) {
        send(held.next);
        return;
    }
    m_isSending = false;
    m_batchSize = fullBatch;
    Q_EMIT drained();
}

void AuditOutbox::send(const Batch &batch)
{
    const auto sent = m_executor.run(
        u"audit.appendEvents"_s, db::Access::Write,
        [batch, organization = m_scope.organization.id, origin = m_origin, isRehearsal = m_isRehearsal](db::Connection &connection) {
            QList<sql::AuditRow> rows;
            for (const local::SpooledEvent &event : batch)
                rows.append(rowFromSpool(event.payload));
            // One statement is a transaction; sent again after a lost answer, it changes nothing.
            const sql::Statement insert = sql::insertAuditBatch(organization, rows, origin);
            return isRehearsal ? insertAndRollBack(connection, insert) : connection.execute(insert);
        });
    deliver(
        sent, this, [this, batch](qint64) { onSent(batch); }, [this, batch](const RepositoryError &error) { onRefused(batch, error); });
}

void AuditOutbox::onSent(const Batch &batch)
{
    m_failures = 0;
    m_problem.reset();
    m_toldState.clear();
    QList<AuditEventId> ids;
    for (const local::SpooledEvent &event : batch)
        ids.append(event.id);
    const auto removed = m_disk->run([ids, target = m_target, size = m_batchSize](local::AuditSpool &spool) {
        spool.remove(ids);
        return heldIn(spool, target, size);
    });
    deliver(
        removed, this, [this](const Held &held) { onHeld(held); },
        [this](const RepositoryError &error) {
            wait(); // they are sent again then, to no effect
            Q_EMIT failed(error);
        });
}

void AuditOutbox::onRefused(const Batch &batch, const RepositoryError &error)
{
    if (!isForGood(error)) {
        m_problem = error;
        // That the server can't be reached is said elsewhere; another refusal once, not at each try.
        if (error.code != ErrorCode::DatabaseConnection && std::exchange(m_toldState, error.sqlState) != error.sqlState)
            Q_EMIT failed(error);
        wait();
        return;
    }
    if (batch.size() == 1) {
        setAside(batch.first().id, error);
        return;
    }
    m_batchSize = 1; // one of them is the reason: which?
    m_isSending = false;
    flush();
}

void AuditOutbox::setAside(const AuditEventId &id, const RepositoryError &error)
{
    metrics::logger("spool")->error("event=audit_event_refused id={} error={}", id.value.toStdString(), nameOf(error.code).toStdString());
    const auto rejected = m_disk->run([id, reason = nameOf(error.code) + u' ' + error.detail](local::AuditSpool &spool) {
        spool.reject(id, reason);
        return true;
    });
    RepositoryError told(ErrorCode::AuditSpool,
                         tr("The server refuses an audit event; it is kept aside in the spool. %1").arg(error.message), error.detail);
    deliver(
        rejected, this,
        [this, told](bool) {
            m_isSending = false;
            countDepth();
            Q_EMIT failed(told);
            flush();
        },
        [this](const RepositoryError &failure) {
            wait();
            Q_EMIT failed(failure);
        });
}

QFuture<QList<RefusedEvent>> AuditOutbox::refused()
{
    return m_disk->run([target = m_target](local::AuditSpool &spool) { return refusedEvents(spool.rejectedEvents(target, maxRefused)); });
}

void AuditOutbox::sendAgain(const QList<AuditEventId> &ids)
{
    const auto taken = m_disk->run([ids](local::AuditSpool &spool) {
        spool.takeBack(ids);
        return true;
    });
    deliver(
        taken, this,
        [this](bool) {
            countDepth();
            flush();
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

QFuture<qint64> AuditOutbox::exportRefused(const QString &path)
{
    return m_disk->run([target = m_target, path](local::AuditSpool &spool) {
        const QList<RefusedEvent> events = refusedEvents(spool.rejectedEvents(target, maxRefused));
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(toJson(events)) < 0 || !file.commit())
            throw RepositoryError(ErrorCode::AuditSpool, tr("%1 can't be written: %2").arg(path, file.errorString()));
        return qint64(events.size());
    });
}

void AuditOutbox::wait()
{
    m_isSending = false;
    m_retry.start(backOff(retrying, ++m_failures) + retrying.base);
    countDepth();
}

void AuditOutbox::countDepth()
{
    deliver(
        m_disk->run([target = m_target](local::AuditSpool &spool) { return heldIn(spool, target, 0); }), this,
        [this](const Held &held) { tellDepth(held); },
        [](const RepositoryError &error) { // whoever appends or flushes is told the same
            metrics::logger("spool")->error("event=spool_unusable error={}", metrics::quoted(error.message));
        });
}

void AuditOutbox::tellDepth(const Held &held)
{
    if (!m_isRehearsal)
        m_executor.telemetry().metrics().setSpoolDepth(held.waiting);
    if (std::exchange(m_depth, held.waiting) != held.waiting)
        Q_EMIT depthChanged(held.waiting);
    if (std::exchange(m_refused, held.refused) != held.refused)
        Q_EMIT refusedChanged(held.refused);
}

} // namespace pivotal
