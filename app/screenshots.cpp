#include "app/screenshots.h"

#include "ui/actions.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/audit/audit_page.h"
#include "ui/connection/connection_page.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/performance/index_workflow.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/performance/slow_card.h"
#include "ui/performance/smoke_panel.h"
#include "ui/server/server_panel.h"
#include "ui/theme.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/users/user_form.h"
#include "ui/users/users_page.h"
#include "ui/widgets/plain_table.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QTextStream>

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

constexpr int pollMs = 30;
constexpr int maxPolls = 4'000; // two minutes: a first start on a slow machine
constexpr QSize windowSize(1440, 900);
constexpr int smokeRuns = 4;

} // namespace

Screenshots::Screenshots(const QString &folder, const SessionRequest &request, const Services &services)
    : m_folder(folder), m_request(request), m_window(std::make_unique<ui::MainWindow>(services))
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &Screenshots::poll);
}

void Screenshots::start()
{
    if (!m_folder.mkpath(u"."_s)) {
        QTextStream(stderr) << tr("Can't create the folder %1.").arg(m_folder.path()) << '\n';
        finish(1);
        return;
    }
    m_window->resize(windowSize);
    m_window->show();
    planShots();
    next();
}

bool Screenshots::isSettled() const
{
    const auto isLoaded = [](const models::PagedTableModel *model) { return model->isTotalExact() && !model->isLoading(); };
    return m_window->session() && isLoaded(m_window->findChild<ui::UsersPage *>()->model())
           && isLoaded(m_window->findChild<ui::AuditPage *>()->model());
}

void Screenshots::planShots()
{
    using ui::UserFilterBar;
    ui::UsersPage *users = m_window->findChild<ui::UsersPage *>();
    ui::AuditPage *audit = m_window->findChild<ui::AuditPage *>();
    const auto settled = [this] { return isSettled(); };
    const auto selectRow = [](ui::ListPage *page, int row) { page->table()->setCurrentIndex(page->table()->model()->index(row, 0)); };
    m_shots.append({{}, [this] { m_window->open(m_request); }, settled});
    m_shots.append({u"users"_s, [=] { selectRow(users, 3); }, settled});
    m_shots.append(
        {u"editor"_s,
         [=] {
             users->details()->edit();
             qobject_cast<QLineEdit *>(users->details()->form()->editor(UserField::DisplayName))->setText(u"Zoë O’Neil-Larsen"_s);
             qobject_cast<QLineEdit *>(users->details()->form()->editor(UserField::Phone))->setText(u"call me"_s);
         },
         settled});
    m_shots.append({u"empty"_s,
                    [=] {
                        users->details()->discard();
                        UserFilterBar::State state;
                        state.text = u"nobody is called this"_s;
                        users->filterBar()->setState(state);
                    },
                    settled});
    m_shots.append({{},
                    [this, users, audit] {
                        users->filterBar()->clear();
                        m_window->showPage(u"audit"_s);
                        ui::AuditFilterBar::State state;
                        state.action = u"users.*"_s;
                        audit->filterBar()->setState(state);
                    },
                    settled});
    m_shots.append({u"audit"_s, [=] { selectRow(audit, 2); }, settled});
    m_shots.append({{},
                    [this] {
                        m_window->findChild<ui::PerformancePage *>()->operations()->setSlowThreshold(1);
                        m_window->showPage(u"performance"_s);
                        m_window->findChild<ui::PerformancePage *>()->runSmokeTest(); // something to see
                    },
                    [this, left = smokeRuns]() mutable {
                        if (m_window->findChild<ui::PerformancePage *>()->smoke()->isRunning())
                            return false;
                        if (--left > 0) // a trend needs a few
                            m_window->findChild<ui::PerformancePage *>()->runSmokeTest();
                        return left <= 0;
                    }});
    m_shots.append({u"smoke"_s, [] {}, settled});
    m_shots.append({u"performance"_s,
                    [this] {
                        ui::PerformancePage *page = m_window->findChild<ui::PerformancePage *>();
                        page->showPart(ui::PerformancePage::Part::Operations);
                        page->feed().setWindow(ui::timeWindows().first()); // which all happened in
                    },
                    [this] {
                        ui::OperationsPanel *operations = m_window->findChild<ui::PerformancePage *>()->operations();
                        if (!operations->slowCard()->current())
                            operations->slowCard()->table()->selectRow(0); // as soon as there is one: the history's statements come later
                        return operations->workflow().diagnosis().has_value();
                    }});
    m_shots.append({u"levels"_s,
                    [this] { m_window->findChild<ui::PerformancePage *>()->showPart(ui::PerformancePage::Part::ServiceLevels); }, settled});
    m_shots.append({u"server"_s, [this] { m_window->findChild<ui::PerformancePage *>()->showPart(ui::PerformancePage::Part::Server); },
                    [this] { return !m_window->findChild<ui::PerformancePage *>()->server()->isLoading(); }});
    m_shots.append({u"indexes"_s, [this] { m_window->showPage(u"indexes"_s); },
                    [this] { return m_window->findChild<ui::IndexesPage *>()->panel()->table()->current() != nullptr; }});
    m_shots.append({u"error"_s,
                    [this] {
                        // Port 1 answers nobody: what an administrator sees when the server is down.
                        m_window->open({u"postgresql://console@127.0.0.1:1/pivotal"_s, {}, u"admin@northwind.example"_s});
                    },
                    [this] { return !m_window->findChild<ui::ConnectionPage *>()->notice()->isHidden(); }});
}

void Screenshots::next()
{
    if (++m_current == m_shots.size()) {
        finish(0);
        return;
    }
    m_polls = 0;
    m_shots.at(m_current).prepare();
    m_poll.start();
}

void Screenshots::poll()
{
    if (m_current == 0 && !m_window->findChild<ui::ConnectionPage *>()->notice()->isHidden()) {
        QTextStream(stderr) << m_window->findChild<ui::ConnectionPage *>()->notice()->accessibleDescription() << '\n';
        finish(1);
        return;
    }
    if (++m_polls > maxPolls) {
        QTextStream(stderr) << tr("The page “%1” didn't get ready.").arg(m_shots.at(m_current).name) << '\n';
        finish(1);
        return;
    }
    if (m_polls < 3 || !m_shots.at(m_current).isReady()) // a few turns of the loop, for layouts to come to rest
        return;
    m_poll.stop();
    if (const QString name = m_shots.at(m_current).name; !name.isEmpty())
        grab(name);
    next();
}

void Screenshots::grab(const QString &name)
{
    for (const auto &[mode, suffix] : {std::pair(ui::ThemeMode::Light, "light"), std::pair(ui::ThemeMode::Dark, "dark")}) {
        ui::Theme::instance().setMode(mode);
        const QString path = m_folder.absoluteFilePath(u"%1-%2.png"_s.arg(name, QLatin1String(suffix)));
        if (!m_window->grab().save(path)) {
            QTextStream(stderr) << tr("Can't write %1.").arg(path) << '\n';
            finish(1);
            return;
        }
        QTextStream(stdout) << path << '\n';
    }
}

void Screenshots::finish(int exitCode)
{
    m_poll.stop();
    QMetaObject::invokeMethod(
        qApp, [exitCode] { QCoreApplication::exit(exitCode); }, Qt::QueuedConnection);
}

} // namespace pivotal::app
