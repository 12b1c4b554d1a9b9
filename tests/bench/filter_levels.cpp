#include "tests/bench/filter_levels.h"

namespace pivotal::bench {

namespace {

/// A time that about this share of the rows in the order of `order` lies before.
template <class Source>
Instant timeAt(Source &source, const typename Source::Order &order, double share, qint64 total)
{
    AnchorRequest walk;
    walk.rows = walk.step = qMax(qint64(1), qint64(double(total) * share));
    const QString text = wait(source.anchors({}, order, walk)).last->keys.first();
    return Instant::fromSqlText(text.toLatin1()).value();
}

template <class Filter>
using Range = InstantRange Filter::*;

/// The latest rows: of the whole none, a few, 1 %, half, and all.
template <class Source, class Filter>
QList<Level<Filter>> rangeLevels(const QString &name, Source &source, const typename Source::Order &order, Range<Filter> range)
{
    const qint64 total = wait(source.count({}, Freshness::Fresh));
    const auto from = [range](Instant instant) { return [range, instant](Filter &filter) { (filter.*range).from = instant; }; };
    const Instant newest = timeAt(source, order, 0, total);
    return {{name + QStringLiteral(", none"), from({newest.msecs + 1'000})},
            {name + QStringLiteral(", few"), from(timeAt(source, order, 5.0 / double(total), total))},
            {name + QStringLiteral(", 1 %"), from(timeAt(source, order, 0.01, total))},
            {name + QStringLiteral(", half"), from(timeAt(source, order, 0.5, total))}};
}

template <class Filter>
Level<Filter> words(const QString &name, QStringList Filter::*list, const QStringList &words)
{
    return {name, [list, words](Filter &filter) { filter.*list = words; }};
}

template <class Filter>
Level<Filter> text(const QString &name, QString Filter::*field, const QString &text)
{
    return {name, [field, text](Filter &filter) { filter.*field = text; }};
}

Level<UserFilter> flag(const QString &name, std::optional<bool> UserFilter::*field, bool value)
{
    return {name, [field, value](UserFilter &filter) { filter.*field = value; }};
}

} // namespace

QList<Level<UserFilter>> userLevels(Repositories &repositories)
{
    QList<Level<UserFilter>> levels;
    for (const char *level : {"none", "few", "percent", "half", "all"})
        levels << words(QStringLiteral("role, ") + QLatin1String(level), &UserFilter::roles, {QStringLiteral("bench-") + QLatin1String(level)});
    levels << words(QStringLiteral("role, unknown"), &UserFilter::roles, {QStringLiteral("nosuch")})
           << words(QStringLiteral("status, none"), &UserFilter::statuses, {QStringLiteral("archived")})
           << words(QStringLiteral("status, few"), &UserFilter::statuses, {QStringLiteral("legal_hold")})
           << words(QStringLiteral("status, 1 %"), &UserFilter::statuses, {QStringLiteral("onboarding")})
           << words(QStringLiteral("status, half"), &UserFilter::statuses, {QStringLiteral("inactive")})
           << words(QStringLiteral("statuses, all"), &UserFilter::statuses, {QStringLiteral("active"), QStringLiteral("inactive"), QStringLiteral("onboarding"), QStringLiteral("legal_hold")})
           << flag(QStringLiteral("unverified, few"), &UserFilter::emailVerified, false) << flag(QStringLiteral("verified, all"), &UserFilter::emailVerified, true)
           << flag(QStringLiteral("mfa, half"), &UserFilter::mfaEnabled, true) << flag(QStringLiteral("no mfa, half"), &UserFilter::mfaEnabled, false)
           << flag(QStringLiteral("locked, 1 %"), &UserFilter::locked, true) << flag(QStringLiteral("not locked, all"), &UserFilter::locked, false)
           << text(QStringLiteral("search, none"), &UserFilter::text, QStringLiteral("qqzzqq")) << text(QStringLiteral("search, few"), &UserFilter::text, QStringLiteral("tanaka123"))
           << text(QStringLiteral("search, 1 %"), &UserFilter::text, QStringLiteral("bennett")) << text(QStringLiteral("search, all"), &UserFilter::text, QStringLiteral("example"))
           << rangeLevels<SqlUsersRepository, UserFilter>(QStringLiteral("created"), repositories.users, defaultUserSort, &UserFilter::created)
           << rangeLevels<SqlUsersRepository, UserFilter>(QStringLiteral("last sign-in"), repositories.users, {UserSortField::LastLogin, SortDirection::Descending}, &UserFilter::lastLogin);
    return levels;
}

QList<Level<AuditFilter>> auditLevels(Repositories &repositories)
{
    const QString admin = repositories.scope.actorEmail;
    const QString organization = repositories.scope.organization.id.value;
    const QString somebody = wait(repositories.users.slice({}, defaultUserSort, {})).items.at(7).email;
    QList<Level<AuditFilter>> levels;
    levels << words(QStringLiteral("action, none"), &AuditFilter::actions, {QStringLiteral("nosuch")})
           << words(QStringLiteral("action, few"), &AuditFilter::actions, {QStringLiteral("roles.create")})
           << words(QStringLiteral("action, 1 %"), &AuditFilter::actions, {QStringLiteral("organizations.settings_updated")})
           << words(QStringLiteral("action, third"), &AuditFilter::actions, {QStringLiteral("auth.login")})
           << words(QStringLiteral("actions by prefix, none"), &AuditFilter::actions, {QStringLiteral("nosuch.*")})
           << words(QStringLiteral("actions by prefix, few"), &AuditFilter::actions, {QStringLiteral("roles.*")})
           << words(QStringLiteral("actions by prefix, half"), &AuditFilter::actions, {QStringLiteral("users.*")})
           << words(QStringLiteral("two actions, half"), &AuditFilter::actions, {QStringLiteral("auth.*"), QStringLiteral("users.update")})
           << words(QStringLiteral("type, none"), &AuditFilter::entityTypes, {QStringLiteral("Nosuch")})
           << words(QStringLiteral("type, few"), &AuditFilter::entityTypes, {QStringLiteral("Role")})
           << words(QStringLiteral("type, 1 %"), &AuditFilter::entityTypes, {QStringLiteral("Organization")})
           << words(QStringLiteral("types, all"), &AuditFilter::entityTypes, {QStringLiteral("User"), QStringLiteral("Customer")})
           << text(QStringLiteral("entity, none"), &AuditFilter::entityId, QStringLiteral("nosuch"))
           << text(QStringLiteral("entity, 1 %"), &AuditFilter::entityId, organization)
           << text(QStringLiteral("actor, none"), &AuditFilter::actor, QStringLiteral("nobody@nowhere.example"))
           << text(QStringLiteral("actor, few"), &AuditFilter::actor, somebody) << text(QStringLiteral("actor, third"), &AuditFilter::actor, admin)
           << text(QStringLiteral("address, none"), &AuditFilter::ipAddress, QStringLiteral("192.0.2.1"))
           << text(QStringLiteral("address, few"), &AuditFilter::ipAddress, QStringLiteral("10.4.7.*"))
           << text(QStringLiteral("address, tenth"), &AuditFilter::ipAddress, QStringLiteral("10.4.*"))
           << text(QStringLiteral("address, most"), &AuditFilter::ipAddress, QStringLiteral("10.*"))
           << rangeLevels<SqlAuditRepository, AuditFilter>(QStringLiteral("created"), repositories.audit, defaultAuditSort, &AuditFilter::created);
    return levels;
}

QString levelsScript()
{
    return QStringLiteral(R"sql(
CREATE TEMP TABLE level ON COMMIT DROP AS
SELECT u.id, row_number() OVER (ORDER BY md5(u.id)) AS place FROM users u JOIN organizations o ON o.id = u."organizationId" WHERE o.slug = 'northwind' AND u.email <> 'admin@northwind.example';
ANALYZE level;
UPDATE users u SET status = CASE WHEN l.place <= 5 THEN 'legal_hold' WHEN l.place % 100 = 7 THEN 'onboarding' WHEN l.place % 2 = 0 THEN 'inactive' ELSE 'active' END,
    "emailVerified" = l.place > 5, "mfaEnabled" = l.place % 2 = 1, "lockedUntil" = CASE WHEN l.place % 100 = 9 THEN timestamp '2099-01-01' END, "deletedAt" = CASE WHEN l.place % 50 = 1 THEN u."createdAt" END
FROM level l WHERE l.id = u.id;
INSERT INTO roles (id, "organizationId", name, permissions, "createdAt", "updatedAt")
SELECT 'bench-role-' || w, o.id, 'bench-' || w, '[]', now(), now() FROM organizations o, unnest(ARRAY['none', 'few', 'percent', 'half', 'all']) w WHERE o.slug = 'northwind';
INSERT INTO user_roles (id, "userId", "roleId", "organizationId", "isActive")
SELECT 'bench-' || w.name || '-' || l.place, l.id, 'bench-role-' || w.name, o.id, true
FROM level l JOIN (VALUES ('few', 170001, 3), ('percent', 100, 11), ('half', 2, 0), ('all', 1, 0)) w(name, each, rest) ON l.place % w.each = w.rest, organizations o WHERE o.slug = 'northwind';
)sql");
}

} // namespace pivotal::bench
