#include "ui/performance/time_chart.h"

#include "ui/theme.h"

#include <QCategoryAxis>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QScatterSeries>
#include <algorithm>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr double markReach = 12; // pixels
constexpr int dragReach = 6;
constexpr double leastLogMs = 0.001;
constexpr qsizetype maxSmoothPoints = 2'000; ///< more are drawn as thin lines without smoothing, several times as fast

qsizetype pointsIn(const ChartContent &content)
{
    qsizetype count = 0;
    for (const auto *series : {&content.series, &content.compared})
        for (const models::Series &each : *series)
            count += each.points.size();
    return count;
}

std::pair<double, double> rangeOf(const ChartContent &content)
{
    double least = INFINITY;
    double most = 0;
    for (const auto *series : {&content.series, &content.compared})
        for (const models::Series &each : *series)
            for (const QPointF &point : each.points) {
                least = std::min(least, point.y());
                most = std::max(most, point.y());
            }
    for (const ChartMark &mark : content.marks)
        most = std::max(most, mark.value);
    return {std::isfinite(least) ? least : 0, most};
}

} // namespace

TimeChart::TimeChart(const models::DisplayZone &zone, QWidget *parent)
    : QChartView(makeChart(), parent), m_zone(zone), m_x(makeAxis(chart(), Qt::AlignBottom)), m_y(makeAxis(chart(), Qt::AlignLeft)),
      m_budget(new QLineSeries), m_marks(new QScatterSeries), m_band(new QRubberBand(QRubberBand::Rectangle, viewport()))
{
    setAccessibleName(tr("Chart over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    m_marks->setMarkerSize(9);
    for (QXYSeries *series : {static_cast<QXYSeries *>(m_budget), static_cast<QXYSeries *>(m_marks)}) {
        chart()->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    }
    connect(&Theme::instance(), &Theme::changed, this, &TimeChart::style);
    connect(&zone, &models::DisplayZone::changed, this, [this] { scaleAxes(); });
    style();
}

void TimeChart::style()
{
    const Colors &colors = Theme::instance().colors();
    styleChart(chart());
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        m_lines.at(i)->setPen(QPen(seriesColor(i), m_isDetailed ? 1.6 : 0));
        QColor faint = seriesColor(i);
        faint.setAlpha(120);
        m_comparedLines.at(i)->setPen(QPen(faint, m_isDetailed ? 1.2 : 0, Qt::DotLine));
    }
    m_budget->setPen(QPen(colors.warning, 1, Qt::DashLine));
    m_marks->setColor(colors.bad);
    m_marks->setBorderColor(colors.surface);
}

void TimeChart::ensureSeries(qsizetype count)
{
    const qsizetype before = m_lines.size();
    while (m_lines.size() < count) {
        for (QList<QLineSeries *> *list : {&m_comparedLines, &m_lines}) {
            auto *line = new QLineSeries;
            chart()->addSeries(line);
            line->attachAxis(m_x);
            line->attachAxis(m_y);
            list->append(line);
        }
        m_shown.append(true);
    }
    if (m_lines.size() == before)
        return;
    chart()->removeSeries(m_marks); // they lie on top
    chart()->addSeries(m_marks);
    m_marks->attachAxis(m_x);
    m_marks->attachAxis(m_y);
    style();
}

void TimeChart::setContent(const ChartContent &content)
{
    m_content = content;
    ensureSeries(content.series.size());
    setDetailed(pointsIn(content) <= maxSmoothPoints);
    scaleAxes();
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const bool isThere = i < content.series.size();
        m_lines.at(i)->replace(isThere ? scaled(content.series.at(i).points) : QList<QPointF>());
        m_comparedLines.at(i)->replace(i < content.compared.size() ? scaled(content.compared.at(i).points) : QList<QPointF>());
        // A single point makes no line: it is shown as a point.
        m_lines.at(i)->setPointsVisible(isThere && content.series.at(i).points.size() < 3);
    }
    m_budget->replace(content.budget ? scaled({{double(content.fromMs), *content.budget}, {double(content.toMs), *content.budget}}) : QList<QPointF>());
    QList<QPointF> marks;
    for (const ChartMark &mark : content.marks)
        marks << QPointF(double(mark.atMs), mark.value);
    m_marks->replace(scaled(marks));
    if (m_crosshair)
        moveCrosshair(m_crosshair);
}

