#include "tests/bench/filter_cases.h"

#include "repo/audit/audit_outbox.h"
#include "repo/domain/cuid.h"
#include "tests/bench/bench_repositories.h"
#include "tests/bench/libpq_session.h"
#include "tests/bench/two_machines.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

constexpr int page = 20;

/// As Prisma 6 sends it (its query log): relations by LEFT JOIN LATERAL, which its "join" strategy makes, OFFSET, and a count of
/// a subquery with OFFSET 0.
class Prisma
{
public:
    Prisma(const db::ConnectionOptions &database, QString organization) : m_libpq(database), m_organization(std::move(organization)) {}

    /// `condition` is on t0, with its values.
    void listWithTotal(const QString &condition, const QVariantList &values)
    {
        const QString where = u"(t0.\"organizationId\" = ? AND t0.\"deletedAt\" IS NULL%1)"_s.arg(condition);
        const QVariantList binds = QVariantList{m_organization} + values;
        m_libpq.run({u"SELECT t0.id, t0.email, t0.username, t0.\"firstName\", t0.\"lastName\", t0.\"displayName\", t0.\"avatarUrl\", "
                     u"t0.phone, t0.timezone, "
                     "t0.locale, t0.status, t0.\"emailVerified\", t0.\"lastLoginAt\", t0.\"loginCount\", t0.\"mfaEnabled\", "
                     "t0.\"createdAt\", t0.\"updatedAt\", "
                     "roles.list FROM users AS t0 LEFT JOIN LATERAL (SELECT COALESCE(jsonb_agg(held.object), '[]') AS list FROM (SELECT "
                     "jsonb_build_object('id', t1.id, 'expiresAt', t1.\"expiresAt\", 'role', role.object) AS object FROM user_roles AS t1 "
                     "LEFT JOIN LATERAL "
                     "(SELECT jsonb_build_object('id', t2.id, 'name', t2.name, 'description', t2.description, 'permissions', "
                     "t2.permissions) AS object FROM "
                     "roles AS t2 WHERE t1.\"roleId\" = t2.id LIMIT 1) AS role ON true WHERE t0.id = t1.\"userId\" AND t1.\"isActive\" = "
                     "true) AS held) AS roles "
                     "ON true WHERE %1 ORDER BY t0.\"createdAt\" DESC LIMIT ? OFFSET ?"_s.arg(where),
                     binds + QVariantList{page, 0}});
        m_libpq.run({u"SELECT COUNT(*) AS _all FROM (SELECT t0.id FROM users AS t0 WHERE %1 OFFSET ?) AS sub"_s.arg(where),
                     binds + QVariantList{0}});
    }

    void get(const QString &id)
    {
        m_libpq.execute("BEGIN");
        m_libpq.run(
            {u"SELECT t0.id, t0.email, t0.username, t0.\"firstName\", t0.\"lastName\", t0.\"displayName\", t0.\"avatarUrl\", t0.phone, t0.timezone, t0.locale, t0.status, t0.\"emailVerified\", t0.\"lastLoginAt\", t0.\"loginCount\", t0.\"mfaEnabled\", t0.\"createdAt\", t0.\"updatedAt\" FROM users AS t0 WHERE (t0.id = ? AND t0.\"organizationId\" = ? AND t0.\"deletedAt\" IS NULL) LIMIT ? OFFSET ?"_s,
             {id, m_organization, 1, 0}});
        m_libpq.run(
            {u"SELECT t1.id, t1.\"userId\", t1.\"roleId\", t1.\"expiresAt\" FROM user_roles AS t1 WHERE (t1.\"isActive\" = ? AND t1.\"userId\" IN (?)) OFFSET ?"_s,
             {true, id, 0}});
        m_libpq.run({u"SELECT t2.id, t2.name, t2.description, t2.permissions FROM roles AS t2 WHERE t2.\"organizationId\" = ? OFFSET ?"_s,
                     {m_organization, 0}});
        m_libpq.execute("COMMIT");
    }

