#include "ui/performance/chart_style.h"

#include "ui/theme.h"

#include <QCategoryAxis>
#include <QChart>
#include <QGraphicsLayout>
#include <QPainter>
#include <QPixmap>
#include <QSet>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr int labelPixels = 12;

qint64 timeStep(qint64 span, int count)
{
    static constexpr std::array steps{second,     2 * second, 5 * second,  10 * second, 15 * second, 30 * second, minute,
                                      2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour,        2 * hour,
                                      3 * hour,   6 * hour,   12 * hour,   day,         2 * day,     5 * day,     7 * day};
    const auto found = std::find_if(steps.begin(), steps.end(), [&](qint64 step) { return span / step <= count; });
    return found == steps.end() ? steps.back() : *found;
}

/// No label comes twice.
QString timeFormat(qint64 step, qint64 span)
{
    if (step >= day)
        return u"MM-dd"_s;
    if (span > day)
        return u"MM-dd HH:mm"_s;
    return step < minute ? u"HH:mm:ss"_s : u"HH:mm"_s;
}

qint64 offsetAt(qint64 ms, const QTimeZone &zone)
{
    return zone.offsetFromUtc(Instant{ms}.inZone(QTimeZone::utc())) * second;
}

/// When the zone's clocks show a multiple of the step: twice where they are put back, never where they skip it.
QList<qint64> roundTimes(qint64 fromMs, qint64 toMs, qint64 step, const QTimeZone &zone)
{
    QSet<qint64> offsets{offsetAt(fromMs, zone), offsetAt(toMs, zone)};
    if (zone.hasTransitions())
        for (const QTimeZone::OffsetData &change :
             zone.transitions(Instant{fromMs}.inZone(QTimeZone::utc()), Instant{toMs}.inZone(QTimeZone::utc())))
            offsets.insert(change.offsetFromUtc * second);
    QList<qint64> times;
    for (const qint64 offset : std::as_const(offsets))
        for (qint64 at = ((fromMs + offset) / step + 1) * step - offset; at < toMs; at += step)
            if (offsetAt(at, zone) == offset)
                times << at;
    std::sort(times.begin(), times.end());
    return times;
}

constexpr double markRadius = 4.5;

QIcon swatch(const std::function<void(QPainter &)> &paint)
{
    QPixmap pixmap(swatchSize * 2); // sharp on a dense display, too
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
    return pixmap;
}

} // namespace

QColor seriesColor(qsizetype index)
{
    static constexpr std::array<QRgb, 6> colors{0xFF0072B2, 0xFFE69F00, 0xFF009E73, 0xFFD55E00, 0xFFCC79A7, 0xFF56B4E9};
    return QColor::fromRgb(colors[size_t(index) % colors.size()]);
}

QColor markColor(MarkKind kind)
{
    const Colors &colors = Theme::instance().colors();
    return kind == MarkKind::Retried ? colors.warning : colors.bad;
}

