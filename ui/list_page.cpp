#include "ui/list_page.h"

#include "models/number_text.h"
#include "repo/paging/delivery.h"
#include "repo/session/console_session.h"
#include "ui/actions.h"
#include "ui/sizes.h"
#include "ui/theme.h"
#include "ui/ui_settings.h"
#include "ui/widgets/build.h"
#include "ui/widgets/missing_index_hint.h"
#include "ui/widgets/pager.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int lowMargin = 8;
constexpr int lowHeight = 480;     ///< of the page: lower, every row counts
constexpr int veryLowHeight = 360; ///< the filters give way, too

} // namespace

ListPage::ListPage(const QString &id, const QString &title, models::PagedTableModel *model, QWidget *parent)
    : Page(id, parent), m_model(model), m_column(new QVBoxLayout(this)), m_titleRow(new QHBoxLayout),
      m_count(makeLabel({}, u"secondary"_s, this)), m_missing(new MissingIndexHint(this)), m_notice(new NoticeBar(this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_stack(new QStackedWidget(this)), m_rows(new QWidget(this)),
      m_table(new PagedTableView(m_rows)), m_state(new StatePanel(this)), m_pager(new Pager(this)),
      m_columns(makeMenuButton(tr("Columns"), this)), m_showDetails(makeIconButton(u"details"_s, tr("Show or hide details"), this)),
      m_closeDetails(makeIconButton(u"close"_s, tr("Close the details"), this)), m_filtersButton(makeMenuButton(tr("Filters"), this))
{
    m_column->setContentsMargins(sizes::pageMargin, sizes::pageMargin, sizes::pageMargin, 12);
    m_column->setSpacing(8);
    m_showDetails->setObjectName(u"showDetails"_s);
    m_closeDetails->setObjectName(u"closeDetails"_s);
    buildTitle(title);
    buildTable();
    connectTable();
    connect(m_missing, &MissingIndexHint::indexRequested, this,
            [this](const QString &name) { Q_EMIT placeRequested(places::index(name)); });
}

void ListPage::addActions(Actions &actions)
{
    const auto add = [this, &actions](const char *id, const QString &text, const QKeySequence &key, const QString &iconName,
                                      const std::function<void()> &act) {
        actions.addAt(this, QLatin1String(id), text, key, iconName, act);
    };
    add("view.search", tr("Search on this page"), QKeySequence::Find, u"search"_s, [this] { focusSearch(); });
    add("view.details", tr("Show or hide details"), Qt::Key_F4, u"details"_s, [this] { setDetailsShown(!areDetailsShown()); });
    for (QToolButton *button : {m_showDetails, m_closeDetails})
        connect(button, &QToolButton::clicked, actions.action(u"view.details"_s), &QAction::trigger);
    add("page.first", tr("First page"), Qt::CTRL | Qt::Key_Home, u"first"_s, [this] { goToEnd(false); });
    add("page.previous", tr("Previous page"), Qt::CTRL | Qt::Key_PageUp, u"previous"_s, [this] { goToPage(-1); });
    add("page.next", tr("Next page"), Qt::CTRL | Qt::Key_PageDown, u"next"_s, [this] { goToPage(1); });
    add("page.last", tr("Last page"), Qt::CTRL | Qt::Key_End, u"last"_s, [this] { goToEnd(true); });
    add("page.goto", tr("Go to page, row or date"), Qt::CTRL | Qt::Key_G, {}, [this] { focusPager(); });
    actions.addAt(m_missing, u"list.missingIndexes"_s, tr("Add the indexes that this list is slow without…"),
                  Qt::CTRL | Qt::SHIFT | Qt::Key_F, u"warning"_s, [this] { m_missing->click(); });
}

void ListPage::connectSession(ConsoleSession &session)
{
    connect(&session, &ConsoleSession::capabilitiesChanged, this, &ListPage::showMissingIndexes);
    connect(&session, &ConsoleSession::connectionRestored, this, &ListPage::refresh);
}

void ListPage::buildTitle(const QString &title)
{
    m_titleRow->setSpacing(8);
    m_titleRow->addWidget(makeLabel(title, u"title"_s, this));
    m_titleRow->addWidget(m_count);
    m_titleRow->addWidget(m_missing);
    m_count->setContentsMargins(0, 3, 0, 0); // on the title's baseline
    m_titleRow->addStretch();
    m_titleRow->addWidget(m_filtersButton);
    m_titleRow->addWidget(m_columns);
    m_titleRow->addWidget(m_showDetails);
    m_filtersButton->setCheckable(true);
    m_filtersButton->hide();
    connect(m_filtersButton, &QToolButton::toggled, this, [this](bool on) { m_filterBar->setVisible(on); });
    auto *menu = new QMenu(m_columns);
    m_columns->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &ListPage::fillColumnsMenu);
    m_column->addLayout(m_titleRow);
}

void ListPage::buildTable()
{
    m_card = makeCard(this);
    auto *cardColumn = new QVBoxLayout(m_card);
    cardColumn->setContentsMargins(1, 1, 1, 1);
    cardColumn->setSpacing(0);
    auto *rows = new QHBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_table->rowBar());
    m_stack->addWidget(m_rows);
    m_stack->addWidget(m_state);
    cardColumn->addWidget(m_stack, 1);
    cardColumn->addWidget(m_pager);
    m_splitter->addWidget(m_card);
    m_splitter->setHandleWidth(12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_column->addWidget(m_splitter, 1);
    m_table->setAccessibleName(tr("Rows"));
    m_table->setPagedModel(m_model);
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    m_pager->setPageSize(m_model->pageSize());
}

void ListPage::connectTable()
{
    connect(m_model, &models::PagedTableModel::totalChanged, this, &ListPage::onTotal);
    connect(m_model, &models::PagedTableModel::loadFinished, this, [this] {
        if (std::exchange(m_noticeIsOfLoad, false))
            m_notice->dismiss();
        agree();
    });
    connect(m_model, &models::PagedTableModel::loadFailed, this, [this](const RepositoryError &error) {
        m_noticeIsOfLoad = true;
        m_notice->showError(error, {{tr("Try again"), [this] { refresh(); }}});
        if (m_model->total() < 0)
            m_state->setState(u"error"_s, tr("Nothing could be loaded"), tr("The bar on this page says why."), tr("Try again"));
    });
    connect(m_table, &PagedTableView::currentIdChanged, this, [this](const QString &id) { showDetails(id); });
    connect(m_model, &models::PagedTableModel::countFailed, this, &ListPage::onCountFailed);
    connect(m_model, &models::PagedTableModel::rowFound, this, &ListPage::goToFoundRow);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ListPage::selectFirst, Qt::QueuedConnection); // after the view's own
    connect(m_model, &QAbstractItemModel::modelReset, m_pager, &Pager::forgetRefused);
    connect(m_table, &PagedTableView::firstVisibleRowChanged, this, &ListPage::showPlace);
    connect(m_table, &PagedTableView::currentIdChanged, this, &ListPage::showPlace);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &ListPage::onHeaderClicked);
    connect(m_table, &PagedTableView::selectedCountChanged, m_pager, &Pager::setSelectedCount);
    connect(m_table, &PagedTableView::rangeLeftOut, this, &ListPage::onRangeLeftOut);
    connectPager();
    connect(m_state, &StatePanel::offerAccepted, this, [this] {
        if (m_model->total() == 0 && isFiltered())
            clearFilter();
        else
            refresh();
    });
}

