#pragma once

#include "models/display_zone.h"
#include "models/metric_series.h"
#include "repo/tuning/tuning_repository.h"
#include "ui/performance/sample_feed.h"
#include "ui/performance/time_chart.h"

#include <QWidget>
#include <memory>

class QBoxLayout;

namespace pivotal {
class Migrations;
}

namespace pivotal::ui {

class Actions;
class ChartCard;
class IndexWorkflow;
class DiagnosisCard;
class DistributionCard;
class NoticeBar;
class OperationTiles;
class PlanDialog;
class SlowCard;

/// What the repository layer does: statistics, a chart, the distribution, the slow statements, and the remedy of the one chosen. Has
/// no margins of its own.
class OperationsPanel : public QWidget
{
    Q_OBJECT

public:
    /// `feed` outlives it.
    OperationsPanel(SampleFeed &feed, const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent = nullptr);
    ~OperationsPanel() override;

    /// All outlive this, or are taken away before they go; null: none.
    void setSession(TuningRepository *tuning, Migrations *migrations);
    void setSlowThreshold(double ms);
    void setBudgets(const metrics::Budgets &budgets);
    /// Plots how long the operation took.
    void showOperation(const QString &operation);
    void focusContent();
    void fit(int availableWidth);
    /// Of the chart and of the advice.
    void addActions(Actions &actions);
    [[nodiscard]] ChartCard *chartCard() const { return m_chart; }
    [[nodiscard]] SlowCard *slowCard() const { return m_slow; }
    [[nodiscard]] DiagnosisCard *diagnosisCard() const { return m_diagnosis; }
    [[nodiscard]] IndexWorkflow &workflow() { return *m_workflow; }
    [[nodiscard]] PlanDialog *planDialog() const { return m_planDialog; }

Q_SIGNALS:
    void indexesChanged();
    void slowThresholdChanged(double ms);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void assemble();
    void connectParts();
    void render();
    void renderChart(const metrics::Sample &total);
    void renderMarks();
    void renderDistribution(const metrics::Sample &total);
    void renderSlow();
    void chooseCase(qsizetype mark);
    void onSlowChosen();
    void diagnose(const metrics::StatementGroup &group, const metrics::SlowStatement &statement);
    void forgetReasons();
    void diagnoseNext();
    void showPlan();
    [[nodiscard]] QList<ChartMark> marks() const;

    SampleFeed &m_feed;
    const models::DisplayZone &m_zone;
    NoticeBar *m_notice;
    TuningRepository *m_tuning = nullptr;
    std::unique_ptr<IndexWorkflow> m_workflow;
    metrics::Budgets m_budgets;
    OperationTiles *m_tiles;
    ChartCard *m_chart;
    DistributionCard *m_distribution;
    SlowCard *m_slow;
    DiagnosisCard *m_diagnosis;
    PlanDialog *m_planDialog = nullptr;
    QBoxLayout *m_upper;
    QBoxLayout *m_lower;
    QList<metrics::SlowStatement> m_cases; ///< of the marks, in their order
    QString m_shownKey;                    ///< of the group that is diagnosed
    bool m_isDiagnosing = false;           ///< in the background, for the table's reasons
    quint64 m_generation = 0;              ///< of the reasons
};

} // namespace pivotal::ui
