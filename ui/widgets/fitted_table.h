#pragma once

#include "models/cell_roles.h"
#include "ui/widgets/column_fit.h"
#include "ui/widgets/plain_table.h"

namespace pivotal::ui {

/// A table that sizes its columns by its model's hints, in the space there is; the least important give way. Where the user
/// has sized a column, all stay as they are, and those that gave way come back where there is room for them.
class FittedTable : public PlainTable
{
    Q_OBJECT

public:
    FittedTable(const QString &accessibleName, QWidget *parent);

    /// One that isn't wanted is hidden, however much space there is.
    [[nodiscard]] virtual bool isColumnWanted(int) const { return true; }

protected:
    [[nodiscard]] virtual models::ColumnHint columnHint(int column) const = 0;

    void fit();
    [[nodiscard]] bool isUserSized() const { return m_isUserSized; }
    void setUserSized(bool sized) { m_isUserSized = sized; }

    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] FitColumn fitColumn(int column) const;
    void bringBack();

    bool m_isUserSized = false;
    bool m_isFitting = false;
};

} // namespace pivotal::ui
