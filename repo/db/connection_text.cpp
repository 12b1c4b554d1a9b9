#include "repo/db/connection_text.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>
#include <algorithm>
#include <libpq-fe.h>
#include <optional>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

using Pairs = QList<std::pair<QString, QString>>;

/// As libpq divides it: the user's part ends at the first @, and only where no slash comes before.
struct UrlParts
{
    QString user;
    QString password;
    QString servers; ///< host[:port],…
    QString database;
    QString query;
    QString beforeQuery; ///< all of it
};

QString example()
{
    return Text::tr("It looks like postgresql://user@host:5432/database.");
}

RepositoryError wrong(const QString &what)
{
    return validationError(Text::tr("The database URL can't be read: %1").arg(what));
}

QString encodeHint()
{
    return Text::tr("In a user name or password the characters @ : / ? # and % are written %40 %3A %2F %3F %23 and %25.");
}

const QSet<QString> &libpqKeywords()
{
    static const QSet<QString> known = [] {
        QSet<QString> names;
        PQconninfoOption *options = PQconndefaults();
        for (const PQconninfoOption *option = options; option && option->keyword; ++option)
            names.insert(QString::fromLatin1(option->keyword));
        PQconninfoFree(options);
        return names;
    }();
    return known;
}

UrlParts partsOf(const QString &url)
{
    UrlParts parts;
    const qsizetype start = url.indexOf(u"://"_s) + 3;
    static const QRegularExpression ends(u"[@/]"_s);
    const qsizetype end = url.indexOf(ends, start);
    const bool hasUser = end >= 0 && url.at(end) == u'@';
    if (hasUser) {
        const QString named = url.mid(start, end - start);
        parts.user = named.section(u':', 0, 0);
        parts.password = named.section(u':', 1);
    }
    const qsizetype rest = hasUser ? end + 1 : start;
    const qsizetype question = url.indexOf(u'?', rest);
    parts.beforeQuery = question < 0 ? url : url.left(question);
    parts.query = question < 0 ? QString() : url.mid(question + 1);
    const QString place = parts.beforeQuery.mid(rest);
    parts.servers = place.section(u'/', 0, 0);
    parts.database = place.section(u'/', 1);
    return parts;
}

void requireEscapes(const QString &text, const QString &part)
{
    static const QRegularExpression bad(u"%(?![0-9A-Fa-f]{2})|%00"_s);
    if (text.contains(bad))
        throw wrong(Text::tr("%1 has a “%” that no two hexadecimal digits follow. A % itself is written %25.").arg(part));
}

