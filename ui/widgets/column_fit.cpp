#include "ui/widgets/column_fit.h"

#include <algorithm>
#include <numeric>

namespace pivotal::ui {

namespace {

bool isElastic(const FitColumn &column)
{
    return column.minimum < column.natural;
}

QList<int> byImportance(const QList<FitColumn> &columns)
{
    QList<int> order(columns.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&columns](int a, int b) { return columns.at(a).importance < columns.at(b).importance; });
    return order;
}

void spread(QList<int> &widths, const QList<FitColumn> &columns, int left)
{
    int shrinkable = 0;
    for (qsizetype i = 0; i < columns.size(); ++i)
        shrinkable += isElastic(columns.at(i)) && widths.at(i) > 0 ? widths.at(i) : 0;
    for (qsizetype i = 0; i < columns.size() && shrinkable > 0; ++i)
        if (isElastic(columns.at(i)) && widths.at(i) > 0) {
            const int share = left * widths.at(i) / shrinkable;
            shrinkable -= widths.at(i);
            left -= share;
            widths[i] += share;
        }
    if (left > 0 && !widths.isEmpty())
        *std::find_if(widths.rbegin(), widths.rend(), [](int width) { return width > 0; }) += left;
}

} // namespace

QList<int> fitColumns(const QList<FitColumn> &columns, int available)
{
    QList<int> widths;
    for (const FitColumn &column : columns)
        widths << column.natural;
    int missing = std::accumulate(widths.begin(), widths.end(), 0) - available;
    const QList<int> order = byImportance(columns);
    for (const int i : order) {
        const int give = std::clamp(missing, 0, columns.at(i).natural - columns.at(i).minimum);
        widths[i] -= give;
        missing -= give;
    }
    for (const int i : order) {
        if (missing <= 0 || std::count_if(widths.begin(), widths.end(), [](int width) { return width > 0; }) < 2)
            break;
        missing -= widths.at(i);
        widths[i] = 0;
    }
    if (missing < 0)
        spread(widths, columns, -missing);
    return widths;
}

} // namespace pivotal::ui
