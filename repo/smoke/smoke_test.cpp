#include "repo/smoke/smoke_test.h"

#include "repo/paging/cached_values.h"
#include "repo/paging/delivery.h"
#include "repo/smoke/smoke_case.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

PageRequest fresh(int pageSize)
{
    return {1, pageSize, Total::Count, Freshness::Fresh};
}

} // namespace

double SmokeResult::percentile(double q) const
{
    if (samplesMs.isEmpty())
        return 0;
    const auto rank = qsizetype(std::ceil(q * double(samplesMs.size())));
    return samplesMs.at(std::clamp<qsizetype>(rank, 1, samplesMs.size()) - 1);
}

SmokeStatistics SmokeResult::figures() const
{
    SmokeStatistics made{id, percentile(0.5), percentile(0.95), percentile(0.99), true, {}, samplesMs};
    made.judge(budget);
    return made;
}

SmokeTest::SmokeTest(ConsoleSession &session, int iterations, QMap<QString, metrics::Budget> budgets)
    : m_session(session), m_iterations(iterations), m_budgets(std::move(budgets))
{
}

void SmokeTest::start()
{
    m_outbox = m_session.rehearsalOutbox();
    findUser();
}

/// A user to get, and a word to search for that occurs.
void SmokeTest::findUser()
{
    deliver(
        m_session.users().page({}, defaultUserSort, fresh(1)), this,
        [this](const Page<User> &page) {
            if (!page.items.isEmpty()) {
                m_user = page.items.first().id;
                m_word = page.items.first().lastName.left(4);
            }
            planCases();
            next();
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void SmokeTest::planCases()
{
    const auto nothing = [] {};
    const auto list = [this](const UserFilter &filter, int pageSize) {
        return [this, filter, pageSize] { measure(m_session.users().page(filter, defaultUserSort, fresh(pageSize))); };
    };
    const auto cached = [this] { measure(m_session.users().page({}, defaultUserSort, {1, 20, Total::Count, Freshness::Cached})); };
    UserFilter active;
    active.statuses = {nameOf(UserStatus::Active)};
    UserFilter search;
    search.text = m_word;
    const auto byRole = [&list](const char *name) {
        UserFilter filter;
        filter.roles = {QLatin1String(name)};
        return list(filter, 20);
    };
    const auto invalidate = [this] {
        CachedValues(m_session.scope().organization.id, m_session.cache().options()).invalidateUser(m_session.cache(), m_user);
    };
    const NewAuditEvent event{u"perf.audit_write"_s, u"Organization"_s, m_session.scope().organization.id.value, {}, {}};
    m_cases = {{u"list.basic"_s, nothing, list({}, 20)},
               {u"list.active"_s, nothing, list(active, 20)},
               {u"search"_s, nothing, list(search, 20)},
               {u"list.long"_s, nothing, list({}, 50)},
               {u"role"_s, nothing, byRole("admin")},
               {u"role.rare"_s, nothing, byRole("data-protection")},
               {u"role.common"_s, nothing, byRole("member")},
               {u"get"_s, nothing, [this] { measure(m_session.users().get(m_user, Freshness::Fresh)); }},
               {u"audit.append"_s, nothing, [this, event] { measure(m_outbox->append({event})); }},
               {smoke::cacheMiss, invalidate, cached},
               {smoke::cacheHit, nothing, cached}};
}

template <class T>
void SmokeTest::measure(const QFuture<T> &future)
{
    deliver(
        future, this, [this](const T &) { onAnswer(); }, [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void SmokeTest::next()
{
    if (m_results.size() == m_cases.size() && m_results.last().samplesMs.size() == m_iterations) {
        Q_EMIT finished();
        return;
    }
    if (m_results.isEmpty() || m_results.last().samplesMs.size() == m_iterations) {
        const Case &started = m_cases.at(m_results.size());
        m_results.append({started.id, m_budgets.value(started.id, smoke::reportBudget(started.id)), {}});
    }
    const Case &current = m_cases.at(m_results.size() - 1);
    current.prepare();
    m_clock.start();
    current.run();
}

void SmokeTest::onAnswer()
{
    SmokeResult &result = m_results.last();
    result.samplesMs.append(double(m_clock.nsecsElapsed()) / 1e6);
    if (result.samplesMs.size() == m_iterations) {
        std::sort(result.samplesMs.begin(), result.samplesMs.end());
        Q_EMIT caseFinished(result);
    }
    next();
}

double SmokeTest::cacheSpeedUp() const
{
    double miss = 0;
    double hit = 0;
    for (const SmokeResult &result : m_results) {
        if (result.id == smoke::cacheMiss)
            miss = result.percentile(0.5);
        else if (result.id == smoke::cacheHit)
            hit = result.percentile(0.5);
    }
    return hit > 0 ? miss / hit : 0;
}

bool SmokeTest::isPassed() const
{
    return std::all_of(m_results.cbegin(), m_results.cend(), [](const SmokeResult &result) { return result.figures().isWithinBudget; });
}

SmokeRun SmokeTest::toRun() const
{
    SmokeRun run{Instant::now(), m_iterations, cacheSpeedUp(), {}};
    for (const SmokeResult &result : m_results)
        run.cases.append(result.figures());
    return run;
}

} // namespace pivotal
