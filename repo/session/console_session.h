#pragma once

#include "repo/audit/audit_outbox.h"
#include "repo/audit/audit_repository.h"
#include "repo/db/capabilities.h"
#include "repo/db/executor.h"
#include "repo/db/notification_listener.h"
#include "repo/domain/change_notice.h"
#include "repo/domain/scope.h"
#include "repo/embedded/database_source.h"
#include "repo/migrations/migrations.h"
#include "repo/organizations/organizations_repository.h"
#include "repo/session/services.h"
#include "repo/users/users_repository.h"

#include <QObject>
#include <memory>

namespace pivotal {

/// Where to work and as whom. An empty URL means the embedded demo; there an empty actor means its administrator.
struct SessionRequest
{
    QString databaseUrl;
    QString organization; ///< slug; empty: the actor's first
    QString actor;        ///< email of an active user of the organization
};

/// One database, one actor, and the repositories of the organization that is chosen: what the window and the commands
/// work with. Lives on the main thread; nothing here blocks. Not reused: another request is another session.
class ConsoleSession : public QObject
{
    Q_OBJECT

public:
    explicit ConsoleSession(SessionRequest request, const Services &services = {});
    ~ConsoleSession() override;

    /// Connects and probes the server, then ends in `connected` or `failed`.
    void connectToServer();
    /// After that: finds out where the actor may work and enters the organization; `entered` or `failed`.
    void enterOrganization();
    /// Hears from now on what other consoles change.
    void listen();
    /// Later: enters another of `scopes()`; the repositories are new ones after it.
    void switchTo(const OrganizationId &organization);

    [[nodiscard]] const SessionRequest &request() const { return m_request; }
    [[nodiscard]] bool isEmbedded() const { return m_request.databaseUrl.isEmpty(); }
    [[nodiscard]] QString databaseName() const;
    [[nodiscard]] const db::Capabilities &capabilities() const { return m_capabilities; }
    [[nodiscard]] const QList<Scope> &scopes() const { return m_scopes; }
    [[nodiscard]] const Scope &scope() const { return m_scope; }
    [[nodiscard]] cache::ReadThrough &cache() { return *m_cache; }
    [[nodiscard]] const std::shared_ptr<cache::ReadThrough> &sharedCache() const { return m_cache; }
    [[nodiscard]] db::Executor &executor() { return *m_executor; }
    /// For looking at the server and at plans: what that costs isn't counted with what the pages do.
    [[nodiscard]] db::Executor &observer() { return *m_observer; }
    [[nodiscard]] OrganizationsRepository &organizations() { return *m_organizations; }
    [[nodiscard]] UsersRepository &users() { return *m_users; }
    [[nodiscard]] AuditRepository &audit() { return *m_audit; }
    /// The plan of a slow statement, as JSON.
    [[nodiscard]] QFuture<QString> explain(const metrics::SlowStatement &slow);
    [[nodiscard]] Migrations &migrations() { return *m_migrations; }
    /// After the database has changed: finds out again what it offers, and which indexes it lacks; `capabilitiesChanged`.
    void refreshCapabilities();
    /// The console's indexes that are missing or invalid, by name: those that the list of indexes shows so.
    [[nodiscard]] const QStringList &missingIndexes() const { return m_missingIndexes; }
    /// Why values aren't cached as they should be, a sentence; empty where they are.
    [[nodiscard]] QString cacheProblem() const { return m_cache->cache().problem(); }
    /// Who has read that list tells; where it is news, the server is asked again: the list may be older than what is known here.
    void noteMissingIndexes(const QStringList &names);
    [[nodiscard]] AuditOutbox &outbox() { return *m_outbox; }
    /// One that does the same work and leaves nothing behind, here or on the server.
    [[nodiscard]] std::unique_ptr<AuditOutbox> rehearsalOutbox()
    {
        return AuditOutbox::rehearsal(*m_executor, m_scope, m_capabilities.identity(), m_spoolPath);
    }

Q_SIGNALS:
    void progress(const QString &step);
    void connected();
    void entered();
    void failed(const pivotal::RepositoryError &error);
    void capabilitiesChanged();
    void refreshFailed(const pivotal::RepositoryError &error);
    void operationFinished(const pivotal::metrics::OperationRecord &record);
    void connectionLost(const QString &message);
    void connectionRestored();
    void listening();
    /// Audit events that wait for the server.
    void spoolDepthChanged(qint64 depth);
    void spoolFailed(const pivotal::RepositoryError &error);
    /// Another console has changed a row of the organization, or recorded events; what was cached of it here is gone by now.
    void changedElsewhere(const pivotal::ChangeNotice &notice);
    /// Audit events that the server has refused.
    void refusedEventsChanged(qint64 count);

private:
    struct Probe
    {
        db::Capabilities capabilities;
        QStringList missingIndexes;
    };

    void enter(const Scope &scope);
    void onNotified(const QString &payload);
    [[nodiscard]] QFuture<Probe> probe();
    void keep(const Probe &found);
    void onConnectionOpened();
    void onConnectionLost(const QString &message);

    SessionRequest m_request;
    QString m_origin;
    std::shared_ptr<cache::ReadThrough> m_cache;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<db::Executor> m_observer;   ///< opens its connections when somebody looks
    std::unique_ptr<db::Executor> m_background; ///< one connection for what nobody waits for
    db::Connection::Source m_source;
    std::weak_ptr<db::DatabaseSource> m_databaseSource; ///< what m_source asks
    std::unique_ptr<db::NotificationListener> m_listener;
    std::unique_ptr<OrganizationsRepository> m_organizations;
    std::unique_ptr<Migrations> m_migrations;
    std::unique_ptr<UsersRepository> m_users;
    std::unique_ptr<AuditRepository> m_audit;
    QString m_spoolPath;
    std::unique_ptr<AuditOutbox> m_outbox;
    db::Capabilities m_capabilities;
    quint64 m_probeGeneration = 0; ///< an older probe may answer last
    QStringList m_missingIndexes;
    QList<Scope> m_scopes;
    Scope m_scope;
    QString m_cacheProblem; ///< as it was told
    bool m_lost = false;
};

} // namespace pivotal
