#include "repo/domain/sort.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"
#include "repo/domain/user_columns.h"

#include <QStringList>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

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
                          Text::tr("Can't sort by “%1”. Sort by one of: %2.").arg(text.left(60), known.join(u", "_s)));
}

SortDirection parseDirection(const QString &text)
{
    if (text == u"asc"_s)
        return SortDirection::Ascending;
    if (text == u"desc"_s)
        return SortDirection::Descending;
    throw RepositoryError(ErrorCode::InvalidSortDirection, Text::tr("A sort's direction is “asc” or “desc”, not “%1”.").arg(text.left(60)));
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
    static const FieldNames<UserSortField> names = [] {
        FieldNames<UserSortField> list{{u"name"_s, UserSortField::Name}};
        for (const UserColumn &column : userColumns())
            if (column.sort)
                list.append({QString::fromLatin1(column.name), *column.sort});
        return list;
    }();
    return parseSort(text, names);
}

AuditSort parseAuditSort(const QString &text)
{
    static const FieldNames<AuditSortField> names{
        {u"createdAt"_s, AuditSortField::Created},
        {u"action"_s, AuditSortField::Action},
        {u"entityType"_s, AuditSortField::EntityType},
    };
    return parseSort(text, names);
}

} // namespace pivotal
