#include "repo/domain/sort.h"

#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QStringList>
#include <utility>

namespace pivotal {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::Sort)
};

template <class Field>
using FieldNames = QList<std::pair<QString, Field>>;

template <class Field>
Field parseField(const QString &text, const FieldNames<Field> &names)
{
    QStringList known;
    for (const auto &[name, field] : names) {
        if (name == text)
            return field;
        known << name;
    }
    throw RepositoryError(ErrorCode::InvalidSortField,
                          Text::tr("Can't sort by “%1”. Sort by one of: %2.").arg(text.left(60), known.join(QStringLiteral(", "))));
}

SortDirection parseDirection(const QString &text)
{
    if (text == QStringLiteral("asc"))
        return SortDirection::Ascending;
    if (text == QStringLiteral("desc"))
        return SortDirection::Descending;
    throw RepositoryError(ErrorCode::InvalidSortDirection,
                          Text::tr("A sort's direction is “asc” or “desc”, not “%1”.").arg(text.left(60)));
}

template <class Field>
Sort<Field> parseSort(const QString &text, const FieldNames<Field> &names)
{
    const qsizetype colon = text.indexOf(u':');
    const Field field = parseField(colon < 0 ? text : text.left(colon), names);
    return {field, colon < 0 ? SortDirection::Ascending : parseDirection(text.mid(colon + 1))};
}

} // namespace

UserSort parseUserSort(const QString &text)
{
    static const FieldNames<UserSortField> names{
        {QStringLiteral("email"), UserSortField::Email},         {QStringLiteral("name"), UserSortField::Name},
        {QStringLiteral("displayName"), UserSortField::Name},    {QStringLiteral("status"), UserSortField::Status},
        {QStringLiteral("createdAt"), UserSortField::Created},   {QStringLiteral("lastLoginAt"), UserSortField::LastLogin},
        {QStringLiteral("loginCount"), UserSortField::LoginCount},
    };
    return parseSort(text, names);
}

AuditSort parseAuditSort(const QString &text)
{
    static const FieldNames<AuditSortField> names{
        {QStringLiteral("createdAt"), AuditSortField::Created},
        {QStringLiteral("action"), AuditSortField::Action},
        {QStringLiteral("entityType"), AuditSortField::EntityType},
    };
    return parseSort(text, names);
}

} // namespace pivotal
