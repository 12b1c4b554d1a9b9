#include "ui/header_bar.h"

#include "ui/actions.h"
#include "ui/theme.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_button.h"
#include "ui/widgets/suggestions.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QBoxLayout>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int headerHeight = 48;
constexpr int brandlessWidth = 900; ///< below it the brand gives way: the window's title has it, too
constexpr int canRunRole = Qt::UserRole + 2;

} // namespace

HeaderBar::HeaderBar(const Actions &actions, models::DisplayZone &zone, QWidget *parent)
    : QWidget(parent), m_actions(actions), m_zone(zone), m_brand(makeLabel(tr("Pivotal Console"), u"brand"_s, this)),
      m_organization(new ElidingButton(tr("Organization"), this)), m_commands(new QLineEdit(this)),
      m_zoneButton(makeMenuButton(tr("Time zone"), this)), m_actor(new ElidingButton(tr("Actor"), this))
{
    setObjectName(u"header"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(headerHeight);
    auto *logo = new QLabel(this);
    logo->setPixmap(QIcon(u":/icons/app.svg"_s).pixmap(20, 20));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(logo);
    row->addWidget(m_brand);
    row->addSpacing(32);
    row->addWidget(m_organization);
    row->addStretch();
    row->addWidget(m_commands);
    row->addWidget(m_zoneButton);
    row->addWidget(m_actor);
    m_commands->setPlaceholderText(tr("Search or run a command…  Ctrl K"));
    m_commands->setAccessibleName(tr("Search or run a command"));
    m_commands->setMinimumWidth(120);
    m_commands->setMaximumWidth(300);
    m_commands->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto *zones = new QMenu(m_zoneButton);
    m_zoneButton->setMenu(zones);
    connect(zones->addAction(tr("UTC")), &QAction::triggered, this, [this] { m_zone.setKind(models::DisplayZone::Kind::Utc); });
    connect(zones->addAction(models::DisplayZone::localText()), &QAction::triggered, this,
            [this] { m_zone.setKind(models::DisplayZone::Kind::Local); });
    connect(&m_zone, &models::DisplayZone::changed, this, &HeaderBar::showZone);
    auto *actorMenu = new QMenu(m_actor);
    for (const char *id : {"view.theme", "connection.open", "app.quit"})
        actorMenu->addAction(m_actions.action(QLatin1String(id)));
    m_actor->setMenu(actorMenu);
    m_actor->hide();
    m_organization->hide();
    showZone();
}

void HeaderBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_brand->setVisible(width() >= brandlessWidth);
}

void HeaderBar::offerCommands()
{
    auto *model = new QStandardItemModel(m_commands);
    for (QAction *action : m_actions.all()) {
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        auto *item = new QStandardItem(key.isEmpty() ? action->text() : u"%1    %2"_s.arg(action->text(), key));
        item->setData(action->objectName());
        item->setData(action->isEnabled(), canRunRole);
        connect(action, &QAction::changed, model, [item, action] { item->setData(action->isEnabled(), canRunRole); });
        model->appendRow(item);
    }
    auto *runnable = new QSortFilterProxyModel(model); // what can't be done here isn't offered
    runnable->setFilterRole(canRunRole);
    runnable->setFilterFixedString(u"true"_s);
    runnable->setSourceModel(model);
    auto *completer = new QCompleter(runnable, m_commands);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(12);
    new Suggestions(completer);
    m_commands->setCompleter(completer);
    connect(completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, [this](const QModelIndex &index) {
        QAction *action = m_actions.action(index.data(Qt::UserRole + 1).toString());
        // After the completer has put its text into the field.
        QMetaObject::invokeMethod(
            this,
            [this, action] {
                m_commands->clear();
                action->trigger();
            },
            Qt::QueuedConnection);
    });
    connect(m_commands, &QLineEdit::returnPressed, this, &HeaderBar::runCommand);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *old, QWidget *now) {
        if (now == m_commands && old)
            m_cameFrom = old;
    });
}

void HeaderBar::runCommand()
{
    const QString text = m_commands->text().trimmed();
    if (text.isEmpty() || m_commands->completer()->popup()->currentIndex().isValid())
        return;
    m_commands->clear();
    Q_EMIT searchRequested(text);
}

void HeaderBar::setScopes(const QList<Scope> &scopes, const Scope &current)
{
    auto *menu = new QMenu(m_organization);
    for (const Scope &scope : scopes) {
        QAction *action = menu->addAction(literalText(scope.organization.name));
        action->setCheckable(true);
        action->setChecked(scope.organization.id == current.organization.id);
        connect(action, &QAction::triggered, this, [this, action, id = scope.organization.id, isCurrent = action->isChecked()] {
            action->setChecked(isCurrent); // until it is entered, which may be refused
            Q_EMIT organizationChosen(id);
        });
    }
    if (m_organization->menu())
        m_organization->menu()->deleteLater(); // it may be its own entry that brought us here
    m_organization->setMenu(menu);
    m_organization->setWholeText(current.organization.name);
    m_organization->setToolTip(current.organization.name);
    m_organization->setAccessibleName(tr("Organization %1").arg(current.organization.name));
    m_actor->setWholeText(current.actorEmail);
    m_actor->setToolTip(tr("Acting as %1, %2").arg(current.actorName, current.actorEmail));
    m_actor->setAccessibleName(tr("Acting as %1").arg(current.actorEmail));
    m_organization->show();
    m_actor->show();
}

void HeaderBar::focusCommands()
{
    m_commands->setFocus(Qt::ShortcutFocusReason);
    m_commands->selectAll();
}

bool HeaderBar::leaveCommands()
{
    if (!m_commands->hasFocus())
        return false;
    Suggestions::close();
    m_commands->clear();
    if (m_cameFrom && m_cameFrom->isVisible() && m_cameFrom->isEnabled())
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    return true;
}

void HeaderBar::showZone()
{
    m_zoneButton->setText(m_zone.name() + u" ▾"_s);
    m_zoneButton->setAccessibleName(tr("Time zone %1").arg(m_zone.name()));
    m_zoneButton->setToolTip(tr("All times are shown and read in %1").arg(m_zone.name()));
}

} // namespace pivotal::ui
