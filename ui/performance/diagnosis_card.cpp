#include "ui/performance/diagnosis_card.h"

#include "models/slow_operations_model.h"
#include "models/unit_text.h"
#include "ui/indexes/build_bar.h"
#include "ui/indexes/index_changes.h"
#include "ui/performance/index_workflow.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"

#include <QBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int shownCases = 5;
constexpr int shownProblems = 4;
constexpr double leastGain = 1.1;
constexpr qint64 halfDayMs = 12 * 60 * 60 * 1'000; ///< an older time is told with its date

QLabel *makeText(const QString &role, QWidget *parent)
{
    QLabel *label = makeLabel({}, role, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString times(double factor)
{
    return QLocale().toString(factor, 'f', factor < 10 ? 1 : 0);
}

QString adviceText(const IndexAdvice &advice)
{
    if (!advice.isTried)
        return advice.hint;
    const QLocale locale;
    return DiagnosisCard::tr("Plan cost %1 → %2 · about %3 · inserts +%4\u00a0%")
        .arg(locale.toString(advice.costBefore, 'f', 0), locale.toString(advice.costAfter, 'f', 0), models::bytesText(advice.sizeBytes),
             locale.toString(advice.writeShare * 100, 'f', 0));
}

QString nameOf(const IndexAdvice &advice)
{
    return advice.migration.isEmpty() ? advice.candidate.name() : advice.migration.section(u'_', 1);
}

} // namespace

DiagnosisCard::DiagnosisCard(IndexWorkflow &workflow, const models::DisplayZone &zone, NoticeBar &notice, QWidget *parent)
    : QFrame(parent), m_workflow(workflow), m_zone(zone), m_notice(notice), m_body(new QWidget), m_hint(makeText(u"secondary"_s, this)),
      m_title(makeText({}, m_body)), m_problems(new QWidget(m_body)), m_problemsText(makeText(u"secondary"_s, m_body)),
      m_adviceTitle(makeText({}, m_body)), m_adviceText(makeText(u"secondary"_s, m_body)), m_measured(makeText({}, m_body)),
      m_apply(makeButton(tr("Apply"), true, m_body)), m_plan(makeButton(tr("Plan"), false, m_body)),
      m_run(makeButton(tr("Run and measure"), false, m_body)), m_rollBack(makeButton(tr("Roll back"), false, m_body)),
      m_bar(new BuildBar(workflow.builds(), m_body)), m_cases(makeText(u"secondary"_s, m_body))
{
    setProperty("card", true);
    build();
    connect(&m_workflow, &IndexWorkflow::changed, this, &DiagnosisCard::render);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        if (m_workflow.diagnosis() && !m_workflow.diagnosis()->advice.isEmpty())
            m_workflow.apply(m_workflow.diagnosis()->advice.first());
    });
    connect(m_plan, &QPushButton::clicked, this, &DiagnosisCard::planRequested);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_workflow.statement())
            m_workflow.diagnose(metrics::SlowStatement(*m_workflow.statement()), Analyze::Yes);
    });
    connect(m_rollBack, &QPushButton::clicked, this, &DiagnosisCard::askRollBack);
    showNone();
}

void DiagnosisCard::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    QLabel *heading = makeLabel(tr("Advice"), {}, this);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    heading->setContentsMargins(12, 6, 12, 6);
    heading->setMinimumHeight(42);
    column->addWidget(heading);
    column->addWidget(makeLine(this));
    m_hint->setContentsMargins(12, 12, 12, 12);
    m_hint->setAlignment(Qt::AlignTop);
    column->addWidget(m_hint, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Diagnosis"));
    scroll->setWidget(m_body);
    scroll->setObjectName(u"diagnosis"_s);
    column->addWidget(scroll, 1);
    m_title->setFont(bold);
    m_adviceTitle->setFont(bold);
    m_measured->setFont(bold);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *button : {m_apply, m_rollBack, m_plan, m_run})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *problems = new QVBoxLayout(m_problems);
    problems->setContentsMargins(0, 0, 0, 0);
    problems->setSpacing(4);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(12, 12, 12, 12);
    body->setSpacing(8);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_title), m_problems, static_cast<QWidget *>(m_problemsText), static_cast<QWidget *>(m_adviceTitle),
          static_cast<QWidget *>(m_adviceText), static_cast<QWidget *>(m_measured)})
        body->addWidget(widget);
    body->addLayout(buttons);
    body->addWidget(m_bar);
    body->addWidget(makeLine(m_body));
    body->addWidget(m_cases);
    body->addStretch();
}

