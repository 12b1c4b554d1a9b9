#include "ui/widgets/order_keeper.h"

#include <QEvent>
#include <QItemSelectionModel>
#include <QTableView>

namespace pivotal::ui {

OrderKeeper::OrderKeeper(QTableView *table, models::HeldSortModel &model) : QObject(table), m_table(table), m_model(&model)
{
    table->installEventFilter(this);
    table->viewport()->installEventFilter(this);
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &OrderKeeper::update);
    connect(&model, &QAbstractItemModel::modelReset, this, &OrderKeeper::update);
}

bool OrderKeeper::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (watched == m_table && (type == QEvent::Show || type == QEvent::Hide)) {
        m_isPointed = false;
        update();
    } else if (watched == m_table->viewport() && (type == QEvent::Enter || type == QEvent::Leave)) {
        m_isPointed = type == QEvent::Enter;
        update();
    }
    return QObject::eventFilter(watched, event);
}

bool OrderKeeper::isWorkedIn() const
{
    return m_table->isVisible() && (m_isPointed || m_table->selectionModel()->hasSelection());
}

/// Letting go sorts the rows anew: not amid a change of theirs, which may be what took the choice away.
void OrderKeeper::update()
{
    if (!m_model)
        return;
    if (isWorkedIn())
        m_model->setHeld(true);
    else
        QMetaObject::invokeMethod(this, &OrderKeeper::letGo, Qt::QueuedConnection);
}

void OrderKeeper::letGo()
{
    if (m_model && !isWorkedIn())
        m_model->setHeld(false);
}

} // namespace pivotal::ui
