#include "repo/users/user_search_sql.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

using Field = SearchTerm::Field;

/// Where a field's text stands. Names hold a line break between them, which nobody types, so that a term doesn't match
/// across two.
QStringList columnsOf(Field field, bool folds)
{
    const QString email = u"u.email"_s;
    const QString username = u"u.username"_s;
    const QStringList names = folds ? QStringList{uR"(COALESCE(u."displayName", '') || E'\n' || u."firstName" || ' ' || u."lastName")"_s}
                                    : QStringList{u"u.\"displayName\""_s, u"u.\"firstName\" || ' ' || u.\"lastName\""_s};
    switch (field) {
    case Field::Email: return {email};
    case Field::Name: return names;
    case Field::Username: return {username};
    case Field::Any: return QStringList{email} + names + QStringList{username};
    case Field::Id: break;
    }
    return {};
}

Reach searched(const OrganizationId &organization, const QString &condition, const QVariantList &binds)
{
    Reach reach{u"SELECT u.id FROM users u WHERE u.\"organizationId\" = ? AND "_s + condition, QVariantList{organization.value} + binds,
                u"idx_users_search"_s};
    reach.isListed = false;
    return reach;
}

bool isId(const QString &text)
{
    static const QRegularExpression cuid(u"^c[a-z0-9]{24}$"_s);
    return cuid.match(text).hasMatch();
}

} // namespace

void addSearch(Conditions &conditions, const OrganizationId &organization, const SearchTerm &term, bool folds)
{
    QStringList parts;
    QVariantList binds;
    for (const QString &column : columnsOf(term.field, folds)) {
        parts << (folds ? foldedLike(column, Match::Anywhere) : column + u" ILIKE ?"_s);
        binds << (folds ? term.text : containsPattern(term.text));
    }
    if (term.field == Field::Id || (term.field == Field::Any && isId(term.text))) {
        parts << u"u.id = ?"_s;
        binds << term.text;
    }
    const QString any = u'(' + parts.join(u" OR "_s) + u')';
    Condition condition{term.isNegated ? any + u" IS NOT TRUE"_s : any, binds}; // an absent username holds nothing
    if (folds && !term.isNegated)
        condition.reach = searched(organization, any, binds);
    conditions.add(condition);
}

} // namespace pivotal::sql