void TimeChart::setDetailed(bool detailed)
{
    if (m_isDetailed == detailed)
        return;
    m_isDetailed = detailed;
    setRenderHint(QPainter::Antialiasing, detailed);
    style();
}

void TimeChart::scaleAxes()
{
    const auto label = [this](double value) { return models::valueText(m_content.metric, value); };
    const auto [least, most] = rangeOf(m_content);
    QList<Tick> ticks;
    if (models::infoOf(m_content.metric).isLogarithmic) {
        const double top = std::max(most, leastLogMs * 10);
        ticks = logTicks(std::clamp(least, leastLogMs, top / 4), top, label);
    } else {
        ticks = linearTicks(m_content.metric == models::Metric::CacheHitRate ? 100 : std::max(most, 1.0), label);
    }
    setTicks(m_y, ticks);
    m_y->setRange(ticks.first().at, ticks.last().at);
    m_x->setRange(double(m_content.fromMs), double(m_content.toMs));
    setTicks(m_x, timeTicks(m_content.fromMs, m_content.toMs, std::clamp(width() / 110, 2, 10), m_zone));
}

void TimeChart::setSeriesShown(qsizetype index, bool shown)
{
    if (index >= m_lines.size())
        return;
    m_shown[index] = shown;
    m_lines.at(index)->setVisible(shown);
    m_comparedLines.at(index)->setVisible(shown);
}

double TimeChart::scaled(double value) const
{
    return models::infoOf(m_content.metric).isLogarithmic ? std::log10(std::max(value, leastLogMs)) : value;
}

QList<QPointF> TimeChart::scaled(const QList<QPointF> &points) const
{
    if (!models::infoOf(m_content.metric).isLogarithmic)
        return points;
    QList<QPointF> moved;
    moved.reserve(points.size());
    for (const QPointF &point : points)
        moved << QPointF(point.x(), std::log10(std::max(point.y(), leastLogMs)));
    return moved;
}

QPointF TimeChart::positionOf(double ms, double value) const
{
    return mapFromScene(chart()->mapToScene(chart()->mapToPosition({ms, scaled(value)}, m_marks)));
}

qint64 TimeChart::timeAt(double viewX) const
{
    return qint64(chart()->mapToValue(chart()->mapFromScene(mapToScene(QPoint(int(viewX), 0))), m_marks).x());
}

QPoint TimeChart::markPosition(qsizetype index) const
{
    const ChartMark &mark = m_content.marks.at(index);
    return positionOf(double(mark.atMs), mark.value).toPoint();
}

qsizetype TimeChart::markNear(QPointF position) const
{
    qsizetype nearest = -1;
    double reach = markReach;
    for (qsizetype i = 0; i < m_content.marks.size(); ++i) {
        const double distance = QLineF(position, markPosition(i)).length();
        if (distance < reach) {
            reach = distance;
            nearest = i;
        }
    }
    return nearest;
}

void TimeChart::moveCrosshair(std::optional<qint64> toMs)
{
    m_crosshair.reset();
    if (toMs) { // the nearest point of time that has a figure
        double reach = INFINITY;
        for (qsizetype i = 0; i < m_content.series.size(); ++i)
            for (const QPointF &point : m_content.series.at(i).points)
                if (const double distance = std::abs(point.x() - double(*toMs)); m_shown.at(i) && distance < reach) {
                    reach = distance;
                    m_crosshair = qint64(point.x());
                }
    }
    Q_EMIT readout(readoutText());
    viewport()->update();
}

QString TimeChart::readoutText() const
{
    if (!m_crosshair)
        return {};
    QStringList parts{m_zone.seconds({*m_crosshair}).section(u' ', 1)};
    for (qsizetype i = 0; i < m_content.series.size(); ++i)
        for (const QPointF &point : m_content.series.at(i).points)
            if (qint64(point.x()) == *m_crosshair && m_shown.at(i))
                parts << m_content.series.at(i).name + u' ' + models::valueText(m_content.metric, point.y());
    return parts.join(QStringLiteral(" · "));
}

