#pragma once

#include "models/held_sort_model.h"

#include <QObject>
#include <QPointer>

class QTableView;

namespace pivotal::ui {

/// Has a table that is refreshed hold its order while somebody works in it: a row is chosen, or the pointer is over it.
class OrderKeeper : public QObject
{
    Q_OBJECT

public:
    /// Lives as long as the table, which shows `model`.
    OrderKeeper(QTableView *table, models::HeldSortModel &model);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void letGo();
    [[nodiscard]] bool isWorkedIn() const;

    QTableView *m_table;
    QPointer<models::HeldSortModel> m_model; ///< may go before the table
    bool m_isPointed = false;
};

} // namespace pivotal::ui
