#pragma once

#include "models/cell_roles.h"
#include "models/display_zone.h"

#include <QVariant>
#include <algorithm>
#include <optional>

namespace pivotal::models {

/// A column of a table of values, as data: a model's columns are a list of these, in the order of the screen.
template <class Value, class SortField>
struct ValueColumn
{
    const char *key; ///< in the settings, and for whoever looks for the column
    QString title;
    ColumnHint hint;
    QString (*text)(const Value &value, const DisplayZone &zone);
    QVariant (*raw)(const Value &value) = nullptr; ///< RawValueRole; empty: the text
    std::optional<SortField> sort = {};            ///< what a click on the header sorts by
    bool isRight = false;                          ///< aligned so
    bool isMonospace = false;
    bool (*isSecondary)(const Value &value) = nullptr;
    BadgeKind (*badge)(const Value &value) = nullptr;
    QString (*toolTip)(const Value &value) = nullptr;
    QString localTitle = {}; ///< of a time that isn't shown in UTC
    QString rawTitle = {};   ///< of what is stored, where that is something else
};

/// The place of the column with this key; it must be there.
template <class Column>
int columnNamed(const QList<Column> &columns, const char *key)
{
    const auto found = std::find_if(columns.cbegin(), columns.cend(), [key](const Column &each) { return qstrcmp(each.key, key) == 0; });
    Q_ASSERT(found != columns.cend());
    return int(found - columns.cbegin());
}

} // namespace pivotal::models
