#pragma once

#include "models/plan_text.h"

#include <QWidget>

class QLabel;

namespace pivotal::ui {

class Badge;

/// What a plan adds up to, beside another one's: cost, time, rows read and buffers.
class PlanStatistics : public QWidget
{
    Q_OBJECT

public:
    explicit PlanStatistics(QWidget *parent = nullptr);
    void setTotals(const models::PlanTotals &totals, bool isAnalyzed);
    /// Keeps the room of the ratios, so that what stands below begins at the same height as beside the other plan.
    void reserveRatios(bool reserve);
    /// The same, and how many times less or more than `before`. `isComparable` false: only one of them was run.
    void setTotals(const models::PlanTotals &totals, bool isAnalyzed, const models::PlanTotals &before, bool isComparable);

private:
    struct Figure
    {
        QLabel *value;
        Badge *ratio;
    };

    Figure addFigure(const QString &name);
    static void compare(const Figure &figure, double before, double after);

    Figure m_cost{};
    Figure m_time{};
    Figure m_rows{};
    Figure m_buffers{};
};

} // namespace pivotal::ui
