#include "repo/domain/search_query.h"

#include <QRegularExpression>

namespace pivotal {

namespace {

SearchTerm::Field fieldOf(const QString &prefix)
{
    if (prefix == QStringLiteral("email"))
        return SearchTerm::Field::Email;
    if (prefix == QStringLiteral("name"))
        return SearchTerm::Field::Name;
    if (prefix == QStringLiteral("username"))
        return SearchTerm::Field::Username;
    return prefix == QStringLiteral("id") ? SearchTerm::Field::Id : SearchTerm::Field::Any;
}

} // namespace

QList<SearchTerm> parseSearch(const QString &text)
{
    // An open quote reaches to the end: it is still being typed.
    static const QRegularExpression term(QStringLiteral("(-?)(?:(email|name|username|id):)?(?:\"([^\"]*)(?:\"|$)|(\\S+))"),
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
