#include "ui/widgets/row_clipboard.h"

#include "models/cell_roles.h"
#include "ui/actions.h"
#include "ui/widgets/paged_table_view.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QTableView>
#include <QTreeView>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

const QHeaderView *headerOf(const QAbstractItemView &view)
{
    if (const auto *table = qobject_cast<const QTableView *>(&view))
        return table->horizontalHeader();
    const auto *tree = qobject_cast<const QTreeView *>(&view);
    return tree ? tree->header() : nullptr;
}

/// In the order on screen.
QList<int> visibleColumns(const QHeaderView &header)
{
    QList<int> columns;
    for (int visual = 0; visual < header.count(); ++visual)
        if (const int column = header.logicalIndex(visual); !header.isSectionHidden(column))
            columns << column;
    return columns;
}

/// A table or a tree; lists are popups of fields.
QAbstractItemView *tableOf(QObject *object)
{
    auto *view = qobject_cast<QAbstractItemView *>(object);
    return view && headerOf(*view) && view->selectionModel() ? view : nullptr;
}

bool tellsWhatIsStored(const QModelIndex &index)
{
    for (int column = 0; column < index.model()->columnCount(index.parent()); ++column)
        if (index.siblingAtColumn(column).data(models::RawValueRole).isValid())
            return true;
    return false;
}

/// Whether `a` stands above `b`, in a tree of whatever depth.
bool standsAbove(const QModelIndex &a, const QModelIndex &b)
{
    const auto pathOf = [](QModelIndex index) {
        QList<int> path;
        for (; index.isValid(); index = index.parent())
            path.prepend(index.row());
        return path;
    };
    const QList<int> left = pathOf(a);
    const QList<int> right = pathOf(b);
    return std::lexicographical_compare(left.cbegin(), left.cend(), right.cbegin(), right.cend());
}

QString titleOf(const QAbstractItemModel &model, int column)
{
    const QVariant stored = model.headerData(column, Qt::Horizontal, models::RawValueRole);
    return (stored.isValid() ? stored : model.headerData(column, Qt::Horizontal)).toString();
}

} // namespace

QList<RowClipboard::Offer> RowClipboard::offers()
{
    return {{"rows.copy", tr("Copy rows"), QKeySequence::Copy, RowForm::Tabs},
            {"rows.copyWithTitles", tr("Copy rows with titles"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, RowForm::TabsWithTitles},
            {"rows.copyCell", tr("Copy cell"), Qt::CTRL | Qt::ALT | Qt::Key_C, std::nullopt},
            {"rows.copyCsv", tr("Copy rows as CSV"), Qt::CTRL | Qt::ALT | Qt::Key_V, RowForm::Csv},
            {"rows.copyJson", tr("Copy rows as JSON"), Qt::CTRL | Qt::ALT | Qt::Key_J, RowForm::Json},
            {"rows.copySql", tr("Copy rows as SQL VALUES"), Qt::CTRL | Qt::ALT | Qt::Key_S, RowForm::SqlValues}};
}

RowClipboard::RowClipboard(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { follow(now); });
}

QAbstractItemView *RowClipboard::view() const
{
    return m_view && m_view->isVisible() && m_view->selectionModel() && m_view->currentIndex().isValid() ? m_view : nullptr;
}

void RowClipboard::follow(QWidget *focus)
{
    QAbstractItemView *table = tableOf(focus);
    if (!table || table == m_view)
        return;
    if (m_view)
        disconnect(m_view->selectionModel(), nullptr, this, nullptr);
    m_view = table;
    connect(table->selectionModel(), &QItemSelectionModel::currentChanged, this, &RowClipboard::viewChanged);
    Q_EMIT viewChanged();
}

QVariant RowClipboard::storedValue(const QModelIndex &index)
{
    if (tellsWhatIsStored(index))
        return index.data(models::RawValueRole);
    const QVariant sorted = index.data(models::SortValueRole);
    return sorted.isValid() ? sorted : index.data(Qt::DisplayRole);
}

