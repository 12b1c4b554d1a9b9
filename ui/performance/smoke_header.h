#pragma once

#include "ui/widgets/table_header.h"

namespace pivotal::ui {

/// The header of the smoke test's table: over the distributions it has their scale.
class SmokeHeader : public TableHeader
{
    Q_OBJECT

public:
    explicit SmokeHeader(QWidget *parent = nullptr);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const override;

private:
    void paintLegend(QPainter *painter, const QRect &rect) const;
    void paintScale(QPainter *painter, const QRect &rect) const;
};

} // namespace pivotal::ui
