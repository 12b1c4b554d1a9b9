#include "repo/users/users_sql.h"

#include "repo/domain/raw_bytes.h"
#include "repo/domain/user_columns.h"
#include "repo/sql/range.h"
#include "repo/users/user_search_sql.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

const QString displayedName = u"COALESCE(NULLIF(u.\"displayName\", ''), u.\"firstName\" || ' ' || u.\"lastName\")"_s;

QString quoted(const char *name)
{
    const auto column = QString::fromLatin1(name);
    return column == column.toLower() ? column : u"\"%1\""_s.arg(column);
}

/// As `mapUser` reads them.
const QString storedColumns = [] {
    QStringList columns;
    for (const UserColumn &column : userColumns())
        columns << u"u."_s + quoted(column.name);
    return columns.join(u", "_s);
}();

const QString assignmentCounts = uR"(ur."isActive" AND (ur."expiresAt" IS NULL OR ur."expiresAt" > %1))"_s.arg(utcNow);

/// A JSON array of the user's current roles, in no order: sorting, and jsonb, would cost a third more. Bind: the
/// organization.
const QString rolesJoin = uR"(LEFT JOIN LATERAL (SELECT json_agg(json_build_object('id', r.id, 'name', r.name, 'description',)"
                          R"( r.description, 'isSystem', r."isSystem", 'isActive', r."isActive")) AS list)"
                          R"( FROM user_roles ur JOIN roles r ON r."organizationId" = ur."organizationId" AND r.id = ur."roleId")"
                          R"( WHERE ur."organizationId" = ? AND ur."userId" = u.id AND %1) granted ON true)"_s.arg(assignmentCounts);

/// Whether user `u` holds a role that meets `condition` on role `r`. Bind: the organization, then the
/// condition's.
QString holdsRole(const QString &condition)
{
    return uR"(EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r."organizationId" = ur."organizationId")"
           R"( AND r.id = ur."roleId" WHERE ur."organizationId" = ? AND ur."userId" = u.id AND %1)"
           R"( AND %2))"_s.arg(assignmentCounts, condition);
}

QString isAdmin()
{
    return uR"((u.status = 'active' AND u."deletedAt" IS NULL AND %1))"_s.arg(
        holdsRole(uR"(r."isActive" AND (r.name = 'admin' OR jsonb_exists(r.permissions, '*')))"_s));
}

const QString statusKey = u"u.status"_s;
const QString byStatus = u"idx_users_org_status_id"_s;
const QString byCreated = u"idx_users_org_created_id"_s;
const QString byLastLogin = u"idx_users_org_last_login_id"_s;
const QString createdKey = u"u.\"createdAt\""_s;
/// Those who never signed in come before everybody who did.
const QString lastLoginKey = u"COALESCE(u.\"lastLoginAt\", '-infinity')"_s;

QList<SortKey> sortKeys(const Target &target, UserSortField field)
{
    const SortKey id{u"u.id"_s};
    switch (field) {
    case UserSortField::Email: return {{u"u.email"_s}}; // unique in the organization
    case UserSortField::Name: return {{displayedName}, id};
    case UserSortField::Status: return {{statusKey, true, wordsBy(target, byStatus, u"users u"_s, statusKey)}, id};
    case UserSortField::Created: return {{createdKey, false}, id};
    case UserSortField::LastLogin: return {{lastLoginKey, false}, id};
    case UserSortField::LoginCount: return {{u"u.\"loginCount\""_s, false}, id};
    }
    return {id};
}

QString indexOf(UserSortField field)
{
    switch (field) {
    case UserSortField::Email: return {}; // the application's own
    case UserSortField::Name: return u"idx_users_org_name_id"_s;
    case UserSortField::Status: return byStatus;
    case UserSortField::Created: return byCreated;
    case UserSortField::LastLogin: return byLastLogin;
    case UserSortField::LoginCount: return u"idx_users_org_login_count_id"_s;
    }
    return {};
}

/// The users of an index on the organization, these keys, and more.
IndexedRows indexed(const QString &index, const QString &keys)
{
    return {index, u"users u"_s, u"u.id"_s, keys};
}

void addStatuses(Conditions &conditions, const OrganizationId &organization, const QStringList &statuses)
{
    const IndexedRows rows = indexed(byStatus, statusKey);
    if (statuses.size() == 1) {
        const QString &status = statuses.first();
        conditions.add({u"u.status = ?"_s,
                        {status},
                        Condition::Place::Equal,
                        statusKey,
                        {},
                        {},
                        reachOf(rows, organization, bounded(statusKey, u"?"_s), {status, status})});
        return;
    }
    conditions.add({u"u.status = ANY (?::text[])"_s,
                    {textArray(statuses)},
                    Condition::Place::Row,
                    statusKey,
                    {},
                    {},
                    reachOfEach(rows, organization, listOf(statuses), bounded(statusKey, u"w.value"_s)),
                    listOf(statuses)});
}

