#pragma once

#include "repo/db/connection_options.h"

#include <QString>
#include <QTemporaryDir>

namespace pivotal::tests {

/// A primary and its streaming standby, synchronous, on two ports of 127.0.0.1. What the primary has acknowledged, the
/// standby has.
class PostgresPair
{
public:
    PostgresPair();
    ~PostgresPair();

    /// Both hosts, of which libpq takes the one that can be written to.
    [[nodiscard]] db::ConnectionOptions options(const QString &database) const;
    [[nodiscard]] db::ConnectionOptions standbyOptions(const QString &database) const;
    /// kill -9 of the primary, and the standby takes over.
    void failOver();

private:
    void start(const QString &data, int port, const QString &settings);
    void run(const QString &program, const QStringList &arguments) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder.path() + u'/' + name; }

    QTemporaryDir m_folder;
    int m_primaryPort;
    int m_standbyPort;
};

/// kill -9 of the postmaster whose data folder this is.
void killPostmaster(const QString &data);

} // namespace pivotal::tests
