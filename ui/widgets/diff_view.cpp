#include "ui/widgets/diff_view.h"

#include "models/number_text.h"
#include "models/visible_text.h"
#include "ui/sizes.h"
#include "ui/theme.h"
#include "ui/widgets/text_window.h"

#include <QResizeEvent>
#include <QTextDocument>
#include <QTextOption>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int keyPadding = 12;
constexpr int maxKeyWidth = 140; ///< longer names break
constexpr qsizetype maxFields = 60;
constexpr qsizetype maxValueLength = 600;
constexpr qsizetype maxNameLength = 120;

const QString allFields = u"all"_s;

/// Spaces and line breaks as they are: HTML would join them.
QString html(const QString &text)
{
    return models::isolated(text).toHtmlEscaped().replace(u' ', u"&#32;"_s);
}

QString span(const QString &inner, const QColor &text)
{
    return u"<span style=\"color:%1\">%2</span>"_s.arg(text.name(), inner);
}

QString marked(const QString &inner, const QColor &text, const QColor &ground)
{
    return u"<span style=\"color:%1;background-color:%2\">&nbsp;%3&nbsp;</span>"_s.arg(text.name(), ground.name(), inner);
}

QString nameText(const FieldChange &change, qsizetype limit)
{
    return change.field.isNull() ? DiffView::tr("(whole value)") : models::visibleText(change.field, limit);
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
    // Whatever a value begins with: the old one stands before the arrow.
    QTextOption option = document()->defaultTextOption();
    option.setTextDirection(Qt::LeftToRight);
    document()->setDefaultTextOption(option);
    connect(this, &QTextBrowser::anchorClicked, this, &DiffView::openLink);
    connect(this, &DiffView::wholeRequested, this,
            [this](const QString &title, const QString &text) { (new TextWindow(title, text, window()))->show(); });
}

void DiffView::setChanges(const QList<FieldChange> &changes)
{
    m_changes = changes;
    m_marksUnchanged = true;
    render();
}

void DiffView::setValues(const Json &values)
{
    m_changes = fieldChanges(values, values);
    m_marksUnchanged = false;
    render();
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitHeight();
}

void DiffView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

QString DiffView::shown(const Json &value, const QString &link) const
{
    const QString text = models::visibleText(value, maxValueLength);
    const QString all = text.endsWith(u'…') && value.text.size() > maxValueLength
                            ? u" <a href=\"%1\">%2</a>"_s.arg(link, tr("show all").toHtmlEscaped())
                            : QString();
    return html(text) + all;
}

QString DiffView::valueCell(const FieldChange &change, qsizetype index) const
{
    const Colors &colors = Theme::instance().colors();
    const QString before = u"before:%1"_s.arg(index);
    const QString after = u"after:%1"_s.arg(index);
    if (!change.isChange())
        return span(shown(*change.after, after) + (m_marksUnchanged ? tr(" (unchanged)").toHtmlEscaped() : QString()),
                    m_marksUnchanged ? colors.secondary : colors.text);
    if (!change.before)
        return marked(u"＋ "_s + shown(*change.after, after), colors.good, colors.goodSoft);
    if (!change.after)
        return marked(u"− "_s + shown(*change.before, before), colors.bad, colors.badSoft);
    return marked(shown(*change.before, before), colors.bad, colors.badSoft) + u" → "_s
           + marked(shown(*change.after, after), colors.good, colors.goodSoft);
}

void DiffView::render()
{
    const Colors &colors = Theme::instance().colors();
    const qsizetype count = qMin(m_changes.size(), maxFields);
    int keyWidth = 0;
    for (qsizetype i = 0; i < count; ++i)
        keyWidth = qMax(keyWidth, fontMetrics().horizontalAdvance(nameText(m_changes.at(i), maxNameLength)) + keyPadding);
    keyWidth = qMin(keyWidth, maxKeyWidth);
    QString text = u"<table cellspacing=0 cellpadding=2 width=\"100%\">"_s;
    for (qsizetype i = 0; i < count; ++i)
        text += u"<tr><td width=\"%1\">%2</td><td>%3</td></tr>"_s.arg(
            QString::number(keyWidth), span(html(nameText(m_changes.at(i), maxNameLength)), colors.secondary),
            valueCell(m_changes.at(i), i));
    text += u"</table>"_s;
    if (count < m_changes.size())
        text +=
            u"<a href=\"%1\">%2</a>"_s.arg(allFields, tr("Show all %1 fields").arg(models::exactNumber(m_changes.size())).toHtmlEscaped());
    setHtml(text);
    fitHeight();
}

void DiffView::fitHeight()
{
    document()->setTextWidth(viewport()->width());
    setFixedHeight(int(document()->size().height()) + sizes::textFrameHeight);
}

void DiffView::openLink(const QUrl &link)
{
    if (link.toString() == allFields) {
        Q_EMIT wholeRequested(accessibleName(), wholeText());
        return;
    }
    const qsizetype index = link.path().toLongLong();
    const FieldChange &change = m_changes.at(index);
    const std::optional<Json> &value = link.scheme() == u"before"_s ? change.before : change.after;
    Q_EMIT wholeRequested(nameText(change, maxNameLength), value->characters().value_or(QString::fromUtf8(value->text)));
}

QString DiffView::wholeText() const
{
    constexpr qsizetype unlimited = std::numeric_limits<qsizetype>::max() / 16;
    const auto side = [](const std::optional<Json> &value) {
        return value ? models::isolated(models::visibleText(*value, unlimited)) : tr("(absent)");
    };
    QStringList lines;
    for (const FieldChange &change : m_changes)
        lines << models::isolated(nameText(change, unlimited)) + u": "_s
                     + (change.isChange() ? side(change.before) + u" → "_s + side(change.after) : side(change.after));
    return lines.join(u'\n');
}

} // namespace pivotal::ui
