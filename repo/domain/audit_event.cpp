#include "repo/domain/audit_event.h"

#include <QCollator>
#include <QHash>
#include <QSet>
#include <algorithm>

namespace pivotal {

namespace {

/// The changes of both sides, one for each name.
class Fields
{
public:
    void add(const std::optional<Json> &side, std::optional<Json> FieldChange::*member)
    {
        if (!side)
            return;
        const auto members = membersOf(*side);
        const bool isReadable = members && !holdsTwice(*members);
        for (const JsonMember &each : isReadable ? *members : QList<JsonMember>{{QString(), *side}})
            at(each.name).*member = each.value;
    }
    /// Changes first, then by name.
    [[nodiscard]] QList<FieldChange> sorted() const
    {
        QCollator collator{QLocale(QLocale::English)}; // a "C" one knows no numbers
        collator.setNumericMode(true);
        struct Entry
        {
            bool isUnchanged;
            QCollatorSortKey key;
            const FieldChange *change;
        };
        std::vector<Entry> entries;
        for (const FieldChange &change : m_changes)
            entries.push_back({!change.isChange(), collator.sortKey(change.field), &change});
        std::stable_sort(entries.begin(), entries.end(), [](const Entry &one, const Entry &other) {
            return one.isUnchanged != other.isUnchanged ? other.isUnchanged : one.key.compare(other.key) < 0;
        });
        QList<FieldChange> sorted;
        for (const Entry &entry : entries)
            sorted.append(*entry.change);
        return sorted;
    }

private:
    /// A json column may hold one name twice: both are stored.
    static bool holdsTwice(const QList<JsonMember> &members)
    {
        QSet<QString> names;
        for (const JsonMember &member : members)
            names << member.name;
        return names.size() < members.size();
    }
    FieldChange &at(const QString &name)
    {
        const QString key = name.isNull() ? QString(QChar(u'\0')) : name; // the whole value is no field with an empty name
        const auto known = m_places.constFind(key);
        if (known != m_places.cend())
            return m_changes[*known];
        m_places.insert(key, m_changes.size());
        m_changes.append({name, {}, {}});
        return m_changes.last();
    }

    QList<FieldChange> m_changes;
    QHash<QString, qsizetype> m_places;
};

} // namespace

QList<FieldChange> fieldChanges(const std::optional<Json> &before, const std::optional<Json> &after)
{
    Fields fields;
    fields.add(before, &FieldChange::before);
    fields.add(after, &FieldChange::after);
    return fields.sorted();
}

QList<FieldChange> fieldChanges(const AuditEvent &event)
{
    return fieldChanges(event.oldValues, event.newValues);
}

} // namespace pivotal
