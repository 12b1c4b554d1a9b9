#include "tests/bench/filter_levels.h"

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

/// A time that about this share of the rows in the order of `order` lies before.
template <class Source>
Instant timeAt(Source &source, const typename Source::Order &order, double share, qint64 total)
{
    AnchorRequest scan;
    scan.rows = scan.step = qMax(qint64(1), qint64(double(total) * share));
    const QString text = wait(source.anchors({}, order, scan)).last->keys.first();
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
    return {{name + u", none"_s, from({newest.msecs + 1'000})},
            {name + u", few"_s, from(timeAt(source, order, 5.0 / double(total), total))},
            {name + u", 1 %"_s, from(timeAt(source, order, 0.01, total))},
            {name + u", half"_s, from(timeAt(source, order, 0.5, total))}};
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
        levels << words(u"role, "_s + QLatin1String(level), &UserFilter::roles, {u"bench-"_s + QLatin1String(level)});
    levels << words(u"role, unknown"_s, &UserFilter::roles, {u"nosuch"_s})
           << words(u"status, none"_s, &UserFilter::statuses, {u"archived"_s})
           << words(u"status, few"_s, &UserFilter::statuses, {u"legal_hold"_s})
           << words(u"status, 1 %"_s, &UserFilter::statuses, {u"onboarding"_s})
           << words(u"status, half"_s, &UserFilter::statuses, {u"inactive"_s})
           << words(u"statuses, all"_s, &UserFilter::statuses, {u"active"_s, u"inactive"_s, u"onboarding"_s, u"legal_hold"_s})
           << flag(u"unverified, few"_s, &UserFilter::emailVerified, false) << flag(u"verified, all"_s, &UserFilter::emailVerified, true)
           << flag(u"mfa, half"_s, &UserFilter::mfaEnabled, true) << flag(u"no mfa, half"_s, &UserFilter::mfaEnabled, false)
           << flag(u"locked, 1 %"_s, &UserFilter::locked, true) << flag(u"not locked, all"_s, &UserFilter::locked, false)
           << text(u"search, none"_s, &UserFilter::text, u"qqzzqq"_s) << text(u"search, few"_s, &UserFilter::text, u"tanaka123"_s)
           << text(u"search, 1 %"_s, &UserFilter::text, u"bennett"_s) << text(u"search, all"_s, &UserFilter::text, u"example"_s)
           << rangeLevels<SqlUsersRepository, UserFilter>(u"created"_s, repositories.users, defaultUserSort, &UserFilter::created)
           << rangeLevels<SqlUsersRepository, UserFilter>(u"last sign-in"_s, repositories.users,
                                                          {UserSortField::LastLogin, SortDirection::Descending}, &UserFilter::lastLogin);
    return levels;
}

QList<Level<AuditFilter>> auditLevels(Repositories &repositories)
{
    const QString admin = repositories.scope.actorEmail;
    const QString organization = repositories.scope.organization.id.value;
    const QString somebody = wait(repositories.users.slice({}, defaultUserSort, {})).items.at(7).email;
    QList<Level<AuditFilter>> levels;
    levels << words(u"action, none"_s, &AuditFilter::actions, {u"nosuch"_s})
           << words(u"action, few"_s, &AuditFilter::actions, {u"roles.create"_s})
           << words(u"action, 1 %"_s, &AuditFilter::actions, {u"organizations.settings_updated"_s})
           << words(u"action, third"_s, &AuditFilter::actions, {u"auth.login"_s})
           << words(u"actions by prefix, none"_s, &AuditFilter::actions, {u"nosuch.*"_s})
           << words(u"actions by prefix, few"_s, &AuditFilter::actions, {u"roles.*"_s})
           << words(u"actions by prefix, half"_s, &AuditFilter::actions, {u"users.*"_s})
           << words(u"two actions, half"_s, &AuditFilter::actions, {u"auth.*"_s, u"users.update"_s})
           << words(u"type, none"_s, &AuditFilter::entityTypes, {u"Nosuch"_s})
           << words(u"type, few"_s, &AuditFilter::entityTypes, {u"Role"_s})
           << words(u"type, 1 %"_s, &AuditFilter::entityTypes, {u"Organization"_s})
           << words(u"types, all"_s, &AuditFilter::entityTypes, {u"User"_s, u"Customer"_s})
           << text(u"entity, none"_s, &AuditFilter::entityId, u"nosuch"_s) << text(u"entity, 1 %"_s, &AuditFilter::entityId, organization)
           << text(u"actor, none"_s, &AuditFilter::actor, u"nobody@nowhere.example"_s)
           << text(u"actor, few"_s, &AuditFilter::actor, somebody) << text(u"actor, third"_s, &AuditFilter::actor, admin)
           << text(u"address, none"_s, &AuditFilter::ipAddress, u"192.0.2.1"_s)
           << text(u"address, few"_s, &AuditFilter::ipAddress, u"10.4.7.*"_s)
           << text(u"address, tenth"_s, &AuditFilter::ipAddress, u"10.4.*"_s)
           << text(u"address, most"_s, &AuditFilter::ipAddress, u"10.*"_s)
           << rangeLevels<SqlAuditRepository, AuditFilter>(u"created"_s, repositories.audit, defaultAuditSort, &AuditFilter::created);
    return levels;
}

QString levelsScript()
{
    return uR"sql(
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
)sql"_s;
}

} // namespace pivotal::bench
