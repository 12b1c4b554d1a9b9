#pragma once

#include "repo/session/console_session.h"

#include <QObject>
#include <memory>

namespace pivotal::ui {

/// The session that is shown, and the one on its way to replace it: what was open stays until the new one is entered.
class SessionSwitch : public QObject
{
    Q_OBJECT

public:
    explicit SessionSwitch(Services services, QObject *parent);

    [[nodiscard]] ConsoleSession *session() const { return m_session.get(); } ///< null until the first is entered

    /// One that was on its way is given up.
    void open(const SessionRequest &request);
    /// Who goes on working doesn't wait for it any more, nor for what it still has to say.
    void giveUp();
    void switchTo(const OrganizationId &organization);

Q_SIGNALS:
    void opening(const pivotal::SessionRequest &request);
    void progress(const QString &step);
    void failed(const pivotal::SessionRequest &request, const pivotal::RepositoryError &error);
    /// The session that is shown ends when this returns.
    void ending();
    /// Another session is there from now on; `entered` comes next.
    void replaced(pivotal::ConsoleSession &session);
    /// It, or another organization of it, is to be shown.
    void entered();

private:
    void onEntered(ConsoleSession *of);

    Services m_services;
    std::unique_ptr<ConsoleSession> m_session;
    std::unique_ptr<ConsoleSession> m_opening;
};

} // namespace pivotal::ui