void requirePort(const QString &port)
{
    bool isNumber = false;
    const int number = port.toInt(&isNumber);
    if (!port.isEmpty() && (!isNumber || number < 1 || number > 65'535))
        throw wrong(Text::tr("the port, behind the host's colon, must be a number from 1 to 65535. %1").arg(encodeHint()));
}

void requireServers(const QString &servers)
{
    for (const QString &server : servers.split(u',')) {
        if (!server.startsWith(u'[')) {
            requirePort(server.section(u':', 1));
            continue;
        }
        const qsizetype end = server.indexOf(u']');
        if (end < 2 || (end + 1 < server.size() && server.at(end + 1) != u':'))
            throw wrong(Text::tr("an IPv6 address stands between [ and ], before the port's colon."));
        requirePort(server.mid(end + 2));
    }
}

/// What of a URL libpq would refuse, or take for something else than is meant.
void requireReadable(const UrlParts &parts)
{
    if (parts.servers.contains(u'@') || parts.database.contains(u'@'))
        throw wrong(Text::tr("an “@” stands behind the one that ends the user's part, or behind a slash. %1").arg(encodeHint()));
    requireServers(parts.servers);
    requireEscapes(parts.user, Text::tr("the user name"));
    requireEscapes(parts.password, Text::tr("the password"));
    requireEscapes(parts.servers, Text::tr("the host"));
    requireEscapes(parts.database, Text::tr("the database's name"));
    requireEscapes(parts.query, Text::tr("a parameter"));
}

/// Where an @ comes that late, it may be the end of a password with a slash and a question mark.
QString shownName(const UrlParts &parts, const QString &name)
{
    return parts.user.isEmpty() && parts.query.contains(u'@') ? u"…"_s : name.left(60);
}

Pairs parametersOf(const UrlParts &parts)
{
    Pairs pairs;
    for (const QString &part : parts.query.split(u'&', Qt::SkipEmptyParts)) {
        const QString name = QUrl::fromPercentEncoding(part.section(u'=', 0, 0).toUtf8());
        if (part.count(u'=') != 1)
            throw wrong(Text::tr("the parameter “%1” needs one “=”, and its value behind it; in the value it is written %2.")
                            .arg(shownName(parts, name), u"%3D"_s));
        pairs.append({name, part.section(u'=', 1)});
    }
    return pairs;
}

QString valueOf(const Pairs &pairs, const QString &name)
{
    QString value;
    for (const auto &[each, text] : pairs)
        if (each == name)
            value = QUrl::fromPercentEncoding(text.toUtf8());
    return value;
}

/// What tunes the pool of connections that Prisma has and the console hasn't.
const QSet<QString> &poolParameters()
{
    static const QSet<QString> names{u"connection_limit"_s,        u"pool_timeout"_s,
                                     u"statement_cache_size"_s,    u"socket_timeout"_s,
                                     u"max_connection_lifetime"_s, u"max_idle_connection_lifetime"_s,
                                     u"single_use_connections"_s};
    return names;
}

/// Prisma's, but for those of its pool.
const QSet<QString> &prismaParameters()
{
    static const QSet<QString> names{u"schema"_s, u"pgbouncer"_s, u"sslaccept"_s, u"sslidentity"_s};
    return names;
}

QString systemCertificates()
{
    for (const char *file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"})
        if (QFileInfo::exists(QLatin1String(file)))
            return QLatin1String(file);
    return {};
}

/// Prisma checks the server's certificate for sslaccept=strict alone, by the authority in sslcert or the system's own; libpq
/// calls with that name the client's certificate, which needs an sslkey.
void translateTls(const Pairs &pairs, ConnectionText &read)
{
    if (!valueOf(pairs, u"sslidentity"_s).isEmpty())
        throw wrong(Text::tr(
            "the parameter “sslidentity” can't be taken: it names a PKCS #12 file. Give the certificate and its key as PEM files, with "
            "sslcert and sslkey."));
    const QString accept = valueOf(pairs, u"sslaccept"_s);
    if (!accept.isEmpty() && accept != u"strict"_s && accept != u"accept_invalid_certs"_s)
        throw wrong(Text::tr("the parameter “sslaccept” is strict or accept_invalid_certs."));
    if (accept != u"strict"_s || valueOf(pairs, u"sslmode"_s) == u"disable"_s)
        return;
    read.keywords.insert(u"sslmode"_s, u"verify-full"_s);
    QString authority = valueOf(pairs, u"sslrootcert"_s);
    if (authority.isEmpty() && valueOf(pairs, u"sslkey"_s).isEmpty())
        authority = valueOf(pairs, u"sslcert"_s);
    if (authority.isEmpty())
        authority = systemCertificates();
    if (!authority.isEmpty())
        read.keywords.insert(u"sslrootcert"_s, authority);
}

bool isPrismas(const Pairs &pairs)
{
    return std::any_of(pairs.cbegin(), pairs.cend(),
                       [](const auto &pair) { return prismaParameters().contains(pair.first) || poolParameters().contains(pair.first); });
}

ConnectionText readUrl(const QString &url)
{
    const UrlParts parts = partsOf(url);
    requireReadable(parts);
    const Pairs pairs = parametersOf(parts);
    const bool isAuthority = isPrismas(pairs) && valueOf(pairs, u"sslkey"_s).isEmpty(); // what sslcert names
    ConnectionText read;
    read.schema = valueOf(pairs, u"schema"_s);
    read.isPooled = valueOf(pairs, u"pgbouncer"_s) == u"true"_s;
    translateTls(pairs, read);
    QStringList kept;
    for (const auto &[name, value] : pairs) {
        if (prismaParameters().contains(name) || poolParameters().contains(name) || (name == u"sslcert"_s && isAuthority))
            continue;
        if (!libpqKeywords().contains(name) && !(name == u"ssl"_s && value == u"true"_s))
            throw wrong(Text::tr("there is no parameter “%1”, neither of libpq nor of Prisma.").arg(shownName(parts, name)));
        kept << name + u'=' + value;
    }
    read.forLibpq = kept.isEmpty() ? parts.beforeQuery : parts.beforeQuery + u'?' + kept.join(u'&');
    return read;
}

/// Of "keyword = value …" from there on: the value, and where it ends. Nothing where its quote has no end.
std::optional<qsizetype> endOfValue(const QString &text, qsizetype at)
{
    const bool isQuoted = at < text.size() && text.at(at) == u'\'';
    for (at += isQuoted ? 1 : 0; at < text.size(); ++at) {
        if (text.at(at) == u'\\')
            ++at;
        else if (isQuoted ? text.at(at) == u'\'' : text.at(at).isSpace())
            return at + 1;
    }
    return isQuoted ? std::nullopt : std::optional(at);
}

/// A word behind a password may be the rest of it: then it isn't named.
void requireKeywords(const QString &text)
{
    static const QRegularExpression keyword(u"\\G\\s*([^=\\s]+)(\\s*=\\s*)?"_s);
    QString before;
    bool mayBeSecret = false;
    for (qsizetype at = 0; !QStringView(text).mid(at).trimmed().isEmpty();) {
        const QRegularExpressionMatch found = keyword.match(text, at);
        const QString name = found.captured(1);
        const QString behind = before.isEmpty() ? QString() : Text::tr(" behind “%1”").arg(before);
        if (found.captured(2).isEmpty())
            throw wrong(
                Text::tr("a word without “=” stands there%1. A value with spaces stands between single quotes. %2").arg(behind, example()));
        if (!libpqKeywords().contains(name))
            throw wrong(mayBeSecret
                            ? Text::tr("a keyword%1 isn't one of libpq's. A value with spaces stands between single quotes.").arg(behind)
                            : Text::tr("“%1” is no keyword of libpq.").arg(name.left(60)));
        const auto end = endOfValue(text, found.capturedEnd());
        if (!end)
            throw wrong(Text::tr("the quoted value of “%1” has no end.").arg(name));
        mayBeSecret = mayBeSecret || name.contains(u"pass"_s);
        before = name;
        at = *end;
    }
}

} // namespace

ConnectionText readConnectionText(const QString &text)
{
    if (text.startsWith(u"postgresql://"_s) || text.startsWith(u"postgres://"_s))
        return readUrl(text);
    static const QRegularExpression scheme(u"^\\s*([A-Za-z][A-Za-z0-9+.-]{0,30}):"_s);
    if (const auto other = scheme.match(text); other.hasMatch())
        throw wrong(Text::tr("it begins with “%1:” instead of postgresql://. %2").arg(other.captured(1), example()));
    requireKeywords(text);
    return {text, {}, {}, false};
}

} // namespace pivotal::db
