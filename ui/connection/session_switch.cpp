#include "ui/connection/session_switch.h"

#include <utility>

namespace pivotal::ui {

SessionSwitch::SessionSwitch(Services services, QObject *parent) : QObject(parent), m_services(std::move(services)) {}

void SessionSwitch::open(const SessionRequest &request)
{
    m_opening = std::make_unique<ConsoleSession>(request, m_services);
    ConsoleSession *session = m_opening.get();
    connect(session, &ConsoleSession::progress, this, &SessionSwitch::progress);
    connect(session, &ConsoleSession::connected, session, &ConsoleSession::enterOrganization);
    connect(session, &ConsoleSession::entered, this, [this, session] { onEntered(session); });
    connect(session, &ConsoleSession::failed, this,
            [this, session](const RepositoryError &error) { Q_EMIT failed(session->request(), error); });
    Q_EMIT opening(session->request());
    session->connectToServer();
}

void SessionSwitch::giveUp()
{
    if (!m_opening)
        return;
    m_opening->disconnect();
    m_opening.release()->deleteLater();
}

void SessionSwitch::switchTo(const OrganizationId &organization)
{
    if (m_session)
        m_session->switchTo(organization);
}

void SessionSwitch::onEntered(ConsoleSession *of)
{
    if (of == m_opening.get()) {
        if (m_session)
            Q_EMIT ending();
        m_session = std::move(m_opening);
        Q_EMIT replaced(*m_session);
    }
    Q_EMIT entered();
}

} // namespace pivotal::ui
