#include "repo/session/console_session.h"

#include "repo/audit/sql_audit_repository.h"
#include "repo/db/explain.h"
#include "repo/domain/cuid.h"
#include "repo/embedded/database_source.h"
#include "repo/embedded/demo_loader.h"
#include "repo/organizations/sql_organizations_repository.h"
#include "repo/paging/cached_values.h"
#include "repo/paging/delivery.h"
#include "repo/tuning/table_indexes.h"
#include "repo/users/sql_users_repository.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr int workerCount = 4;
constexpr int observerCount = 2;

/// Not every engine has all that this asks: who can't be told which are missing works as well.
QStringList missingIndexesOf(db::Connection &connection)
{
    try {
        return missingIndexNames(connection);
    } catch (const RepositoryError &error) {
        if (error.code != ErrorCode::PermissionDenied && error.code != ErrorCode::DatabaseError)
            throw;
        return {};
    }
}

} // namespace

ConsoleSession::ConsoleSession(SessionRequest request, const Services &services)
    : m_request(std::move(request)), m_origin(newCuid()),
      m_cache(std::make_shared<cache::ReadThrough>(services.makeCache(m_request.databaseUrl), services.telemetry, services.cacheOptions)),
      m_spoolPath(services.spoolPath)
{
    if (isEmbedded() && m_request.actor.isEmpty())
        m_request.actor = db::demoAdminEmail;
    // Held by the workers alone: where it stops an embedded server, that is on their side, behind the GUI thread.
    auto source = std::make_shared<db::DatabaseSource>(m_request.databaseUrl);
    connect(source.get(), &db::DatabaseSource::progress, this, &ConsoleSession::progress);
    m_databaseSource = source;
    m_source = [source = std::move(source)] { return source->open(); };
    m_executor = std::make_unique<db::Executor>(m_source, workerCount, services.telemetry);
    m_observer = std::make_unique<db::Executor>(m_source, observerCount);
    m_background = std::make_unique<db::Executor>(m_source, 1, services.telemetry);
    m_migrations = std::make_unique<Migrations>(*m_observer, m_source);
    m_organizations = std::make_unique<SqlOrganizationsRepository>(*m_executor, m_cache);
    connect(m_executor.get(), &db::Executor::operationFinished, this, &ConsoleSession::operationFinished);
    connect(m_executor.get(), &db::Executor::operationFinished, this, [this] {
        if (const QString problem = cacheProblem(); std::exchange(m_cacheProblem, problem) != problem)
            Q_EMIT capabilitiesChanged();
    });
    connect(m_executor.get(), &db::Executor::connected, this, &ConsoleSession::onConnectionOpened);
    connect(m_executor.get(), &db::Executor::disconnected, this, &ConsoleSession::onConnectionLost);
}

ConsoleSession::~ConsoleSession()
{
    if (const auto source = m_databaseSource.lock())
        source->giveUp();
}

