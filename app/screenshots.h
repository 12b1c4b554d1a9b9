#pragma once

#include "repo/session/console_session.h"
#include "ui/main_window.h"

#include <QDir>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <memory>

namespace pivotal::app {

/// Renders every page to PNG, light and dark, through the real window: waits until a page shows what it should, then
/// grabs it. Prints the paths, and ends the event loop.
class Screenshots : public QObject
{
    Q_OBJECT

public:
    Screenshots(const QString &folder, const SessionRequest &request, const Services &services);
    void start();

private:
    struct Shot
    {
        QString name; ///< empty: only prepares the next one
        std::function<void()> prepare;
        std::function<bool()> isReady;
    };

    void planShots();
    void next();
    void poll();
    void grab(const QString &name);
    void finish(int exitCode);
    [[nodiscard]] bool isSettled() const;

    QDir m_folder;
    SessionRequest m_request;
    std::unique_ptr<ui::MainWindow> m_window;
    QList<Shot> m_shots;
    qsizetype m_current = -1;
    QTimer m_poll;
    int m_polls = 0;
};

} // namespace pivotal::app
