#include "ui/server/server_section.h"

#include "ui/sizes.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

ServerSection::ServerSection(const QString &title, QWidget *parent)
    : QFrame(parent), m_subtitle(new ElidingLabel(u"secondary"_s, this)), m_header(new QHBoxLayout), m_column(new QVBoxLayout(this)),
      m_hint(makeLabel({}, u"secondary"_s, this))
{
    setProperty("card", true);
    setAccessibleName(title);
    auto *name = makeLabel(title, u"brand"_s, this);
    auto *header = new QWidget(this);
    header->setFixedHeight(sizes::sectionHeaderHeight);
    header->setLayout(m_header);
    m_header->setContentsMargins(sizes::cardPadding, 0, 8, 0);
    m_header->setSpacing(8);
    m_header->addWidget(name);
    m_header->addWidget(m_subtitle, 1);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(sizes::cardPadding, 12, sizes::cardPadding, 12);
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_hint->setAccessibleName(tr("%1: hint").arg(title));
    m_column->setContentsMargins(1, 1, 1, 6);
    m_column->setSpacing(0);
    m_column->addWidget(header);
    m_column->addWidget(makeLine(this));
    m_column->addWidget(m_hint);
    m_column->addStretch(); // beside a higher card
    showHint(tr("Loading…"));
}

void ServerSection::setContent(QWidget *content)
{
    m_content = content;
    m_content->hide();
    m_column->insertWidget(2, content);
}

void ServerSection::addAction(QWidget *action)
{
    m_header->addWidget(action);
}

void ServerSection::setSubtitle(const QString &text)
{
    m_subtitle->setText(text);
}

void ServerSection::showContent(const QString &hint)
{
    m_content->show();
    setHint(hint);
}

void ServerSection::showHint(const QString &hint)
{
    if (m_content)
        m_content->hide();
    setHint(hint);
}

void ServerSection::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

bool ServerSection::isContentShown() const
{
    return m_content && !m_content->isHidden();
}

QString ServerSection::subtitle() const
{
    return m_subtitle->text();
}

QString ServerSection::hint() const
{
    return m_hint->text();
}

} // namespace pivotal::ui
