#include "ui/plans/plan_dialog.h"

#include "ui/plans/plan_view.h"

#include <QBoxLayout>
#include <QScreen>

namespace pivotal::ui {

PlanDialog::PlanDialog(QWidget *parent) : QDialog(parent), m_view(new PlanView(this))
{
    setWindowTitle(tr("Plan"));
    resize(QSize(1180, 760).boundedTo(screen()->availableSize() - QSize(40, 80)));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(m_view);
}

void PlanDialog::showPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems)
{
    m_view->setPlan(plan, problems);
    present();
}

void PlanDialog::showComparison(const plans::Plan &before, const plans::Plan &after)
{
    m_view->setComparison(before, after, plans::problemsOf(before), plans::problemsOf(after));
    present();
}

void PlanDialog::present()
{
    show();
    raise();
    activateWindow();
}

} // namespace pivotal::ui
