#include "repo/db/connection_options.h"

#include "repo/db/connection_text.h"
#include "repo/db/libpq_environment.h"
#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QStringList>
#include <libpq-fe.h>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

struct FreeOptions
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};
using Parsed = std::unique_ptr<PQconninfoOption, FreeOptions>;
using Keywords = QMap<QString, QString>;

const QString defaultPort = u"5432"_s;
const QString noFile = u"/nonexistent/pivotal-console"_s; ///< for a file of the user that isn't to be read

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
    keywords.insert(u"passfile"_s, noFile);
    keywords.insert(u"client_encoding"_s, u"UTF8"_s);
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
        name += u" (%1)"_s.arg(address);
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
    options.m_keywords = {{u"host"_s, folder}, {u"port"_s, defaultPort}, {u"dbname"_s, database}, {u"user"_s, user}};
    return options;
}

ConnectionOptions ConnectionOptions::withDatabase(const QString &database) const
{
    ConnectionOptions copy = *this;
    copy.m_keywords.insert(u"dbname"_s, database);
    return copy;
}

Keywords ConnectionOptions::forLibpq() const
{
    const QString service = takeService();
    Keywords keywords = m_isIsolated ? insteadOfEnvironment() : Keywords();
    if (!m_isIsolated && !service.isEmpty())
        keywords.insert(u"service"_s, service);
    keywords.insert(m_keywords);
    const Keywords known = m_isIsolated ? Keywords() : resolved();
    const auto addDefault = [&](const QString &keyword, const QString &value) {
        if (known.value(keyword).isEmpty())
            keywords.insert(keyword, value);
    };
    addDefault(u"connect_timeout"_s, u"5"_s);
    addDefault(u"application_name"_s, u"pivotal-console"_s);
    addDefault(u"keepalives_idle"_s, u"30"_s);
    addDefault(u"tcp_user_timeout"_s, u"30000"_s);
    return keywords;
}

/// Only libpq itself reads service files and all of the environment, and only for a connection. So it is asked to begin one,
/// with an sslmode for which it gives up before it has asked for any host.
Keywords ConnectionOptions::resolved() const
{
    Keywords asked = m_keywords;
    if (const QString service = takeService(); !service.isEmpty() && !asked.contains(u"service"_s))
        asked.insert(u"service"_s, service);
    asked.insert(u"sslmode"_s, u"none-at-all"_s);
    asked.insert(u"passfile"_s, noFile);
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
    const QString port = known.value(u"port"_s);
    return displayName(known.value(u"host"_s), known.value(u"hostaddr"_s), port, known.value(u"dbname"_s));
}

QString ConnectionOptions::displayName(const QString &host, const QString &address, const QString &port, const QString &database) const
{
    const QStringList hosts = host.split(u',');
    const QStringList addresses = address.split(u',');
    const QStringList ports = port.split(u',');
    const bool isPortShown = m_keywords.contains(u"port"_s) && !m_isIsolated;
    QStringList servers;
    for (qsizetype i = 0; i < qMax(hosts.size(), addresses.size()); ++i) {
        const QString own = ports.size() == 1 ? ports.first() : ports.value(i);
        servers << serverName(hosts.value(i), addresses.value(i), isPortShown || own != defaultPort ? own : QString());
    }
    const QString name = servers.join(u',') + u'/' + database;
    return m_schema.isEmpty() || m_schema == u"public"_s ? name : Text::tr("%1, schema %2").arg(name, m_schema);
}

} // namespace pivotal::db
