#pragma once

#include "models/held_sort_model.h"
#include "models/slow_operations_model.h"

#include <QFrame>

class QDoubleSpinBox;
class QLabel;
class QStackedWidget;

namespace pivotal::ui {

class PlainTable;
class StatePanel;

/// The statements that were slow in the window, by fingerprint, and from when on a statement counts as slow.
class SlowCard : public QFrame
{
    Q_OBJECT

public:
    explicit SlowCard(QWidget *parent = nullptr);

    void setGroups(const QList<metrics::StatementGroup> &groups, const QString &windowText);
    void setThreshold(double ms);
    [[nodiscard]] double threshold() const;
    [[nodiscard]] models::SlowOperationsModel *model() const { return m_model; }
    [[nodiscard]] PlainTable *table() const { return m_table; }
    [[nodiscard]] const metrics::StatementGroup *current() const;
    bool select(const QString &key);

Q_SIGNALS:
    void currentChanged();
    void thresholdChanged(double ms);

private:
    models::SlowOperationsModel *m_model;
    models::HeldSortModel m_sorted;
    QLabel *m_window;
    QDoubleSpinBox *m_threshold;
    QStackedWidget *m_stack;
    PlainTable *m_table;
    StatePanel *m_state;
};

} // namespace pivotal::ui