/// The roles are found first: they are few.
void addRoles(Conditions &conditions, const OrganizationId &organization, const QStringList &roles)
{
    const QString list = textArray(roles);
    const Statement ids{
        uR"(SELECT r.id FROM roles r WHERE r."organizationId" = ? AND (r.id = ANY (?::text[]) OR (r."isActive" AND r.name = ANY (?::text[]))))"_s,
        {organization.value, list, list}};
    const IndexedRows holders{u"idx_user_roles_org_role_holder"_s, u"user_roles ur"_s, u"ur.\"userId\""_s, u"ur.\"roleId\""_s};
    Reach reach = reachOfEach(holders, organization, ids, bounded(u"ur.\"roleId\""_s, u"w.value"_s) + u" AND "_s + assignmentCounts);
    reach.isJoined = true;
    conditions.add(
        {uR"(EXISTS (SELECT 1 FROM user_roles ur WHERE ur."organizationId" = ? AND ur."userId" = u.id AND %1 AND ur."roleId" = ANY (ARRAY(%2))))"_s
             .arg(assignmentCounts, ids.text),
         QVariantList{organization.value} + ids.binds,
         Condition::Place::Row,
         {},
         {},
         {},
         reach});
}

void addFlag(Conditions &conditions, const OrganizationId &organization, const QString &column, bool value, const QString &index)
{
    conditions.add({column + u" = ?"_s,
                    {value},
                    Condition::Place::Row,
                    {},
                    {},
                    {},
                    reachOf(indexed(index, column), organization, bounded(column, u"?"_s), {value, value})});
}

/// An index holds those who have a time: nearly everybody isn't locked.
void addLocked(Conditions &conditions, const OrganizationId &organization, bool locked)
{
    if (!locked) {
        conditions.add(u"(u.\"lockedUntil\" IS NULL OR u.\"lockedUntil\" <= %1)"_s.arg(utcNow));
        return;
    }
    const QString text = u"u.\"lockedUntil\" > %1"_s.arg(utcNow);
    conditions.add({text,
                    {},
                    Condition::Place::Row,
                    {},
                    {},
                    {},
                    reachOf(indexed(u"idx_users_org_locked_id"_s, u"u.\"lockedUntil\""_s), organization, text, {})});
}

/// Who never signed in isn't meant; without a first time, an index without them is needed.
void addLastLogin(Conditions &conditions, const OrganizationId &organization, const InstantRange &range)
{
    if (!range.from && !range.to)
        return;
    const QString everSignedIn = u"u.\"lastLoginAt\" IS NOT NULL"_s;
    conditions.add({everSignedIn, {}, Condition::Place::Range, lastLoginKey});
    IndexedRows rows = indexed(byLastLogin, lastLoginKey);
    if (!range.from) {
        rows.index = u"idx_users_org_signed_in_id"_s;
        rows.only = everSignedIn;
    }
    addRange(conditions, organization, lastLoginKey, range, rows);
}

