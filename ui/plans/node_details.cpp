#include "ui/plans/node_details.h"

#include "models/plan_text.h"
#include "repo/plans/row_counts.h"
#include "ui/theme.h"

#include <QEvent>
#include <QTextOption>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

using models::amountText;
using models::rowsText;

namespace {

constexpr int keyPadding = 16;

} // namespace

NodeDetails::NodeDetails(QWidget *parent) : QTextBrowser(parent)
{
    setAccessibleName(tr("Details of the node"));
    setFont(Theme::monospaced());
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOpenLinks(false);
    setTabChangesFocus(true);
    document()->setDocumentMargin(6);
}

void NodeDetails::setNode(const plans::PlanNode &node, bool isAnalyzed, const QStringList &problems)
{
    m_title = models::nodeTitle(node);
    m_fields.clear();
    for (const QString &problem : problems)
        add(tr("Problem"), problem, true);
    add(tr("Index condition"), node.indexCondition);
    add(tr("Join condition"), node.joinCondition);
    add(tr("Filter"), node.filter);
    addSort(node);
    if (isAnalyzed)
        addMeasured(node);
    add(tr("Expected"), tr("%1 rows of %2 bytes").arg(rowsText(node.estimatedRows()), rowsText(node.planWidth)));
    add(tr("Cost"), tr("%1 to the first row, %2 to the last").arg(amountText(node.startupCost), amountText(node.totalCost)));
    render();
}

void NodeDetails::addSort(const plans::PlanNode &node)
{
    add(tr("Sort by"), node.sortKeys.join(u", "_s));
    if (!node.sortMethod.isEmpty())
        add(tr("Sort method"),
            (node.isSortOnDisk ? tr("%1, %2 kB on disk") : tr("%1, %2 kB in memory")).arg(node.sortMethod, rowsText(double(node.sortKb))));
}

void NodeDetails::addMeasured(const plans::PlanNode &node)
{
    if (node.loops == 0) {
        add(tr("Time"), tr("never run"));
        return;
    }
    add(tr("Time"), tr("%1 ms of its own, %2 ms with what is below").arg(amountText(node.selfMs), amountText(node.clockMs)));
    add(tr("Parallel"), models::processesText(node));
    const QString factor = models::rowFactorText(plans::rowFactor(node));
    add(tr("Rows"), models::actualRowsText(node) + (factor.isEmpty() ? QString() : tr(", %1 than expected").arg(factor)));
    if (node.rowsRemoved > 0)
        add(tr("Removed"), tr("%1 rows, by a filter or a recheck").arg(rowsText(node.rowsRemoved)));
    add(tr("Loops"), rowsText(double(node.loops)));
    add(tr("Buffers"), tr("%1 from the cache, %2 read").arg(rowsText(double(node.sharedHit)), rowsText(double(node.sharedRead))));
    if (node.tempBlocks > 0)
        add(tr("Temporary"), tr("%1 blocks on disk").arg(rowsText(double(node.tempBlocks))));
}

void NodeDetails::clearNode()
{
    m_title.clear();
    m_fields.clear();
    clear();
}

void NodeDetails::add(const QString &name, const QString &value, bool isProblem)
{
    if (!value.isEmpty())
        m_fields.append({name, value, isProblem});
}

void NodeDetails::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

void NodeDetails::render()
{
    if (m_title.isEmpty())
        return;
    const Colors &colors = Theme::instance().colors();
    int keyWidth = 0;
    for (const Field &field : m_fields)
        keyWidth = qMax(keyWidth, fontMetrics().horizontalAdvance(field.name) + keyPadding);
    QString html =
        u"<p style=\"margin:0 0 4px 2px\"><b>%1</b></p><table cellspacing=0 cellpadding=2 width=\"100%\">"_s.arg(m_title.toHtmlEscaped());
    for (const Field &field : m_fields)
        html +=
            u"<tr><td width=\"%1\"><span style=\"color:%2\">%3</span></td><td><span style=\"color:%4;white-space:pre-wrap\">%5</span></td></tr>"_s
                .arg(QString::number(keyWidth), colors.secondary.name(), field.name.toHtmlEscaped(),
                     (field.isProblem ? colors.bad : colors.text).name(), field.value.toHtmlEscaped());
    setHtml(html + u"</table>"_s);
}

} // namespace pivotal::ui
