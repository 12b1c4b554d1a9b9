#include "ui/performance/chart_card.h"

#include "ui/performance/legend.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"
#include "ui/widgets/pick_button.h"
#include "ui/widgets/plain_table.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QMenu>
#include <QSaveFile>
#include <QStackedWidget>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

QList<PickButton::Choice> choicesOf(const QString &all, const QStringList &names)
{
    QList<PickButton::Choice> choices{{all, QString()}};
    for (const QString &name : names)
        choices.append({name, name});
    return choices;
}

} // namespace

ChartCard::ChartCard(const models::DisplayZone &zone, QWidget *parent)
    : QFrame(parent), m_metric(new PickButton(tr("Figure"), {}, this)), m_operation(new PickButton(tr("Operation"), {}, this)),
      m_resource(new PickButton(tr("Cached resource"), {}, this)), m_legend(new Legend(this)),
      m_note(new ElidingLabel(u"secondary"_s, this)), m_menu(makeMenuButton(tr("Show as"), this)), m_stack(new QStackedWidget(this)),
      m_chart(new TimeChart(zone, this)), m_table(new PlainTable(tr("Figures over time"), this)),
      m_rows(new models::SeriesTableModel(zone, this))
{
    setProperty("card", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 8);
    column->setSpacing(0);
    buildHead(column);
    m_table->setModel(m_rows);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_table);
    column->addWidget(m_stack, 1);
    QList<PickButton::Choice> figures;
    for (const models::Metric metric : models::allMetrics())
        figures.append({models::infoOf(metric).name, int(metric)});
    m_metric->setChoices(figures);
    buildMenu();
    connect(m_metric, &PickButton::pickedChanged, this, &ChartCard::chosen);
    connect(m_operation, &PickButton::pickedChanged, this, &ChartCard::chosen);
    connect(m_resource, &PickButton::pickedChanged, this, &ChartCard::chosen);
    connect(m_legend, &Legend::toggled, this, &ChartCard::onToggled);
}

void ChartCard::buildHead(QVBoxLayout *column)
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 8, 6);
    head->setSpacing(8);
    m_note->setAccessibleName(tr("Service level"));
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (QWidget *widget : {m_metric, m_operation, m_resource})
        head->addWidget(widget);
    head->addWidget(m_note, 1);
    head->addWidget(m_menu);
    column->addLayout(head);
    column->addWidget(makeLine(this));
    m_legend->setContentsMargins(8, 4, 8, 0);
    column->addWidget(m_legend);
}

void ChartCard::buildMenu()
{
    auto *menu = new QMenu(m_menu);
    connect(menu->addAction(tr("Chart")), &QAction::triggered, this, [this] { setTableShown(false); });
    connect(menu->addAction(tr("Table")), &QAction::triggered, this, [this] { setTableShown(true); });
    menu->addSeparator();
    connect(menu->addAction(tr("Save as picture…")), &QAction::triggered, this, &ChartCard::askForPicture);
    connect(menu->addAction(tr("Save as CSV…")), &QAction::triggered, this, &ChartCard::askForCsv);
    m_menu->setMenu(menu);
}

void ChartCard::setSubjects(const QStringList &operations, const QStringList &resources)
{
    m_operation->setChoices(choicesOf(tr("All operations"), operations));
    m_resource->setChoices(choicesOf(tr("All resources"), resources));
}

QString ChartCard::subject() const
{
    switch (models::infoOf(metric()).subject) {
    case models::Subject::Operation: return operation();
    case models::Subject::Resource: return resource();
    case models::Subject::None: return {};
    }
    return {};
}

QString ChartCard::operation() const
{
    return m_operation->picked().toString();
}

void ChartCard::setOperation(const QString &operation)
{
    m_operation->setPicked(operation);
    Q_EMIT chosen();
}

QString ChartCard::resource() const
{
    return m_resource->picked().toString();
}

models::Metric ChartCard::metric() const
{
    return models::Metric(m_metric->picked().toInt());
}

void ChartCard::setMetric(models::Metric metric)
{
    m_metric->setPicked(int(metric));
    Q_EMIT chosen();
}

void ChartCard::setContent(const ChartContent &content)
{
    m_chart->setContent(content);
    showLegend(content);
    const models::Subject subject = models::infoOf(content.metric).subject;
    m_operation->setVisible(subject == models::Subject::Operation);
    m_resource->setVisible(subject == models::Subject::Resource);
    if (m_stack->currentWidget() == m_table) {
        m_rows->setSeries(content.metric, content.series);
        m_table->fitColumns(m_rows->columnCount() - 1);
    }
}

/// The series, what they are compared with, and the marks that there are; in the order in which onToggled() knows them.
void ChartCard::showLegend(const ChartContent &content)
{
    QList<Legend::Entry> entries;
    m_extras.clear();
    for (qsizetype i = 0; i < content.series.size(); ++i)
        entries.append({content.series.at(i).name, seriesSwatch(i)});
    if (!content.comparedText.isEmpty()) {
        m_extras.append([this](bool shown) { m_chart->setComparedShown(shown); });
        entries.append({content.comparedText, comparedSwatch()});
    }
    const QList<std::pair<MarkKind, QString>> kinds{{MarkKind::Slow, tr("Slow")},
                                                    {MarkKind::SlowElsewhere, tr("Slow, others")},
                                                    {MarkKind::Failed, tr("Failed")},
                                                    {MarkKind::Retried, tr("Retried")}};
    for (const auto &[kind, name] : kinds) {
        if (std::none_of(content.marks.cbegin(), content.marks.cend(),
                         [wanted = kind](const ChartMark &mark) { return mark.kind == wanted; }))
            continue;
        m_extras.append([this, which = kind](bool shown) { m_chart->setMarksShown(which, shown); });
        entries.append({name, markSwatch(kind)});
    }
    m_legend->setEntries(entries);
}

void ChartCard::onToggled(qsizetype index, bool shown)
{
    const qsizetype series = m_chart->content().series.size();
    if (index < series)
        m_chart->setSeriesShown(index, shown);
    else
        m_extras.at(index - series)(shown);
}

void ChartCard::setNote(const QString &note)
{
    m_note->setText(note);
}

void ChartCard::setTableShown(bool shown)
{
    m_stack->setCurrentWidget(shown ? static_cast<QWidget *>(m_table) : m_chart);
    setContent(m_chart->content());
}

bool ChartCard::isTableShown() const
{
    return m_stack->currentWidget() == m_table;
}

void ChartCard::askForPicture()
{
    askPath(u"png"_s, &ChartCard::savePicture);
}

void ChartCard::askForCsv()
{
    askPath(u"csv"_s, &ChartCard::saveCsv);
}

void ChartCard::saveCsv(const QString &path)
{
    m_rows->setSeries(m_chart->content().metric, m_chart->content().series);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(m_rows->toCsv().toUtf8()) < 0 || !file.commit())
        Q_EMIT exportFailed(tr("%1 can't be written: %2").arg(path, file.errorString()));
}

void ChartCard::savePicture(const QString &path)
{
    if (!grab().save(path, "PNG")) // with what it shows, and the legend
        Q_EMIT exportFailed(tr("%1 can't be written.").arg(path));
}

void ChartCard::askPath(const QString &suffix, void (ChartCard::*save)(const QString &))
{
    auto *dialog = new QFileDialog(this, tr("Save the chart"),
                                   u"pivotal-"_s + models::infoOf(metric()).name.toLower().replace(u' ', u'-') + u'.' + suffix);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->open();
}

} // namespace pivotal::ui
