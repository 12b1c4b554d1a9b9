#include "tests/bench/scroll_cases.h"

#include "repo/embedded/demo_loader.h"
#include "repo/session/console_session.h"
#include "tests/bench/bench_repositories.h"
#include "tests/bench/timed_application.h"
#include "ui/actions.h"
#include "ui/audit/audit_page.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QAction>
#include <QEventLoop>
#include <QFile>
#include <QMetaEnum>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

constexpr int stepMs = 8;
constexpr double frameMs = 16;
constexpr double longestMs = 50;
constexpr double memoryGoal = 200;

void wheel(QWidget *viewport, int notches)
{
    const QPointF position = viewport->rect().center();
    QWheelEvent event(position, viewport->mapToGlobal(position), {}, {0, -120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(viewport, &event);
}

void key(QWidget *widget, int which)
{
    QKeyEvent press(QEvent::KeyPress, which, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &press);
}

/// What a restless user does, a step each 8 ms: the wheel, then Page Down, then the scroll bar, then the ends.
class Restless : public QObject
{
public:
    explicit Restless(ui::PagedTableView *table) : m_table(table)
    {
        connect(&m_timer, &QTimer::timeout, this, &Restless::step);
        m_timer.start(stepMs);
    }

private:
    void step()
    {
        const int phase = m_steps++ / 250 % 4;
        QScrollBar *bar = m_table->rowBar();
        if (phase == 0)
            wheel(m_table->viewport(), m_steps / 1'000 % 2 == 0 ? 3 : -3);
        else if (phase == 1)
            key(m_table, m_steps / 1'000 % 2 == 0 ? Qt::Key_PageDown : Qt::Key_PageUp);
        else if (phase == 2)
            bar->setValue(int((qint64(bar->value()) + bar->maximum() / 180 + 1) % bar->maximum())); // a slow drag from end to end
        else if (m_steps % 25 == 0)
            bar->setValue(m_random.bounded(bar->maximum()));
    }

    ui::PagedTableView *m_table;
    QTimer m_timer;
    QRandomGenerator m_random{20'261'123};
    int m_steps = 0;
};

double percentile(const QList<TimedApplication::Entry> &sorted, double share)
{
    return sorted.at(std::min<qsizetype>(sorted.size() - 1, qsizetype(share * double(sorted.size())))).ms;
}

QString urlOf(const db::ConnectionOptions &database)
{
    const auto value = [&database](const char *key) { return database.value(QLatin1String(key)); };
    return u"postgresql://%1@/%2?host=%3"_s.arg(value("user"), value("dbname"), value("host"));
}

void writeLog(const QString &path, const QList<TimedApplication::Entry> &entries)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        std::fprintf(stderr, "Can't write %s: %s\n", qPrintable(path), qPrintable(file.errorString()));
        return;
    }
    file.write("ms,event,receiver\n");
    const QMetaEnum types = QMetaEnum::fromType<QEvent::Type>();
    for (const TimedApplication::Entry &entry : entries)
        file.write(QByteArray::number(entry.ms, 'f', 3) + ',' + types.valueToKey(entry.type) + ',' + entry.receiver + '\n');
}

} // namespace

void addScrollCases(Report &report, const db::ConnectionOptions &database, int seconds, const QString &log)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    ui::Theme::instance();
    Services services;
    services.spoolPath = settings.filePath(u"spool.sqlite"_s);
    ui::MainWindow window(services);
    window.resize(1440, 900);
    window.show();
    window.open({urlOf(database), organizationSlug, db::demoAdminEmail});
    window.actions().action(u"go.audit"_s)->trigger();
    auto *table = window.findChild<ui::AuditPage *>()->table();
    auto *model = window.findChild<ui::AuditPage *>()->model();
    QEventLoop loop;
    const auto connection = QObject::connect(model, &models::PagedTableModel::totalChanged, &loop, [&] {
        if (model->isTotalExact())
            loop.quit();
    });
    loop.exec();
    QObject::disconnect(connection);

    auto &application = static_cast<TimedApplication &>(*QCoreApplication::instance());
    qint64 mostBytes = 0;
    QTimer memory;
    QObject::connect(&memory, &QTimer::timeout, &memory, [&] { mostBytes = std::max(mostBytes, residentBytes()); });
    memory.start(500);
    application.start();
    {
        const Restless user(table);
        QTimer::singleShot(seconds * 1'000, &loop, &QEventLoop::quit);
        loop.exec();
    }
    QList<TimedApplication::Entry> entries = application.stop();
    writeLog(log, entries);
    std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) { return a.ms < b.ms; });
    std::printf("%lld GUI events in %d s over %lld rows: p50 %.2f, p99 %.2f, p99.9 %.2f, longest %.2f ms\n", qlonglong(entries.size()),
                seconds, model->total(), percentile(entries, 0.5), percentile(entries, 0.99), percentile(entries, 0.999),
                entries.last().ms);
    report.add(
        {u"scroll by wheel, page and drag, events p99.9"_s, percentile(entries, 0.999), u"a frame"_s, frameMs, Result::Goal::AtMost, 1});
    report.add({u"scroll by wheel, page and drag, longest event"_s, entries.last().ms, u"50 ms"_s, longestMs, Result::Goal::AtMost, 1});
    report.add({u"scroll, most MB resident"_s, double(mostBytes) / 1e6, u"200 MB"_s, memoryGoal, Result::Goal::AtMost, 1});
}

} // namespace pivotal::bench
