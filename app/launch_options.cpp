#include "app/launch_options.h"

#include "repo/domain/text.h"

using namespace Qt::StringLiterals;

namespace pivotal::app {

QList<QCommandLineOption> sessionOptions()
{
    return {{u"database"_s, Text::tr("PostgreSQL to work on; default: DATABASE_URL, else the embedded demo."), u"URL"_s},
            {u"organization"_s, Text::tr("Organization to work in; default: the actor's first."), u"SLUG"_s},
            {u"as"_s, Text::tr("Who acts: an active user of the organization."), u"EMAIL"_s}};
}

SessionRequest sessionRequest(const QCommandLineParser &parser)
{
    SessionRequest request;
    request.databaseUrl = parser.isSet(u"database"_s) ? parser.value(u"database"_s) : qEnvironmentVariable("DATABASE_URL");
    request.organization = parser.value(u"organization"_s);
    request.actor = parser.value(u"as"_s);
    return request;
}

} // namespace pivotal::app