void ListPage::connectPager()
{
    connect(m_pager, &Pager::pageRequested, this, [this](qint64 page) {
        m_table->scrollToRow((page - 1) * m_model->pageSize());
        m_asked = Asked{page, m_table->firstVisibleRow()};
        showPlace();
    });
    connect(m_pager, &Pager::rowRequested, this, [this](qint64 row) { goToRow(row - 1); });
    connect(m_pager, &Pager::dateRequested, this, &ListPage::goToDate);
    connect(m_pager, &Pager::pageSizeRequested, this, [this](int size) {
        setPageSize(size);
        Q_EMIT pageSizeChanged(size);
    });
    connect(m_pager, &Pager::badPage, this, &ListPage::onBadPage);
    connect(m_pager, &Pager::badPageGone, this, [this] {
        if (m_notice->text() == std::exchange(m_badPage, QString()))
            m_notice->dismiss();
    });
}

void ListPage::onBadPage(const QString &message)
{
    m_noticeIsOfLoad = false;
    m_badPage = message;
    m_notice->show(NoticeBar::Kind::Warning, message, {});
}

void ListPage::onCountFailed(const RepositoryError &error)
{
    RepositoryError named = error;
    named.message = tr("The rows could not be counted. %1").arg(error.message);
    m_noticeIsOfLoad = true;
    m_notice->showError(named, {{tr("Try again"), [this] { refresh(); }}});
}

