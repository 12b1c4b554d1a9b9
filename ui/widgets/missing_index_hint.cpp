#include "ui/widgets/missing_index_hint.h"

#include "ui/theme.h"

using namespace Qt::StringLiterals;

namespace pivotal::ui {

MissingIndexHint::MissingIndexHint(QWidget *parent) : QToolButton(parent)
{
    setProperty("link", true);
    setIcon(ui::icon(u"warning"_s));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::TabFocus);
    hide();
    connect(this, &QToolButton::clicked, this, [this] { Q_EMIT indexRequested(m_names.first()); });
}

void MissingIndexHint::setIndexes(const QStringList &names)
{
    m_names = names;
    setVisible(!names.isEmpty());
    setText(tr("%Ln index(es) missing", "for the list that is shown", int(names.size())));
    setToolTip(
        names.isEmpty()
            ? QString()
            : tr("Slow: without %1, this filter and order read many more rows than they show. Click to add it.").arg(names.join(u", "_s)));
    setAccessibleName(text());
    setAccessibleDescription(toolTip());
}

} // namespace pivotal::ui