Conditions where(const Target &target, const UserFilter &filter)
{
    const OrganizationId &organization = target.organization;
    Conditions conditions;
    conditions.add({u"u.\"organizationId\" = ?"_s, {organization.value}, Condition::Place::Scope});
    if (!filter.includeDeleted)
        conditions.add({u"u.\"deletedAt\" IS NULL"_s, {}, Condition::Place::Scope});
    for (const SearchTerm &term : parseSearch(filter.text))
        addSearch(conditions, organization, term, target.foldsText);
    if (!filter.statuses.isEmpty())
        addStatuses(conditions, organization, filter.statuses);
    if (!filter.roles.isEmpty())
        addRoles(conditions, organization, filter.roles);
    if (filter.mfaEnabled)
        addFlag(conditions, organization, u"u.\"mfaEnabled\""_s, *filter.mfaEnabled, u"idx_users_org_mfa_id"_s);
    if (filter.emailVerified)
        addFlag(conditions, organization, u"u.\"emailVerified\""_s, *filter.emailVerified, u"idx_users_org_verified_id"_s);
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

Statement usersSlice(const Target &target, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                     const AccessPath &path)
{
    const Statement rows = sliceRows(storedColumns, selection, ordering, request, path);
    return {u"SELECT %1, granted.list, %2 FROM (%3) u %4 %5"_s.arg(storedColumns, cursorColumns(ordering), rows.text, rolesJoin,
                                                                   orderBy(ordering)),
            rows.binds + QVariantList{target.organization.value}};
}

Statement slice(const Target &target, const UserFilter &filter, const UserSort &sort, const SliceRequest &request)
{
    return usersSlice(target, selectionOf(target, filter), orderingOf(target, sort), request);
}

Selection selectionOf(const Target &target, const UserFilter &filter)
{
    return known({u"users u"_s, where(target, filter)}, target);
}

Statement userById(const OrganizationId &organization, const UserId &id)
{
    return {u"SELECT %1, granted.list FROM users u %2 WHERE u.\"organizationId\" = ? AND u.id = ?"_s.arg(storedColumns, rolesJoin),
            {organization.value, organization.value, id.value}};
}

Statement lockUser(const OrganizationId &organization, const UserId &id)
{
    return {u"SELECT %1, granted.list, %2 FROM users u %3 WHERE u.\"organizationId\" = ? AND u.id = ? "
            "FOR NO KEY UPDATE OF u"_s.arg(storedColumns, isAdmin(), rolesJoin),
            {organization.value, organization.value, organization.value, id.value}};
}

Statement lockOrganization(const OrganizationId &organization)
{
    return {u"SELECT o.id FROM organizations o WHERE o.id = ? FOR NO KEY UPDATE"_s, {organization.value}};
}

Statement countOtherAdmins(const OrganizationId &organization, const UserId &id)
{
    return {u"SELECT count(*) FROM users u WHERE u.\"organizationId\" = ? AND u.id <> ? AND %1"_s.arg(isAdmin()),
            {organization.value, id.value, organization.value}};
}

Statement insertUser(const OrganizationId &organization, const UserId &id, const QString &email, const UserEdit &fields,
                     const AuditRow &audit, const ChangeNotice &notice)
{
    QString columns;
    QString values;
    QVariantList binds{id.value, organization.value, email};
    for (const auto &[field, value] : fields) {
        columns += u", \"%1\""_s.arg(info(field).name);
        values += u", ?"_s;
        binds << bindable(value);
    }
    if (!fields.contains(UserField::Status)) {
        columns += u", status"_s;
        values += u", 'pending'"_s;
    }
    const Statement insert = insertAuditFrom(u"changed"_s, organization, audit);
    return {u"WITH changed AS (INSERT INTO users (id, \"organizationId\", email%1, \"createdAt\", \"updatedAt\") VALUES (?, ?, "
            "?%2, %3, %3) RETURNING id), logged AS (%4) SELECT changed.id, pg_notify(?, ?) FROM changed"_s.arg(columns, values, utcNow,
                                                                                                               insert.text),
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
        assignments << u"\"%1\" = ?"_s.arg(info(field).name);
        values << bindable(value);
        if (holdsRawBytes(fieldValue(base, field).value_or(QString())))
            continue; // it can't be named; the version tells as well
        unchanged += u" AND \"%1\" IS NOT DISTINCT FROM ?"_s.arg(info(field).name);
        before << bindable(fieldValue(base, field));
    }
    // Each edit moves the version by a step of the column, so that two within one are still told apart. The statement's time,
    // because a distributed engine refuses a volatile one here.
    assignments << u"\"updatedAt\" = GREATEST(date_trunc('milliseconds', statement_timestamp() AT TIME ZONE "
                   "'UTC'), CASE WHEN \"updatedAt\" < '294276-12-31' THEN \"updatedAt\" + interval '%1' ELSE \"updatedAt\" END)"_s.arg(
                       versionStep); // a timestamp ends with that year
    values << organization.value << base.id.value << base.updatedAt.toSqlText();

    const Statement insert = insertAuditFrom(u"changed"_s, organization, audit);
    return {u"WITH changed AS (UPDATE users SET %1 WHERE \"organizationId\" = ? AND id = ? AND "
            "\"updatedAt\" = ? AND \"deletedAt\" IS NULL%2 RETURNING \"updatedAt\"), "
            "logged AS (%3) SELECT changed.\"updatedAt\", pg_notify(?, ?) FROM changed"_s.arg(assignments.join(u", "_s), unchanged,
                                                                                              insert.text),
            values + before + insert.binds + QVariantList{changesChannel, notice.toPayload()}};
}

Statement statusesOf(const OrganizationId &organization)
{
    const Statement words = wordsOf(u"users u"_s, statusKey, organization);
    return {words.text + u" LIMIT 50"_s, words.binds};
}

Statement rolesOf(const OrganizationId &organization)
{
    return {u"SELECT r.id, r.name, r.description, r.\"isSystem\", r.\"isActive\", r.permissions "
            "FROM roles r "
            "WHERE r.\"organizationId\" = ? ORDER BY r.name, r.id"_s,
            {organization.value}};
}

} // namespace pivotal::sql
