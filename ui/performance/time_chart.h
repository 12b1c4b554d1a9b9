#pragma once

#include "models/metric_series.h"
#include "ui/performance/chart_style.h"

#include <QChartView>
#include <QSet>
#include <QTransform>
#include <optional>

class QCategoryAxis;
class QRubberBand;

namespace pivotal::ui {

/// A point on the chart that something can be done with.
struct ChartMark
{
    MarkKind kind = MarkKind::Slow;
    qint64 atMs = 0;
    std::optional<double> value; ///< nothing: at the foot of the chart
    QString text;

    friend bool operator==(const ChartMark &, const ChartMark &) = default;
};

struct ChartContent
{
    models::Metric metric = models::Metric::Latency;
    qint64 fromMs = 0;
    qint64 toMs = 0;
    qint64 pointMs = 0; ///< between two points of a series; where more is missing, the line has a gap. 0: nowhere
    qint64 comparedPointMs = 0;
    QList<models::Series> series;
    QList<models::Series> compared; ///< in the same order, their times moved onto these
    QString comparedText;           ///< what they are: "hour before"
    std::optional<double> budget;
    QString budgetText;
    QList<ChartMark> marks;
};

/// Series over time, drawn on the axes of a chart: QLineSeries strokes its whole line at each change, which takes longer than
/// a frame has for ten series of 600 points, and can't leave a gap where there is nothing. A crosshair shows values in a box, dragging
/// over a part asks for it, marks can be clicked. With the keyboard: left and right move the crosshair, Enter opens the mark
/// that is nearest to it.
class TimeChart : public QChartView
{
    Q_OBJECT

public:
    explicit TimeChart(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void setContent(const ChartContent &content);
    [[nodiscard]] const ChartContent &content() const { return m_content; }
    void setSeriesShown(qsizetype index, bool shown);
    void setComparedShown(bool shown);
    void setMarksShown(MarkKind kind, bool shown);
    /// What the pointer is on, line by line: a mark, or the values at the crosshair. Empty where it is on nothing.
    [[nodiscard]] QStringList readout() const;
    /// Where a mark is, for whoever points at it.
    [[nodiscard]] QPoint markPosition(qsizetype index) const;

Q_SIGNALS:
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
    void scaleAxes();
    [[nodiscard]] double scaled(double value) const;
    [[nodiscard]] QRectF plot() const; ///< in the view, as all positions
    /// From (ms since the window's start, scaled value) to the view.
    [[nodiscard]] QTransform toView() const;
    [[nodiscard]] QPointF positionOf(double ms, double value) const;
    [[nodiscard]] qint64 timeAt(double viewX) const;
    [[nodiscard]] qsizetype markNear(QPointF position) const; ///< -1 for none
    [[nodiscard]] qsizetype markNearest(qint64 ms) const;     ///< of those that are shown; -1 for none
    void moveCrosshair(std::optional<qint64> toMs);
    void paintSeries(QPainter &painter, const QList<models::Series> &series, bool isCompared) const;
    void paintLine(QPainter &painter, const QList<QPointF> &points, qint64 pointMs, const QColor &color) const;
    void paintNothing(QPainter &painter) const;
    void paintBudget(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;
    void paintReadout(QPainter &painter) const;

    const models::DisplayZone &m_zone;
    ChartContent m_content;
    QCategoryAxis *m_x;
    QCategoryAxis *m_y;
    QRubberBand *m_band;
    QList<bool> m_shown; ///< by series
    bool m_isComparedShown = true;
    QSet<MarkKind> m_hiddenMarks;
    bool m_isSmooth = true;
    bool m_isLogarithmic = true;
    std::optional<qint64> m_crosshair; ///< the time of a point
    std::optional<QPointF> m_pointer;  ///< the mouse's
    QPoint m_pressed;
};

} // namespace pivotal::ui
