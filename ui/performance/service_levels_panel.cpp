#include "ui/performance/service_levels_panel.h"

#include "ui/performance/target_delegate.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_table.h"

#include <QBoxLayout>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

using models::ServiceLevelsModel;

ServiceLevelsPanel::ServiceLevelsPanel(SampleFeed &feed, const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent)
    : QWidget(parent), m_feed(feed), m_zone(zone), m_notice(notice), m_model(new ServiceLevelsModel(this)),
      m_summary(makeLabel({}, u"secondary"_s, this)), m_reset(makeButton(tr("Budgets of the report"), false, this)),
      m_table(new PlainTable(tr("Operations against their budgets"), this))
{
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_summary, 1);
    head->addWidget(m_reset);
    auto *card = makeCard(this);
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addWidget(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(card, 1);
    setFocusProxy(m_table);
    m_table->setModel(m_model);
    auto *targets = new TargetDelegate(m_table->cells(), this);
    m_table->setItemDelegateForColumn(ServiceLevelsModel::BudgetMedian, targets);
    m_table->setItemDelegateForColumn(ServiceLevelsModel::BudgetP95, targets);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_reset->setToolTip(tr("Takes back the budgets that were edited."));
    connect(m_reset, &QPushButton::clicked, this, &ServiceLevelsPanel::askReset);
    connect(m_model, &ServiceLevelsModel::budgetsEdited, this, &ServiceLevelsPanel::onEdited);
    const auto choose = [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT operationChosen(m_model->operationAt(index.row()));
    };
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) // on a budget, too, where a double click edits
        connect(new QShortcut(key, m_table, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
                [this, choose] { choose(m_table->currentIndex()); });
    connect(m_table, &QTableView::doubleClicked, this, [choose](const QModelIndex &index) {
        if (!(index.flags() & Qt::ItemIsEditable))
            choose(index);
    });
    connect(&m_feed, &SampleFeed::changed, this, &ServiceLevelsPanel::render);
}

void ServiceLevelsPanel::setBudgets(const metrics::Budgets &budgets)
{
    m_model->setBudgets(budgets);
    render();
}

void ServiceLevelsPanel::askReset()
{
    const auto reset = [this] {
        m_model->setBudgets({});
        onEdited();
        m_table->setFocus();
    };
    m_notice->ask(tr("Go back to the budgets of the report?"),
                  tr("The budgets that were typed are forgotten: %1.").arg(QStringList(m_model->budgets().changed().keys()).join(u", "_s)),
                  {tr("Go back"), reset}, tr("Keep"));
}

void ServiceLevelsPanel::onEdited()
{
    render();
    Q_EMIT budgetsEdited(m_model->budgets());
}

void ServiceLevelsPanel::render()
{
    m_reset->setEnabled(!m_model->budgets().changed().isEmpty());
    if (!isVisible())
        return;
    m_model->setTotal(m_feed.total());
    m_table->fitColumns(ServiceLevelsModel::Operation);
    const QStringList overdrawn = m_model->overdrawn();
    m_summary->setText(tr("%1: %2. 95 % of the calls shall be within the budget's p95.")
                           .arg(windowText(m_feed, m_zone), overdrawn.isEmpty() ? tr("no error budget is overdrawn")
                                                                                : tr("overdrawn: %1").arg(overdrawn.join(u", "_s))));
}

QString ServiceLevelsPanel::summary() const
{
    return m_summary->text();
}

void ServiceLevelsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    render();
}

} // namespace pivotal::ui
