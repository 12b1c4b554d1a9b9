#include "ui/widgets/diff_view.h"

#include "models/audit_table_model.h"
#include "ui/theme.h"

#include <QEvent>
#include <QTextDocument>
#include <QTextOption>

namespace pivotal::ui {

namespace {

constexpr int keyPadding = 12;
constexpr int maxKeyWidth = 140; ///< longer names break
constexpr int verticalFrame = 2 * (1 + 4); // the style sheet's border and padding

QString marked(const QJsonValue &value, const QColor &text, const QColor &ground)
{
    const QString shown = value.isString() && value.toString().isEmpty() ? QStringLiteral("“”") : models::jsonText(value);
    return QStringLiteral("<span style=\"color:%1;background-color:%2\">&nbsp;%3&nbsp;</span>")
        .arg(text.name(), ground.name(), shown.toHtmlEscaped());
}

} // namespace

DiffView::DiffView(QWidget *parent) : QTextBrowser(parent)
{
    setAccessibleName(tr("Changed fields"));
    setFont(Theme::monospaced());
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setOpenLinks(false);
    setTabChangesFocus(true);
    document()->setDocumentMargin(4);
}

void DiffView::setChanges(const QList<FieldChange> &changes)
{
    m_changes = changes;
    m_marksUnchanged = true;
    render();
}

void DiffView::setValues(const QJsonObject &values)
{
    m_changes.clear();
    for (auto it = values.begin(); it != values.end(); ++it)
        m_changes.append({it.key(), it.value(), it.value()});
    m_marksUnchanged = false;
    render();
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    fitHeight();
}

void DiffView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

void DiffView::render()
{
    const Colors &colors = Theme::instance().colors();
    int keyWidth = 0;
    for (const FieldChange &change : m_changes)
        keyWidth = qMax(keyWidth, fontMetrics().horizontalAdvance(change.field) + keyPadding);
    keyWidth = qMin(keyWidth, maxKeyWidth);
    QString html = QStringLiteral("<table cellspacing=0 cellpadding=2 width=\"100%\">");
    for (const FieldChange &change : m_changes) {
        QString value;
        if (!change.isChange()) {
            value = QStringLiteral("<span style=\"color:%1\">%2%3</span>")
                        .arg(m_marksUnchanged ? colors.secondary.name() : colors.text.name(),
                             models::jsonText(change.after).toHtmlEscaped(), m_marksUnchanged ? tr(" (unchanged)") : QString());
        } else {
            if (!change.before.isUndefined())
                value += marked(change.before, colors.bad, colors.badSoft);
            if (!change.before.isUndefined() && !change.after.isUndefined())
                value += QStringLiteral(" → ");
            if (!change.after.isUndefined())
                value += marked(change.after, colors.good, colors.goodSoft);
        }
        html += QStringLiteral("<tr><td width=\"%4\"><span style=\"color:%1\">%2</span></td><td>%3</td></tr>")
                    .arg(colors.secondary.name(), change.field.toHtmlEscaped(), value, QString::number(keyWidth));
    }
    setHtml(html + QStringLiteral("</table>"));
    fitHeight();
}

void DiffView::fitHeight()
{
    document()->setTextWidth(viewport()->width());
    setFixedHeight(int(document()->size().height()) + verticalFrame);
}

} // namespace pivotal::ui
