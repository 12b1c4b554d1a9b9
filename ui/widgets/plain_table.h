#pragma once

#include <QTableView>

namespace pivotal::ui {

class CellDelegate;
class TableHeader;

/// The look of a table: rows 30 px high without a grid, cells drawn by their roles, the row under the mouse tinted.
class PlainTable : public QTableView
{
    Q_OBJECT

public:
    /// `header`: null for the usual one.
    explicit PlainTable(const QString &accessibleName, QWidget *parent = nullptr, TableHeader *header = nullptr);

    /// As wide as its cells; `stretched` takes what is left. For a table of few rows, which are all there.
    void fitColumns(int stretched);
    [[nodiscard]] CellDelegate *cells() const { return m_cells; }
    [[nodiscard]] TableHeader *header() const { return m_header; }

    static constexpr int rowPixels = 30;

    /// Letters that are typed by accident don't make it jump about: the page has a search.
    void keyboardSearch(const QString &) override {}

Q_SIGNALS:
    void currentRowChanged(int row);

protected:
    bool viewportEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    CellDelegate *m_cells;
    TableHeader *m_header;
};

} // namespace pivotal::ui
