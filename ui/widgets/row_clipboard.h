#pragma once

#include "ui/widgets/row_forms.h"

#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <optional>

class QAbstractItemView;
class QModelIndex;

namespace pivotal::ui {

class Actions;

/// Copying out of every table and tree of the application: Ctrl+C takes the selected rows, their visible columns in the order on
/// screen, with the values that are stored (models::RawValueRole) instead of what is drawn; other forms have keys of their own
/// and are in the context menu. Of the rows that have loaded; how many others were selected is told.
class RowClipboard : public QObject
{
    Q_OBJECT

public:
    struct Offer
    {
        const char *id = nullptr; ///< of the action in the registry
        QString text;
        QKeySequence key;
        std::optional<RowForm> form; ///< none: the current cell
    };
    [[nodiscard]] static QList<Offer> offers();
    /// Those, which can be done while there is a row to copy.
    void addActions(Actions &actions);

    /// Works while it lives.
    explicit RowClipboard(QObject *parent);

    /// The table or tree that has the keyboard's focus, or had it last and is still shown; null: none with a row to copy.
    [[nodiscard]] QAbstractItemView *view() const;
    void copy(const QAbstractItemView &view, std::optional<RowForm> form);

    [[nodiscard]] static CopiedRows selectedRows(const QAbstractItemView &view);
    /// Where a model doesn't tell what is stored: what it sorts by, else what it shows.
    [[nodiscard]] static QVariant storedValue(const QModelIndex &index);

Q_SIGNALS:
    /// There may be another view, or none.
    void viewChanged();
    /// So many selected rows were not copied: they are not loaded.
    void leftOut(int rows);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow(QWidget *focus);
    void showMenu(QAbstractItemView *view, const QPoint &globalPos);

    QPointer<QAbstractItemView> m_view;
};

} // namespace pivotal::ui
