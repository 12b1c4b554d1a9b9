#include "repo/audit_outbox.h"

#include "repo/audit_metadata.h"
#include "repo/db/closing.h"
#include "repo/db/retry.h"
#include "repo/delivery.h"
#include "repo/domain/cuid.h"
#include "repo/domain/json_reader.h"
#include "repo/metrics/log.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <utility>

namespace pivotal {

namespace {

constexpr int fullBatch = 500;
constexpr db::RetryPolicy retrying{.base = std::chrono::milliseconds(500), .cap = std::chrono::milliseconds(30'000)};

QJsonObject toJson(const sql::AuditRow &row)
{
    return {{QStringLiteral("id"), row.id.value},
            {QStringLiteral("userId"), row.actorId.value},
            {QStringLiteral("action"), row.action},
            {QStringLiteral("entityType"), row.entityType},
            {QStringLiteral("entityId"), row.entityId},
            {QStringLiteral("oldValues"), row.oldValues},
            {QStringLiteral("newValues"), row.newValues},
            {QStringLiteral("userAgent"), row.userAgent},
            {QStringLiteral("metadata"), row.metadata},
            {QStringLiteral("createdAt"), row.createdAt.toIso()}};
}

sql::AuditRow rowFromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    sql::AuditRow row;
    row.id = {reader.text("id")};
    row.actorId = {reader.text("userId")};
    row.action = reader.text("action");
    row.entityType = reader.text("entityType");
    row.entityId = reader.text("entityId");
    row.oldValues = json.value(QStringLiteral("oldValues")).toObject();
    row.newValues = json.value(QStringLiteral("newValues")).toObject();
    row.userAgent = reader.text("userAgent");
    row.metadata = json.value(QStringLiteral("metadata")).toObject();
    row.createdAt = reader.instant("createdAt");
    if (!reader.isGood())
        throw validationError(QCoreApplication::translate("pivotal::AuditOutbox", "A spooled audit event can't be read."));
    return row;
}

/// The server will say the same every time.
bool isForGood(const RepositoryError &error)
{
    return error.code == ErrorCode::ForeignKeyConstraint || error.code == ErrorCode::DatabaseConstraint
        || error.code == ErrorCode::ValidationError;
}

} // namespace

AuditOutbox::AuditOutbox(db::Executor &executor, Scope scope, const QString &database, const QString &spoolPath, int capacity)
    : m_executor(executor), m_scope(std::move(scope)), m_target(database + u'/' + m_scope.organization.id.value),
      m_disk(std::make_shared<Disk>([spoolPath, capacity] { return std::make_unique<local::AuditSpool>(spoolPath, capacity); })),
      m_batchSize(fullBatch)
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
            countDepth();
            if (!m_retry.isActive()) // else the server is being waited for
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
    return {row.id, QString::fromUtf8(QJsonDocument(toJson(row)).toJson(QJsonDocument::Compact))};
}

void AuditOutbox::flush()
{
    m_retry.stop();
    if (std::exchange(m_isSending, true))
        return;
    deliver(
        m_disk->run([target = m_target, size = m_batchSize](local::AuditSpool &spool) { return spool.oldest(target, size); }), this,
        [this](const Batch &batch) { send(batch); },
        [this](const RepositoryError &error) {
            wait();
            Q_EMIT failed(error);
        });
}

void AuditOutbox::send(const Batch &batch)
{
    if (batch.isEmpty()) {
        m_isSending = false;
        m_batchSize = fullBatch;
        countDepth();
        Q_EMIT drained();
        return;
    }
    const auto sent = m_executor.run(QStringLiteral("audit.appendEvents"), db::Access::Write,
                                     [batch, organization = m_scope.organization.id](db::Connection &connection) {
        QList<sql::AuditRow> rows;
        for (const local::SpooledEvent &event : batch)
            rows.append(rowFromJson(QJsonDocument::fromJson(event.payload.toUtf8()).object()));
        // One statement is a transaction; sent again after a lost answer, it changes nothing.
        return connection.execute(sql::insertAuditBatch(organization, rows));
    });
    deliver(
        sent, this, [this, batch](qint64) { onSent(batch); },
        [this, batch](const RepositoryError &error) { onRefused(batch, error); });
}

void AuditOutbox::onSent(const Batch &batch)
{
    m_failures = 0;
    QList<AuditEventId> ids;
    for (const local::SpooledEvent &event : batch)
        ids.append(event.id);
    const auto removed = m_disk->run([ids](local::AuditSpool &spool) {
        spool.remove(ids);
        return true;
    });
    deliver(
        removed, this,
        [this](bool) {
            m_isSending = false;
            countDepth();
            flush();
        },
        [this](const RepositoryError &error) {
            wait(); // they are sent again then, to no effect
            Q_EMIT failed(error);
        });
}

void AuditOutbox::onRefused(const Batch &batch, const RepositoryError &error)
{
    if (!isForGood(error)) {
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
            Q_EMIT failed(told);
            flush();
        },
        [this](const RepositoryError &failure) {
            wait();
            Q_EMIT failed(failure);
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
        m_disk->run([target = m_target](local::AuditSpool &spool) { return spool.depth(target); }), this,
        [this](qint64 depth) {
            m_executor.telemetry().metrics().setSpoolDepth(depth);
            if (std::exchange(m_depth, depth) != depth)
                Q_EMIT depthChanged(depth);
        },
        [](const RepositoryError &error) { // whoever appends or flushes is told the same
            metrics::logger("spool")->error("event=spool_unusable error={}", metrics::quoted(error.message));
        });
}

} // namespace pivotal
