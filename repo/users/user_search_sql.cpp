#include "repo/users/user_search_sql.h"

#include <QRegularExpression>

namespace pivotal::sql {

namespace {

using Field = SearchTerm::Field;

/// Where a field's text stands. Names hold a line break between them, which nobody types, so that a term doesn't match
/// across two.
QStringList columnsOf(Field field, bool folds)
{
    const QString email = QStringLiteral("u.email");
    const QString username = QStringLiteral("u.username");
    const QStringList names = folds ? QStringList{QStringLiteral(R"(COALESCE(u."displayName", '') || E'\n' || u."firstName" || ' ' || u."lastName")")}
                                    : QStringList{QStringLiteral("u.\"displayName\""), QStringLiteral("u.\"firstName\" || ' ' || u.\"lastName\"")};
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
    Reach reach{QStringLiteral("SELECT u.id FROM users u WHERE u.\"organizationId\" = ? AND ") + condition, QVariantList{organization.value} + binds,
                QStringLiteral("idx_users_search")};
    reach.isListed = false;
    return reach;
}

bool isId(const QString &text)
{
    static const QRegularExpression cuid(QStringLiteral("^c[a-z0-9]{24}$"));
    return cuid.match(text).hasMatch();
}

} // namespace

void addSearch(Conditions &conditions, const OrganizationId &organization, const SearchTerm &term, bool folds)
{
    QStringList parts;
    QVariantList binds;
    for (const QString &column : columnsOf(term.field, folds)) {
        parts << (folds ? foldedLike(column, Match::Anywhere) : column + QStringLiteral(" ILIKE ?"));
        binds << (folds ? term.text : containsPattern(term.text));
    }
    if (term.field == Field::Id || (term.field == Field::Any && isId(term.text))) {
        parts << QStringLiteral("u.id = ?");
        binds << term.text;
    }
    const QString any = u'(' + parts.join(QStringLiteral(" OR ")) + u')';
    Condition condition{term.isNegated ? any + QStringLiteral(" IS NOT TRUE") : any, binds}; // an absent username holds nothing
    if (folds && !term.isNegated)
        condition.reach = searched(organization, any, binds);
    conditions.add(condition);
}

} // namespace pivotal::sql
