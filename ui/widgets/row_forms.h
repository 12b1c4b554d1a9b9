#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>

namespace pivotal::ui {

/// Rows as they are stored (see models::RawValueRole), on their way to the clipboard: texts, numbers, bools, lists of texts, and
/// invalid for NULL.
struct CopiedRows
{
    QStringList titles;
    QList<QVariantList> rows;
    int leftOut = 0; ///< selected, but not loaded now
};

enum class RowForm {
    Tabs, ///< as spreadsheets paste them; NULL is empty
    TabsWithTitles,
    Csv,       ///< RFC 4180, with titles; NULL is empty, an empty text is ""
    Json,      ///< an array of objects
    SqlValues, ///< VALUES ('a', 1, NULL)
};

[[nodiscard]] QString textOf(const CopiedRows &rows, RowForm form);
/// One value as it is, nothing quoted; NULL is empty.
[[nodiscard]] QString textOf(const QVariant &value);

} // namespace pivotal::ui
