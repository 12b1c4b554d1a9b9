#include "repo/users/users_sql.h"

#include "repo/domain/raw_bytes.h"
#include "repo/sql/range.h"
#include "repo/users/user_search_sql.h"

namespace pivotal::sql {

namespace {

const QString displayedName =
    QStringLiteral("COALESCE(NULLIF(u.\"displayName\", ''), u.\"firstName\" || ' ' || u.\"lastName\")");

/// The stored columns of a user in the order of `mapUser`, never the password hash or the MFA secret.
const QString storedColumns = QStringLiteral(
    R"(u.id, u.email, u.username, u."firstName", u."lastName", u."displayName", u."avatarUrl", u.phone, u.timezone,)"
    R"( u.locale, u.status, u."emailVerified", u."mfaEnabled", u."loginCount", u."failedLoginAttempts",)"
    R"( u."lastLoginAt", u."lockedUntil", u."createdAt", u."updatedAt", u."deletedAt")");

const QString assignmentCounts = QStringLiteral(R"(ur."isActive" AND (ur."expiresAt" IS NULL OR ur."expiresAt" > %1))").arg(utcNow);

/// A JSON array of the user's current roles, in no order: sorting, and jsonb, would cost a third more. Bind: the
/// organization.
const QString rolesJoin =
    QStringLiteral(R"(LEFT JOIN LATERAL (SELECT json_agg(json_build_object('id', r.id, 'name', r.name, 'description',)"
                   R"( r.description, 'isSystem', r."isSystem", 'isActive', r."isActive")) AS list)"
                   R"( FROM user_roles ur JOIN roles r ON r."organizationId" = ur."organizationId" AND r.id = ur."roleId")"
                   R"( WHERE ur."organizationId" = ? AND ur."userId" = u.id AND %1) granted ON true)")
        .arg(assignmentCounts);

/// Whether user `u` holds a role that meets `condition` on role `r`. Bind: the organization, then the
/// condition's.
QString holdsRole(const QString &condition)
{
    return QStringLiteral(
               R"(EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r."organizationId" = ur."organizationId")"
               R"( AND r.id = ur."roleId" WHERE ur."organizationId" = ? AND ur."userId" = u.id AND %1)"
               R"( AND %2))")
        .arg(assignmentCounts, condition);
}

QString isAdmin()
{
    return QStringLiteral(R"((u.status = 'active' AND u."deletedAt" IS NULL AND %1))")
        .arg(holdsRole(QStringLiteral(R"(r."isActive" AND (r.name = 'admin' OR jsonb_exists(r.permissions, '*')))")));
}

const QString statusKey = QStringLiteral("u.status");
const QString byStatus = QStringLiteral("idx_users_org_status_id");
const QString byCreated = QStringLiteral("idx_users_org_created_id");
const QString byLastLogin = QStringLiteral("idx_users_org_last_login_id");
const QString createdKey = QStringLiteral("u.\"createdAt\"");
/// Those who never signed in come before everybody who did.
const QString lastLoginKey = QStringLiteral("COALESCE(u.\"lastLoginAt\", '-infinity')");

QList<SortKey> sortKeys(const Target &target, UserSortField field)
{
    const SortKey id{QStringLiteral("u.id")};
    switch (field) {
    case UserSortField::Email: return {{QStringLiteral("u.email")}}; // unique in the organization
    case UserSortField::Name: return {{displayedName}, id};
    case UserSortField::Status: return {{statusKey, true, wordsBy(target, byStatus, QStringLiteral("users u"), statusKey)}, id};
    case UserSortField::Created: return {{createdKey, false}, id};
    case UserSortField::LastLogin: return {{lastLoginKey, false}, id};
    case UserSortField::LoginCount: return {{QStringLiteral("u.\"loginCount\""), false}, id};
    }
    return {id};
}

QString indexOf(UserSortField field)
{
    switch (field) {
    case UserSortField::Email: return {}; // the application's own
    case UserSortField::Name: return QStringLiteral("idx_users_org_name_id");
    case UserSortField::Status: return byStatus;
    case UserSortField::Created: return byCreated;
    case UserSortField::LastLogin: return byLastLogin;
    case UserSortField::LoginCount: return QStringLiteral("idx_users_org_login_count_id");
    }
    return {};
}

/// The users of an index on the organization, these keys, and more.
IndexedRows indexed(const QString &index, const QString &keys)
{
    return {index, QStringLiteral("users u"), QStringLiteral("u.id"), keys};
}

void addStatuses(Conditions &conditions, const OrganizationId &organization, const QStringList &statuses)
{
    const IndexedRows rows = indexed(byStatus, statusKey);
    if (statuses.size() == 1) {
        const QString &status = statuses.first();
        conditions.add({QStringLiteral("u.status = ?"), {status}, Condition::Place::Equal, statusKey, {}, {},
                        reachOf(rows, organization, bounded(statusKey, QStringLiteral("?")), {status, status})});
        return;
    }
    conditions.add({QStringLiteral("u.status = ANY (?::text[])"), {textArray(statuses)}, Condition::Place::Row, statusKey, {}, {},
                    reachOfEach(rows, organization, listOf(statuses), bounded(statusKey, QStringLiteral("w.value"))), listOf(statuses)});
}

/// The roles are found first: they are few.
void addRoles(Conditions &conditions, const OrganizationId &organization, const QStringList &roles)
{
    const QString list = textArray(roles);
    const Statement ids{QStringLiteral(R"(SELECT r.id FROM roles r WHERE r."organizationId" = ? AND (r.id = ANY (?::text[]) OR (r."isActive" AND r.name = ANY (?::text[]))))"),
                        {organization.value, list, list}};
    const IndexedRows holders{QStringLiteral("idx_user_roles_org_role_holder"), QStringLiteral("user_roles ur"), QStringLiteral("ur.\"userId\""), QStringLiteral("ur.\"roleId\"")};
    Reach reach = reachOfEach(holders, organization, ids, bounded(QStringLiteral("ur.\"roleId\""), QStringLiteral("w.value")) + QStringLiteral(" AND ") + assignmentCounts);
    reach.isJoined = true;
    conditions.add({QStringLiteral(R"(EXISTS (SELECT 1 FROM user_roles ur WHERE ur."organizationId" = ? AND ur."userId" = u.id AND %1 AND ur."roleId" = ANY (ARRAY(%2))))")
                        .arg(assignmentCounts, ids.text),
                    QVariantList{organization.value} + ids.binds, Condition::Place::Row, {}, {}, {}, reach});
}

void addFlag(Conditions &conditions, const OrganizationId &organization, const QString &column, bool value, const QString &index)
{
    conditions.add({column + QStringLiteral(" = ?"), {value}, Condition::Place::Row, {}, {}, {},
                    reachOf(indexed(index, column), organization, bounded(column, QStringLiteral("?")), {value, value})});
}

/// An index holds those who have a time: nearly everybody isn't locked.
void addLocked(Conditions &conditions, const OrganizationId &organization, bool locked)
{
    if (!locked) {
        conditions.add(QStringLiteral("(u.\"lockedUntil\" IS NULL OR u.\"lockedUntil\" <= %1)").arg(utcNow));
        return;
    }
    const QString text = QStringLiteral("u.\"lockedUntil\" > %1").arg(utcNow);
    conditions.add({text, {}, Condition::Place::Row, {}, {}, {}, reachOf(indexed(QStringLiteral("idx_users_org_locked_id"), QStringLiteral("u.\"lockedUntil\"")), organization, text, {})});
}

/// Who never signed in isn't meant; without a first time, an index without them is needed.
void addLastLogin(Conditions &conditions, const OrganizationId &organization, const InstantRange &range)
{
    if (!range.from && !range.to)
        return;
    const QString everSignedIn = QStringLiteral("u.\"lastLoginAt\" IS NOT NULL");
    conditions.add({everSignedIn, {}, Condition::Place::Range, lastLoginKey});
    IndexedRows rows = indexed(byLastLogin, lastLoginKey);
    if (!range.from) {
        rows.index = QStringLiteral("idx_users_org_signed_in_id");
        rows.only = everSignedIn;
    }
    addRange(conditions, organization, lastLoginKey, range, rows);
}

Conditions where(const Target &target, const UserFilter &filter)
{
    const OrganizationId &organization = target.organization;
    Conditions conditions;
    conditions.add({QStringLiteral("u.\"organizationId\" = ?"), {organization.value}, Condition::Place::Scope});
    if (!filter.includeDeleted)
        conditions.add({QStringLiteral("u.\"deletedAt\" IS NULL"), {}, Condition::Place::Scope});
    for (const SearchTerm &term : parseSearch(filter.text))
        addSearch(conditions, organization, term, target.foldsText);
    if (!filter.statuses.isEmpty())
        addStatuses(conditions, organization, filter.statuses);
    if (!filter.roles.isEmpty())
        addRoles(conditions, organization, filter.roles);
    if (filter.mfaEnabled)
        addFlag(conditions, organization, QStringLiteral("u.\"mfaEnabled\""), *filter.mfaEnabled, QStringLiteral("idx_users_org_mfa_id"));
    if (filter.emailVerified)
        addFlag(conditions, organization, QStringLiteral("u.\"emailVerified\""), *filter.emailVerified, QStringLiteral("idx_users_org_verified_id"));
    if (filter.locked)
        addLocked(conditions, organization, *filter.locked);
    addRange(conditions, organization, createdKey, filter.created, indexed(byCreated, createdKey));
    addLastLogin(conditions, organization, filter.lastLogin);
    return conditions;
}

QVariant bindable(const FieldValue &value)
{
    return value ? QVariant(*value) : QVariant(QMetaType::fromType<QString>());
}

} // namespace

Ordering orderingOf(const Target &target, const UserSort &sort)
{
    return {sortKeys(target, sort.field), sort.direction == SortDirection::Descending, target.hasRawBytes, indexOf(sort.field)};
}

Statement usersSlice(const Target &target, const Selection &selection, const Ordering &ordering, const SliceRequest &request, const AccessPath &path)
{
    const Statement rows = sliceRows(storedColumns, selection, ordering, request, path);
    return {QStringLiteral("SELECT %1, granted.list, %2 FROM (%3) u %4 %5")
                .arg(storedColumns, cursorColumns(ordering), rows.text, rolesJoin, orderBy(ordering)),
            rows.binds + QVariantList{target.organization.value}};
}

Statement slice(const Target &target, const UserFilter &filter, const UserSort &sort, const SliceRequest &request)
{
    return usersSlice(target, selectionOf(target, filter), orderingOf(target, sort), request);
}

Selection selectionOf(const Target &target, const UserFilter &filter)
{
    return known({QStringLiteral("users u"), where(target, filter)}, target);
}

Statement userById(const OrganizationId &organization, const UserId &id)
{
    return {QStringLiteral("SELECT %1, granted.list FROM users u %2 WHERE u.\"organizationId\" = ? AND u.id = ?")
                .arg(storedColumns, rolesJoin),
            {organization.value, organization.value, id.value}};
}

Statement lockUser(const OrganizationId &organization, const UserId &id)
{
    return {QStringLiteral("SELECT %1, granted.list, %2 FROM users u %3 WHERE u.\"organizationId\" = ? AND u.id = ? "
                           "FOR NO KEY UPDATE OF u")
                .arg(storedColumns, isAdmin(), rolesJoin),
            {organization.value, organization.value, organization.value, id.value}};
}

Statement lockOrganization(const OrganizationId &organization)
{
    return {QStringLiteral("SELECT o.id FROM organizations o WHERE o.id = ? FOR NO KEY UPDATE"), {organization.value}};
}

Statement countOtherAdmins(const OrganizationId &organization, const UserId &id)
{
    return {QStringLiteral("SELECT count(*) FROM users u WHERE u.\"organizationId\" = ? AND u.id <> ? AND %1")
                .arg(isAdmin()),
            {organization.value, id.value, organization.value}};
}

Statement insertUser(const OrganizationId &organization, const UserId &id, const QString &email, const UserEdit &fields,
                     const AuditRow &audit, const ChangeNotice &notice)
{
    QString columns;
    QString values;
    QVariantList binds{id.value, organization.value, email};
    for (const auto &[field, value] : fields) {
        columns += QStringLiteral(", \"%1\"").arg(info(field).name);
        values += QStringLiteral(", ?");
        binds << bindable(value);
    }
    if (!fields.contains(UserField::Status)) {
        columns += QStringLiteral(", status");
        values += QStringLiteral(", 'pending'");
    }
    const Statement insert = insertAuditFrom(QStringLiteral("changed"), organization, audit);
    return {QStringLiteral("WITH changed AS (INSERT INTO users (id, \"organizationId\", email%1, \"createdAt\", \"updatedAt\") VALUES (?, ?, "
                           "?%2, %3, %3) RETURNING id), logged AS (%4) SELECT changed.id, pg_notify(?, ?) FROM changed")
                .arg(columns, values, utcNow, insert.text),
            binds + insert.binds + QVariantList{changesChannel, notice.toPayload()}};
}

Statement updateUser(const OrganizationId &organization, const User &base, const UserEdit &changes, const AuditRow &audit,
                     const ChangeNotice &notice, const QString &versionStep)
{
    QStringList assignments;
    QString unchanged;
    QVariantList values;
    QVariantList before;
    for (const auto &[field, value] : changes) {
        assignments << QStringLiteral("\"%1\" = ?").arg(info(field).name);
        values << bindable(value);
        if (holdsRawBytes(fieldValue(base, field).value_or(QString())))
            continue; // it can't be named; the version tells as well
        unchanged += QStringLiteral(" AND \"%1\" IS NOT DISTINCT FROM ?").arg(info(field).name);
        before << bindable(fieldValue(base, field));
    }
    // Each edit moves the version by a step of the column, so that two within one are still told apart. The statement's time,
    // because a distributed engine refuses a volatile one here.
    assignments << QStringLiteral("\"updatedAt\" = GREATEST(date_trunc('milliseconds', statement_timestamp() AT TIME ZONE "
                                  "'UTC'), CASE WHEN \"updatedAt\" < '294276-12-31' THEN \"updatedAt\" + interval '%1' ELSE \"updatedAt\" END)")
                       .arg(versionStep); // a timestamp ends with that year
    values << organization.value << base.id.value << base.updatedAt.toSqlText();

    const Statement insert = insertAuditFrom(QStringLiteral("changed"), organization, audit);
    return {QStringLiteral("WITH changed AS (UPDATE users SET %1 WHERE \"organizationId\" = ? AND id = ? AND "
                           "\"updatedAt\" = ? AND \"deletedAt\" IS NULL%2 RETURNING \"updatedAt\"), "
                           "logged AS (%3) SELECT changed.\"updatedAt\", pg_notify(?, ?) FROM changed")
                .arg(assignments.join(QStringLiteral(", ")), unchanged, insert.text),
            values + before + insert.binds + QVariantList{changesChannel, notice.toPayload()}};
}

Statement statusesOf(const OrganizationId &organization)
{
    const Statement words = wordsOf(QStringLiteral("users u"), statusKey, organization);
    return {words.text + QStringLiteral(" LIMIT 50"), words.binds};
}

Statement rolesOf(const OrganizationId &organization)
{
    return {QStringLiteral("SELECT r.id, r.name, r.description, r.\"isSystem\", r.\"isActive\", r.permissions "
                           "FROM roles r "
                           "WHERE r.\"organizationId\" = ? ORDER BY r.name, r.id"),
            {organization.value}};
}

} // namespace pivotal::sql