void paintMark(QPainter &painter, MarkKind kind, QPointF at)
{
    painter.save();
    if (kind == MarkKind::Failed) {
        painter.setPen(QPen(markColor(kind), 2.2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(at + QPointF(-3.5, -3.5), at + QPointF(3.5, 3.5));
        painter.drawLine(at + QPointF(-3.5, 3.5), at + QPointF(3.5, -3.5));
    } else if (kind == MarkKind::SlowElsewhere) {
        painter.setPen(QPen(markColor(kind), 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(at, markRadius - 1, markRadius - 1);
    } else {
        painter.setPen(QPen(Theme::instance().colors().surface, 1));
        painter.setBrush(markColor(kind));
        if (kind == MarkKind::Slow)
            painter.drawEllipse(at, markRadius, markRadius);
        else
            painter.drawPolygon(QPolygonF({at + QPointF(0, -5), at + QPointF(5, 4), at + QPointF(-5, 4)}));
    }
    painter.restore();
}

QIcon seriesSwatch(qsizetype index)
{
    return swatch([index](QPainter &painter) {
        const QColor color = seriesColor(index);
        painter.setPen(QPen(color, 2));
        painter.drawLine(1, 6, 17, 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        switch (index % 3) {
        case 0: painter.drawEllipse(QPointF(9, 6), 3.5, 3.5); break;
        case 1: painter.drawRect(QRectF(5.5, 2.5, 7, 7)); break;
        default: painter.drawPolygon(QPolygonF({{9, 1.5}, {13, 9.5}, {5, 9.5}})); break;
        }
    });
}

QIcon comparedSwatch()
{
    return swatch([](QPainter &painter) {
        painter.setPen(QPen(Theme::instance().colors().secondary, 2, Qt::DotLine));
        painter.drawLine(1, 6, 17, 6);
    });
}

QIcon markSwatch(MarkKind kind)
{
    return swatch([kind](QPainter &painter) { paintMark(painter, kind, {9, 6}); });
}

QChart *makeChart()
{
    auto *chart = new QChart;
    chart->setMargins({4, 12, 12, 0}); // half a label above the highest line
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->hide();
    chart->setBackgroundVisible(false);
    chart->setAnimationOptions(QChart::NoAnimation);
    return chart;
}

QCategoryAxis *makeAxis(QChart *chart, Qt::Alignment where)
{
    auto *axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setLineVisible(false);
    axis->setGridLineVisible(where == Qt::AlignLeft);
    axis->setTruncateLabels(false);
    chart->addAxis(axis, where);
    return axis;
}

void styleChart(QChart *chart)
{
    const Colors &colors = Theme::instance().colors();
    QFont font;
    font.setPixelSize(labelPixels);
    for (QAbstractAxis *axis : chart->axes()) {
        axis->setLabelsFont(font);
        axis->setLabelsColor(colors.secondary);
        axis->setGridLineColor(colors.border);
        axis->setTitleVisible(false);
    }
}

void setTicks(QCategoryAxis *axis, const QList<Tick> &ticks)
{
    QStringList labels;
    for (const Tick &tick : ticks)
        labels << tick.label;
    const QStringList before = axis->categoriesLabels();
    const bool isSame = before == labels && std::all_of(ticks.cbegin(), ticks.cend(), [axis](const Tick &tick) {
                            return axis->endValue(tick.label) == tick.at;
                        });
    if (isSame)
        return;
    for (const QString &label : before)
        axis->remove(label);
    for (const Tick &tick : ticks)
        axis->append(tick.label, tick.at);
}

QList<Tick> timeTicks(qint64 fromMs, qint64 toMs, int count, const models::DisplayZone &zone)
{
    const qint64 step = timeStep(toMs - fromMs, count);
    const QTimeZone timeZone = zone.zone();
    const QString format = timeFormat(step, toMs - fromMs);
    QList<Tick> ticks;
    for (const qint64 at : roundTimes(fromMs, toMs - (toMs - fromMs) / 40, step, timeZone)) {          // half a label before the end
        const bool isCrowded = !ticks.isEmpty() && double(at) - ticks.last().at < 0.75 * double(step); // of two that show the same time
        if (!isCrowded)
            ticks.append(
                {double(at), Instant{at}.inZone(timeZone).toString(format) + (step < day ? zone.offsetIfDoubled({at}) : QString())});
    }
    return ticks;
}

QList<Tick> linearTicks(double most, const std::function<QString(double)> &label)
{
    const double rough = std::max(most, 1e-9) / 4;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double step = (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10) * power;
    QList<Tick> ticks;
    for (int i = 0; i == 0 || ticks.last().at < most - step * 1e-6; ++i)
        ticks.append({i * step, label(i * step)});
    return ticks;
}

QList<Tick> logTicks(double least, double most, const std::function<QString(double)> &label)
{
    static constexpr std::array fine{1.0, 2.0, 5.0};
    const bool isWide = most / least > 2'000;
    QList<double> values;
    for (int power = int(std::floor(std::log10(least))); power <= int(std::ceil(std::log10(most))); ++power)
        for (const double digit : fine)
            if (!isWide || digit == 1)
                values << digit * std::pow(10, power);
    const auto first = std::upper_bound(values.cbegin(), values.cend(), least * (1 + 1e-9));
    const auto last = std::lower_bound(values.cbegin(), values.cend(), most * (1 - 1e-9));
    QList<Tick> ticks;
    for (auto value = first == values.cbegin() ? first : first - 1; value != values.cend() && value <= last; ++value)
        ticks.append({std::log10(*value), label(*value)});
    return ticks;
}

} // namespace pivotal::ui
