#pragma once

#include "models/display_zone.h"
#include "models/metric_series.h"
#include "repo/metrics/telemetry.h"
#include "repo/tuning_repository.h"
#include "ui/performance/sample_feed.h"

#include <QWidget>
#include <memory>

class QBoxLayout;
class QFrame;
class QLabel;

namespace pivotal {
class Migrations;
}

namespace pivotal::ui {

class ChartCard;
class Cure;
class DiagnosisCard;
class DistributionChart;
class FigureTile;
class NoticeBar;
class PlanDialog;
class SlowCard;

/// What the repository layer does: figures, a chart, the distribution, the slow statements, and the cure of the one chosen. Has
/// no margins of its own.
class OperationsPanel : public QWidget
{
    Q_OBJECT

public:
    /// `feed` outlives it.
    OperationsPanel(SampleFeed &feed, const models::DisplayZone &zone, NoticeBar *notice, QWidget *parent = nullptr);
    ~OperationsPanel() override;

    /// All outlive this, or are taken away before they go; null: none.
    void setSession(metrics::Telemetry *telemetry, TuningRepository *tuning, Migrations *migrations);
    void setSlowThreshold(double ms);
    void focusContent();
    void fit(int availableWidth);
    [[nodiscard]] ChartCard *chartCard() const { return m_chart; }
    [[nodiscard]] SlowCard *slowCard() const { return m_slow; }
    [[nodiscard]] DiagnosisCard *diagnosisCard() const { return m_diagnosis; }
    [[nodiscard]] Cure &cure() { return *m_cure; }
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
    void renderTiles(const metrics::Sample &total);
    void renderChart();
    void renderDistribution(const metrics::Sample &total);
    void renderSlow();
    void chooseCase(qsizetype mark);
    void onSlowChosen();
    void diagnose(const metrics::StatementGroup &group, const metrics::SlowStatement &statement);
    void forgetReasons();
    void diagnoseNext();
    void showPlan();
    [[nodiscard]] QList<models::Series> comparedSeries() const;

    SampleFeed &m_feed;
    const models::DisplayZone &m_zone;
    NoticeBar *m_notice;
    metrics::Telemetry *m_telemetry = nullptr;
    TuningRepository *m_tuning = nullptr;
    std::unique_ptr<Cure> m_cure;
    FigureTile *m_latency;
    FigureTile *m_cache;
    FigureTile *m_pool;
    FigureTile *m_errors;
    FigureTile *m_spool;
    ChartCard *m_chart;
    QFrame *m_distributionCard;
    QLabel *m_distributionNote;
    DistributionChart *m_distribution;
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
