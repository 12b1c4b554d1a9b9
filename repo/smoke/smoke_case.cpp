#include "repo/smoke/smoke_case.h"

#include <QCoreApplication>
#include <QHash>
#include <QList>
#include <algorithm>

namespace pivotal::smoke {

namespace {

struct Case
{
    QString id;
    const char *name; ///< in English
    metrics::Budget budget;
};

constexpr metrics::Budget listBudget{200, 500};
constexpr metrics::Budget longListBudget{300, 800};
constexpr metrics::Budget getBudget{50, 100};
constexpr metrics::Budget auditBudget{30, 100};

const QList<Case> &cases()
{
    static const QList<Case> all{{QStringLiteral("list.basic"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Basic list (20 rows)"), listBudget},
                                 {QStringLiteral("list.active"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Filtered list (active users)"), listBudget},
                                 {QStringLiteral("search"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Search"), listBudget},
                                 {QStringLiteral("list.long"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "List (50 rows)"), longListBudget},
                                 {QStringLiteral("role"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Role filter"), listBudget},
                                 {QStringLiteral("role.rare"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Role filter, one holder"), listBudget},
                                 {QStringLiteral("role.common"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Role filter, most users"), listBudget},
                                 {QStringLiteral("get"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Get user by id"), getBudget},
                                 {QStringLiteral("audit.append"), QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Audit write"), auditBudget},
                                 {cacheMiss, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Cache miss"), listBudget},
                                 {cacheHit, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Cache hit"), listBudget}};
    return all;
}

const Case *find(const QString &id)
{
    const auto found = std::find_if(cases().cbegin(), cases().cend(), [&id](const Case &each) { return each.id == id; });
    return found == cases().cend() ? nullptr : &*found;
}

} // namespace

QStringList caseIds()
{
    QStringList ids;
    for (const Case &each : cases())
        ids << each.id;
    return ids;
}

QString caseName(const QString &id)
{
    const Case *known = find(id);
    return known ? QCoreApplication::translate("pivotal::SmokeCase", known->name) : id;
}

metrics::Budget reportBudget(const QString &id)
{
    const Case *known = find(id);
    return known ? known->budget : metrics::Budget{};
}

/// These stay as they are, whatever the cases are called by now.
QString caseIdOf(const QString &kept)
{
    static const QHash<QString, QString> ids{{QStringLiteral("Basic list (20 rows)"), QStringLiteral("list.basic")},
                                             {QStringLiteral("Filtered list (active users)"), QStringLiteral("list.active")},
                                             {QStringLiteral("Search"), QStringLiteral("search")},
                                             {QStringLiteral("List (50 rows)"), QStringLiteral("list.long")},
                                             {QStringLiteral("Role filter"), QStringLiteral("role")},
                                             {QStringLiteral("Get user by id"), QStringLiteral("get")},
                                             {QStringLiteral("Audit write"), QStringLiteral("audit.append")},
                                             {QStringLiteral("Cache miss"), cacheMiss},
                                             {QStringLiteral("Cache hit"), cacheHit}};
    return ids.value(kept, kept);
}

} // namespace pivotal::smoke
