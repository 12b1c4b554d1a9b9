#pragma once

#include <QList>

namespace pivotal::ui {

struct FitColumn
{
    int natural = 0; ///< px that show what it holds
    int minimum = 0; ///< px; natural where it doesn't shrink
    int importance = 0;
};

/// Widths for the columns in the space there is; 0 hides a column. Space that is left goes to those that may shrink;
/// where it is short these shrink, the least important first, and then the least important columns are hidden.
[[nodiscard]] QList<int> fitColumns(const QList<FitColumn> &columns, int available);

} // namespace pivotal::ui
