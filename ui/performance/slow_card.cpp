#include "ui/performance/slow_card.h"

#include "ui/widgets/build.h"
#include "ui/widgets/order_keeper.h"
#include "ui/widgets/plain_table.h"
#include "ui/widgets/state_panel.h"
#include "ui/widgets/table_header.h"

#include <QBoxLayout>
#include <QDoubleSpinBox>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

SlowCard::SlowCard(QWidget *parent)
    : QFrame(parent), m_model(new models::SlowOperationsModel(this)), m_window(makeLabel({}, u"secondary"_s, this)),
      m_threshold(new QDoubleSpinBox(this)), m_stack(new QStackedWidget(this)), m_table(new PlainTable(tr("Slow operations"), this)),
      m_state(new StatePanel(this))
{
    setProperty("card", true);
    m_threshold->setRange(0.1, 60'000);
    m_threshold->setDecimals(1);
    m_threshold->setSuffix(tr(" ms"));
    m_threshold->setAccessibleName(tr("A statement is slow from"));
    m_threshold->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_threshold->setKeyboardTracking(false);
    m_threshold->setFixedWidth(90);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 8, 6);
    head->setSpacing(8);
    QLabel *heading = makeLabel(tr("Slow operations"), {}, this);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    head->addWidget(heading);
    head->addWidget(m_window, 1);
    head->addWidget(makeLabel(tr("from"), u"secondary"_s, this));
    head->addWidget(m_threshold);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(this));
    m_sorted.setSourceModel(m_model);
    m_table->setModel(&m_sorted);
    new OrderKeeper(m_table, m_sorted);
    m_table->header()->setSortIndicatorClearable(true);
    m_table->header()->setSortIndicator(-1, Qt::DescendingOrder); // as they come: the most time first
    m_table->setSortingEnabled(true);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    column->addWidget(m_stack, 1);
    m_state->setState(u"check"_s, tr("Nothing was slow"),
                      tr("No statement of this window took as long as that. Lower the bound to see more."));
    m_stack->setCurrentWidget(m_state);
    connect(m_table, &PlainTable::currentRowChanged, this, &SlowCard::currentChanged);
    const auto fit = [this] { m_table->fitColumns(models::SlowOperationsModel::Operation); };
    connect(&m_sorted, &QAbstractItemModel::modelReset, this, fit);
    connect(&m_sorted, &QAbstractItemModel::dataChanged, this, fit); // reasons come later
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &SlowCard::thresholdChanged);
}

void SlowCard::setGroups(const QList<metrics::StatementGroup> &groups, const QString &windowText)
{
    m_model->setGroups(groups, m_threshold->value());
    m_window->setText(windowText);
    m_stack->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget *>(m_table) : m_state);
    if (current())
        Q_EMIT currentChanged(); // its statistics have
}

void SlowCard::setThreshold(double ms)
{
    m_threshold->setValue(ms);
}

double SlowCard::threshold() const
{
    return m_threshold->value();
}

const metrics::StatementGroup *SlowCard::current() const
{
    return m_model->groupAt(m_sorted.mapToSource(m_table->currentIndex()).row());
}

bool SlowCard::select(const QString &key)
{
    const int row = m_model->rowOf(key);
    if (row < 0)
        return false;
    m_table->selectRow(m_sorted.mapFromSource(m_model->index(row, 0)).row());
    return true;
}

} // namespace pivotal::ui
