#include "ui/indexes/indexes_page.h"

#include "repo/session/console_session.h"
#include "repo/tuning/tuning_repository.h"
#include "ui/actions.h"
#include "ui/connection/migrations_dialog.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/widgets/notice_bar.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

IndexesPage::IndexesPage(const PageContext &, QWidget *parent) : Page(places::indexesId, parent), m_panel(new IndexesPanel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0); // the panel has its own
    column->addWidget(m_panel);
    connect(m_panel, &IndexesPanel::applied, this, &IndexesPage::onIndexesChanged);
    connect(m_panel, &IndexesPanel::loaded, this, [this] {
        if (session())
            session()->noteMissingIndexes(m_panel->missing());
    });
}

IndexesPage::~IndexesPage()
{
    m_panel->setSession(nullptr, nullptr);
}

void IndexesPage::addActions(Actions &actions)
{
    actions.addFor(m_panel->applySelectedEntry(), m_panel, u"indexes.apply"_s, tr("Apply the selected indexes"),
                   Qt::CTRL | Qt::SHIFT | Qt::Key_A, u"check"_s);
    actions.addFor(m_panel->rollBackSelectedEntry(), m_panel, u"indexes.rollBack"_s, tr("Roll back the selected indexes…"),
                   Qt::CTRL | Qt::SHIFT | Qt::Key_B, u"back"_s);
    actions.addFor(m_panel->applyTenButton(), u"indexes.applyTen"_s, tr("Apply the ten indexes of the report"),
                   Qt::CTRL | Qt::SHIFT | Qt::Key_I, id());
    actions.add(this, u"database.migrations"_s, tr("Database migrations…"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, u"database"_s,
                [this] { showMigrations(); });
}

void IndexesPage::showSession(ConsoleSession *session)
{
    if (!session)
        m_migrations.reset();
    auto tuning = session ? std::make_unique<TuningRepository>(session->observer()) : nullptr;
    m_panel->setSession(tuning.get(), session ? &session->migrations() : nullptr);
    m_tuning = std::move(tuning);
    showMissing();
}

void IndexesPage::connectSession(ConsoleSession &session)
{
    connect(&session, &ConsoleSession::capabilitiesChanged, this, &IndexesPage::showMissing);
}

void IndexesPage::showMissing()
{
    const auto missing = session() ? int(session()->missingIndexes().size()) : 0;
    Q_EMIT noteChanged(missing == 0 ? QString() : tr("%Ln missing", nullptr, missing));
}

/// What was fast by the index is slow now, or the other way round: rows that are cached don't tell.
void IndexesPage::onIndexesChanged()
{
    if (session())
        session()->refreshCapabilities();
}

void IndexesPage::showMigrations()
{
    if (!session())
        return;
    if (!m_migrations) {
        m_migrations = std::make_unique<MigrationsDialog>(session()->migrations(), window());
        connect(m_migrations.get(), &MigrationsDialog::applied, this, [this] {
            onIndexesChanged();
            if (isVisible())
                refresh();
        });
    }
    m_migrations->show();
    m_migrations->raise();
    m_migrations->activateWindow();
}

void IndexesPage::refresh()
{
    m_panel->refresh();
}

void IndexesPage::cancel()
{
    if (m_panel->notice()->isVisible())
        m_panel->notice()->dismiss();
    focusContent();
}

void IndexesPage::focusContent()
{
    m_panel->table()->setFocus();
}

void IndexesPage::setState(const QVariant &state)
{
    if (const QString name = state.toString(); !name.isEmpty())
        m_panel->select(name);
}

void IndexesPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
}

} // namespace pivotal::ui
