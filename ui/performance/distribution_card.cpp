#include "ui/performance/distribution_card.h"

#include "ui/performance/distribution_chart.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

DistributionCard::DistributionCard(QWidget *parent)
    : QFrame(parent), m_note(makeLabel({}, u"secondary"_s, this)), m_chart(new DistributionChart(this))
{
    setProperty("card", true);
    QLabel *heading = makeLabel(tr("Distribution"), {}, this);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    heading->setMinimumHeight(30);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 6);
    head->setSpacing(8);
    head->addWidget(heading);
    head->addWidget(m_note, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 8);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(this));
    column->addWidget(m_chart, 1);
}

void DistributionCard::setCounts(const QString &what, const metrics::LatencyCounts &counts, std::optional<double> budgetMs)
{
    m_chart->setCounts(counts, budgetMs);
    m_note->setText(counts.isEmpty() ? tr("%1: nothing in this window").arg(what)
                                     : tr("%1 · n = %2 · ±0.5 %").arg(what, QLocale().toString(qint64(counts.count()))));
}

} // namespace pivotal::ui
