#include "ui/performance/legend.h"

#include "ui/performance/chart_style.h"
#include "ui/widgets/build.h"
#include "ui/widgets/flow_layout.h"

#include <QToolButton>

namespace pivotal::ui {

Legend::Legend(QWidget *parent) : QWidget(parent)
{
    new FlowLayout(4, this);
}

void Legend::setEntries(const QList<Entry> &entries)
{
    QStringList names;
    for (const Entry &entry : entries)
        names << entry.name;
    if (names == m_names)
        return;
    m_names = names;
    while (QLayoutItem *item = layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Entry &entry : entries)
        addEntry(entry);
}

void Legend::addEntry(const Entry &entry)
{
    auto *button = makeLink(literalText(entry.name), this);
    button->setAccessibleName(entry.name);
    button->setIcon(entry.swatch);
    button->setIconSize(swatchSize);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setToolTip(tr("Show or hide %1").arg(entry.name));
    const int index = layout()->count();
    const auto show = [this, index, button, name = entry.name](bool shown) {
        QFont font = button->font();
        font.setStrikeOut(!shown);
        button->setFont(font);
        if (shown)
            m_hidden.remove(name);
        else
            m_hidden.insert(name);
        Q_EMIT toggled(index, shown);
    };
    button->setChecked(!m_hidden.contains(entry.name));
    layout()->addWidget(button);
    show(button->isChecked());
    connect(button, &QToolButton::toggled, this, show);
}

} // namespace pivotal::ui
