#pragma once

#include <QStyledItemDelegate>

namespace pivotal::ui {

class CellDelegate;

/// Edits a target in ms, with the locale's decimal point. What is no number is marked, and isn't taken.
class TargetDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `cells` draws the cell.
    explicit TargetDelegate(CellDelegate *cells, QObject *parent = nullptr) : QStyledItemDelegate(parent), m_cells(cells) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

private:
    CellDelegate *m_cells;
};

} // namespace pivotal::ui
