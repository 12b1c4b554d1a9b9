#pragma once

#include "repo/metrics/latency_counts.h"
#include "ui/performance/chart_style.h"

#include <QChartView>
#include <optional>

class QBarSeries;
class QBarSet;
class QCategoryAxis;

namespace pivotal::ui {

/// How durations are spread: columns that grow by a half each, on a logarithmic axis that ends at the fastest and the slowest.
class DistributionChart : public QChartView
{
    Q_OBJECT

public:
    explicit DistributionChart(QWidget *parent = nullptr);

    void setCounts(const metrics::LatencyCounts &counts, std::optional<double> budgetMs);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    void style();
    void showColumns(const QList<metrics::LatencyCounts::Column> &columns);

    QBarSeries *m_bars;
    QBarSet *m_set;
    QCategoryAxis *m_x;
    QCategoryAxis *m_y;
    QList<metrics::LatencyCounts::Column> m_columns;
    std::optional<double> m_budgetMs;
};

} // namespace pivotal::ui
