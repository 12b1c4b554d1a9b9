#include "ui/users/conflict_view.h"

#include "models/visible_text.h"
#include "ui/theme.h"
#include "ui/users/user_form.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QTextBrowser>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

QString cell(const FieldValue &value, const QColor &color)
{
    const QString text = value ? models::visibleText(*value).toHtmlEscaped() : u"<i>%1</i>"_s.arg(ConflictView::tr("none"));
    return u"<td><span style=\"color:%1\">"_s.arg(color.name()) + text + u"</span></td>"_s; // no arg() for text that may hold %1
}

} // namespace

ConflictView::ConflictView(QWidget *parent) : QFrame(parent), m_text(new QTextBrowser(this))
{
    m_text->setFont(Theme::monospaced());
    m_text->setAccessibleName(tr("Base, theirs and mine"));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setMinimumHeight(96);
    auto *mine = makeButton(tr("Keep mine"), false, this);
    auto *theirs = makeButton(tr("Take theirs"), false, this);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(mine);
    buttons->addWidget(theirs);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_text);
    column->addLayout(buttons);
    connect(mine, &QPushButton::clicked, this, &ConflictView::keepMine);
    connect(theirs, &QPushButton::clicked, this, &ConflictView::takeTheirs);
    hide();
}

void ConflictView::showConflict(const User &base, const User &theirs, const UserEdit &mine)
{
    const Colors &colors = Theme::instance().colors();
    QString html = u"<table cellspacing=0 cellpadding=3 width=\"100%\"><tr>"_s;
    for (const QString &title : {QString(), tr("base"), tr("theirs"), tr("mine")})
        html += u"<td><b>%1</b></td>"_s.arg(title);
    html += u"</tr>"_s;
    for (const UserFieldInfo &field : userFields()) {
        const auto typed = mine.find(field.field);
        const FieldValue before = fieldValue(base, field.field);
        const FieldValue now = fieldValue(theirs, field.field);
        if (before == now && typed == mine.end())
            continue;
        html += u"<tr><td>%1</td>"_s.arg(fieldLabel(field.field).toHtmlEscaped()) + cell(before, colors.secondary)
                + cell(now, before == now ? colors.secondary : colors.bad)
                + cell(typed == mine.end() ? now : typed->second, typed == mine.end() ? colors.secondary : colors.good) + u"</tr>"_s;
    }
    m_text->setHtml(html + u"</table>"_s);
    show();
}

QString ConflictView::plainText() const
{
    return isHidden() ? QString() : m_text->toPlainText();
}

} // namespace pivotal::ui