void ConsoleSession::connectToServer()
{
    deliver(
        probe(), this,
        [this](const Probe &found) {
            keep(found);
            Q_EMIT connected();
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

QFuture<ConsoleSession::Probe> ConsoleSession::probe()
{
    return m_executor->run(u"session.probe"_s, db::Access::Read, [](db::Connection &connection) {
        Probe found{db::probeCapabilities(connection), {}};
        if (found.capabilities.hasTables())
            found.missingIndexes = missingIndexesOf(connection);
        return found;
    });
}

void ConsoleSession::keep(const Probe &found)
{
    m_capabilities = found.capabilities;
    m_missingIndexes = found.missingIndexes;
    m_migrations->setProblem(m_capabilities.writeProblem(db::WriteAction::BuildIndexes));
}

void ConsoleSession::noteMissingIndexes(const QStringList &names)
{
    if (names != m_missingIndexes)
        refreshCapabilities();
}

void ConsoleSession::refreshCapabilities()
{
    deliver(
        probe(), this,
        [this, generation = ++m_probeGeneration](const Probe &found) {
            if (generation != m_probeGeneration)
                return;
            keep(found);
            Q_EMIT capabilitiesChanged();
        },
        [this](const RepositoryError &error) { Q_EMIT refreshFailed(error); });
}

void ConsoleSession::enterOrganization()
{
    if (!m_capabilities.hasTables()) {
        const QString where = m_capabilities.schema.isEmpty()
                                  ? tr("The database “%1”").arg(m_capabilities.database)
                                  : tr("The schema “%1” of the database “%2”").arg(m_capabilities.schema, m_capabilities.database);
        Q_EMIT failed({ErrorCode::DatabaseError,
                       tr("%1 has no Pivotal Flow tables. Connect to another one, or create them in an empty "
                          "database with “migrate up”.")
                           .arg(where),
                       tr("Missing: %1").arg(m_capabilities.missingTables.join(u", "_s))});
        return;
    }
    if (!m_capabilities.columnProblems.isEmpty()) {
        Q_EMIT failed({ErrorCode::DatabaseError,
                       tr("The tables of this database have columns that the console can't work with: rows would be missing, or shown "
                          "otherwise than stored."),
                       m_capabilities.columnProblems.join(u'\n')});
        return;
    }
    if (m_request.actor.isEmpty()) {
        Q_EMIT failed(validationError(tr("Say who acts: the email of an active user of the organization.")));
        return;
    }
    deliver(
        m_organizations->scopesOf(m_request.actor), this,
        [this](const QList<Scope> &scopes) {
            m_scopes = scopes;
            try {
                enter(chooseScope(scopes, m_request.organization));
            } catch (const RepositoryError &error) {
                Q_EMIT failed(error);
            }
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void ConsoleSession::switchTo(const OrganizationId &organization)
{
    const auto found = std::find_if(m_scopes.cbegin(), m_scopes.cend(),
                                    [&organization](const Scope &scope) { return scope.organization.id == organization; });
    if (found != m_scopes.cend())
        enter(*found);
}

void ConsoleSession::enter(const Scope &scope)
{
    m_scope = scope;
    const RepositoryContext context{*m_executor, *m_background, scope, m_cache, &m_capabilities, &m_missingIndexes};
    m_users = std::make_unique<SqlUsersRepository>(context, m_origin);
    m_audit = std::make_unique<SqlAuditRepository>(context);
    m_outbox = std::make_unique<AuditOutbox>(*m_executor, scope, m_capabilities.identity(), m_spoolPath);
    m_outbox->setOrigin(m_origin);
    connect(m_outbox.get(), &AuditOutbox::depthChanged, this, &ConsoleSession::spoolDepthChanged);
    connect(m_outbox.get(), &AuditOutbox::failed, this, &ConsoleSession::spoolFailed);
    connect(m_outbox.get(), &AuditOutbox::refusedChanged, this, &ConsoleSession::refusedEventsChanged);
    Q_EMIT entered();
}

void ConsoleSession::listen()
{
    m_listener = std::make_unique<db::NotificationListener>(m_source, changesChannel);
    connect(m_listener.get(), &db::NotificationListener::notified, this, &ConsoleSession::onNotified);
    connect(m_listener.get(), &db::NotificationListener::listening, this, [this] {
        m_cache->cache().forgetLocal(); // what changed before it listened, nobody told
        Q_EMIT listening();
    });
}

void ConsoleSession::onNotified(const QString &payload)
{
    const auto notice = ChangeNotice::fromPayload(payload);
    if (!notice || notice->origin == m_origin)
        return;
    if (notice->resource == userResource && m_cache->cache().isLocal())
        CachedValues(notice->organization, m_cache->options()).invalidateUser(*m_cache, {notice->id});
    if (notice->organization == m_scope.organization.id)
        Q_EMIT changedElsewhere(*notice);
}

QFuture<QString> ConsoleSession::explain(const metrics::SlowStatement &slow)
{
    return m_executor->run(u"session.explain"_s, db::Access::Read, [slow](db::Connection &connection) {
        return db::explain(connection, {slow.text, slow.binds});
    });
}

QString ConsoleSession::databaseName() const
{
    if (isEmbedded())
        return tr("embedded demo");
    if (!m_capabilities.server.isEmpty())
        return m_capabilities.server;
    try {
        return db::ConnectionOptions::fromUrl(m_request.databaseUrl).displayName();
    } catch (const RepositoryError &) {
        return tr("unreadable URL"); // the error itself is shown where connecting fails
    }
}

void ConsoleSession::onConnectionOpened()
{
    if (!std::exchange(m_lost, false))
        return;
    if (m_outbox)
        m_outbox->flush();
    refreshCapabilities(); // it may be another server: a standby that took over
    Q_EMIT connectionRestored();
}

void ConsoleSession::onConnectionLost(const QString &message)
{
    m_lost = true;
    Q_EMIT connectionLost(message);
}

} // namespace pivotal
