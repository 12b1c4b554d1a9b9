#include "ui/performance/performance_page.h"

#include "repo/paging/delivery.h"
#include "repo/server/server_repository.h"
#include "repo/session/console_session.h"
#include "repo/tuning/tuning_repository.h"
#include "ui/actions.h"
#include "ui/performance/chart_card.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/service_levels_panel.h"
#include "ui/performance/slow_card.h"
#include "ui/performance/smoke_panel.h"
#include "ui/server/activity_section.h"
#include "ui/server/server_panel.h"
#include "ui/sizes.h"
#include "ui/ui_settings.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/pick_button.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

const QString nothing = u"nothing"_s;
const QString hourBefore = u"hour"_s;

} // namespace

PerformancePage::PerformancePage(const PageContext &context, QWidget *parent)
    : Page(places::performanceId, parent), m_history(context.metrics), m_zone(context.zone), m_column(new QVBoxLayout(this)),
      m_title(new QBoxLayout(QBoxLayout::LeftToRight)), m_parts(new QButtonGroup(this)), m_window(new PickButton(tr("Window"), {}, this)),
      m_compare(new PickButton(tr("Compare with"), tr("Compare: "), this)), m_pause(makeButton(tr("Pause"), false, this)),
      m_live(makeButton(tr("Back to now"), false, this)), m_run(makeButton(tr("Run smoke test"), true, this)),
      m_notice(new NoticeBar(this)), m_stack(new QStackedWidget(this)), m_operations(new OperationsPanel(m_feed, m_zone, m_notice, this)),
      m_levels(new ServiceLevelsPanel(m_feed, m_zone, m_notice, this)), m_server(new ServerPanel(this)),
      m_smoke(new SmokePanel(m_zone, m_notice, this))
{
    m_column->setSpacing(12);
    buildTitle(m_column);
    auto *scroll = new QScrollArea(this); // a low window shows the charts and the rest below
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Operations"));
    scroll->setWidget(m_operations);
    for (QWidget *each : {static_cast<QWidget *>(scroll), static_cast<QWidget *>(m_levels), static_cast<QWidget *>(m_server),
                          static_cast<QWidget *>(m_smoke)})
        m_stack->addWidget(each);
    m_column->addWidget(m_stack, 1);
    m_notice->floatOver(m_stack);
    connect(m_window, &PickButton::pickedChanged, this, [this] { m_feed.setWindow(timeWindows().at(m_window->picked().toInt())); });
    connect(m_compare, &PickButton::pickedChanged, this, &PerformancePage::onCompare);
    connect(m_pause, &QPushButton::clicked, this, [this] { setPaused(!m_feed.isPaused()); });
    connect(m_live, &QPushButton::clicked, this, [this] { m_feed.setWindow(timeWindows().at(m_window->picked().toInt())); });
    connect(m_run, &QPushButton::clicked, this, &PerformancePage::runSmokeTest);
    connect(&m_feed, &SampleFeed::changed, this, &PerformancePage::renderFeed);
    connect(m_operations, &OperationsPanel::indexesChanged, this, [this] {
        if (session())
            session()->refreshCapabilities();
    });
    connect(m_operations, &OperationsPanel::slowThresholdChanged, this, [](double ms) { UiSettings().setSlowMs(ms); });
    connect(m_levels, &ServiceLevelsPanel::budgetsEdited, this, &PerformancePage::setBudgets);
    connect(m_levels, &ServiceLevelsPanel::operationChosen, this, [this](const QString &operation) {
        showPart(Part::Operations);
        m_operations->showOperation(operation);
        m_operations->focusContent();
    });
    connect(m_smoke, &SmokePanel::runningChanged, this, [this](bool isRunning) { m_run->setEnabled(!isRunning); });
    connect(&m_zone, &models::DisplayZone::changed, this, &PerformancePage::renderFeed);
    m_levels->setBudgets(UiSettings().operationBudgets());
    m_operations->setBudgets(m_levels->model()->budgets());
    m_feed.setHistory(&m_history);
    showPart(Part::Operations);
    renderFeed();
}

PerformancePage::~PerformancePage()
{
    m_operations->setSession(nullptr, nullptr);
    m_server->setRepository(nullptr);
    m_smoke->setSession(nullptr, nullptr);
    delete m_stack; // the panels before the feed
}

