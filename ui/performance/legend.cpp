#include "ui/performance/legend.h"

#include "ui/performance/chart_style.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QPainter>
#include <QPixmap>

namespace pivotal::ui {

namespace {

/// A line and a marker of another shape for each series, so that colour isn't all that tells them apart.
QIcon swatch(qsizetype index)
{
    QPixmap pixmap(18, 12);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
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
    return pixmap;
}

} // namespace

Legend::Legend(QWidget *parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
}

void Legend::setNames(const QStringList &names)
{
    if (names == m_names)
        return;
    m_names = names;
    while (QLayoutItem *item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (qsizetype i = 0; i < names.size(); ++i) {
        auto *button = makeLink(names.at(i), this);
        button->setIcon(swatch(i));
        button->setIconSize({18, 12});
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        button->setChecked(true);
        button->setToolTip(tr("Show or hide %1").arg(names.at(i)));
        connect(button, &QToolButton::toggled, this, [this, i, button](bool shown) {
            QFont font = button->font();
            font.setStrikeOut(!shown);
            button->setFont(font);
            Q_EMIT toggled(i, shown);
        });
        m_row->addWidget(button);
        Q_EMIT toggled(i, true);
    }
}

} // namespace pivotal::ui
