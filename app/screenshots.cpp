#include "app/screenshots.h"

#include "ui/actions.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/audit/audit_page.h"
#include "ui/connection/connection_page.h"
#include "ui/performance/cure.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/server/server_panel.h"
#include "ui/performance/slow_card.h"
#include "ui/performance/smoke_panel.h"
#include "ui/theme.h"
#include "ui/users/user_details.h"
#include "ui/users/user_filter_bar.h"
#include "ui/users/user_form.h"
#include "ui/users/users_page.h"
#include "ui/widgets/plain_table.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QTextStream>

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
    if (!m_folder.mkpath(QStringLiteral("."))) {
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
    return m_window->session() && isLoaded(m_window->usersPage()->model()) && isLoaded(m_window->auditPage()->model());
}

void Screenshots::planShots()
{
    using ui::UserFilterBar;
    ui::UsersPage *users = m_window->usersPage();
    ui::AuditPage *audit = m_window->auditPage();
    const auto settled = [this] { return isSettled(); };
    const auto selectRow = [](ui::ListPage *page, int row) {
        page->table()->setCurrentIndex(page->table()->model()->index(row, 0));
    };
    m_shots.append({{}, [this] { m_window->open(m_request); }, settled});
    m_shots.append({QStringLiteral("users"), [=] { selectRow(users, 3); }, settled});
    m_shots.append({QStringLiteral("editor"), [=] {
        users->details()->edit();
        qobject_cast<QLineEdit *>(users->details()->form()->editor(UserField::DisplayName))->setText(QStringLiteral("Zoë O’Neil-Larsen"));
        qobject_cast<QLineEdit *>(users->details()->form()->editor(UserField::Phone))->setText(QStringLiteral("call me"));
    }, settled});
    m_shots.append({QStringLiteral("empty"), [=] {
        users->details()->discard();
        UserFilterBar::State state;
        state.text = QStringLiteral("nobody is called this");
        users->filterBar()->setState(state);
    }, settled});
    m_shots.append({{}, [this, users, audit] {
        users->filterBar()->clear();
        m_window->showPage(QStringLiteral("audit"));
        ui::AuditFilterBar::State state;
        state.action = QStringLiteral("users.*");
        audit->filterBar()->setState(state);
    }, settled});
    m_shots.append({QStringLiteral("audit"), [=] { selectRow(audit, 2); }, settled});
    m_shots.append({{}, [this] {
        m_window->performancePage()->operations()->setSlowThreshold(1);
        m_window->showPage(QStringLiteral("performance"));
        m_window->performancePage()->runSmokeTest(); // something to see
    }, [this, left = smokeRuns]() mutable {
        if (m_window->performancePage()->smoke()->isRunning())
            return false;
        if (--left > 0) // a trend needs a few
            m_window->performancePage()->runSmokeTest();
        return left <= 0;
    }});
    m_shots.append({QStringLiteral("smoke"), [] {}, settled});
    m_shots.append({QStringLiteral("performance"), [this] {
        ui::PerformancePage *page = m_window->performancePage();
        page->showPart(ui::PerformancePage::Part::Operations);
        page->feed().setWindow(ui::timeWindows().first()); // which all happened in
    }, [this] {
        ui::OperationsPanel *operations = m_window->performancePage()->operations();
        if (!operations->slowCard()->current())
            operations->slowCard()->table()->selectRow(0); // as soon as there is one: the history's statements come later
        return operations->cure().diagnosis().has_value();
    }});
    m_shots.append({QStringLiteral("levels"), [this] { m_window->performancePage()->showPart(ui::PerformancePage::Part::ServiceLevels); }, settled});
    m_shots.append({QStringLiteral("server"), [this] { m_window->performancePage()->showPart(ui::PerformancePage::Part::Server); },
                    [this] { return !m_window->performancePage()->server()->isLoading(); }});
    m_shots.append({QStringLiteral("indexes"), [this] { m_window->showPage(QStringLiteral("indexes")); },
                    [this] { return m_window->indexesPage()->panel()->table()->current() != nullptr; }});
    m_shots.append({QStringLiteral("error"), [this] {
        // Port 1 answers nobody: what an administrator sees when the server is down.
        m_window->open({QStringLiteral("postgresql://console@127.0.0.1:1/pivotal"), {}, QStringLiteral("admin@northwind.example")});
    }, [this] { return !m_window->connectionPage()->notice()->isHidden(); }});
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
    if (m_current == 0 && !m_window->connectionPage()->notice()->isHidden()) {
        QTextStream(stderr) << m_window->connectionPage()->notice()->accessibleDescription() << '\n';
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
        const QString path = m_folder.absoluteFilePath(QStringLiteral("%1-%2.png").arg(name, QLatin1String(suffix)));
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
    QMetaObject::invokeMethod(qApp, [exitCode] { QCoreApplication::exit(exitCode); }, Qt::QueuedConnection);
}

} // namespace pivotal::app