void PerformancePage::buildTitle(QVBoxLayout *column)
{
    auto *parts = new QHBoxLayout;
    parts->setSpacing(8);
    parts->addWidget(makeLabel(tr("Performance"), u"title"_s, this));
    parts->addSpacing(8);
    buildParts(parts);
    parts->addStretch();
    QList<PickButton::Choice> windows;
    for (qsizetype i = 0; i < timeWindows().size(); ++i)
        windows.append({timeWindows().at(i).name, int(i)});
    m_window->setChoices(windows);
    m_window->setPicked(1);
    m_compare->setChoices({{tr("nothing"), nothing}, {tr("hour before"), hourBefore}});
    connect(m_compare->menu(), &QMenu::aboutToShow, this, &PerformancePage::fillCompare);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addStretch();
    for (QWidget *widget : {static_cast<QWidget *>(m_live), static_cast<QWidget *>(m_window), static_cast<QWidget *>(m_compare),
                            static_cast<QWidget *>(m_pause), static_cast<QWidget *>(m_run)})
        tools->addWidget(widget);
    m_title->setSpacing(8);
    m_title->addLayout(parts, 1);
    m_title->addLayout(tools);
    column->addLayout(m_title);
}

/// The tools stand below the parts where both don't fit side by side.
void PerformancePage::fitTitle()
{
    const int needed = m_title->itemAt(0)->sizeHint().width() + m_title->itemAt(1)->sizeHint().width() + m_title->spacing();
    const QMargins margins = m_column->contentsMargins();
    m_title->setDirection(needed > width() - margins.left() - margins.right() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void PerformancePage::buildParts(QHBoxLayout *row)
{
    const QList<std::pair<Part, QString>> parts{{Part::Operations, tr("Operations")},
                                                {Part::ServiceLevels, tr("Service levels")},
                                                {Part::Server, tr("Server")},
                                                {Part::SmokeTest, tr("Smoke test")}};
    for (const auto &[part, text] : parts) {
        auto *button = makeButton(text, false, this);
        button->setProperty("nav", true);
        button->setCheckable(true);
        QFont bold = button->font(); // as the one that is shown has it
        bold.setWeight(QFont::DemiBold);
        button->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(text) + 24);
        m_parts->addButton(button, int(part));
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, which = part] { showPart(which); });
    }
}

/// Another organization of the same session doesn't end a build: the panels see the same migrations.
void PerformancePage::showSession(ConsoleSession *session)
{
    auto tuning = session ? std::make_unique<TuningRepository>(session->observer()) : nullptr;
    auto server = session ? std::make_unique<ServerRepository>(session->observer(), session->scope(), session->sharedCache()) : nullptr;
    m_operations->setSession(tuning.get(), session ? &session->migrations() : nullptr);
    if (server)
        server->setSignalProblem(session->capabilities().writeProblem(db::WriteAction::RecordEvents));
    m_server->setRepository(server.get());
    m_smoke->setSession(session, session ? &m_history : nullptr);
    m_tuning = std::move(tuning);
    m_serverRepository = std::move(server);
    if (!session)
        return;
    m_operations->setSlowThreshold(UiSettings().slowMs(session->executor().telemetry().options().slowStatementMs));
    m_server->startWindow();
    m_feed.reload();
}

void PerformancePage::connectSession(ConsoleSession &session)
{
    connect(&session, &ConsoleSession::capabilitiesChanged, this, &PerformancePage::showRights);
}

/// Rights can change while a session lasts.
void PerformancePage::showRights()
{
    if (!m_serverRepository)
        return;
    const QString problem = session()->capabilities().writeProblem(db::WriteAction::RecordEvents);
    m_serverRepository->setSignalProblem(problem);
    m_server->activity()->setProblem(problem);
}

