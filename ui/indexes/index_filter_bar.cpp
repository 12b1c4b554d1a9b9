#include "ui/indexes/index_filter_bar.h"

#include "models/indexes_model.h"
#include "ui/widgets/build.h"
#include "ui/widgets/choice_button.h"

#include <QBoxLayout>
#include <utility>

namespace pivotal::ui {

IndexFilterBar::IndexFilterBar(QWidget *beside, QWidget *parent)
    : QWidget(parent), m_states(new ChoiceButton(tr("State"), ChoiceButton::Mode::Several, this)),
      m_tables(new ChoiceButton(tr("Table"), ChoiceButton::Mode::One, this))
{
    QList<ChoiceButton::Choice> states;
    for (const IndexState state :
         {IndexState::Present, IndexState::Missing, IndexState::Invalid, IndexState::Redundant, IndexState::Unused})
        states.append({models::stateText(state), int(state)});
    m_states->setChoices(states);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_states);
    row->addWidget(m_tables);
    auto *clearButton = makeLink(tr("Clear"), this);
    clearButton->setAccessibleName(tr("Clear the filter"));
    clearButton->hide();
    row->addWidget(clearButton);
    row->addSpacing(8);
    row->addWidget(beside, 1);
    row->addStretch();
    connect(m_states, &ChoiceButton::chosenChanged, this, &IndexFilterBar::changed);
    connect(m_tables, &ChoiceButton::chosenChanged, this, &IndexFilterBar::changed);
    connect(clearButton, &QToolButton::clicked, this, &IndexFilterBar::clear);
    connect(this, &IndexFilterBar::changed, this,
            [this, clearButton] { clearButton->setVisible(!m_states->chosen().isEmpty() || !m_tables->chosen().isEmpty()); });
}

void IndexFilterBar::setTables(const QList<IndexInfo> &indexes)
{
    QStringList tables;
    for (const IndexInfo &info : indexes)
        tables << info.table;
    tables.removeDuplicates();
    tables.sort();
    QList<ChoiceButton::Choice> choices;
    for (const QString &table : std::as_const(tables))
        choices.append({table, table});
    m_tables->setChoices(choices);
}

void IndexFilterBar::clear()
{
    m_states->setChosen({});
    m_tables->setChosen({});
    Q_EMIT changed();
}

QList<IndexState> IndexFilterBar::states() const
{
    QList<IndexState> states;
    for (const QVariant &state : m_states->chosen())
        states << IndexState(state.toInt());
    return states;
}

QString IndexFilterBar::table() const
{
    return m_tables->chosen().value(0).toString();
}

} // namespace pivotal::ui
