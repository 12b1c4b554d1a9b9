#include "models/audit_news.h"

#include "repo/paging/delivery.h"

#include <utility>

namespace pivotal::models {

AuditNews::~AuditNews()
{
    m_request.cancel();
}

void AuditNews::setRepository(AuditRepository *repository)
{
    m_repository = repository;
    m_leftOut.clear();
    forget({});
}

void AuditNews::forget(const AuditFilter &filter)
{
    m_request.cancel();
    m_filter = filter;
    m_known.clear();
    m_oldestKnown.reset();
    m_isKept = m_isWanted = false;
    setCount(0);
}

void AuditNews::start(const AuditFilter &filter, const QList<AuditEvent> &newest, bool areAll)
{
    forget(filter);
    keep(newest, areAll);
}

void AuditNews::start(const AuditFilter &filter)
{
    forget(filter);
    if (m_repository)
        ask([this](const QList<AuditEvent> &newest) { keep(newest, newest.size() < polledRows); });
}

void AuditNews::keep(const QList<AuditEvent> &newest, bool areAll)
{
    for (const AuditEvent &event : newest)
        m_known << event.id.value;
    if (!areAll && !newest.isEmpty())
        m_oldestKnown = newest.last();
    m_isKept = true;
    if (std::exchange(m_isWanted, false))
        poll();
}

void AuditNews::poll()
{
    if (!m_repository)
        return;
    if (m_isKept)
        ask([this](const QList<AuditEvent> &newest) { compare(newest); });
    else if (m_request.isFinished()) // it failed, and is asked for again
        start(m_filter);
    else
        m_isWanted = true;
}

void AuditNews::leaveOut(const QList<AuditEventId> &ids)
{
    for (const AuditEventId &id : ids)
        m_leftOut << id.value;
}

void AuditNews::compare(const QList<AuditEvent> &newest)
{
    int count = 0;
    for (const AuditEvent &event : newest) {
        // What comes after it was there before, also where many share one time.
        if (m_oldestKnown && (event.id == m_oldestKnown->id || event.createdAt < m_oldestKnown->createdAt))
            break;
        count += m_known.contains(event.id.value) || m_leftOut.contains(event.id.value) ? 0 : 1;
    }
    setCount(count);
}

template <class OnNewest>
void AuditNews::ask(OnNewest onNewest)
{
    SliceRequest request;
    request.limit = polledRows;
    request.freshness = Freshness::Fresh;
    m_request.cancel();
    m_request = m_repository->slice(m_filter, defaultAuditSort, request);
    deliver(
        m_request, this, [onNewest](const Slice<AuditEvent> &slice) { onNewest(slice.items); },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void AuditNews::setCount(int count)
{
    if (std::exchange(m_count, count) != count)
        Q_EMIT changed();
}

} // namespace pivotal::models
