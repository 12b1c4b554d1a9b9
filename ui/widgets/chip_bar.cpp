#include "ui/widgets/chip_bar.h"

#include "ui/widgets/build.h"
#include "ui/widgets/flow_layout.h"

using namespace Qt::StringLiterals;

namespace pivotal::ui {

ChipBar::ChipBar(QWidget *parent) : QWidget(parent)
{
    new FlowLayout(8, this);
    hide();
}

void ChipBar::setChips(const QList<Chip> &chips, const std::function<void()> &clearAll)
{
    while (QLayoutItem *item = layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // this may run under the click of one of them
        delete item;
    }
    m_texts.clear();
    for (const Chip &chip : chips) {
        m_texts << chip.text;
        auto *button = new QToolButton(this);
        button->setProperty("chip", true);
        button->setText(literalText(fontMetrics().elidedText(chip.text, Qt::ElideRight, 320)) + u"  ✕"_s);
        button->setAccessibleName(tr("Remove filter %1").arg(chip.text));
        button->setToolTip(button->accessibleName());
        connect(button, &QToolButton::clicked, this, [remove = chip.remove] { remove(); });
        layout()->addWidget(button);
    }
    if (!chips.isEmpty()) {
        auto *clear = makeLink(tr("Clear all"), this);
        connect(clear, &QToolButton::clicked, this, [clearAll] { clearAll(); });
        layout()->addWidget(clear);
    }
    setVisible(!chips.isEmpty());
    updateGeometry();
}

} // namespace pivotal::ui
