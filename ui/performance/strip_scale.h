#pragma once

#include <QAbstractItemModel>
#include <QList>
#include <QRectF>

namespace pivotal::ui {

/// Where durations lie on the strip of a cell, or of the header above: on the logarithmic scale that the model says.
class StripScale
{
public:
    /// `section`: the cell or the header's section, of which it takes the width.
    StripScale(const QAbstractItemModel &model, int column, const QRectF &section);

    [[nodiscard]] double x(double ms) const;
    [[nodiscard]] double left() const { return m_left; }
    [[nodiscard]] double right() const { return m_right; }
    /// The powers of ten, both ends among them.
    [[nodiscard]] QList<double> ticks() const;

private:
    double m_left;
    double m_right;
    double m_from = 1;
    double m_to = 10;
};

} // namespace pivotal::ui