    void append(const QString &actor)
    {
        const QString now = u"2026-01-01 00:00:00"_s;
        m_libpq.run(
            {u"INSERT INTO audit_logs (id, \"organizationId\", \"userId\", action, \"entityType\", \"entityId\", metadata, \"createdAt\") "
             u"VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
             "RETURNING id, \"organizationId\", \"userId\", action, \"entityType\", \"entityId\", \"oldValues\", \"newValues\", \"ipAddress\", \"userAgent\", \"sessionId\", metadata, \"createdAt\""_s,
             {appended + newCuid(), m_organization, actor, u"perf.audit_write"_s, u"Organization"_s, m_organization, u"{}"_s, now}});
    }

    void forgetAppended() { m_libpq.run({u"DELETE FROM audit_logs WHERE id LIKE ?"_s, {appended + u'%'}}); }

private:
    const QString appended = u"bench-append-"_s;
    LibpqSession m_libpq;
    QString m_organization;
};

const QString holdsRole = u" AND (t0.id) IN (SELECT t1.\"userId\" FROM user_roles AS t1 INNER JOIN roles AS j1 ON (j1.id) = "
                          u"(t1.\"roleId\") WHERE (j1.name = ? AND "
                          "t1.\"isActive\" = ? AND t1.\"userId\" IS NOT NULL))"_s;
const QString holdsText =
    u" AND (t0.email::text ILIKE ? OR t0.\"firstName\"::text ILIKE ? OR t0.\"lastName\"::text ILIKE ? OR t0.\"displayName\"::text ILIKE ?)"_s;

/// To where nothing can lose the event any more: ours on this machine's disk, theirs on the server's.
void addAppend(Report &report, Repositories &repositories, Prisma &prisma)
{
    const QTemporaryDir folder;
    const auto outbox = AuditOutbox::rehearsal(repositories.executor, repositories.scope, u"bench"_s, folder.filePath(u"spool.sqlite"_s));
    const NewAuditEvent event{u"perf.audit_write"_s, u"Organization"_s, repositories.scope.organization.id.value, {}, {}};
    const SideBySide append = sideBySide(
        200, [&] { wait(outbox->append({event})); }, [&] { prisma.append(repositories.scope.actorId.value); });
    prisma.forgetAppended();
    report.add({u"append an event"_s, append.ours, u"Prisma's SQL by libpq"_s, append.theirs, Result::Goal::AtMost, 1});
}

} // namespace

void addSeedCases(Report &report, const db::ConnectionOptions &database)
{
    Repositories repositories(database);
    Prisma prisma(database, repositories.scope.organization.id.value);
    const auto add = [&](const QString &name, const UserFilter &filter, const QString &condition, const QVariantList &values) {
        PageRequest request;
        request.pageSize = page;
        request.freshness = Freshness::Fresh;
        const auto ours = [&] { wait(repositories.users.page(filter, defaultUserSort, request)); };
        const auto theirs = [&] { prisma.listWithTotal(condition, values); };
        const SideBySide lists = sideBySide(milliseconds(theirs) < 50 ? 40 : 5, ours, theirs);
        report.add({name, lists.ours, u"Prisma's SQL by libpq"_s, lists.theirs, Result::Goal::AtMost, 1});
    };
    UserFilter filter;
    add(u"first 20 with the exact total"_s, filter, QString(), {});
    for (const char *level : {"few", "percent", "half"}) {
        const QString role = u"bench-"_s + QLatin1String(level);
        filter = {};
        filter.roles = {role};
        add(u"20 by role (%1) with total"_s.arg(QLatin1String(level)), filter, holdsRole, {role, true});
    }
    filter = {};
    filter.statuses = {u"active"_s};
    add(u"20 active with total"_s, filter, u" AND t0.status = ?"_s, {u"active"_s});
    filter = {};
    filter.text = u"bennett"_s;
    const QString pattern = u"%bennett%"_s;
    add(u"20 by a common name with total"_s, filter, holdsText, {pattern, pattern, pattern, pattern});
    const UserId id = wait(repositories.users.slice({}, defaultUserSort, {})).items.at(7).id;
    const SideBySide get = sideBySide(
        400, [&] { wait(repositories.users.get(id, Freshness::Fresh)); }, [&] { prisma.get(id.value); });
    report.add({u"get by id"_s, get.ours, u"Prisma's SQL by libpq"_s, get.theirs, Result::Goal::AtMost, 1});
    addAppend(report, repositories, prisma);
}

} // namespace pivotal::bench