void TimeChart::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->pos();
    setFocus(Qt::MouseFocusReason);
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton) {
        const QRect plot = mapFromScene(chart()->mapToScene(chart()->plotArea())).boundingRect();
        m_band->setGeometry(QRect(QPoint(m_pressed.x(), plot.top()), QPoint(event->pos().x(), plot.bottom())).normalized().intersected(plot));
        m_band->setVisible(std::abs(event->pos().x() - m_pressed.x()) > dragReach);
        return;
    }
    const qsizetype mark = markNear(event->position());
    viewport()->setCursor(mark >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->setToolTip(mark >= 0 ? m_content.marks.at(mark).text : QString());
    moveCrosshair(timeAt(event->position().x()));
}

void TimeChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_band->isVisible()) {
        m_band->hide();
        const qint64 a = timeAt(m_pressed.x());
        const qint64 b = timeAt(event->position().x());
        Q_EMIT rangeSelected(std::min(a, b), std::max(a, b));
    } else if (const qsizetype mark = markNear(event->position()); mark >= 0) {
        Q_EMIT markClicked(mark);
    }
}

void TimeChart::leaveEvent(QEvent *)
{
    moveCrosshair({});
}

void TimeChart::keyPressEvent(QKeyEvent *event)
{
    const bool isLeft = event->key() == Qt::Key_Left;
    if (isLeft || event->key() == Qt::Key_Right) {
        std::optional<qint64> next;
        for (const models::Series &series : std::as_const(m_content.series))
            for (const QPointF &point : series.points) {
                const auto x = qint64(point.x());
                const bool isBeyond = !m_crosshair || (isLeft ? x < *m_crosshair : x > *m_crosshair);
                if (isBeyond && (!next || (isLeft ? x > *next : x < *next)))
                    next = x;
            }
        if (next)
            moveCrosshair(next);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !m_content.marks.isEmpty()) {
        const qint64 at = m_crosshair.value_or(m_content.toMs);
        const auto nearest = std::min_element(m_content.marks.cbegin(), m_content.marks.cend(), [at](const ChartMark &a, const ChartMark &b) {
            return std::abs(a.atMs - at) < std::abs(b.atMs - at);
        });
        Q_EMIT markClicked(nearest - m_content.marks.cbegin());
    } else {
        QChartView::keyPressEvent(event);
    }
}

void TimeChart::drawForeground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawForeground(painter, rect);
    const Colors &colors = Theme::instance().colors();
    painter->save();
    painter->resetTransform();
    painter->setFont(font());
    const QRect plot = mapFromScene(chart()->mapToScene(chart()->plotArea())).boundingRect();
    if (m_content.budget) {
        const QPointF end = positionOf(double(m_content.toMs), *m_content.budget);
        painter->setPen(colors.warning);
        if (plot.contains(end.toPoint() - QPoint(4, 0)))
            painter->drawText(QRectF(plot.left(), end.y() - 20, plot.width() - 4, 18), Qt::AlignRight | Qt::AlignBottom, m_content.budgetText);
    }
    if (m_crosshair) {
        const double x = positionOf(double(*m_crosshair), m_content.series.first().points.value(0).y()).x();
        painter->setPen(QPen(colors.secondary, 1));
        painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        for (qsizetype i = 0; i < m_content.series.size(); ++i)
            for (const QPointF &point : m_content.series.at(i).points)
                if (qint64(point.x()) == *m_crosshair && m_shown.at(i)) {
                    painter->setPen(QPen(colors.surface, 1.5));
                    painter->setBrush(seriesColor(i));
                    painter->drawEllipse(positionOf(point.x(), point.y()), 4, 4);
                }
    }
    if (hasFocus()) {
        painter->setPen(QPen(colors.accentSoft, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    painter->restore();
}

} // namespace pivotal::ui
