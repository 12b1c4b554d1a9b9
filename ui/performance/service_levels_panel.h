#pragma once

#include "models/service_levels_model.h"
#include "ui/performance/sample_feed.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace pivotal::ui {

class NoticeBar;
class PlainTable;

/// Each operation of the window against its budget, which can be edited. Has no margins of its own.
class ServiceLevelsPanel : public QWidget
{
    Q_OBJECT

public:
    /// All outlive it.
    ServiceLevelsPanel(SampleFeed &feed, const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent = nullptr);

    void setBudgets(const metrics::Budgets &budgets);
    [[nodiscard]] models::ServiceLevelsModel *model() const { return m_model; }
    [[nodiscard]] PlainTable *table() const { return m_table; }
    [[nodiscard]] QPushButton *resetButton() const { return m_reset; }
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void budgetsEdited(const pivotal::metrics::Budgets &budgets);
    /// To be looked at over time.
    void operationChosen(const QString &operation);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void render();
    void onEdited();
    void askReset();

    SampleFeed &m_feed;
    const models::DisplayZone &m_zone;
    NoticeBar *m_notice;
    models::ServiceLevelsModel *m_model;
    QLabel *m_summary;
    QPushButton *m_reset;
    PlainTable *m_table;
};

} // namespace pivotal::ui