CopiedRows RowClipboard::selectedRows(const QAbstractItemView &view)
{
    CopiedRows copied;
    const QList<int> columns = visibleColumns(*headerOf(view));
    for (const int column : columns)
        copied.titles << titleOf(*view.model(), column);
    QModelIndexList rows = view.selectionModel()->selectedRows();
    if (rows.isEmpty() && view.currentIndex().isValid())
        rows << view.currentIndex();
    std::sort(rows.begin(), rows.end(), standsAbove);
    for (const QModelIndex &row : rows) {
        if (row.data(models::LoadingRole).toBool()) {
            ++copied.leftOut;
            continue;
        }
        QVariantList values;
        for (const int column : columns)
            values << storedValue(row.siblingAtColumn(column));
        copied.rows << values;
    }
    if (const auto *paged = qobject_cast<const PagedTableView *>(&view)) // some may have left its window
        copied.leftOut = qMax(copied.leftOut, paged->selectedCount() - int(copied.rows.size()));
    return copied;
}

void RowClipboard::copy(const QAbstractItemView &view, std::optional<RowForm> form)
{
    const QModelIndex current = view.currentIndex();
    if (!current.isValid() || (!form && current.data(models::LoadingRole).toBool()))
        return;
    const CopiedRows rows = form ? selectedRows(view) : CopiedRows();
    if (rows.leftOut > 0)
        Q_EMIT leftOut(rows.leftOut);
    if (form && rows.rows.isEmpty())
        return;
    const QString text = form ? textOf(rows, *form) : textOf(storedValue(current));
    auto *data = new QMimeData; // the clipboard's
    data->setText(text);
    if (form == RowForm::Csv)
        data->setData(u"text/csv"_s, text.toUtf8());
    QGuiApplication::clipboard()->setMimeData(data);
}

void RowClipboard::showMenu(QAbstractItemView *view, const QPoint &globalPos)
{
    auto *menu = new QMenu(view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (view->contextMenuPolicy() == Qt::ActionsContextMenu) {
        menu->addActions(view->actions());
        menu->addSeparator();
    }
    for (const Offer &offer : offers()) {
        QAction *action = menu->addAction(offer.text, view, [this, view, form = offer.form] { copy(*view, form); });
        action->setShortcut(offer.key); // to be read: the key itself goes another way
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(view->currentIndex().isValid());
    }
    menu->popup(globalPos);
}

/// By key in a dialog, too, where the window's actions don't reach.
bool RowClipboard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Hide || event->type() == QEvent::Show) {
        if (watched == m_view)
            Q_EMIT viewChanged();
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride && !tableOf(watched) && qobject_cast<QWidget *>(watched)
        && QKeySequence(static_cast<QKeyEvent *>(event)->keyCombination()) == QKeySequence(QKeySequence::Copy)) {
        event->accept(); // a text that is selected elsewhere: the window's action would take the row instead
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        auto *view = tableOf(watched);
        const QKeyCombination pressed = static_cast<QKeyEvent *>(event)->keyCombination();
        for (const Offer &offer : view ? offers() : QList<Offer>())
            if (offer.key == QKeySequence(pressed)) {
                copy(*view, offer.form);
                return true;
            }
        return false;
    }
    if (event->type() != QEvent::ContextMenu)
        return false;
    auto *view = tableOf(watched);
    if (auto *widget = qobject_cast<QWidget *>(watched); !view && widget) {
        view = tableOf(widget->parentWidget());
        if (view && view->viewport() != widget)
            view = nullptr;
    }
    if (!view || view->contextMenuPolicy() == Qt::CustomContextMenu)
        return false;
    showMenu(view, static_cast<QContextMenuEvent *>(event)->globalPos());
    return true;
}

void RowClipboard::addActions(Actions &actions)
{
    for (const Offer &offer : offers()) {
        QAction *action = actions.add(this, QLatin1String(offer.id), offer.text, offer.key, u"details"_s, [this, form = offer.form] {
            if (const QAbstractItemView *from = view())
                copy(*from, form);
        });
        const auto update = [this, action] { action->setEnabled(view() != nullptr); };
        connect(this, &RowClipboard::viewChanged, action, update);
        update();
    }
}

} // namespace pivotal::ui
