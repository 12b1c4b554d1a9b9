#include "models/activity_model.h"

#include "models/unit_text.h"

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

bool isActive(const Backend &backend)
{
    return backend.state == u"active"_s;
}

bool isInTransaction(const Backend &backend)
{
    return backend.state.startsWith(u"idle in transaction"_s);
}

BadgeKind stateBadge(const Backend &backend)
{
    if (!backend.blockedBy.isEmpty())
        return BadgeKind::Bad;
    if (isInTransaction(backend))
        return BadgeKind::Warning;
    return isActive(backend) ? BadgeKind::Good : BadgeKind::Neutral;
}

/// Of what matters: the query that runs, the transaction that is open, or how long it has rested.
std::optional<qint64> ageOf(const Backend &backend)
{
    if (isActive(backend))
        return backend.queryMs;
    return isInTransaction(backend) ? backend.transactionMs : backend.inStateMs;
}

QString stateOf(const Backend &backend)
{
    if (!backend.blockedBy.isEmpty())
        return ActivityModel::tr("blocked");
    return backend.state.isEmpty() ? u"—"_s : backend.state;
}

QString waitsFor(const Backend &backend)
{
    QStringList pids;
    for (const int pid : backend.blockedBy)
        pids << QString::number(pid);
    return pids.isEmpty() ? (isActive(backend) ? backend.waitEvent : QString()) : ActivityModel::tr("process %1").arg(pids.join(u", "_s));
}

} // namespace

ActivityModel::ActivityModel(QObject *parent)
    : ServerRowsModel({{tr("Pid"), {u"9999999"_s, {}, 90}, true},
                       {tr("State"), {u"idle in transactionMMM"_s, {}, 100}},
                       {tr("For"),
                        {u"23 h 59 min"_s, {}, 80},
                        true,
                        tr("How long the query runs, the transaction is open, or the connection is idle"),
                        u"ms"_s},
                       {tr("Waits for"), {u"process 9999999"_s, {}, 95}},
                       {tr("User"), {u"pivotal_backend"_s, u"pivotal"_s, 50}},
                       {tr("Application"), {u"pivotal-console · console"_s, u"pivotal-con"_s, 40}},
                       {tr("Query"), {u"SELECT u.id, u.email, u.username FROM users u"_s, u"SELECT u.id, u.e"_s, 90}}},
                      parent)
{
}

QString ActivityModel::text(int row, int column) const
{
    const Backend &backend = at(row);
    switch (column) {
    case Pid: return QString::number(backend.id.pid);
    case State: return stateOf(backend);
    case Age: return ageOf(backend) ? durationText(double(*ageOf(backend))) : u"—"_s;
    case WaitsFor: return waitsFor(backend);
    case User: return backend.user;
    case Application: return backend.application.isEmpty() ? backend.type : backend.application;
    case Query: return backend.query.simplified();
    default: return {};
    }
}

QVariant ActivityModel::rawValue(int row, int column) const
{
    const Backend &backend = at(row);
    switch (column) {
    case Pid: return backend.id.pid;
    case State: return backend.blockedBy.isEmpty() && backend.state.isEmpty() ? QVariant() : QVariant(stateOf(backend));
    case Age: return orNone(ageOf(backend));
    case Query: return backend.query;
    default: return text(row, column);
    }
}

QString ActivityModel::rowId(int row) const
{
    return u"%1/%2"_s.arg(at(row).id.pid).arg(at(row).id.startedAt);
}

QVariant ActivityModel::style(int row, int column, int role) const
{
    const Backend &backend = at(row);
    switch (role) {
    case Qt::ToolTipRole:
        if (column == Query)
            return backend.query;
        if (column == WaitsFor)
            return backend.waitEvent;
        if (column == Application)
            return backend.isConsole          ? tr("A console on this machine: this one, or another beside it")
                   : backend.client.isEmpty() ? tr("On the server's machine")
                                              : backend.client;
        return {};
    case BadgeRole: return column == State && stateOf(backend) != u"—"_s ? QVariant(int(stateBadge(backend))) : QVariant();
    case MonospaceRole: return column == Query;
    case SecondaryRole: return column == User || column == Application || (column == Query && !isActive(backend));
    default: return {};
    }
}

} // namespace pivotal::models
