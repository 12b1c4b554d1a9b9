#pragma once

#include "repo/session/console_session.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace pivotal::ui {

class NoticeBar;
class SessionSwitch;

/// What stands in the window until there is a session: the steps of connecting, or what went wrong, and where to
/// connect instead.
class ConnectionPage : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionPage(const SessionSwitch &sessions, QWidget *parent = nullptr);

    /// Asks where to connect, with what is there filled in.
    void showForm();
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] QLineEdit *url() const { return m_url; }
    [[nodiscard]] QLineEdit *actor() const { return m_actor; }

Q_SIGNALS:
    void connectRequested(const pivotal::SessionRequest &request);
    /// Back to the session that is still there.
    void cancelled();

private:
    void showConnecting(const SessionRequest &request);
    void showStep(const QString &step);
    void showFailure(const SessionRequest &request, const RepositoryError &error);
    void showForm(const SessionRequest &request);
    QWidget *makeForm();
    void fill(const SessionRequest &request);

    const SessionSwitch &m_sessions;
    QLabel *m_title;
    QLabel *m_step;
    QProgressBar *m_progress;
    NoticeBar *m_notice;
    QWidget *m_form = nullptr;
    QLineEdit *m_url = nullptr;
    QLineEdit *m_actor = nullptr;
    QLineEdit *m_organization = nullptr;
    QPushButton *m_cancel = nullptr;
    int m_steps = 0;
};

} // namespace pivotal::ui
