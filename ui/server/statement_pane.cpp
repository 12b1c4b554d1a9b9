#include "ui/server/statement_pane.h"

#include "ui/sizes.h"
#include "ui/theme.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QTextBrowser>

namespace pivotal::ui {

namespace {

constexpr int textHeight = 120; ///< longer ones are scrolled

} // namespace

StatementPane::StatementPane(QWidget *parent) : QWidget(parent), m_text(new QTextBrowser(this)), m_copy(makeButton(tr("Copy"), false, this))
{
    m_text->setAccessibleName(tr("The chosen statement"));
    m_text->setFont(Theme::monospaced());
    m_text->setOpenLinks(false);
    m_text->setTabChangesFocus(true);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFixedHeight(textHeight);
    m_copy->setAccessibleName(tr("Copy the chosen statement"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(sizes::cardPadding, 8, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_statement); });
    hide();
}

void StatementPane::setStatement(const QString &statement)
{
    setVisible(!statement.isEmpty());
    if (statement == m_statement)
        return;
    m_statement = statement;
    m_text->setPlainText(statement);
}

} // namespace pivotal::ui
