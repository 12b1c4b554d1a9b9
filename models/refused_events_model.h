#pragma once

#include "models/display_zone.h"
#include "repo/audit/spooled_row.h"

#include <QAbstractTableModel>

namespace pivotal::models {

/// The audit events that the server has refused, the latest first.
class RefusedEventsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Action, EntityType, EntityId, Reason, RefusedAt, ColumnCount };

    explicit RefusedEventsModel(const DisplayZone &zone, QObject *parent = nullptr);

    void setEvents(const QList<RefusedEvent> &events);
    [[nodiscard]] const RefusedEvent &at(int row) const { return m_events.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString text(const RefusedEvent &event, int column) const;

    const DisplayZone &m_zone;
    QList<RefusedEvent> m_events;
};

} // namespace pivotal::models
