#pragma once

#include <QMap>
#include <QString>

namespace pivotal::db {

/// How to reach a server: libpq's connection keywords. Read from a URL or a keyword string by libpq itself, so that
/// everything it knows (several hosts, sslmode, target_session_attrs, service files, …) works.
class ConnectionOptions
{
public:
    /// Throws VALIDATION_ERROR where libpq can't read the text.
    [[nodiscard]] static ConnectionOptions fromUrl(const QString &url);
    /// A server on a Unix socket.
    [[nodiscard]] static ConnectionOptions onSocket(const QString &folder, const QString &database, const QString &user);

    [[nodiscard]] QString value(const QString &keyword) const { return m_keywords.value(keyword); }
    [[nodiscard]] const QMap<QString, QString> &keywords() const { return m_keywords; }
    [[nodiscard]] ConnectionOptions withDatabase(const QString &database) const;

    /// "host:port/database", for people; never the password.
    [[nodiscard]] QString displayName() const;

private:
    QMap<QString, QString> m_keywords;
};

} // namespace pivotal::db
