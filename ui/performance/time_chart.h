#pragma once

#include "models/metric_series.h"
#include "ui/performance/chart_style.h"

#include <QChartView>
#include <optional>

class QCategoryAxis;
class QLineSeries;
class QRubberBand;
class QScatterSeries;

namespace pivotal::ui {

/// A point on the chart that something can be done with: a slow statement.
struct ChartMark
{
    qint64 atMs = 0;
    double value = 0;
    QString text;

    friend bool operator==(const ChartMark &, const ChartMark &) = default;
};

struct ChartContent
{
    models::Metric metric = models::Metric::Latency;
    qint64 fromMs = 0;
    qint64 toMs = 0;
    QList<models::Series> series;
    QList<models::Series> compared; ///< in the same order, their times moved onto these
    std::optional<double> budget;
    QString budgetText;
    QList<ChartMark> marks;
};

/// Series over time: a crosshair with values, dragging over a part asks for it, marks can be clicked. With the keyboard:
/// left and right move the crosshair, Enter opens the mark that is nearest to it.
class TimeChart : public QChartView
{
    Q_OBJECT

public:
    explicit TimeChart(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void setContent(const ChartContent &content);
    [[nodiscard]] const ChartContent &content() const { return m_content; }
    void setSeriesShown(qsizetype index, bool shown);
    /// Where a mark is, for whoever points at it.
    [[nodiscard]] QPoint markPosition(qsizetype index) const;

Q_SIGNALS:
    /// What the crosshair is on, in words; empty where it is on nothing.
    void readout(const QString &text);
    void rangeSelected(qint64 fromMs, qint64 toMs);
    void markClicked(qsizetype index);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    void style();
    void setDetailed(bool detailed);
    void ensureSeries(qsizetype count);
    void scaleAxes();
    [[nodiscard]] QList<QPointF> scaled(const QList<QPointF> &points) const;
    [[nodiscard]] double scaled(double value) const;
    [[nodiscard]] QPointF positionOf(double ms, double value) const; ///< in the view
    [[nodiscard]] qint64 timeAt(double viewX) const;
    [[nodiscard]] qsizetype markNear(QPointF position) const; ///< -1 for none
    void moveCrosshair(std::optional<qint64> toMs);
    [[nodiscard]] QString readoutText() const;

    const models::DisplayZone &m_zone;
    ChartContent m_content;
    QCategoryAxis *m_x;
    QCategoryAxis *m_y;
    QList<QLineSeries *> m_lines;
    QList<QLineSeries *> m_comparedLines;
    QLineSeries *m_budget;
    QScatterSeries *m_marks;
    QRubberBand *m_band;
    QList<bool> m_shown; ///< by series
    bool m_isDetailed = true;
    std::optional<qint64> m_crosshair; ///< the time of a point
    QPoint m_pressed;
};

} // namespace pivotal::ui
