#include "ui/indexes/indexes_panel.h"

#include "repo/paging/delivery.h"
#include "repo/tuning/table_indexes.h"
#include "repo/tuning/tuning_repository.h"
#include "ui/indexes/build_bar.h"
#include "ui/indexes/index_changes.h"
#include "ui/indexes/index_details.h"
#include "ui/indexes/index_filter_bar.h"
#include "ui/indexes/index_table.h"
#include "ui/sizes.h"
#include "ui/widgets/build.h"
#include "ui/widgets/focus_home.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int stackedWidth = 1'000; ///< of the panel: below it the details stand under the table

template <class Predicate>
QList<IndexInfo> those(const QList<IndexInfo> &infos, Predicate is)
{
    QList<IndexInfo> found;
    std::copy_if(infos.begin(), infos.end(), std::back_inserter(found), is);
    return found;
}

} // namespace

IndexesPanel::IndexesPanel(QWidget *parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)), m_count(makeLabel({}, u"secondary"_s, this)),
      m_refresh(makeButton(tr("Refresh"), false, this)), m_actions(makeMenuButton(tr("Actions"), this)),
      m_applyTen(makeButton({}, true, this)), m_showDetails(makeIconButton(u"details"_s, tr("Show the details"), this)),
      m_notice(new NoticeBar(this)), m_changes(new IndexChanges(*m_notice, this)), m_bar(new BuildBar(m_changes->builds(), this)),
      m_filters(new IndexFilterBar(m_bar, this)), m_splitter(new QSplitter(Qt::Horizontal, this)), m_stack(new QStackedWidget(this)),
      m_table(new IndexTable(this)), m_state(new StatePanel(this)), m_details(new IndexDetails(this))
{
    setObjectName(u"page"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFocusProxy(m_table);
    m_column->setContentsMargins(sizes::pageMargin, sizes::pageMargin, sizes::pageMargin, 12);
    m_column->setSpacing(8);
    m_column->addLayout(makeTitle());
    m_column->addWidget(m_filters);
    m_splitter->addWidget(makeTableCard());
    m_splitter->addWidget(m_details);
    m_splitter->setHandleWidth(12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({1'000, sizes::detailsWidth});
    m_details->setMinimumSize(300, 160);
    m_column->addWidget(m_splitter, 1);
    m_notice->floatOver(m_splitter);
    makeActions();
    connectParts();
    new FocusHome(m_table, {this});
    showState();
    updateActions();
}

QHBoxLayout *IndexesPanel::makeTitle()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(makeLabel(tr("Indexes"), u"title"_s, this));
    m_count->setContentsMargins(0, 3, 0, 0); // on the title's baseline
    row->addWidget(m_count);
    row->addStretch();
    m_showDetails->setCheckable(true);
    m_showDetails->setChecked(true);
    connect(m_showDetails, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(m_refresh, &QPushButton::clicked, this, &IndexesPanel::refresh);
    connect(m_applyTen, &QPushButton::clicked, this, [this] { m_changes->apply(ten()); });
    row->addWidget(m_showDetails);
    row->addWidget(m_refresh);
    row->addWidget(m_actions);
    row->addWidget(m_applyTen);
    return row;
}

QWidget *IndexesPanel::makeTableCard()
{
    auto *card = makeCard(this);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    column->addWidget(m_stack);
    return card;
}

void IndexesPanel::makeActions()
{
    auto *menu = new QMenu(m_actions);
    m_applySelected = menu->addAction(tr("Apply selected"), this, [this] { m_changes->apply(m_table->selected()); });
    m_rollBackSelected = menu->addAction(tr("Roll back selected"), this, [this] { rollBack(m_table->selected()); });
    menu->addSeparator();
    m_rollBackTen = menu->addAction(tr("Roll back the ten of the report"), this, [this] { rollBack(ten()); });
    m_actions->setMenu(menu);
}

void IndexesPanel::connectParts()
{
    connect(&m_changes->builds(), &IndexBuilds::runningChanged, this, &IndexesPanel::updateActions);
    connect(m_changes, &IndexChanges::changed, this, &IndexesPanel::onChanged);
    connect(m_changes, &IndexChanges::failed, this, [this] {
        m_noticeIsOfLoad = false;
        refresh();
    });
    connect(m_filters, &IndexFilterBar::changed, this, &IndexesPanel::onFilter);
    connect(m_table, &IndexTable::currentIndexChanged, this, &IndexesPanel::showCurrent);
    connect(m_table, &IndexTable::selectedChanged, this, &IndexesPanel::updateActions);
    connect(m_details, &IndexDetails::applyRequested, this, [this](const IndexInfo &info) { m_changes->apply({info}); });
    connect(m_details, &IndexDetails::rollBackRequested, this, [this](const IndexInfo &info) { rollBack({info}); });
    connect(m_state, &StatePanel::offerAccepted, this, [this] { m_table->filter()->isFiltered() ? m_filters->clear() : refresh(); });
}

void IndexesPanel::rollBack(const QList<IndexInfo> &infos)
{
    m_noticeIsOfLoad = false;
    m_changes->rollBack(infos);
}

void IndexesPanel::onChanged()
{
    m_noticeIsOfLoad = false;
    refresh();
    Q_EMIT applied();
}

void IndexesPanel::setSession(TuningRepository *tuning, Migrations *migrations)
{
    m_statusRequest.cancel();
    m_request.cancel();
    m_changes->builds().setMigrations(migrations);
    m_tuning = tuning;
    m_migrations = migrations;
    m_hasLoaded = false;
    m_notice->dismiss();
    m_table->setIndexes({});
    showState();
    updateActions();
    refresh();
}

void IndexesPanel::refresh()
{
    if (!m_tuning)
        return;
    m_statusRequest.cancel();
    m_request.cancel();
    if (!m_migrations) {
        loadIndexes({});
        return;
    }
    m_statusRequest = m_migrations->status();
    deliver(
        m_statusRequest, this, [this](const QList<db::MigrationStatus> &list) { loadIndexes(appliedOf(list)); },
        [this](const RepositoryError &error) {
            if (error.code == ErrorCode::PermissionDenied) // who may not read the record has nothing to roll back
                loadIndexes({});
            else
                onLoadFailed(error);
        });
}

void IndexesPanel::loadIndexes(const QSet<QString> &applied)
{
    m_request = m_tuning->indexes();
    deliver(
        m_request, this, [this, applied](const QList<IndexInfo> &indexes) { showIndexes(indexes, applied); },
        [this](const RepositoryError &error) { onLoadFailed(error); });
}

void IndexesPanel::onLoadFailed(const RepositoryError &error)
{
    m_noticeIsOfLoad = true;
    m_notice->showError(error, {{tr("Try again"), [this] { refresh(); }}});
    if (!m_hasLoaded)
        m_state->setState(u"error"_s, tr("Nothing could be loaded"), tr("The bar above says why."), tr("Try again"));
}

void IndexesPanel::showIndexes(const QList<IndexInfo> &indexes, const QSet<QString> &applied)
{
    if (std::exchange(m_noticeIsOfLoad, false))
        m_notice->dismiss();
    m_hasLoaded = true;
    m_changes->setApplied(applied);
    m_table->setIndexes(indexes);
    m_filters->setTables(indexes);
    if (!m_wanted.isEmpty())
        select(std::exchange(m_wanted, {}));
    showState();
    updateActions();
    Q_EMIT loaded();
}

void IndexesPanel::select(const QString &name)
{
    if (!m_hasLoaded)
        m_wanted = name;
    else if (!m_table->select(name)) {
        m_filters->clear();
        m_table->select(name);
    }
}

void IndexesPanel::onFilter()
{
    m_table->setWanted(m_filters->states(), m_filters->table());
    showState();
}

void IndexesPanel::showState()
{
    const bool isEmpty = m_table->filter()->rowCount() == 0;
    if (!m_tuning && !m_hasLoaded)
        m_state->setState(u"database"_s, tr("No connection"), tr("Connect to a database to see its indexes."));
    else if (!m_hasLoaded)
        m_state->setState(u"refresh"_s, tr("Loading…"), {});
    else if (m_table->filter()->isFiltered())
        m_state->setState(u"search"_s, tr("Nothing matches this filter"), tr("Choose another state or table, or see all of them."),
                          tr("Clear the filter"));
    else
        m_state->setState(u"empty"_s, tr("There is no index"),
                          tr("The console's tables aren't in this database, or can't be seen by its user."), tr("Refresh"));
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_state) : m_table);
    m_count->setText(models::indexesSummary(m_table->indexes()->indexes(), shown()));
}

void IndexesPanel::showCurrent()
{
    if (const IndexInfo *info = m_table->current())
        m_details->showIndex(*info, m_changes->canRollBack(*info));
    else
        m_details->showNone();
}

QString IndexesPanel::countText() const
{
    return m_count->text();
}

QStringList IndexesPanel::missing() const
{
    return missingIndexNames(m_table->indexes()->indexes());
}

QList<IndexInfo> IndexesPanel::shown() const
{
    QList<IndexInfo> infos;
    const models::IndexesFilter *filter = m_table->filter();
    for (int row = 0; row < filter->rowCount(); ++row)
        infos << m_table->indexes()->at(filter->mapToSource(filter->index(row, 0)).row());
    return infos;
}

QList<IndexInfo> IndexesPanel::ten() const
{
    return those(m_table->indexes()->indexes(), [](const IndexInfo &info) { return info.isOfSeed; });
}

void IndexesPanel::updateActions()
{
    const QString problem = m_migrations ? m_migrations->problem() : QString();
    const bool can = m_migrations && problem.isEmpty() && !m_changes->builds().isRunning();
    for (QWidget *button : {static_cast<QWidget *>(m_applyTen), static_cast<QWidget *>(m_actions)})
        button->setToolTip(problem);
    const QList<IndexInfo> selected = m_table->selected();
    const auto isOurs = [this](const IndexInfo &info) { return m_changes->canRollBack(info); };
    const int missing = int(those(ten(), models::canApply).size());
    m_applySelected->setEnabled(can && std::any_of(selected.begin(), selected.end(), models::canApply));
    m_rollBackSelected->setEnabled(can && std::any_of(selected.begin(), selected.end(), isOurs));
    m_rollBackTen->setEnabled(can && !those(ten(), isOurs).isEmpty());
    m_applyTen->setText(tr("Apply the ten of the report (%n missing)", nullptr, missing));
    m_applyTen->setAccessibleName(m_applyTen->text());
    m_applyTen->setVisible(missing > 0);
    m_applyTen->setEnabled(can);
    m_actions->setEnabled(m_migrations);
    m_refresh->setEnabled(m_tuning);
    m_details->setCanChange(can);
}

void IndexesPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int side = qMax(sizes::pageMargin, (width() - sizes::maxContentWidth) / 2);
    m_column->setContentsMargins(side, sizes::pageMargin, side, 12);
    orient();
}

void IndexesPanel::orient()
{
    const Qt::Orientation wanted = width() < stackedWidth ? Qt::Vertical : Qt::Horizontal;
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

} // namespace pivotal::ui
