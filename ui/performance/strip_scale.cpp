#include "ui/performance/strip_scale.h"

#include "models/smoke_table_model.h"

#include <algorithm>
#include <cmath>

namespace pivotal::ui {

namespace {

constexpr double margin = 20; // half a label

} // namespace

StripScale::StripScale(const QAbstractItemModel &model, int column, const QRectF &section)
    : m_left(section.left() + margin), m_right(section.right() - margin)
{
    const QVariantList ends = model.headerData(column, Qt::Horizontal, models::SamplesRole).toList();
    if (ends.size() == 2 && ends.first().toDouble() > 0 && ends.last().toDouble() > ends.first().toDouble()) {
        m_from = ends.first().toDouble();
        m_to = ends.last().toDouble();
    }
}

double StripScale::x(double ms) const
{
    return m_left + (m_right - m_left) * std::log(std::clamp(ms, m_from, m_to) / m_from) / std::log(m_to / m_from);
}

QList<double> StripScale::ticks() const
{
    QList<double> ticks;
    const auto last = int(std::lround(std::log10(m_to)));
    for (auto power = int(std::lround(std::log10(m_from))); power <= last; ++power)
        ticks << std::pow(10, power);
    return ticks;
}

} // namespace pivotal::ui