/// The pager says where the table stands: by the row at the top, and at its end, where the last page's first row can't be at
/// the top, by the last; the page that was asked for stays the one it was.
void ListPage::showPlace()
{
    const qint64 top = m_table->firstVisibleRow();
    if (m_asked && m_asked->top != top)
        m_asked.reset();
    const qint64 page = m_asked ? m_asked->page : top > 0 && m_table->isAtEnd() ? m_pager->pages() : top / m_model->pageSize() + 1;
    const qint64 current = m_table->visibleCurrentRow();
    m_pager->setPlace(page, (current < 0 ? top : current) + 1, m_model->isPlaceExact());
    m_pager->setCanGoToDate(m_model->canGoToTime());
}

void ListPage::showMissingIndexes()
{
    m_missing->setIndexes(missingIndexes());
}

void ListPage::addToTitle(QWidget *widget)
{
    m_titleRow->addWidget(widget);
}

void ListPage::addBesideCount(QWidget *widget)
{
    m_titleRow->insertWidget(m_titleRow->indexOf(m_count) + 1, widget);
}

void ListPage::setFilterBar(QWidget *bar, QWidget *chips)
{
    m_filterBar = bar;
    m_column->insertWidget(1, bar);
    m_column->insertWidget(2, chips);
}

QList<QWidget *> ListPage::noticeAreas()
{
    return {m_stack, m_detailsBody};
}

void ListPage::setDetails(QWidget *details, QWidget *body)
{
    m_details = details;
    m_detailsBody = body;
    addDetailsTitle(details);
    m_notice->floatOver(noticeAreas(), this);
    m_splitter->addWidget(details);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({1000, sizes::detailsWidth});
    details->setMinimumSize(300, 160);
}

/// Above what scrolls: the way back is always there.
void ListPage::addDetailsTitle(QWidget *details)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(14, 4, 6, 0);
    row->addWidget(makeLabel(details->accessibleName(), u"secondary"_s, details));
    row->addStretch();
    row->addWidget(m_closeDetails);
    qobject_cast<QBoxLayout *>(details->layout())->insertLayout(0, row);
}

void ListPage::focusPager()
{
    m_pager->focusInput();
}

void ListPage::goToRow(qint64 row)
{
    m_table->scrollToRow(row);
    m_table->goToRow(row);
    m_asked = Asked{row / m_model->pageSize() + 1, m_table->firstVisibleRow()};
    showPlace();
    m_table->setFocus();
}

void ListPage::goToFoundRow(qint64 row)
{
    m_table->goToFoundRow(row);
    m_table->setFocus();
}

void ListPage::goToDate(QDate day)
{
    m_model->goToTime(startOf(day));
}

