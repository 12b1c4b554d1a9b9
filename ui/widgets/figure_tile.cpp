#include "ui/widgets/figure_tile.h"

#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QBoxLayout>

namespace pivotal::ui {

FigureTile::FigureTile(const QString &name, QWidget *parent)
    : QFrame(parent), m_name(new ElidingLabel(QStringLiteral("secondary"), this)), m_figure(new ElidingLabel(QStringLiteral("figure"), this)),
      m_detail(new ElidingLabel(QStringLiteral("secondary"), this))
{
    setProperty("card", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(0);
    for (ElidingLabel *label : {m_name, m_figure, m_detail})
        column->addWidget(label);
    setName(name);
    setFigure(QStringLiteral("—"), {});
}

void FigureTile::setName(const QString &name)
{
    m_name->setText(name);
}

void FigureTile::setFigure(const QString &figure, const QString &detail)
{
    m_figure->setText(figure);
    m_detail->setText(detail);
    setAccessibleName(text());
}

void FigureTile::setAlarming(bool alarming)
{
    if (m_figure->property("alarming").toBool() != alarming)
        setStyleProperty(m_figure, "alarming", alarming);
}

QString FigureTile::text() const
{
    return QStringLiteral("%1: %2, %3").arg(m_name->text(), m_figure->text(), m_detail->text());
}

} // namespace pivotal::ui