void DiagnosisCard::showGroup(const metrics::StatementGroup &group)
{
    m_group = group;
    m_title->setText(group.operation);
    m_title->setToolTip(group.fingerprint);
    render();
}

void DiagnosisCard::showNone()
{
    m_group = {};
    render();
}

void DiagnosisCard::askRollBack()
{
    if (!m_workflow.applied())
        return;
    IndexInfo info;
    info.name = nameOf(*m_workflow.applied());
    info.sizeBytes = m_workflow.applied()->sizeBytes;
    info.neededBy = neededBy(info.name);
    if (info.neededBy.isEmpty())
        info.neededBy << m_group.operation;
    ui::askRollBack(m_notice, {info}, [this] { m_workflow.rollBack(); });
    m_question = m_notice.text();
}

/// What it was about is gone.
void DiagnosisCard::withdrawQuestion()
{
    if (const QString question = std::exchange(m_question, {}); !question.isEmpty() && m_notice.text() == question)
        m_notice.dismiss();
}

void DiagnosisCard::render()
{
    if (!m_workflow.applied())
        withdrawQuestion();
    const bool isShown = !m_group.worst.isEmpty();
    m_hint->setVisible(!isShown);
    m_body->parentWidget()->parentWidget()->setVisible(isShown);
    m_hint->setText(tr("Choose a slow operation, or a red point in the chart: why it is slow, and which index would help, is said here."));
    if (!isShown)
        return;
    renderProblems();
    renderAdvice();
    renderMeasurement();
    m_cases->setText(casesText());
    const bool canAct = m_workflow.diagnosis() && !m_workflow.isBusy();
    const QString problem = m_workflow.buildProblem();
    const bool isApplied = m_workflow.applied() && m_workflow.applied().has_value();
    m_apply->setVisible(m_workflow.diagnosis() && !m_workflow.diagnosis()->advice.isEmpty() && !isApplied);
    m_apply->setEnabled(canAct && problem.isEmpty());
    m_apply->setToolTip(problem);
    m_rollBack->setVisible(isApplied);
    m_rollBack->setEnabled(canAct && problem.isEmpty());
    m_rollBack->setToolTip(problem);
    m_plan->setText(m_workflow.after() ? tr("Plan before / after") : tr("Plan"));
    m_plan->setEnabled(m_workflow.diagnosis().has_value());
    m_run->setVisible(!m_workflow.after());
    m_run->setEnabled(canAct);
}

void DiagnosisCard::renderProblems()
{
    qDeleteAll(m_problems->findChildren<Badge *>(Qt::FindDirectChildrenOnly));
    const bool isKnown = m_workflow.diagnosis().has_value();
    const bool hasAdvice = isKnown && !m_workflow.diagnosis()->advice.isEmpty(); // which says enough
    m_problemsText->setVisible(!isKnown || (m_workflow.diagnosis()->problems.isEmpty() && !hasAdvice));
    const bool isOfHistory = m_workflow.statement() && !m_workflow.statement()->hasValues;
    m_problemsText->setText(m_workflow.isBusy() ? tr("Asking the server for the plan…")
                            : isKnown ? tr("Its plan of now shows no problem. It may have been another one then, or a wait, or a busy "
                                           "machine; “Run and measure” shows what it reads.")
                            : isOfHistory
                                ? tr("It ran earlier, and values aren't kept on disk: its plan can be asked for once it has run again.")
                                : tr("There is no plan of this statement."));
    if (!isKnown)
        return;
    for (const plans::PlanProblem &problem : m_workflow.diagnosis()->problems.mid(0, shownProblems)) {
        auto *badge = new Badge(m_problems);
        badge->setBadge(problem.relation.isEmpty() ? problem.text : u"%1: %2"_s.arg(problem.relation, problem.text),
                        problem.kind == plans::ProblemKind::SeqScan ? models::BadgeKind::Bad : models::BadgeKind::Warning);
        m_problems->layout()->addWidget(badge);
    }
}

