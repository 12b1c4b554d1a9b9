#pragma once

#include "repo/metrics/latency_counts.h"

#include <QFrame>
#include <optional>

class QLabel;

namespace pivotal::ui {

class DistributionChart;

/// How the durations of something are spread, with what it is and how many they are.
class DistributionCard : public QFrame
{
    Q_OBJECT

public:
    explicit DistributionCard(QWidget *parent = nullptr);

    void setCounts(const QString &what, const metrics::LatencyCounts &counts, std::optional<double> budgetMs);

private:
    QLabel *m_note;
    DistributionChart *m_chart;
};

} // namespace pivotal::ui