void PerformancePage::addActions(Actions &actions)
{
    const auto addPart = [this, &actions](const QString &id, const QString &text, const QKeySequence &key, const QString &iconName,
                                          const std::function<void()> &act) {
        actions.add(this, id, text, key, iconName, [this, act] {
            Q_EMIT placeRequested({this->id(), {}});
            act();
        });
    };
    addPart(u"performance.smoke"_s, tr("Run the smoke test"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, id(), [this] { runSmokeTest(); });
    addPart(u"performance.levels"_s, tr("Show service levels"), Qt::CTRL | Qt::SHIFT | Qt::Key_L, id(),
            [this] { showPart(Part::ServiceLevels); });
    addPart(u"performance.server"_s, tr("Show what the server says"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, u"database"_s,
            [this] { showPart(Part::Server); });
    actions.addFor(m_pause, u"performance.pause"_s, tr("Pause or go on with the charts"), Qt::CTRL | Qt::Key_P);
    m_operations->addActions(actions);
    m_server->addActions(actions);
}

void PerformancePage::refresh()
{
    m_notice->dismiss();
    if (part() == Part::Server)
        m_server->refresh();
    else if (part() != Part::SmokeTest)
        m_feed.reload();
}

void PerformancePage::cancel()
{
    if (m_smoke->isRunning())
        m_smoke->cancel();
    else if (NoticeBar *notice = part() == Part::Server ? m_server->notice() : m_notice; notice->isVisible())
        notice->dismiss();
    else if (m_feed.isRange())
        m_live->click();
    else
        focusContent();
}

void PerformancePage::focusContent()
{
    if (part() == Part::Operations)
        m_operations->focusContent();
    else
        m_stack->currentWidget()->setFocus();
}

PerformancePage::Part PerformancePage::part() const
{
    return Part(m_stack->currentIndex());
}

QVariant PerformancePage::state() const
{
    return m_stack->currentIndex();
}

void PerformancePage::setState(const QVariant &state)
{
    showPart(Part(state.toInt()));
}

void PerformancePage::showPart(Part part)
{
    if (part != this->part())
        m_notice->dismiss(); // it was about what was shown
    m_parts->button(int(part))->setChecked(true);
    m_stack->setCurrentIndex(int(part));
    const bool hasWindow = part == Part::Operations || part == Part::ServiceLevels;
    m_window->setVisible(hasWindow);
    m_pause->setVisible(hasWindow);
    m_compare->setVisible(part == Part::Operations);
    m_server->setRefreshing(part == Part::Server);
    renderFeed();
}

void PerformancePage::runSmokeTest()
{
    showPart(Part::SmokeTest);
    m_smoke->run();
}

void PerformancePage::setPaused(bool paused)
{
    m_feed.setPaused(paused);
    renderFeed();
}

void PerformancePage::setBudgets(const metrics::Budgets &budgets)
{
    UiSettings().setOperationBudgets(budgets);
    m_operations->setBudgets(budgets);
}

void PerformancePage::renderFeed()
{
    m_pause->setText(m_feed.isPaused() ? tr("Resume") : tr("Pause"));
    m_pause->setAccessibleName(m_pause->text());
    m_live->setVisible(m_feed.isRange() && m_window->isVisibleTo(this));
    for (qsizetype i = 0; i < timeWindows().size(); ++i)
        if (!m_feed.isRange() && timeWindows().at(i).spanMs == m_feed.window().spanMs)
            m_window->setPicked(int(i));
    m_window->setInstead(m_feed.isRange() ? windowText(m_feed, m_zone) : QString());
    fitTitle();
}

/// Other databases that have a history come when they are known.
void PerformancePage::fillCompare()
{
    deliver(
        m_history.sources(), this,
        [this](const QStringList &sources) {
            QList<PickButton::Choice> choices{{tr("nothing"), nothing}, {tr("hour before"), hourBefore}};
            for (const QString &source : sources)
                if (source != m_history.source())
                    choices.append({source, QString(u"source "_s + source)});
            m_compare->setChoices(choices);
        },
        [this](const RepositoryError &error) { m_notice->showError(error); });
}

void PerformancePage::onCompare()
{
    const QString picked = m_compare->picked().toString();
    if (picked == nothing)
        m_feed.setCompare(SampleFeed::Compare::Nothing);
    else if (picked == hourBefore)
        m_feed.setCompare(SampleFeed::Compare::HourBefore);
    else
        m_feed.setCompare(SampleFeed::Compare::Source, picked.section(u' ', 1));
}

void PerformancePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    fillCompare(); // else the menu has them only when it is opened again
    m_feed.setWatched(true);
}

void PerformancePage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_feed.setWatched(false);
}

void PerformancePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const int side = qMax(sizes::pageMargin, (width() - sizes::maxContentWidth) / 2);
    m_column->setContentsMargins(side, sizes::pageMargin, side, sizes::pageMargin);
    m_operations->fit(width() - 2 * side);
    fitTitle();
}

} // namespace pivotal::ui
