#include "ui/plans/plan_pane.h"

#include "models/plan_text.h"
#include "ui/plans/node_details.h"
#include "ui/plans/plan_statistics.h"
#include "ui/plans/plan_tree.h"
#include "ui/plans/problem_chips.h"
#include "ui/theme.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

PlanPane::PlanPane(QWidget *parent)
    : QWidget(parent), m_title(makeLabel({}, u"heading"_s, this)), m_statistics(new PlanStatistics(this)),
      m_problems(new ProblemChips(this)), m_stack(new QStackedWidget(this)), m_tree(new PlanTree(this)), m_details(new NodeDetails(this)),
      m_raw(new QTextBrowser(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_statistics);
    column->addWidget(m_problems);
    column->addWidget(m_stack, 1);
    m_stack->addWidget(makeTree());
    m_stack->addWidget(makeRaw());
    hideTotals();
    connect(m_problems, &ProblemChips::chosen, this, [this](const QList<int> &path) {
        m_tree->select(path);
        m_tree->setFocus();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PlanPane::showDetails);
}

QWidget *PlanPane::makeTree()
{
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(8);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_tree);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({300, 200});
    m_tree->setMinimumHeight(100);
    m_details->setMinimumHeight(80);
    return splitter;
}

QWidget *PlanPane::makeRaw()
{
    m_raw->setFont(Theme::monospaced());
    m_raw->setLineWrapMode(QTextEdit::NoWrap);
    m_raw->setOpenLinks(false);
    m_raw->setTabChangesFocus(true);
    m_raw->document()->setDocumentMargin(8);
    m_raw->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_raw, 1);
    auto *copy = makeButton(tr("Copy"), false, page);
    copy->setAccessibleName(tr("Copy the plan"));
    column->addWidget(copy, 0, Qt::AlignRight);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_raw->toPlainText()); });
    return page;
}

void PlanPane::setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems)
{
    m_problems->setProblems(plan, problems);
    m_tree->setPlan(plan, problems);
    showDetails();
    setMode(m_mode);
}

void PlanPane::showTotals(const QString &title, const plans::Plan *before)
{
    const plans::Plan &plan = m_tree->planModel()->plan();
    m_title->setText(title);
    m_title->show();
    m_tree->setAccessibleName(tr("Nodes of the plan: %1").arg(title));
    if (before)
        m_statistics->setTotals(models::totalsOf(plan), plan.isAnalyzed, models::totalsOf(*before), before->isAnalyzed == plan.isAnalyzed);
    else
        m_statistics->setTotals(models::totalsOf(plan), plan.isAnalyzed);
    m_statistics->show();
}

void PlanPane::hideTotals()
{
    m_title->hide();
    m_statistics->hide();
    m_tree->setAccessibleName(tr("Nodes of the plan"));
}

void PlanPane::setMode(Mode mode)
{
    m_mode = mode;
    const plans::Plan &plan = m_tree->planModel()->plan();
    if (mode != Mode::Tree && !plan.root.type.isEmpty())
        m_raw->setPlainText(mode == Mode::Text ? plans::planText(plan) : plan.json);
    m_raw->setAccessibleName(mode == Mode::Json ? tr("The plan as JSON") : tr("The plan as text"));
    m_stack->setCurrentIndex(mode == Mode::Tree ? 0 : 1);
}

void PlanPane::showDetails()
{
    const QModelIndex index = m_tree->currentIndex();
    if (!index.isValid()) {
        m_details->clearNode();
        return;
    }
    const models::PlanTreeModel *model = m_tree->planModel();
    m_details->setNode(model->nodeOf(index), model->plan().isAnalyzed, index.data(models::PlanTreeModel::ProblemsRole).toStringList());
}

} // namespace pivotal::ui
