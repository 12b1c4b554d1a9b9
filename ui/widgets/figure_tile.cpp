#include "ui/widgets/figure_tile.h"

#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

FigureTile::FigureTile(const QString &name, QWidget *parent)
    : QFrame(parent), m_name(new ElidingLabel(u"secondary"_s, this)), m_figure(new ElidingLabel(u"figure"_s, this)),
      m_detail(new ElidingLabel(u"secondary"_s, this))
{
    setProperty("card", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(0);
    for (ElidingLabel *label : {m_name, m_figure, m_detail})
        column->addWidget(label);
    setName(name);
    setFigure(u"—"_s, {});
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
    return u"%1: %2, %3"_s.arg(m_name->text(), m_figure->text(), m_detail->text());
}

} // namespace pivotal::ui
