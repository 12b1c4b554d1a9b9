#include "ui/plans/plan_view.h"

#include "models/plan_text.h"
#include "models/unit_text.h"
#include "ui/plans/plan_statistics.h"
#include "ui/sizes.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QSplitter>
#include <QStackedWidget>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int stackedWidth = 1'000; ///< below it two plans stand one above the other
constexpr int halfSize = 10'000;    ///< of each of two plans: as large, whatever there is

QString percentText(double share)
{
    const double percent = share * 100;
    return percent == std::floor(percent) ? PlanView::tr("%1 %").arg(int(percent)) : models::shareText(share);
}

} // namespace

PlanView::PlanView(QWidget *parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)), m_stack(new QStackedWidget(this)), m_state(new StatePanel(this)),
      m_summary(new ElidingLabel(u"secondary"_s, this)), m_modes(new QButtonGroup(this)), m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_pane(new PlanPane(this)), m_after(new PlanPane(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->addWidget(m_stack);
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeHead());
    m_splitter->setHandleWidth(12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_after);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    column->addWidget(m_splitter, 1);
    m_state->setState(u"search"_s, tr("No plan"), tr("Choose a statement to see how the server runs it."));
    m_stack->addWidget(m_state);
    m_stack->addWidget(content);
    m_after->hide();
}

QWidget *PlanView::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_summary->setAccessibleName(tr("Summary of the plan"));
    row->addWidget(m_summary, 1);
    const std::pair<PlanPane::Mode, QString> modes[] = {
        {PlanPane::Mode::Tree, tr("Tree")}, {PlanPane::Mode::Text, tr("Text")}, {PlanPane::Mode::Json, tr("JSON")}};
    for (const auto &[mode, text] : modes) {
        auto *button = new QToolButton(head);
        button->setText(text);
        button->setAccessibleName(tr("Show the plan as: %1").arg(text));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_modes->addButton(button, int(mode));
        connect(button, &QToolButton::toggled, button, [button](bool on) { setStyleProperty(button, "set", on); });
        row->addWidget(button);
    }
    connect(m_modes, &QButtonGroup::idToggled, this, [this](int mode, bool on) {
        if (on)
            setMode(PlanPane::Mode(mode));
    });
    m_modes->button(int(PlanPane::Mode::Tree))->setChecked(true);
    return head;
}

void PlanView::setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems)
{
    m_pane->setPlan(plan, problems);
    m_pane->hideTotals();
    m_after->hide();
    m_summary->setText(summaryOf(plan));
    m_stack->setCurrentIndex(1);
}

void PlanView::setComparison(const plans::Plan &before, const plans::Plan &after, const QList<plans::PlanProblem> &problemsBefore,
                             const QList<plans::PlanProblem> &problemsAfter)
{
    m_pane->setPlan(before, problemsBefore);
    m_pane->showTotals(tr("Before"));
    m_after->setPlan(after, problemsAfter);
    m_after->showTotals(tr("After"), &before);
    m_after->show();
    m_splitter->setSizes({halfSize, halfSize});
    m_summary->setText(before.isAnalyzed && after.isAnalyzed ? tr("Both were run.") : tr("By the planner's estimate: not both were run."));
    m_stack->setCurrentIndex(1);
}

void PlanView::clear()
{
    m_pane->setPlan({}, {});
    m_after->setPlan({}, {});
    m_after->hide();
    m_summary->clear();
    m_stack->setCurrentIndex(0);
}

void PlanView::setMode(PlanPane::Mode mode)
{
    m_modes->button(int(mode))->setChecked(true);
    m_pane->setMode(mode);
    m_after->setMode(mode);
}

bool PlanView::isComparison() const
{
    return !m_after->isHidden();
}

QString PlanView::summary() const
{
    return m_summary->text();
}

QString PlanView::summaryOf(const plans::Plan &plan) const
{
    const models::PlanTotals totals = models::totalsOf(plan);
    if (!plan.isAnalyzed)
        return tr("Not run: by the planner's estimate · cost %1 · ≈ %2 rows read")
            .arg(models::amountText(totals.cost), models::rowsText(totals.rowsRead));
    const QString rows = totals.isRowsReadExact ? models::rowsText(totals.rowsRead) : tr("≈ %1").arg(models::rowsText(totals.rowsRead));
    return tr("%1 ms · planning %2 ms · %3 rows read · %4 buffers, %5 from the cache")
        .arg(models::amountText(totals.ms), models::amountText(plan.planningMs), rows, models::rowsText(totals.buffers),
             percentText(totals.fromCache));
}

void PlanView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int side = qMax(0, (width() - sizes::maxContentWidth) / 2);
    m_column->setContentsMargins(side, 0, side, 0);
    m_splitter->setOrientation(width() < stackedWidth ? Qt::Vertical : Qt::Horizontal);
    m_pane->figures()->reserveRatios(m_splitter->orientation() == Qt::Horizontal);
}

} // namespace pivotal::ui
