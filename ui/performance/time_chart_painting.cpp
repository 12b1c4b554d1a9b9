#include "ui/performance/time_chart.h"

#include "ui/theme.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr double budgetTextHeight = 18;
constexpr int readoutWidth = 320;
constexpr double readoutPadding = 8;
constexpr double readoutGap = 12; ///< beside the crosshair
constexpr double gapPoints = 2.5; ///< a line goes on over so many points at most

} // namespace

void TimeChart::drawForeground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawForeground(painter, rect);
    painter->save();
    painter->resetTransform();
    painter->setFont(font());
    painter->setRenderHint(QPainter::Antialiasing, m_isSmooth);
    painter->setClipRect(plot().adjusted(-4, -6, 6, 1));
    paintNothing(*painter);
    if (m_isComparedShown)
        paintSeries(*painter, m_content.compared, true);
    paintSeries(*painter, m_content.series, false);
    painter->setRenderHint(QPainter::Antialiasing);
    paintBudget(*painter);
    paintMarks(*painter);
    paintCrosshair(*painter);
    painter->setClipping(false);
    paintReadout(*painter);
    if (hasFocus()) {
        painter->setPen(QPen(Theme::instance().colors().accentSoft, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    painter->restore();
}

void TimeChart::paintNothing(QPainter &painter) const
{
    const auto hasPoints = [](const models::Series &series) { return !series.points.isEmpty(); };
    if (!m_content.marks.isEmpty() || std::any_of(m_content.series.cbegin(), m_content.series.cend(), hasPoints)
        || std::any_of(m_content.compared.cbegin(), m_content.compared.cend(), hasPoints))
        return;
    painter.setPen(Theme::instance().colors().secondary);
    painter.drawText(plot(), Qt::AlignCenter, tr("Nothing happened in this window."));
}

void TimeChart::paintSeries(QPainter &painter, const QList<models::Series> &series, bool isCompared) const
{
    for (qsizetype i = 0; i < series.size(); ++i) {
        if (!m_shown.value(i, true))
            continue;
        QColor color = seriesColor(i);
        color.setAlpha(isCompared ? 130 : 255);
        painter.setPen(QPen(color, m_isSmooth ? 1.6 : 0, isCompared ? Qt::DotLine : Qt::SolidLine));
        paintLine(painter, series.at(i).points, isCompared ? m_content.comparedPointMs : m_content.pointMs, color);
    }
}

/// A part of a line without a neighbour is a dot.
void TimeChart::paintLine(QPainter &painter, const QList<QPointF> &points, qint64 pointMs, const QColor &color) const
{
    const QTransform view = toView();
    const double gap = pointMs > 0 ? gapPoints * double(pointMs) : INFINITY;
    QPolygonF line;
    const auto flush = [&] {
        if (line.size() > 1) {
            painter.drawPolyline(line);
        } else if (line.size() == 1) {
            painter.save();
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawEllipse(line.first(), 2.5, 2.5);
            painter.restore();
        }
        line.clear();
    };
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (i > 0 && points.at(i).x() - points.at(i - 1).x() > gap)
            flush();
        line << view.map(QPointF(points.at(i).x() - double(m_content.fromMs), scaled(points.at(i).y())));
    }
    flush();
}

void TimeChart::paintBudget(QPainter &painter) const
{
    if (!m_content.budget)
        return;
    const double y = positionOf(double(m_content.toMs), *m_content.budget).y();
    const QRectF area = plot();
    painter.setPen(QPen(Theme::instance().colors().warning, 1, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    const bool hasSpaceAbove = y - budgetTextHeight > area.top();
    painter.drawText(QRectF(area.left(), hasSpaceAbove ? y - budgetTextHeight - 2 : y + 2, area.width() - 4, budgetTextHeight),
                     Qt::AlignRight | (hasSpaceAbove ? Qt::AlignBottom : Qt::AlignTop), m_content.budgetText);
}

void TimeChart::paintMarks(QPainter &painter) const
{
    for (qsizetype i = 0; i < m_content.marks.size(); ++i)
        if (!m_hiddenMarks.contains(m_content.marks.at(i).kind))
            paintMark(painter, m_content.marks.at(i).kind, markPosition(i));
}

void TimeChart::paintCrosshair(QPainter &painter) const
{
    if (!m_crosshair)
        return;
    const double x = positionOf(double(*m_crosshair), 1).x();
    painter.setPen(QPen(Theme::instance().colors().secondary, 1));
    painter.drawLine(QPointF(x, plot().top()), QPointF(x, plot().bottom()));
    painter.setPen(QPen(Theme::instance().colors().surface, 1.5));
    for (qsizetype i = 0; i < m_content.series.size(); ++i)
        for (const QPointF &point : m_content.series.at(i).points)
            if (qint64(point.x()) == *m_crosshair && m_shown.at(i)) {
                painter.setBrush(seriesColor(i));
                painter.drawEllipse(positionOf(point.x(), point.y()), 4, 4);
            }
}

/// In a box beside what the pointer is on.
void TimeChart::paintReadout(QPainter &painter) const
{
    const QString text = readout().join(u'\n');
    if (text.isEmpty())
        return;
    const Colors &colors = Theme::instance().colors();
    const QRectF area = plot();
    const double x = m_crosshair ? positionOf(double(*m_crosshair), 1).x() : m_pointer->x();
    QRectF box(
        QPointF(),
        painter.fontMetrics().boundingRect(QRect(0, 0, readoutWidth, readoutWidth), int(Qt::AlignLeft) | Qt::TextWordWrap, text).size());
    box.adjust(-readoutPadding, -readoutPadding, readoutPadding, readoutPadding);
    const bool isOnTheRight = x + readoutGap + box.width() < area.right();
    box.moveTopLeft({isOnTheRight ? x + readoutGap : x - readoutGap - box.width(), area.top() + readoutPadding});
    painter.setPen(colors.border);
    painter.setBrush(colors.surface);
    painter.drawRoundedRect(box, 6, 6);
    painter.setPen(colors.text);
    painter.drawText(box.adjusted(readoutPadding, readoutPadding, -readoutPadding, -readoutPadding), int(Qt::AlignLeft) | Qt::TextWordWrap,
                     text);
}

} // namespace pivotal::ui
