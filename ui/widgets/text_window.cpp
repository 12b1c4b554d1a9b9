#include "ui/widgets/text_window.h"

#include "models/number_text.h"
#include "models/visible_text.h"
#include "ui/theme.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QTextOption>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr qsizetype blockLength = 1'000; ///< a block is laid out as a whole: one of 3 MB would take seconds

/// The text in blocks. Never through a surrogate pair.
QString inBlocks(const QString &text)
{
    QString blocks;
    blocks.reserve(text.size() + text.size() / blockLength + 1);
    qsizetype inBlock = 0;
    for (const QChar c : text) {
        if (inBlock >= blockLength && !c.isLowSurrogate()) {
            blocks += u'\n';
            inBlock = 0;
        }
        blocks += c;
        inBlock = c == u'\n' ? 0 : inBlock + 1;
    }
    return blocks;
}

} // namespace

TextWindow::TextWindow(const QString &title, const QString &text, QWidget *parent)
    : QDialog(parent), m_text(text), m_view(new QPlainTextEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(800, 600);
    m_view->setReadOnly(true);
    m_view->setFont(Theme::monospaced());
    m_view->setAccessibleName(title);
    QTextOption option = m_view->document()->defaultTextOption();
    option.setTextDirection(Qt::LeftToRight); // an old value before the new one, whatever it begins with
    m_view->document()->setDefaultTextOption(option);
    m_view->setPlainText(inBlocks(models::withoutOverrides(text)));
    auto *copy = makeButton(tr("Copy all"), true, this);
    auto *close = makeButton(tr("Close"), false, this);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text); });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *row = new QHBoxLayout;
    row->addWidget(
        makeLabel(tr("%1 characters; lines are broken here, not in the copy.").arg(models::exactNumber(text.size())), u"secondary"_s, this),
        1);
    row->addWidget(copy);
    row->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_view, 1);
    column->addLayout(row);
}

} // namespace pivotal::ui
