#pragma once

#include "models/display_zone.h"

#include <QChartView>
#include <QColor>
#include <QIcon>
#include <QList>
#include <QString>
#include <functional>

class QCategoryAxis;

namespace pivotal::ui {

/// Colours that colour-blind people tell apart (Okabe and Ito, "Color Universal Design"), in this order.
[[nodiscard]] QColor seriesColor(qsizetype index);

/// What stands on a chart beside its lines.
enum class MarkKind { Slow, SlowElsewhere, Failed, Retried };

[[nodiscard]] QColor markColor(MarkKind kind);
/// A dot, a ring, a cross, a triangle: told apart by shape, too.
void paintMark(QPainter &painter, MarkKind kind, QPointF at);

inline constexpr QSize swatchSize{18, 12}; ///< of a legend
/// A line with a marker of another shape for each series, so that colour isn't all that tells them apart.
[[nodiscard]] QIcon seriesSwatch(qsizetype index);
[[nodiscard]] QIcon comparedSwatch();
[[nodiscard]] QIcon markSwatch(MarkKind kind);

/// A chart without decoration, in the theme's colours.
[[nodiscard]] QChart *makeChart();
/// An axis whose labels are put where they belong by `setTicks`.
[[nodiscard]] QCategoryAxis *makeAxis(QChart *chart, Qt::Alignment where);
/// Colours and fonts of the theme as it is now.
void styleChart(QChart *chart);

struct Tick
{
    double at = 0;
    QString label;

    friend bool operator==(const Tick &, const Tick &) = default;
};

void setTicks(QCategoryAxis *axis, const QList<Tick> &ticks);
/// Round times of the zone in [fromMs, toMs], about `count` of them.
[[nodiscard]] QList<Tick> timeTicks(qint64 fromMs, qint64 toMs, int count, const models::DisplayZone &zone);
/// Round values from 0 to at least `most`; the last one is the axis's end.
[[nodiscard]] QList<Tick> linearTicks(double most, const std::function<QString(double)> &label);
/// 1, 2, 5, 10 … between the two, as logarithms to the base 10; the first and the last are the axis's ends.
[[nodiscard]] QList<Tick> logTicks(double least, double most, const std::function<QString(double)> &label);

} // namespace pivotal::ui
