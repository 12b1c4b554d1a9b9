#include "ui/widgets/plain_tool_tips.h"

#include "models/visible_text.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QTextLayout>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

/// Broken at words where it can be, else anywhere.
QStringList wrapped(const QString &paragraph, const QFont &font)
{
    QTextLayout layout(paragraph, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid() && lines.size() <= PlainToolTips::maxLines; line = layout.createLine()) {
        line.setLineWidth(PlainToolTips::maxWidth);
        lines << paragraph.mid(line.textStart(), line.textLength());
    }
    layout.endLayout();
    return lines.isEmpty() ? QStringList{QString()} : lines;
}

QString htmlOf(const QString &text)
{
    QString shown = text.left(PlainToolTips::maxCharacters).replace(QChar::LineSeparator, u'\n').replace(QChar::ParagraphSeparator, u'\n');
    if (!shown.isEmpty() && shown.back().isHighSurrogate())
        shown.chop(1);
    bool isCut = shown.size() < text.size();
    QStringList lines;
    for (const QString &paragraph : shown.split(u'\n')) {
        if (lines.size() > PlainToolTips::maxLines)
            break;
        lines << wrapped(paragraph, QToolTip::font());
    }
    isCut = isCut || lines.size() > PlainToolTips::maxLines;
    lines = lines.mid(0, PlainToolTips::maxLines);
    if (isCut)
        lines.last() += u" …"_s;
    return u"<p style=\"white-space:pre\">%1</p>"_s.arg(lines.join(u'\n').toHtmlEscaped());
}

struct Tip
{
    QString text;
    QRect rect; ///< in the widget: it hides when the pointer leaves that
};

/// What is cut on screen, whole, and then what its model tells of it.
QString withCutText(const QString &text, bool isCut, const QString &tip)
{
    const QString whole = models::withoutOverrides(text);
    if (!isCut || tip.contains(whole))
        return tip;
    return tip.isEmpty() ? whole : whole + u'\n' + tip;
}

Tip tipOf(const QHeaderView &header, const QPoint &pos)
{
    const int section = header.logicalIndexAt(pos);
    if (section < 0 || !header.model())
        return {};
    const int start = header.sectionViewportPosition(section);
    const int size = header.sectionSize(section);
    const bool isHorizontal = header.orientation() == Qt::Horizontal;
    const auto told = [&](int role) { return header.model()->headerData(section, header.orientation(), role).toString(); };
    return {withCutText(told(Qt::DisplayRole), isHorizontal && header.sectionSizeHint(section) > size, told(Qt::ToolTipRole)),
            isHorizontal ? QRect(start, 0, size, header.height()) : QRect(0, start, header.width(), size)};
}

Tip tipOf(const QWidget &widget, const QPoint &pos)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(widget.parentWidget());
    if (!view || view->viewport() != &widget)
        return {widget.toolTip(), {}};
    if (const auto *header = qobject_cast<const QHeaderView *>(view))
        return tipOf(*header, pos);
    const QModelIndex index = view->indexAt(pos);
    if (!index.isValid())
        return {};
    const QRect rect = view->visualRect(index);
    const bool isCut = view->sizeHintForIndex(index).width() > rect.width();
    return {withCutText(index.data().toString(), isCut, index.data(Qt::ToolTipRole).toString()), rect};
}

} // namespace

PlainToolTips::PlainToolTips(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
}

void PlainToolTips::show(const QPoint &globalPos, const QString &text, QWidget *widget, const QRect &rect)
{
    QToolTip::showText(globalPos, text.isEmpty() ? QString() : htmlOf(text), widget, rect);
}

bool PlainToolTips::eventFilter(QObject *watched, QEvent *event)
{
    auto *widget = event->type() == QEvent::ToolTip ? qobject_cast<QWidget *>(watched) : nullptr;
    if (!widget)
        return false;
    const auto *help = static_cast<QHelpEvent *>(event);
    const Tip tip = tipOf(*widget, help->pos());
    if (tip.text.isEmpty())
        return false; // a widget that tells of itself, or the one behind it
    show(help->globalPos(), tip.text, widget, tip.rect);
    return true;
}

} // namespace pivotal::ui
