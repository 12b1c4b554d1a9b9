#include "ui/server/statements_section.h"

#include "models/number_text.h"
#include "models/unit_text.h"
#include "ui/server/server_table.h"
#include "ui/server/statement_pane.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

StatementsSection::StatementsSection(QWidget *parent)
    : ServerSection(tr("Statements"), parent), m_table(new ServerTable(m_model, tr("Statements of the window"), this)),
      m_pane(new StatementPane(this)), m_start(makeButton(tr("Count from now"), false, this))
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table);
    column->addWidget(m_pane);
    setContent(content);
    addAction(m_start);
    m_start->setToolTip(tr("Statements, hits, deadlocks and commits are counted from now on"));
    connect(m_start, &QPushButton::clicked, this, &StatementsSection::startRequested);
    connect(m_table, &ServerTable::currentRowChanged, this, &StatementsSection::showChosen);
    forget();
}

void StatementsSection::forget()
{
    m_base.reset();
    m_last.reset();
    m_model.setRows({});
    m_pane->setStatement({});
    m_start->setEnabled(false);
    setSubtitle(QString());
}

void StatementsSection::startWindow()
{
    m_base = m_last;
    if (m_last)
        showWindow();
}

void StatementsSection::showStatements(const Section<StatementSnapshot> &statements)
{
    if (const auto *missing = std::get_if<Unavailable>(&statements)) {
        forget();
        showHint(missing->hint);
        return;
    }
    m_last = std::get<StatementSnapshot>(statements);
    if (!m_base)
        m_base = m_last;
    m_start->setEnabled(true);
    showWindow();
}

void StatementsSection::showChosen()
{
    const int row = m_table->currentRow();
    m_pane->setStatement(row < 0 ? QString() : m_model.statementText(row));
}

void StatementsSection::showWindow()
{
    const StatementWindow window = difference(*m_last, *m_base);
    m_model.setRows(window.statements);
    QStringList said{window.wasReset ? tr("since the server's statistics were reset")
                                     : tr("in the last %1").arg(models::durationText(double(window.msecs)))};
    if (window.evictions > 0)
        said << tr("incomplete: rare ones were evicted, see pg_stat_statements.max");
    if (m_last->hidden > 0)
        said << tr("%1 of other users hidden").arg(models::exactNumber(m_last->hidden));
    said << tr("without utility statements, EXPLAIN and what this dashboard asks");
    setSubtitle(said.join(u" · "_s));
    if (window.statements.isEmpty())
        showHint(tr("The count has begun: what runs from now on stands here after the next refresh."));
    else
        showContent(m_last->hint);
}

} // namespace pivotal::ui
