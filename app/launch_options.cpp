#include "app/launch_options.h"

#include <QCoreApplication>

namespace pivotal::app {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::app::LaunchOptions)
};

} // namespace

QList<QCommandLineOption> sessionOptions()
{
    return {{QStringLiteral("database"), Text::tr("PostgreSQL to work on; default: DATABASE_URL, else the embedded demo."),
             QStringLiteral("URL")},
            {QStringLiteral("organization"), Text::tr("Organization to work in; default: the actor's first."), QStringLiteral("SLUG")},
            {QStringLiteral("as"), Text::tr("Who acts: an active user of the organization."), QStringLiteral("EMAIL")}};
}

SessionRequest sessionRequest(const QCommandLineParser &parser)
{
    SessionRequest request;
    request.databaseUrl = parser.isSet(QStringLiteral("database")) ? parser.value(QStringLiteral("database"))
                                                                   : qEnvironmentVariable("DATABASE_URL");
    request.organization = parser.value(QStringLiteral("organization"));
    request.actor = parser.value(QStringLiteral("as"));
    return request;
}

} // namespace pivotal::app
