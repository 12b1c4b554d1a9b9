#pragma once

#include <QTableView>

namespace pivotal::ui {

class CellDelegate;

/// A table of few rows, which are all there: rows 30 px high without a grid, cells drawn by their roles, the row under the
/// mouse tinted.
class PlainTable : public QTableView
{
    Q_OBJECT

public:
    explicit PlainTable(const QString &accessibleName, QWidget *parent = nullptr);

    /// As wide as its cells; `stretched` takes what is left.
    void fitColumns(int stretched);
    [[nodiscard]] CellDelegate *cells() const { return m_cells; }

Q_SIGNALS:
    void currentRowChanged(int row);

protected:
    void leaveEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    CellDelegate *m_cells;
};

} // namespace pivotal::ui
