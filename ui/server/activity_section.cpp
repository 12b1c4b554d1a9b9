#include "ui/server/activity_section.h"

#include "models/number_text.h"
#include "ui/server/server_table.h"
#include "ui/widgets/build.h"

using namespace Qt::StringLiterals;

namespace pivotal::ui {

ActivitySection::ActivitySection(QWidget *parent)
    : ServerSection(tr("Activity"), parent), m_table(new ServerTable(m_model, tr("Processes of the server"), this)),
      m_cancel(makeButton(tr("Cancel query"), false, this)), m_terminate(makeButton(tr("End connection"), false, this))
{
    setContent(m_table);
    addAction(m_cancel);
    addAction(m_terminate);
    connect(m_table, &ServerTable::currentRowChanged, this, &ActivitySection::updateButtons);
    connect(m_cancel, &QPushButton::clicked, this, [this] { request(BackendSignal::Cancel); });
    connect(m_terminate, &QPushButton::clicked, this, [this] { request(BackendSignal::Terminate); });
    updateButtons();
}

void ActivitySection::showActivity(const Activity &activity)
{
    qsizetype blocked = 0;
    for (const Backend &backend : activity.backends)
        blocked += backend.blockedBy.isEmpty() ? 0 : 1;
    m_model.setRows(activity.backends);
    const QString others = tr("others in this database: %1").arg(models::exactNumber(activity.backends.size()));
    setSubtitle(blocked > 0 ? tr("%1, %2 blocked").arg(others, models::exactNumber(blocked)) : others);
    if (activity.backends.isEmpty())
        showHint(tr("Nobody else is connected to this database."));
    else
        showContent(activity.hint);
}

void ActivitySection::request(BackendSignal what)
{
    if (const int row = m_table->currentRow(); row >= 0)
        Q_EMIT endRequested(m_model.at(row), what);
}

void ActivitySection::setProblem(const QString &problem)
{
    m_problem = problem;
    updateButtons();
}

/// Whose start is hidden can't be told from one that gets its pid later.
void ActivitySection::updateButtons()
{
    const int row = m_table->currentRow();
    const bool isKnown = row >= 0 && !m_model.at(row).id.startedAt.isEmpty() && m_problem.isEmpty();
    m_cancel->setToolTip(m_problem.isEmpty() ? tr("Ends the query of the chosen process. Asks first.") : m_problem);
    m_terminate->setToolTip(m_problem.isEmpty() ? tr("Ends the connection of the chosen process. Asks first.") : m_problem);
    m_cancel->setEnabled(isKnown && m_model.at(row).state == u"active"_s);
    m_terminate->setEnabled(isKnown);
}

} // namespace pivotal::ui
