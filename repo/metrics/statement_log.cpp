#include "repo/metrics/statement_log.h"

#include "repo/metrics/statement_trace.h"

#include <QRegularExpression>
#include <algorithm>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::metrics {

namespace {

constexpr qint64 minuteMs = 60'000;

void keepWorst(QList<SlowStatement> &worst, const StatementRecord &record, Instant at)
{
    if (worst.size() >= StatementLog::maxWorstOfMinute && worst.last().durationMs >= record.durationMs)
        return;
    const auto place =
        std::find_if(worst.begin(), worst.end(), [&record](const SlowStatement &each) { return each.durationMs < record.durationMs; });
    const bool isSecret = isSensitive(record.text);
    worst.insert(place, {at, record.context, isSecret ? redactedText : record.text, isSecret ? QVariantList() : record.binds,
                         record.durationMs, record.rows, record.attempt, record.error, !isSecret || record.binds.isEmpty()});
    if (worst.size() > StatementLog::maxWorstOfMinute)
        worst.removeLast();
}

} // namespace

QString fingerprintOf(const QString &text)
{
    static const QRegularExpression number(u"(?<![\\w$\"])\\d+(\\.\\d+)?\\b"_s);
    return withoutLiterals(text).replace(number, u"?"_s).simplified();
}

void StatementLog::record(const StatementRecord &record, Instant at)
{
    const std::lock_guard lock(m_mutex);
    Minute &now = minuteOf(groupOf(record), at.msecs / minuteMs);
    now.durations.record(record.durationMs);
    now.rows += std::max<qint64>(0, record.rows);
    now.errors += record.error && *record.error != ErrorCode::Cancelled ? 1 : 0;
    keepWorst(now.worst, record, at);
}

StatementLog::Minute &StatementLog::minuteOf(Group &group, qint64 number)
{
    std::deque<Minute> &minutes = group.minutes;
    auto place = minutes.end();
    while (place != minutes.begin() && std::prev(place)->number >= number)
        --place;
    if (place != minutes.end() && place->number == number)
        return *place;
    if (!minutes.empty())
        minutes.back().durations.shrink();
    return *minutes.insert(place, {number, {}, 0, 0, {}});
}

StatementLog::Group &StatementLog::groupOf(const StatementRecord &record)
{
    const QString key = record.context.operation + u' ' + record.text;
    std::shared_ptr<Group> group = m_byText.value(key);
    const bool isKnown = group != nullptr;
    if (!isKnown) {
        const QString fingerprint = isSensitive(record.text) ? redactedText : fingerprintOf(record.text);
        std::shared_ptr<Group> &same = m_byFingerprint[record.context.operation + u' ' + fingerprint];
        if (!same) {
            same = std::make_shared<Group>();
            same->fingerprint = fingerprint;
            same->operation = record.context.operation;
        }
        group = same;
    }
    group->lastUse = ++m_uses;
    if (!isKnown) {
        dropOldest(); // which this one isn't
        m_byText.insert(key, group);
    }
    return *group;
}

void StatementLog::dropOldest()
{
    while (m_byFingerprint.size() > maxGroups) {
        const auto oldest = std::min_element(m_byFingerprint.begin(), m_byFingerprint.end(),
                                             [](const auto &a, const auto &b) { return a->lastUse < b->lastUse; });
        dropText(oldest->get());
        m_byFingerprint.erase(oldest);
    }
    if (m_byText.size() > 4 * maxGroups) // of known groups, and cheap to find again
        m_byText.clear();
}

void StatementLog::dropText(const Group *group)
{
    m_byText.removeIf([group](const auto &entry) { return entry.value().get() == group; });
}

void StatementLog::forgetOld(Instant now)
{
    const qint64 minute = now.msecs / minuteMs;
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_forgotMinute, minute) == minute)
        return;
    for (auto at = m_byFingerprint.begin(); at != m_byFingerprint.end();) {
        std::deque<Minute> &minutes = at.value()->minutes;
        const auto isOld = [minute](const Minute &each) { return (minute - each.number) * minuteMs > keptMs + graceMs; };
        const auto isToCome = [minute](const Minute &each) {
            return (each.number - minute) * minuteMs > graceMs;
        }; // the clock was set back
        std::erase_if(minutes, [&](const Minute &each) { return isOld(each) || isToCome(each); });
        if (minutes.empty()) {
            dropText(at->get());
            at = m_byFingerprint.erase(at);
        } else {
            ++at;
        }
    }
}

QList<StatementGroup> StatementLog::since(Instant from, Instant now) const
{
    const qint64 first = from.msecs / minuteMs;
    const qint64 last = now.msecs / minuteMs;
    QList<StatementGroup> groups;
    const std::lock_guard lock(m_mutex);
    for (const auto &group : m_byFingerprint) {
        StatementGroup sum{group->fingerprint, group->operation, {}, 0, 0, {}};
        for (const Minute &minute : group->minutes) {
            if (minute.number < first || minute.number > last)
                continue;
            sum.durations.merge(minute.durations);
            sum.rows += minute.rows;
            sum.errors += minute.errors;
            sum.worst += minute.worst;
        }
        std::sort(sum.worst.begin(), sum.worst.end(),
                  [](const SlowStatement &a, const SlowStatement &b) { return a.durationMs > b.durationMs; });
        sum.worst = sum.worst.mid(0, maxWorst);
        if (!sum.durations.isEmpty())
            groups.append(sum);
    }
    return groups;
}

QList<SlowStatement> StatementLog::cases(double fromMs) const
{
    QList<SlowStatement> slow;
    const std::lock_guard lock(m_mutex);
    for (const auto &group : m_byFingerprint)
        for (const Minute &minute : group->minutes)
            std::copy_if(minute.worst.cbegin(), minute.worst.cend(), std::back_inserter(slow),
                         [fromMs](const SlowStatement &each) { return each.durationMs >= fromMs; });
    std::sort(slow.begin(), slow.end(), [](const SlowStatement &a, const SlowStatement &b) { return a.at > b.at; });
    return slow;
}

void StatementLog::clear()
{
    const std::lock_guard lock(m_mutex);
    m_byText.clear();
    m_byFingerprint.clear();
}

} // namespace pivotal::metrics
