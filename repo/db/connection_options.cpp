#include "repo/db/connection_options.h"

#include "repo/db/connection_text.h"
#include "repo/db/libpq_environment.h"
#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QStringList>
#include <libpq-fe.h>
#include <memory>
#include <vector>

namespace pivotal::db {

namespace {

struct FreeOptions
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};
using Parsed = std::unique_ptr<PQconninfoOption, FreeOptions>;
using Keywords = QMap<QString, QString>;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::ConnectionOptions)
};

const QString defaultPort = QStringLiteral("5432");
const QString noFile = QStringLiteral("/nonexistent/pivotal-console"); ///< for a file of the user that isn't to be read

Keywords givenIn(const PQconninfoOption *option)
{
    Keywords keywords;
    for (; option && option->keyword; ++option)
        if (option->val && *option->val)
            keywords.insert(QString::fromLatin1(option->keyword), QString::fromUtf8(option->val));
    return keywords;
}

/// Each keyword that a variable of the environment could give, as if there were none.
Keywords insteadOfEnvironment()
{
    Keywords keywords;
    const Parsed known(PQconndefaults());
    for (const PQconninfoOption *option = known.get(); option && option->keyword; ++option)
        if (option->envvar && qstrcmp(option->keyword, "service") != 0)
            keywords.insert(QString::fromLatin1(option->keyword), QString::fromUtf8(option->compiled ? option->compiled : ""));
    keywords.insert(QStringLiteral("passfile"), noFile);
    keywords.insert(QStringLiteral("client_encoding"), QStringLiteral("UTF8"));
    return keywords;
}

bool isSocket(const QString &host)
{
    return host.isEmpty() || host.startsWith(u'/') || host.startsWith(u'@');
}

QString serverName(const QString &host, const QString &address, const QString &port)
{
    QString name = host.isEmpty() && !address.isEmpty() ? address : isSocket(host) && address.isEmpty() ? Text::tr("local socket") : host;
    if (!host.isEmpty() && !address.isEmpty() && host != address)
        name += QStringLiteral(" (%1)").arg(address);
    return port.isEmpty() ? name : name + u':' + port;
}

} // namespace

ConnectionOptions ConnectionOptions::fromUrl(const QString &url)
{
    if (url.contains(QChar::Null))
        throw validationError(Text::tr("The database URL holds a NUL character."));
    const ConnectionText text = readConnectionText(url);
    char *problem = nullptr;
    const Parsed parsed(PQconninfoParse(text.forLibpq.toUtf8().constData(), &problem));
    PQfreemem(problem); // it may repeat the URL with its password, so it is not passed on
    if (!parsed)
        throw validationError(Text::tr("The database URL can't be read. It looks like postgresql://user@host:5432/database."));
    ConnectionOptions options;
    options.m_keywords = givenIn(parsed.get());
    for (const auto &[keyword, value] : text.keywords.asKeyValueRange())
        options.m_keywords.insert(keyword, value);
    options.m_schema = text.schema;
    options.m_isPooled = text.isPooled;
    return options;
}

ConnectionOptions ConnectionOptions::onSocket(const QString &folder, const QString &database, const QString &user)
{
    ConnectionOptions options;
    options.m_isIsolated = true;
    options.m_keywords = {{QStringLiteral("host"), folder},
                          {QStringLiteral("port"), defaultPort},
                          {QStringLiteral("dbname"), database},
                          {QStringLiteral("user"), user}};
    return options;
}

ConnectionOptions ConnectionOptions::withDatabase(const QString &database) const
{
    ConnectionOptions copy = *this;
    copy.m_keywords.insert(QStringLiteral("dbname"), database);
    return copy;
}

Keywords ConnectionOptions::forLibpq() const
{
    const QString service = takeService();
    Keywords keywords = m_isIsolated ? insteadOfEnvironment() : Keywords();
    if (!m_isIsolated && !service.isEmpty())
        keywords.insert(QStringLiteral("service"), service);
    keywords.insert(m_keywords);
    const Keywords known = m_isIsolated ? Keywords() : resolved();
    const auto addDefault = [&](const QString &keyword, const QString &value) {
        if (known.value(keyword).isEmpty())
            keywords.insert(keyword, value);
    };
    addDefault(QStringLiteral("connect_timeout"), QStringLiteral("5"));
    addDefault(QStringLiteral("application_name"), QStringLiteral("pivotal-console"));
    addDefault(QStringLiteral("keepalives_idle"), QStringLiteral("30"));
    addDefault(QStringLiteral("tcp_user_timeout"), QStringLiteral("30000"));
    return keywords;
}

/// Only libpq itself reads service files and all of the environment, and only for a connection. So it is asked to begin one,
/// with an sslmode for which it gives up before it has asked for any host.
Keywords ConnectionOptions::resolved() const
{
    Keywords asked = m_keywords;
    if (const QString service = takeService(); !service.isEmpty() && !asked.contains(QStringLiteral("service")))
        asked.insert(QStringLiteral("service"), service);
    asked.insert(QStringLiteral("sslmode"), QStringLiteral("none-at-all"));
    asked.insert(QStringLiteral("passfile"), noFile);
    std::vector<QByteArray> texts;
    for (const auto &[keyword, value] : asked.asKeyValueRange()) {
        texts.push_back(keyword.toUtf8());
        texts.push_back(value.toUtf8());
    }
    std::vector<const char *> keywords;
    std::vector<const char *> values;
    for (size_t i = 0; i < texts.size(); i += 2) {
        keywords.push_back(texts[i].constData());
        values.push_back(texts[i + 1].constData());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    const std::unique_ptr<PGconn, void (*)(PGconn *)> connection(PQconnectStartParams(keywords.data(), values.data(), 0), PQfinish);
    Keywords known = givenIn(Parsed(PQconninfo(connection.get())).get());
    known.insert(m_keywords); // also where the service isn't found
    return known;
}

QString ConnectionOptions::displayName() const
{
    const Keywords known = m_isIsolated ? m_keywords : resolved();
    const QString port = known.value(QStringLiteral("port"));
    return displayName(known.value(QStringLiteral("host")), known.value(QStringLiteral("hostaddr")), port, known.value(QStringLiteral("dbname")));
}

QString ConnectionOptions::displayName(const QString &host, const QString &address, const QString &port, const QString &database) const
{
    const QStringList hosts = host.split(u',');
    const QStringList addresses = address.split(u',');
    const QStringList ports = port.split(u',');
    const bool isPortShown = m_keywords.contains(QStringLiteral("port")) && !m_isIsolated;
    QStringList servers;
    for (qsizetype i = 0; i < qMax(hosts.size(), addresses.size()); ++i) {
        const QString own = ports.size() == 1 ? ports.first() : ports.value(i);
        servers << serverName(hosts.value(i), addresses.value(i), isPortShown || own != defaultPort ? own : QString());
    }
    const QString name = servers.join(u',') + u'/' + database;
    return m_schema.isEmpty() || m_schema == QStringLiteral("public") ? name : Text::tr("%1, schema %2").arg(name, m_schema);
}

} // namespace pivotal::db
