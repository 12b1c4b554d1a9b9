#include "ui/indexes/indexes_page.h"

#include "repo/session/console_session.h"
#include "repo/tuning/tuning_repository.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/widgets/notice_bar.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

IndexesPage::IndexesPage(QWidget *parent) : Page(u"indexes"_s, parent), m_panel(new IndexesPanel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0); // the panel has its own
    column->addWidget(m_panel);
    connect(m_panel, &IndexesPanel::applied, this, &IndexesPage::indexesChanged);
    connect(m_panel, &IndexesPanel::loaded, this, [this] { Q_EMIT missingRead(m_panel->missing()); });
}

IndexesPage::~IndexesPage()
{
    m_panel->setSession(nullptr, nullptr);
}

void IndexesPage::setSession(ConsoleSession *session)
{
    auto tuning = session ? std::make_unique<TuningRepository>(session->observer()) : nullptr;
    m_panel->setSession(tuning.get(), session ? &session->migrations() : nullptr);
    m_tuning = std::move(tuning);
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

void IndexesPage::select(const QString &name)
{
    m_panel->select(name);
}

void IndexesPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
}

} // namespace pivotal::ui
