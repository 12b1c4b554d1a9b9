#pragma once

#include "repo/plans/plan_problems.h"

#include <QDialog>

namespace pivotal::ui {

class PlanView;

/// The plan of a statement, or its plans before and after, in a window of its own beside the page.
class PlanDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PlanDialog(QWidget *parent = nullptr);

    void showPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems);
    void showComparison(const plans::Plan &before, const plans::Plan &after);
    [[nodiscard]] PlanView *view() const { return m_view; }

private:
    void present();

    PlanView *m_view;
};

} // namespace pivotal::ui
