#include "ui/connection/migrations_dialog.h"

#include "models/cell_roles.h"
#include "repo/paging/delivery.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QProgressBar>
#include <QScreen>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int progressPollMs = 250;
constexpr int progressSteps = 1'000; // of the progress bar
constexpr int nameColumn = 0;
constexpr int stateColumn = 1;
constexpr int tookColumn = 3;

QString stateText(db::MigrationState state)
{
    switch (state) {
    case db::MigrationState::Pending: return MigrationsDialog::tr("Pending");
    case db::MigrationState::Present: return MigrationsDialog::tr("There, not recorded");
    case db::MigrationState::Applied: return MigrationsDialog::tr("Applied");
    case db::MigrationState::Adopted: return MigrationsDialog::tr("There before");
    case db::MigrationState::Changed: return MigrationsDialog::tr("Applied from another file");
    }
    return {};
}

bool isPending(const QTreeWidgetItem *item)
{
    return db::isPending(db::MigrationState(item->data(stateColumn, Qt::UserRole).toInt()));
}

const db::Migration *migrationOf(const QTreeWidgetItem *item)
{
    return item ? db::migrationNamed(item->text(nameColumn)) : nullptr;
}

QTreeWidget *makeList(QWidget *parent)
{
    /// Letters typed by accident don't make it jump about.
    struct MigrationsTree : QTreeWidget
    {
        using QTreeWidget::QTreeWidget;
        void keyboardSearch(const QString &) override {}
    };
    auto *list = new MigrationsTree(parent);
    list->setAccessibleName(MigrationsDialog::tr("Migrations"));
    list->setColumnCount(4);
    list->setHeaderLabels({MigrationsDialog::tr("Migration"), MigrationsDialog::tr("State"), MigrationsDialog::tr("When (UTC)"),
                           MigrationsDialog::tr("Took")});
    list->headerItem()->setData(tookColumn, models::RawValueRole, MigrationsDialog::tr("Took (ms)"));
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(nameColumn, QHeaderView::Stretch);
    list->setAllColumnsShowFocus(true);
    return list;
}

} // namespace

MigrationsDialog::MigrationsDialog(Migrations &migrations, QWidget *parent)
    : QDialog(parent), m_migrations(migrations), m_notice(new NoticeBar(this)), m_list(makeList(this)),
      m_rationale(makeLabel({}, u"secondary"_s, this)), m_step(makeLabel({}, u"secondary"_s, this)), m_progress(new QProgressBar(this)),
      m_applySelected(makeButton(tr("Apply selected"), false, this)), m_applyAll(makeButton(tr("Apply all pending"), true, this)),
      m_cancel(makeButton(tr("Cancel this build"), false, this))
{
    setWindowTitle(tr("Database migrations"));
    resize(QSize(820, 900).boundedTo(screen()->availableSize() - QSize(40, 80)));
    m_rationale->setWordWrap(true);
    m_rationale->setMinimumHeight(m_rationale->fontMetrics().lineSpacing() * 4); // the buttons below stay where they are
    m_rationale->setAlignment(Qt::AlignTop);
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the build"));
    m_applySelected->setAutoDefault(false);
    m_applyAll->setAutoDefault(false);
    auto *close = makeButton(tr("Close"), false, this);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(makeLabel(tr("Indexes are built CONCURRENTLY: nobody waits for them. A build that fails or is cancelled is removed."),
                                u"secondary"_s, this));
    column->addWidget(m_list, 1);
    m_notice->floatOver(m_list);
    column->addWidget(m_rationale);
    column->addWidget(m_step);
    column->addWidget(m_progress);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    buttons->addWidget(m_applySelected);
    buttons->addWidget(m_applyAll);
    buttons->addWidget(close);
    column->addLayout(buttons);

    m_poll.setInterval(progressPollMs);
    connect(&m_poll, &QTimer::timeout, this, &MigrationsDialog::askProgress);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &MigrationsDialog::showRationale);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &MigrationsDialog::updateButtons);
    connect(m_applySelected, &QPushButton::clicked, this, [this] { apply(pending(true)); });
    connect(m_applyAll, &QPushButton::clicked, this, [this] { apply(pending(false)); });
    connect(m_cancel, &QPushButton::clicked, this, &MigrationsDialog::cancelBuild);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    if (!migrations.problem().isEmpty())
        m_notice->show(NoticeBar::Kind::Info, migrations.problem(), tr("The list can be read."));
    updateButtons();
    load();
}

MigrationsDialog::~MigrationsDialog()
{
    if (!isBuilding())
        return;
    m_build.cancel();
    (void)m_migrations.removeLeftover(m_building); // nobody is left to be told; where this fails, the next build does it
}

void MigrationsDialog::load()
{
    deliver(
        m_migrations.status(), this,
        [this](const QList<db::MigrationStatus> &list) {
            fill(list);
            Q_EMIT loaded();
        },
        [this](const RepositoryError &error) {
            m_notice->showError(error, {{tr("Try again"), [this] { load(); }}});
        });
}

