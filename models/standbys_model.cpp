#include "models/standbys_model.h"

#include "models/unit_text.h"

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

QString lagText(std::optional<double> msecs)
{
    return msecs ? millisecondsText(*msecs) : u"—"_s;
}

} // namespace

StandbysModel::StandbysModel(QObject *parent)
    : ServerRowsModel(
        {{tr("Standby"), {u"standby-auckland-1"_s, u"standby-auck"_s, 100}},
         {tr("State"), {u"streamingMMM"_s, {}, 90}},
         {tr("Sync"), {u"quorum"_s, {}, 60}},
         {tr("Write ms"), {u"1,840"_s, {}, 30}, true, tr("Until what was written here was written there")},
         {tr("Flush ms"), {u"1,840"_s, {}, 40}, true, tr("… and was safe on its disk")},
         {tr("Replay ms"), {u"1,840"_s, {}, 80}, true, tr("… and could be read there. Nothing where nothing was written for a while")},
         {tr("Behind"), {u"512 bytes"_s, {}, 85}, true, tr("WAL that it hasn't replayed yet"), u"bytes"_s}},
        parent)
{
}

QString StandbysModel::text(int row, int column) const
{
    const Standby &standby = at(row);
    switch (column) {
    case Name: return standby.name;
    case State: return standby.state.isEmpty() ? u"—"_s : standby.state;
    case Sync: return standby.sync;
    case WriteLag: return lagText(standby.writeLagMs);
    case FlushLag: return lagText(standby.flushLagMs);
    case ReplayLag: return lagText(standby.replayLagMs);
    case Behind: return standby.replayLagBytes ? bytesText(*standby.replayLagBytes) : u"—"_s;
    default: return {};
    }
}

QVariant StandbysModel::rawValue(int row, int column) const
{
    const Standby &standby = at(row);
    switch (column) {
    case State: return standby.state.isEmpty() ? QVariant() : QVariant(standby.state);
    case WriteLag: return orNone(standby.writeLagMs);
    case FlushLag: return orNone(standby.flushLagMs);
    case ReplayLag: return orNone(standby.replayLagMs);
    case Behind: return orNone(standby.replayLagBytes);
    default: return text(row, column);
    }
}

QString StandbysModel::rowId(int row) const
{
    return at(row).name + u'/' + at(row).client;
}

QVariant StandbysModel::style(int row, int column, int role) const
{
    const Standby &standby = at(row);
    if (role == Qt::ToolTipRole && column == Name)
        return standby.client;
    if (role == BadgeRole && column == State && !standby.state.isEmpty())
        return int(standby.state == u"streaming"_s ? BadgeKind::Good : BadgeKind::Warning);
    return {};
}

} // namespace pivotal::models
