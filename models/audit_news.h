#pragma once

#include "repo/audit/audit_repository.h"

#include <QFuture>
#include <QObject>
#include <QSet>

namespace pivotal::models {

/// How many events have come since the rows on screen were read. It looks when it is told to: the newest events of the filter
/// are read, and those that weren't there before are counted, also where one of an earlier time was committed late.
class AuditNews : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~AuditNews() override;

    static constexpr int polledRows = 100; ///< so many are told apart

    /// Not owned; null to ask nobody.
    void setRepository(AuditRepository *repository);
    /// What is shown from now on: a filter's events, of which these are the newest, or all there are.
    void start(const AuditFilter &filter, const QList<AuditEvent> &newest, bool areAll);
    /// The same, where the newest aren't among the rows that are loaded: they are read.
    void start(const AuditFilter &filter);
    void poll();
    /// No news in this repository, whenever they arrive.
    void leaveOut(const QList<AuditEventId> &ids);

    [[nodiscard]] int count() const { return m_count; }
    /// None of what was there before is among the newest: there are more than `count`.
    [[nodiscard]] bool isMore() const { return m_count >= polledRows; }

Q_SIGNALS:
    void changed();
    void failed(const pivotal::RepositoryError &error);

private:
    void forget(const AuditFilter &filter);
    void keep(const QList<AuditEvent> &newest, bool areAll);
    void compare(const QList<AuditEvent> &newest);
    template <class OnNewest>
    void ask(OnNewest onNewest);
    void setCount(int count);

    AuditRepository *m_repository = nullptr;
    AuditFilter m_filter;
    QFuture<Slice<AuditEvent>> m_request;
    QSet<QString> m_known;
    QSet<QString> m_leftOut;
    std::optional<AuditEvent> m_oldestKnown; ///< none: all there are, are known
    bool m_isKept = false;
    bool m_isWanted = false; ///< a poll came before what is shown was known
    int m_count = 0;
};

} // namespace pivotal::models
