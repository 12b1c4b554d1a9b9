#include "ui/performance/distribution_chart.h"

#include "models/unit_text.h"
#include "ui/theme.h"

#include <QBarSeries>
#include <QBarSet>
#include <QCategoryAxis>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr double columnRatio = 1.5;
constexpr int maxLabels = 4;
constexpr double minColumns = 8;

} // namespace

DistributionChart::DistributionChart(QWidget *parent)
    : QChartView(makeChart(), parent), m_bars(new QBarSeries), m_set(new QBarSet(QString())), m_x(makeAxis(chart(), Qt::AlignBottom)),
      m_y(makeAxis(chart(), Qt::AlignLeft))
{
    setAccessibleName(tr("Distribution of durations"));
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setMinimumHeight(120);
    m_bars->setBarWidth(0.86);
    m_bars->append(m_set);
    chart()->addSeries(m_bars);
    m_bars->attachAxis(m_x);
    m_bars->attachAxis(m_y);
    connect(&Theme::instance(), &Theme::changed, this, &DistributionChart::style);
    style();
}

void DistributionChart::style()
{
    styleChart(chart());
    m_set->setColor(seriesColor(0));
    m_set->setBorderColor(seriesColor(0));
}

void DistributionChart::setCounts(const metrics::LatencyCounts &counts, std::optional<double> budgetMs)
{
    m_budgetMs = budgetMs;
    showColumns(counts.histogram(columnRatio));
}

void DistributionChart::showColumns(const QList<metrics::LatencyCounts::Column> &columns)
{
    m_columns = columns;
    quint64 most = 1;
    for (const auto &column : columns)
        most = std::max(most, quint64(column.count));
    if (m_set->count() > 0)
        m_set->remove(0, m_set->count());
    QList<qreal> heights;
    for (const auto &column : columns)
        heights << double(column.count);
    m_set->append(heights);
    const double missing = std::max(0.0, minColumns - double(columns.size())); // a column isn't as wide as the chart
    m_x->setRange(-0.5 - missing / 2, double(columns.size()) - 0.5 + missing / 2);
    QList<Tick> bounds;
    const qsizetype step = std::max<qsizetype>(1, (columns.size() + maxLabels - 1) / maxLabels);
    for (qsizetype i = 0; i < columns.size(); i += step)
        bounds.append({double(i) - 0.5, models::durationText(columns.at(i).fromMs)});
    setTicks(m_x, bounds);
    const QList<Tick> heightsAxis =
        linearTicks(double(most), [](double value) { return value == std::floor(value) ? QLocale().toString(qint64(value)) : QString(); });
    m_y->setRange(0, heightsAxis.last().at);
    QList<Tick> labelled;
    std::copy_if(heightsAxis.cbegin(), heightsAxis.cend(), std::back_inserter(labelled),
                 [](const Tick &tick) { return !tick.label.isEmpty(); });
    setTicks(m_y, labelled);
    viewport()->update();
}

void DistributionChart::drawForeground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawForeground(painter, rect);
    if (m_columns.isEmpty() || !m_budgetMs || *m_budgetMs > m_columns.last().toMs || *m_budgetMs < m_columns.first().fromMs)
        return;
    const double column = std::log(*m_budgetMs / m_columns.first().fromMs) / std::log(columnRatio) - 0.5;
    const QPointF top = chart()->mapToScene(chart()->mapToPosition({column, 0}, m_bars));
    painter->setPen(QPen(Theme::instance().colors().warning, 1, Qt::DashLine));
    painter->drawLine(QPointF(top.x(), chart()->mapToScene(chart()->plotArea()).boundingRect().top()), top);
}

} // namespace pivotal::ui
