#include "ui/page.h"

using namespace Qt::StringLiterals;

namespace pivotal::ui {

Page::Page(const QString &id, QWidget *parent) : QWidget(parent), m_id(id)
{
    setObjectName(u"page"_s);
    setAttribute(Qt::WA_StyledBackground);
}

void Page::setSession(ConsoleSession *session)
{
    const bool isNew = session && session != m_session;
    m_session = session;
    showSession(session);
    if (isNew)
        connectSession(*session);
}

} // namespace pivotal::ui
