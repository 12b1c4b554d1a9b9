#include "repo/smoke/smoke_case.h"

#include <QCoreApplication>
#include <QHash>
#include <QList>
#include <algorithm>

using namespace Qt::StringLiterals;

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
    static const QList<Case> all{{u"list.basic"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Basic list (20 rows)"), listBudget},
                                 {u"list.active"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Filtered list (active users)"), listBudget},
                                 {u"search"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Search"), listBudget},
                                 {u"list.long"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "List (50 rows)"), longListBudget},
                                 {u"role"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Role filter"), listBudget},
                                 {u"role.rare"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Role filter, one holder"), listBudget},
                                 {u"role.common"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Role filter, most users"), listBudget},
                                 {u"get"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Get user by id"), getBudget},
                                 {u"audit.append"_s, QT_TRANSLATE_NOOP("pivotal::SmokeCase", "Audit write"), auditBudget},
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
    static const QHash<QString, QString> ids{{u"Basic list (20 rows)"_s, u"list.basic"_s},
                                             {u"Filtered list (active users)"_s, u"list.active"_s},
                                             {u"Search"_s, u"search"_s},
                                             {u"List (50 rows)"_s, u"list.long"_s},
                                             {u"Role filter"_s, u"role"_s},
                                             {u"Get user by id"_s, u"get"_s},
                                             {u"Audit write"_s, u"audit.append"_s},
                                             {u"Cache miss"_s, cacheMiss},
                                             {u"Cache hit"_s, cacheHit}};
    return ids.value(kept, kept);
}

} // namespace pivotal::smoke
