#include "ui/performance/legend.h"

#include "ui/performance/chart_style.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>

namespace pivotal::ui {

Legend::Legend(QWidget *parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
}

void Legend::setEntries(const QList<Entry> &entries)
{
    QStringList names;
    for (const Entry &entry : entries)
        names << entry.name;
    if (names == m_names)
        return;
    m_names = names;
    while (QLayoutItem *item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Entry &entry : entries)
        addEntry(entry);
}

void Legend::addEntry(const Entry &entry)
{
    auto *button = makeLink(entry.name, this);
    button->setIcon(entry.swatch);
    button->setIconSize(swatchSize);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setToolTip(tr("Show or hide %1").arg(entry.name));
    const int index = m_row->count();
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
    m_row->addWidget(button);
    show(button->isChecked());
    connect(button, &QToolButton::toggled, this, show);
}

} // namespace pivotal::ui