/// Of another result the current row is one that it has: details of what isn't in the list would pass for a row's that is.
void ListPage::selectFirst()
{
    const QString id = m_table->currentId();
    const bool isOnItsWay = !id.isEmpty() && detailsId() != id;
    if (!canReplaceDetails() || isOnItsWay || (!id.isEmpty() && m_model->rowOf(id) >= 0))
        agree();
    else if (m_model->total() == 0)
        m_table->selectId({});
    else if (m_model->rowCount() > 0 && !m_table->goToSelected())
        m_table->goToRow(0);
}

/// The details are of the row that is marked.
void ListPage::agree()
{
    const QString id = m_table->currentId();
    if (id != detailsId() && m_model->rowOf(id) >= 0)
        showDetails(id);
}

void ListPage::onRangeLeftOut(qint64 rows)
{
    m_noticeIsOfLoad = true;
    m_notice->show(NoticeBar::Kind::Info, tr("%Ln row(s) between are not loaded, and not selected.", nullptr, models::pluralOf(rows)),
                   tr("Rows load as they are scrolled to: from one end of the range to the other, or with Shift and the arrow keys."));
}

void ListPage::refresh()
{
    updateQuery();
    m_model->refresh();
    countUnfiltered();
}

void ListPage::countUnfiltered()
{
    m_counting.cancel();
    if (!isFiltered())
        return; // the rows' own total is that
    m_counting = countAll();
    deliver(
        m_counting, this,
        [this](qint64 total) {
            if (isFiltered())
                Q_EMIT countChanged(total);
        },
        [this](const RepositoryError &error) { onCountFailed(error); });
}

void ListPage::cancel()
{
    QWidget *focus = window()->focusWidget();
    m_pager->cancelInput();
    if (m_model->isLoading()) {
        m_model->stop();
    } else if (focus && focus != m_table && m_card->isVisible()) {
        m_table->setFocus();
    } else {
        setDetailsShown(false);
    }
}

void ListPage::goToPage(qint64 step)
{
    m_pager->goTo(m_pager->page() + step);
}

void ListPage::goToEnd(bool last)
{
    m_pager->goTo(last ? m_pager->pages() : 1);
    if (m_model->total() > 0)
        goToRow(last ? m_model->total() - 1 : 0);
}

void ListPage::setPageSize(int pageSize)
{
    m_pager->setPageSize(pageSize);
    m_model->setPageSize(pageSize);
}

void ListPage::setDetailsShown(bool shown)
{
    if (!m_details)
        return;
    const QWidget *focus = window()->focusWidget();
    const bool isInDetails = focus && m_details->isAncestorOf(focus);
    if (!m_isExclusive)
        m_wantsDetails = shown;
    m_card->setVisible(!m_isExclusive || !shown);
    m_details->setVisible(shown);
    if (!shown && isInDetails)
        focusContent();
    else if (shown && m_isExclusive && !isInDetails)
        focusDetails();
}

void ListPage::focusDetails()
{
    for (QWidget *next = m_details->nextInFocusChain(); next != m_details; next = next->nextInFocusChain())
        if (m_details->isAncestorOf(next) && next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus)) {
            next->setFocus(Qt::TabFocusReason);
            return;
        }
}

void ListPage::setLow(bool low)
{
    if (!m_filterBar || m_filtersButton->isHidden() != low)
        return;
    m_filtersButton->setVisible(low);
    m_filterBar->setVisible(!low || m_filtersButton->isChecked());
}

void ListPage::showFilters()
{
    if (!m_filtersButton->isHidden())
        m_filtersButton->setChecked(true);
}

