#pragma once

#include <QString>

namespace pivotal::models {

/// Roles of this console's table models, beside Qt's own.
enum CellRole {
    BadgeRole = Qt::UserRole + 1, ///< BadgeKind: the text is shown as a badge of this kind
    LoadingRole,                  ///< bool: the row isn't here yet
    MonospaceRole,                ///< bool: an id or JSON
    SecondaryRole,                ///< bool: of less weight than the rest of the row
    RowIdRole,                    ///< QString: the id of the row's value, empty while loading
    SortValueRole,                ///< the raw value behind a formatted text
    RawValueRole, ///< what is stored behind the cell, for copying: text, list of texts, qint64, double, bool, or an invalid QVariant for
                  ///< NULL; times as ISO 8601 with zone. A model that tells it of one column tells it of all. Of a header: the title with
                  ///< its unit, where the cells show units
};

enum class BadgeKind { Good, Warning, Bad, Neutral };

/// What a column asks of the view.
struct ColumnHint
{
    QString sample;     ///< a text as wide as the column usually needs
    QString minimum;    ///< a text as narrow as it may get; empty: it doesn't shrink, and is never cut
    int importance = 0; ///< the lowest gives way, and is hidden, first
};

} // namespace pivotal::models
