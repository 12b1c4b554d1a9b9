#include "repo/smoke/smoke_test.h"

#include "repo/paging/cached_values.h"
#include "repo/paging/delivery.h"
#include "repo/smoke/smoke_case.h"

#include <algorithm>
#include <cmath>

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

SmokeFigures SmokeResult::figures() const
{
    SmokeFigures made{id, percentile(0.5), percentile(0.95), percentile(0.99), true, {}, samplesMs};
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
    const auto bust = [this] { CachedValues(m_session.scope().organization.id, m_session.cache().options()).bustUser(m_session.cache(), m_user); };
    const NewAuditEvent event{QStringLiteral("perf.audit_write"), QStringLiteral("Organization"), m_session.scope().organization.id.value, {}, {}};
    m_cases = {{QStringLiteral("list.basic"), nothing, list({}, 20)},
               {QStringLiteral("list.active"), nothing, list(active, 20)},
               {QStringLiteral("search"), nothing, list(search, 20)},
               {QStringLiteral("list.long"), nothing, list({}, 50)},
               {QStringLiteral("role"), nothing, byRole("admin")},
               {QStringLiteral("role.rare"), nothing, byRole("data-protection")},
               {QStringLiteral("role.common"), nothing, byRole("member")},
               {QStringLiteral("get"), nothing, [this] { measure(m_session.users().get(m_user, Freshness::Fresh)); }},
               {QStringLiteral("audit.append"), nothing, [this, event] { measure(m_outbox->append({event})); }},
               {smoke::cacheMiss, bust, cached},
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
