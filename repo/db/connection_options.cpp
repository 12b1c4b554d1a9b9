#include "repo/db/connection_options.h"

#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <libpq-fe.h>
#include <memory>

namespace pivotal::db {

namespace {

struct FreeOptions
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::db::ConnectionOptions)
};

} // namespace

ConnectionOptions ConnectionOptions::fromUrl(const QString &url)
{
    if (url.contains(QChar::Null))
        throw validationError(Text::tr("The database URL holds a NUL character."));
    char *problem = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.toUtf8().constData(), &problem));
    if (!parsed) {
        // libpq's text may repeat the URL with its password, so it is not passed on.
        PQfreemem(problem);
        throw validationError(Text::tr("The database URL can't be read. It looks like postgresql://user@host:5432/database."));
    }
    ConnectionOptions options;
    for (const PQconninfoOption *option = parsed.get(); option->keyword; ++option)
        if (option->val && *option->val)
            options.m_keywords.insert(QString::fromLatin1(option->keyword), QString::fromUtf8(option->val));
    return options;
}

ConnectionOptions ConnectionOptions::onSocket(const QString &folder, const QString &database, const QString &user)
{
    ConnectionOptions options;
    options.m_keywords = {{QStringLiteral("host"), folder},
                          {QStringLiteral("port"), QStringLiteral("5432")}, // whatever PGPORT says
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

QString ConnectionOptions::displayName() const
{
    const QString host = value(QStringLiteral("host"));
    const QString port = value(QStringLiteral("port"));
    const QString database = value(QStringLiteral("dbname"));
    if (host.startsWith(u'/'))
        return Text::tr("local socket") + u'/' + database;
    QString name = host.isEmpty() ? QStringLiteral("localhost") : host;
    if (!port.isEmpty())
        name += u':' + port;
    return name + u'/' + database;
}

} // namespace pivotal::db
