#pragma once

#include "repo/db/connection.h"

#include <QObject>
#include <QThread>
#include <memory>

namespace pivotal::db {

/// Hears what other consoles NOTIFY, on a thread and a connection of its own, which end behind it. Behind a
/// transaction pooler LISTEN can't work, and it says so once. Reconnects by itself.
class NotificationListener : public QObject
{
    Q_OBJECT

public:
    NotificationListener(Connection::Source source, const QString &channel);
    ~NotificationListener() override;

Q_SIGNALS:
    void notified(const QString &payload);
    /// It listens from here on: whatever was sent before may have been missed.
    void listening();
    void unavailable();

private:
    std::unique_ptr<QThread> m_thread;
};

} // namespace pivotal::db