void ListPage::setExclusive(bool exclusive)
{
    if (m_isExclusive == exclusive || !m_details)
        return;
    m_isExclusive = exclusive;
    m_closeDetails->setText(exclusive ? tr("Back to the rows") : QString());
    m_closeDetails->setIcon(icon(exclusive ? u"back"_s : u"close"_s));
    setStyleProperty(m_closeDetails, "flat", !exclusive);
    setStyleProperty(m_closeDetails, "link", exclusive);
    m_closeDetails->setToolButtonStyle(exclusive ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    const QWidget *focus = window()->focusWidget();
    const bool isInDetails = focus && m_details->isAncestorOf(focus);
    m_details->setVisible(exclusive ? isInDetails : m_wantsDetails);
    m_card->setVisible(!exclusive || !isInDetails);
}

bool ListPage::areDetailsShown() const
{
    return m_details && !m_details->isHidden();
}

void ListPage::saveLayout()
{
    if (!m_restored)
        return; // never shown in this run: what was saved before stands
    UiSettings settings;
    settings.setColumns(id(), m_table->saveColumns());
    if (m_splitter->orientation() == Qt::Horizontal)
        settings.setSplitter(id(), m_splitter->saveState());
}

void ListPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isLow = height() < lowHeight;
    const int side = qMax(isLow ? lowMargin : sizes::pageMargin, (width() - sizes::maxContentWidth) / 2);
    m_column->setContentsMargins(side, isLow ? lowMargin : sizes::pageMargin, side, isLow ? lowMargin : 12);
    setLow(height() < veryLowHeight);
    orient();
}

void ListPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_restored)
        return;
    m_restored = true;
    const UiSettings settings;
    m_table->restoreColumns(settings.columns(id()));
    if (const QByteArray state = settings.splitter(id()); !state.isEmpty())
        m_splitter->restoreState(state);
    orient();
}

void ListPage::orient()
{
    const Qt::Orientation wanted = width() < sizes::narrowPage ? Qt::Vertical : Qt::Horizontal;
    setExclusive(wanted == Qt::Vertical && height() < lowHeight);
    if (m_splitter->orientation() == wanted)
        return;
    m_splitter->setOrientation(wanted);
    // After the layout knows its new size, which the shares are of.
    QMetaObject::invokeMethod(
        this,
        [this, wanted] {
            const int whole = wanted == Qt::Vertical ? m_splitter->height() : m_splitter->width();
            const int details = wanted == Qt::Vertical ? whole * 2 / 5 : sizes::detailsWidth;
            m_splitter->setSizes({whole - details, details});
        },
        Qt::QueuedConnection);
}

void ListPage::onTotal(qint64 total)
{
    m_pager->setTotal(total, m_model->isTotalExact());
    showPlace();
    m_count->setText(
        total < 0 ? QString()
                  : countText(m_model->isTotalExact() ? models::exactNumber(total) : models::aboutNumber(total), models::pluralOf(total)));
    if (total < 0)
        m_state->setState(u"refresh"_s, tr("Loading…"), {});
    else if (total == 0 && isFiltered())
        m_state->setState(u"search"_s, tr("Nothing matches this filter"),
                          tr("Widen the dates, remove a chip, or start again without a filter."), tr("Clear the filter"));
    else if (total == 0)
        m_state->setState(u"empty"_s, tr("There is nothing here yet"), tr("Rows appear as soon as the application writes them."),
                          tr("Refresh"));
    m_stack->setCurrentWidget(total <= 0 ? static_cast<QWidget *>(m_state) : m_rows);
    if (total < 0 || (!isFiltered() && m_model->isTotalExact()))
        Q_EMIT countChanged(total);
}

void ListPage::onHeaderClicked(int column)
{
    // QHeaderView has moved its indicator to any column by now: it goes where the rows are really sorted.
    if (canSort(column)) {
        const bool again = column == m_sortColumn && m_sortOrder == Qt::AscendingOrder;
        showSort(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
        sortBy(m_sortColumn, m_sortOrder);
    } else {
        showSort(m_sortColumn, m_sortOrder);
    }
}

void ListPage::showSort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    m_table->horizontalHeader()->setSortIndicator(column, order);
}

void ListPage::fillColumnsMenu()
{
    QMenu *menu = m_columns->menu();
    menu->clear();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QAction *action = menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(m_table->isColumnWanted(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { m_table->setColumnShown(column, shown); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, m_table, &PagedTableView::resetColumns);
}

} // namespace pivotal::ui