void DiagnosisCard::renderAdvice()
{
    const bool hasAdvice = m_workflow.diagnosis() && !m_workflow.diagnosis()->advice.isEmpty();
    m_adviceTitle->setVisible(m_workflow.diagnosis().has_value());
    const QString why = m_workflow.diagnosis() ? m_workflow.diagnosis()->whyNoAdvice : QString();
    m_adviceText->setVisible(hasAdvice || !why.isEmpty());
    if (!hasAdvice) {
        m_adviceTitle->setText(tr("No index would help."));
        m_adviceTitle->setToolTip({});
        m_adviceText->setText(why);
        return;
    }
    const IndexAdvice &advice = m_workflow.applied() ? *m_workflow.applied() : m_workflow.diagnosis()->advice.first();
    const QString name = nameOf(advice);
    m_adviceTitle->setText(m_workflow.applied() ? tr("%1 is applied").arg(name) : tr("%1 is missing").arg(name));
    m_adviceTitle->setToolTip(advice.candidate.createSql());
    m_adviceText->setText(adviceText(advice));
}

void DiagnosisCard::renderMeasurement()
{
    const auto &before = m_workflow.before();
    const auto &after = m_workflow.after();
    const bool isAnalyzed = m_workflow.diagnosis() && m_workflow.diagnosis()->plan.isAnalyzed;
    m_measured->setVisible((before && after) || isAnalyzed);
    if (isAnalyzed)
        m_measured->setText(tr("Measured: %1").arg(models::durationText(m_workflow.diagnosis()->plan.executionMs)));
    if (!before || !after)
        return;
    const double gain = before->executionMs / std::max(0.001, after->executionMs);
    const QString from = models::durationText(before->executionMs);
    const QString to = models::durationText(after->executionMs);
    m_measured->setText(gain < leastGain ? tr("Measured: %1 → %2. It gained nothing worth its size: rather roll it back.").arg(from, to)
                                         : tr("Measured: %1 → %2, %3 × faster").arg(from, to, times(gain)));
}

QString DiagnosisCard::casesText() const
{
    QStringList lines;
    for (const metrics::SlowStatement &each : m_group.worst.mid(0, shownCases)) {
        const QString time = m_zone.seconds(each.at);
        const bool isToday = Instant::now().msecs - each.at.msecs < halfDayMs;
        QStringList parts{isToday ? time.section(u' ', 1) : time, models::durationText(each.durationMs),
                          tr("%Ln row(s)", nullptr, int(each.rows))};
        if (each.context.waitMs >= 1)
            parts << tr("waited %1").arg(models::durationText(each.context.waitMs));
        if (each.attempt > 1)
            parts << tr("attempt %1").arg(each.attempt);
        if (each.error)
            parts << nameOf(*each.error);
        lines << parts.join(u" · "_s) + u'\n' + (each.context.intent.isEmpty() ? tr("in the background") : each.context.intent) + u" · "_s
                     + each.context.correlationId;
    }
    return tr("The slowest of them") + u'\n' + lines.join(u'\n') + u"\n\n"_s + tr("The statement") + u'\n' + m_group.fingerprint;
}

QString DiagnosisCard::text() const
{
    QStringList texts;
    for (const QLabel *label : findChildren<QLabel *>())
        if (label->isVisibleTo(this))
            texts << label->text();
    return texts.join(u'\n');
}

} // namespace pivotal::ui