void MigrationsDialog::fill(const QList<db::MigrationStatus> &list)
{
    if (const db::Migration *current = migrationOf(m_list->currentItem()); current && m_wanted.isEmpty())
        m_wanted = current->object;
    for (const db::MigrationStatus &status : list)
        if (status.state == db::MigrationState::Pending && m_wanted.isEmpty())
            m_wanted = db::migrationNamed(status.name)->object; // what there is to do
    m_list->clear();
    for (const db::MigrationStatus &status : list) {
        auto *item = new QTreeWidgetItem(
            m_list, {status.name, stateText(status.state), QString(status.appliedAt).replace(u'T', u' ').left(16),
                     status.appliedAt.isEmpty() ? QString() : tr("%1 s").arg(QLocale().toString(status.durationMs / 1'000.0, 'f', 1))});
        item->setTextAlignment(tookColumn, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(stateColumn, Qt::UserRole, int(status.state));
        const bool isApplied = !status.appliedAt.isEmpty();
        const QVariantList stored{status.name, stateText(status.state), isApplied ? QVariant(status.appliedAt) : QVariant(),
                                  isApplied ? QVariant(status.durationMs) : QVariant()};
        for (int column = 0; column < stored.size(); ++column)
            item->setData(column, models::RawValueRole, stored.at(column));
    }
    const QString wanted = std::exchange(m_wanted, {});
    select(wanted.isEmpty() ? db::migrations().last().object : wanted);
    updateButtons();
}

void MigrationsDialog::select(const QString &object)
{
    if (m_list->topLevelItemCount() == 0) {
        m_wanted = object;
        return;
    }
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        if (const db::Migration *migration = migrationOf(m_list->topLevelItem(i)); migration && migration->object == object)
            m_list->setCurrentItem(m_list->topLevelItem(i));
}

QStringList MigrationsDialog::pending(bool onlySelected) const
{
    QStringList names;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        if (const QTreeWidgetItem *item = m_list->topLevelItem(i); isPending(item) && (!onlySelected || item->isSelected()))
            names << item->text(nameColumn);
    return names;
}

void MigrationsDialog::apply(const QStringList &names)
{
    if (isBuilding())
        return;
    m_notice->dismiss();
    m_queue = names;
    applyNext();
}

void MigrationsDialog::applyNext()
{
    if (m_queue.isEmpty()) {
        finish();
        return;
    }
    m_building = m_queue.takeFirst();
    m_step->setText(tr("%1…").arg(m_building));
    m_progress->setRange(0, 0);
    m_build = m_migrations.apply(m_building);
    deliver(
        m_build, this,
        [this](bool) {
            Q_EMIT applied();
            load();
            applyNext();
        },
        [this](const RepositoryError &error) {
            m_notice->showError(error);
            finish();
            load();
        });
    m_poll.start();
    updateButtons();
}

void MigrationsDialog::finish()
{
    m_poll.stop();
    m_queue.clear();
    m_building.clear();
    m_step->clear();
    m_progress->setRange(0, progressSteps);
    m_progress->reset();
    updateButtons();
}

void MigrationsDialog::cancelBuild()
{
    if (!isBuilding())
        return;
    m_build.cancel();
    deliver(
        m_migrations.removeLeftover(m_building), this,
        [this, name = m_building](bool isGone) {
            m_notice->show(NoticeBar::Kind::Info,
                           isGone ? tr("%1 was cancelled.").arg(name) : tr("%1 was finished before it could be cancelled.").arg(name),
                           isGone ? tr("What was built of it is removed.") : QString());
            load();
            if (!isGone)
                Q_EMIT applied();
        },
        [this](const RepositoryError &error) {
            m_notice->showError(error);
            load();
        });
    finish();
}

void MigrationsDialog::askProgress()
{
    deliver(
        m_migrations.progress(), this,
        [this](const std::optional<db::BuildProgress> &progress) {
            if (progress && isBuilding())
                showProgress(*progress);
        },
        [](const RepositoryError &) {}); // the build tells what is wrong
}

void MigrationsDialog::showProgress(const db::BuildProgress &progress)
{
    m_step->setText(progress.share < 0 ? tr("%1: %2").arg(m_building, progress.phase)
                                       : tr("%1: %2, %3 %").arg(m_building, progress.phase).arg(int(progress.share * 100)));
    m_progress->setRange(0, progress.share < 0 ? 0 : progressSteps);
    m_progress->setValue(int(progress.share * progressSteps));
}

void MigrationsDialog::showRationale()
{
    const db::Migration *migration = migrationOf(m_list->currentItem());
    if (!migration) {
        m_rationale->clear();
        return;
    }
    m_rationale->setText(
        migration->redundantWith.isEmpty()
            ? migration->rationale
            : tr("%1 Redundant beside %2; kept because the seed report asks for it.").arg(migration->rationale, migration->redundantWith));
}

void MigrationsDialog::updateButtons()
{
    const QString &problem = m_migrations.problem();
    m_applySelected->setEnabled(problem.isEmpty() && !isBuilding() && !pending(true).isEmpty());
    m_applyAll->setEnabled(problem.isEmpty() && !isBuilding() && !pending(false).isEmpty());
    m_applySelected->setToolTip(problem);
    m_applyAll->setToolTip(problem);
    m_cancel->setVisible(isBuilding());
    m_progress->setVisible(isBuilding());
    m_step->setVisible(isBuilding());
}

} // namespace pivotal::ui
