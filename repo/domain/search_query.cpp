#include "repo/domain/search_query.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

SearchTerm::Field fieldOf(const QString &prefix)
{
    if (prefix == u"email"_s)
        return SearchTerm::Field::Email;
    if (prefix == u"name"_s)
        return SearchTerm::Field::Name;
    if (prefix == u"username"_s)
        return SearchTerm::Field::Username;
    return prefix == u"id"_s ? SearchTerm::Field::Id : SearchTerm::Field::Any;
}

} // namespace

QList<SearchTerm> parseSearch(const QString &text)
{
    // An open quote reaches to the end: it is still being typed.
    static const QRegularExpression term(u"(-?)(?:(email|name|username|id):)?(?:\"([^\"]*)(?:\"|$)|(\\S+))"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    QList<SearchTerm> terms;
    for (auto found = term.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        SearchTerm parsed;
        parsed.isNegated = !match.captured(1).isEmpty();
        parsed.field = fieldOf(match.captured(2).toLower());
        parsed.text = match.hasCaptured(4) && !match.captured(4).isEmpty() ? match.captured(4) : match.captured(3);
        if (!parsed.text.trimmed().isEmpty())
            terms << parsed;
    }
    return terms;
}

} // namespace pivotal
