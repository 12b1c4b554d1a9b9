#include "ui/performance/time_chart.h"

#include "ui/theme.h"

#include <QCategoryAxis>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr double markReach = 12; // pixels
constexpr double crosshairReach = 24;
constexpr int dragReach = 6;
constexpr double leastLogMs = 0.001;
constexpr qint64 dayMs = 24 * 60 * 60 * 1'000;
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
        if (mark.value) {
            least = std::min(least, *mark.value);
            most = std::max(most, *mark.value);
        }
    return {std::isfinite(least) ? least : 0, most};
}

} // namespace

TimeChart::TimeChart(const models::DisplayZone &zone, QWidget *parent)
    : QChartView(makeChart(), parent), m_zone(zone), m_x(makeAxis(chart(), Qt::AlignBottom)), m_y(makeAxis(chart(), Qt::AlignLeft)),
      m_band(new QRubberBand(QRubberBand::Rectangle, viewport()))
{
    setAccessibleName(tr("Chart over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    connect(&Theme::instance(), &Theme::changed, this, &TimeChart::style);
    connect(&zone, &models::DisplayZone::changed, this, &TimeChart::scaleAxes);
    style();
}

void TimeChart::style()
{
    styleChart(chart());
    viewport()->update();
}

void TimeChart::setContent(const ChartContent &content)
{
    m_content = content;
    while (m_shown.size() < content.series.size())
        m_shown.append(true);
    m_isSmooth = pointsIn(content) <= maxSmoothPoints;
    m_isLogarithmic = models::infoOf(content.metric).isLogarithmic;
    scaleAxes();
    if (m_crosshair)
        moveCrosshair(m_crosshair);
    viewport()->update();
}

void TimeChart::scaleAxes()
{
    const auto label = [this](double value) { return models::valueText(m_content.metric, value); };
    const auto [least, most] = rangeOf(m_content);
    QList<Tick> ticks;
    if (m_isLogarithmic) {
        const double top = std::max(most, leastLogMs * 10);
        ticks = logTicks(std::clamp(least, leastLogMs, top / 4), top, label);
    } else {
        ticks = linearTicks(models::infoOf(m_content.metric).isShare ? 100 : std::max(most, 1.0), label);
    }
    setTicks(m_y, ticks);
    m_y->setRange(ticks.first().at, ticks.last().at);
    m_x->setRange(double(m_content.fromMs), double(m_content.toMs));
    setTicks(m_x, timeTicks(m_content.fromMs, m_content.toMs, std::clamp(width() / 110, 2, 10), m_zone));
}

void TimeChart::setSeriesShown(qsizetype index, bool shown)
{
    if (index >= m_shown.size())
        return;
    m_shown[index] = shown;
    viewport()->update();
}

void TimeChart::setComparedShown(bool shown)
{
    m_isComparedShown = shown;
    viewport()->update();
}

void TimeChart::setMarksShown(MarkKind kind, bool shown)
{
    if (shown)
        m_hiddenMarks.remove(kind);
    else
        m_hiddenMarks.insert(kind);
    viewport()->update();
}

double TimeChart::scaled(double value) const
{
    return m_isLogarithmic ? std::log10(std::max(value, leastLogMs)) : value;
}

QRectF TimeChart::plot() const
{
    return mapFromScene(chart()->mapToScene(chart()->plotArea())).boundingRect();
}

QTransform TimeChart::toView() const
{
    const QRectF area = plot();
    QTransform transform;
    transform.translate(area.left(), area.bottom());
    transform.scale(area.width() / double(std::max<qint64>(1, m_content.toMs - m_content.fromMs)),
                    -area.height() / std::max(1e-9, m_y->max() - m_y->min()));
    transform.translate(0, -m_y->min());
    return transform;
}

QPointF TimeChart::positionOf(double ms, double value) const
{
    return toView().map(QPointF(ms - double(m_content.fromMs), scaled(value)));
}

qint64 TimeChart::timeAt(double viewX) const
{
    const QRectF area = plot();
    const double share = std::clamp((viewX - area.left()) / std::max(1.0, area.width()), 0.0, 1.0);
    return m_content.fromMs + qint64(share * double(m_content.toMs - m_content.fromMs));
}

QPoint TimeChart::markPosition(qsizetype index) const
{
    const ChartMark &mark = m_content.marks.at(index);
    if (mark.value)
        return positionOf(double(mark.atMs), *mark.value).toPoint();
    return {int(positionOf(double(mark.atMs), 1).x()), int(plot().bottom()) - (mark.kind == MarkKind::Failed ? 7 : 20)};
}

qsizetype TimeChart::markNear(QPointF position) const
{
    qsizetype nearest = -1;
    double reach = markReach;
    for (qsizetype i = 0; i < m_content.marks.size(); ++i) {
        const double distance = QLineF(position, markPosition(i)).length();
        if (distance < reach && !m_hiddenMarks.contains(m_content.marks.at(i).kind)) {
            reach = distance;
            nearest = i;
        }
    }
    return nearest;
}

qsizetype TimeChart::markNearest(qint64 ms) const
{
    qsizetype nearest = -1;
    for (qsizetype i = 0; i < m_content.marks.size(); ++i) {
        const ChartMark &mark = m_content.marks.at(i);
        if (!m_hiddenMarks.contains(mark.kind)
            && (nearest < 0 || std::abs(mark.atMs - ms) < std::abs(m_content.marks.at(nearest).atMs - ms)))
            nearest = i;
    }
    return nearest;
}

void TimeChart::moveCrosshair(std::optional<qint64> toMs)
{
    m_crosshair.reset();
    if (toMs) { // the nearest point of time that has a figure: near by, or that of this interval
        const double perPixel = double(m_content.toMs - m_content.fromMs) / std::max(1.0, plot().width());
        double reach = std::max(double(m_content.pointMs), crosshairReach * perPixel);
        for (qsizetype i = 0; i < m_content.series.size(); ++i)
            for (const QPointF &point : m_content.series.at(i).points)
                if (const double distance = std::abs(point.x() - double(*toMs)); m_shown.at(i) && distance < reach) {
                    reach = distance;
                    m_crosshair = qint64(point.x());
                }
    }
    setAccessibleDescription(readout().join(u", "_s));
    viewport()->update();
}

QStringList TimeChart::readout() const
{
    if (const qsizetype mark = m_pointer ? markNear(*m_pointer) : -1; mark >= 0)
        return {m_content.marks.at(mark).text};
    if (!m_crosshair)
        return {};
    const QString time = m_zone.seconds({*m_crosshair});
    QStringList lines{m_content.toMs - m_content.fromMs > dayMs ? time : time.section(u' ', 1)};
    for (qsizetype i = 0; i < m_content.series.size(); ++i)
        for (const QPointF &point : m_content.series.at(i).points)
            if (qint64(point.x()) == *m_crosshair && m_shown.at(i))
                lines << m_content.series.at(i).name + u' ' + models::valueText(m_content.metric, point.y());
    return lines;
}

void TimeChart::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->pos();
    setFocus(Qt::MouseFocusReason);
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton) {
        const QRect area = plot().toRect();
        m_band->setGeometry(
            QRect(QPoint(m_pressed.x(), area.top()), QPoint(event->pos().x(), area.bottom())).normalized().intersected(area));
        m_band->setVisible(std::abs(event->pos().x() - m_pressed.x()) > dragReach);
        return;
    }
    const qsizetype mark = markNear(event->position());
    viewport()->setCursor(mark >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    m_pointer = event->position();
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
    m_pointer.reset();
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
    } else if (const qsizetype mark = markNearest(m_crosshair.value_or(m_content.toMs));
               mark >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT markClicked(mark);
    } else {
        QChartView::keyPressEvent(event);
    }
}

} // namespace pivotal::ui
