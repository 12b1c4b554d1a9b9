#include "ui/plans/plan_statistics.h"

#include "ui/widgets/badge.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

PlanStatistics::PlanStatistics(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(20);
    m_cost = addFigure(tr("Cost"));
    m_time = addFigure(tr("Time"));
    m_rows = addFigure(tr("Rows read"));
    m_buffers = addFigure(tr("Buffers"));
    row->addStretch();
}

PlanStatistics::Figure PlanStatistics::addFigure(const QString &name)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(makeLabel(name, u"secondary"_s, this));
    auto *value = makeLabel({}, u"heading"_s, this);
    value->setAccessibleName(name);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(value);
    auto *ratio = new Badge(this);
    ratio->hide();
    column->addWidget(ratio);
    static_cast<QHBoxLayout *>(layout())->addLayout(column);
    return {value, ratio};
}

void PlanStatistics::reserveRatios(bool reserve)
{
    for (const Figure &figure : {m_cost, m_time, m_rows, m_buffers}) {
        QSizePolicy policy = figure.ratio->sizePolicy();
        policy.setRetainSizeWhenHidden(reserve);
        figure.ratio->setSizePolicy(policy);
    }
}

void PlanStatistics::setTotals(const models::PlanTotals &totals, bool isAnalyzed)
{
    m_cost.value->setText(models::amountText(totals.cost));
    m_time.value->setText(isAnalyzed ? tr("%1 ms").arg(models::amountText(totals.ms)) : tr("not run"));
    m_rows.value->setText((totals.isRowsReadExact ? tr("%1") : tr("≈ %1")).arg(models::rowsText(totals.rowsRead)));
    m_buffers.value->setText(isAnalyzed ? models::rowsText(totals.buffers) : tr("not run"));
    for (const Figure &figure : {m_cost, m_time, m_rows, m_buffers})
        figure.ratio->hide();
}

void PlanStatistics::setTotals(const models::PlanTotals &totals, bool isAnalyzed, const models::PlanTotals &before, bool isComparable)
{
    setTotals(totals, isAnalyzed);
    compare(m_cost, before.cost, totals.cost);
    if (!isComparable)
        return;
    compare(m_rows, before.rowsRead, totals.rowsRead);
    if (!isAnalyzed)
        return;
    compare(m_time, before.ms, totals.ms);
    compare(m_buffers, before.buffers, totals.buffers);
}

void PlanStatistics::compare(const Figure &figure, double before, double after)
{
    const QString text = models::ratioText(before, after);
    const bool isSame = text == models::ratioText(1, 1);
    figure.ratio->setBadge(text, isSame ? models::BadgeKind::Neutral : after < before ? models::BadgeKind::Good : models::BadgeKind::Bad);
    figure.ratio->show();
}

} // namespace pivotal::ui
