#pragma once

#include <QMap>
#include <QString>

namespace pivotal::db {

/// How to reach a server: libpq's connection keywords. Read from a URL or a keyword string by libpq itself, so that
/// everything it knows (several hosts, sslmode, target_session_attrs, service files, …) works, and from the URL of the
/// backend, which is Prisma's.
class ConnectionOptions
{
public:
    /// Throws VALIDATION_ERROR, with what is wrong in it, where the text can't be read.
    [[nodiscard]] static ConnectionOptions fromUrl(const QString &url);
    /// An own server on a Unix socket, whatever the environment and the user's files say.
    [[nodiscard]] static ConnectionOptions onSocket(const QString &folder, const QString &database, const QString &user);

    [[nodiscard]] QString value(const QString &keyword) const { return m_keywords.value(keyword); }
    [[nodiscard]] const QMap<QString, QString> &keywords() const { return m_keywords; }
    [[nodiscard]] ConnectionOptions withDatabase(const QString &database) const;
    /// The schema of the application's tables; empty: the server's search path finds them.
    [[nodiscard]] const QString &schema() const { return m_schema; }
    /// The URL itself says that a pooler is in between.
    [[nodiscard]] bool isPooled() const { return m_isPooled; }

    /// What libpq is given: the keywords, and what makes up for the environment, either way.
    [[nodiscard]] QMap<QString, QString> forLibpq() const;

    /// "host:port/database", for people; never the password. As libpq understands it, by the environment and a service
    /// file, too.
    [[nodiscard]] QString displayName() const;
    /// The same of the server that was reached; `address` is where a host is given by name and by address.
    [[nodiscard]] QString displayName(const QString &host, const QString &address, const QString &port, const QString &database) const;

private:
    [[nodiscard]] QMap<QString, QString> resolved() const;

    QMap<QString, QString> m_keywords;
    QString m_schema;
    bool m_isPooled = false;
    bool m_isIsolated = false;
};

} // namespace pivotal::db
