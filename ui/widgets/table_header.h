#pragma once

#include "ui/widgets/column_fit.h"

#include <QHeaderView>

namespace pivotal::ui {

/// The header of a table, with each title at the edge where its cells have their text. The sort arrow stands beside the
/// title, on the inner side, and takes no room from the others.
class TableHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit TableHeader(QWidget *parent);

    /// The width that shows the whole title, with the arrow where columns can be sorted.
    [[nodiscard]] int widthOf(int section) const;
    /// Gives `sections` the widths that `columns` need, in what is `available`; the others are hidden.
    void fit(const QList<int> &sections, const QList<FitColumn> &columns, int available);

    static constexpr int heightPixels = 32;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
};

} // namespace pivotal::ui
