#include "repo/db/closing.h"
#include "repo/tuning/tuning_repository.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"
#include "ui/indexes/build_bar.h"
#include "ui/indexes/index_builds.h"
#include "ui/indexes/index_details.h"
#include "ui/indexes/index_filter_bar.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/theme.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/state_panel.h"

#include <QAction>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::await;
using tests::TestDatabase;

namespace {

const QString dropped = u"idx_audit_logs_org_action"_s; // of the ten

QString migrationOf(const QString &object)
{
    for (const db::Migration &migration : db::migrations())
        if (migration.object == object)
            return migration.name;
    return {};
}

} // namespace

/// The panel on a database that lacks one of the report's ten.
class IndexesPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance(); }
    void init();
    void cleanup();
    void showsWhatIsThereAndWhatIsMissing();
    void appliesWhatIsMissingOfTheTen();
    void rollingBackAsksFirst();
    void theKeyboardStaysOnTheTable();
    void onlyWhatWasAppliedHereCanBeRolledBack();
    void aCancelledBuildLeavesNothing();
    void anAdvisedIndexIsBuiltAndDropped();
    void aFailureIsShown();
    void filtersByStateAndTable();
    void theCurrentRowStaysOverARefresh();
    void withoutASessionThereIsNothing();
    void theDetailsGoBelowWhereItIsNarrow();
    void everythingHasAName();

private:
    [[nodiscard]] bool exists(const QString &index) const;
    [[nodiscard]] const IndexInfo *info(const QString &name) const;
    [[nodiscard]] IndexState stateOf(const QString &name) const { return info(name) ? info(name)->state : IndexState::Unused; }
    [[nodiscard]] QPushButton *offer(const QString &text) const;
    [[nodiscard]] QAction *action(const QString &text) const;

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<Migrations> m_migrations;
    std::unique_ptr<TuningRepository> m_tuning;
    std::unique_ptr<IndexesPanel> m_panel;
};

void IndexesPanelTest::init()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_database->execute(u"DROP INDEX "_s + dropped);
    m_database->execute(u"DELETE FROM pivotal_console.migrations WHERE name = ?"_s, {migrationOf(dropped)});
    const auto source = [this] { return m_database->options(); };
    m_executor = std::make_unique<db::Executor>(source, 1);
    m_migrations = std::make_unique<Migrations>(*m_executor, source);
    m_tuning = std::make_unique<TuningRepository>(*m_executor);
    m_panel = std::make_unique<IndexesPanel>();
    m_panel->resize(1'300, 800);
    m_panel->show();
    m_panel->select(dropped);
    QSignalSpy loaded(m_panel.get(), &IndexesPanel::loaded);
    m_panel->setSession(m_tuning.get(), m_migrations.get());
    QVERIFY(loaded.wait(tests::patience));
}

void IndexesPanelTest::cleanup()
{
    m_panel.reset();
    m_tuning.reset();
    m_migrations.reset();
    m_executor.reset();
    m_database.reset();
}

bool IndexesPanelTest::exists(const QString &index) const
{
    return m_database->value(u"SELECT (to_regclass(?) IS NOT NULL)::int"_s, {index}) == u"1"_s;
}

const IndexInfo *IndexesPanelTest::info(const QString &name) const
{
    const QList<IndexInfo> &all = m_panel->table()->indexes()->indexes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const IndexInfo &each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

QPushButton *IndexesPanelTest::offer(const QString &text) const
{
    for (auto *button : m_panel->notice()->findChildren<QPushButton *>())
        if (button->text() == text && button->isVisible())
            return button;
    return nullptr;
}

QAction *IndexesPanelTest::action(const QString &text) const
{
    for (QAction *each : m_panel->actionsButton()->menu()->actions())
        if (each->text() == text)
            return each;
    return nullptr;
}

void IndexesPanelTest::showsWhatIsThereAndWhatIsMissing()
{
    QCOMPARE(stateOf(dropped), IndexState::Missing);
    QVERIFY(info(u"users_pkey"_s) && info(u"users_pkey"_s)->isPrimary);
    QVERIFY(m_panel->countText().contains(u"1 missing"_s));
    QVERIFY(m_panel->table()->current() && m_panel->table()->current()->name == dropped); // selected before the list was there
    QVERIFY(m_panel->details()->definition()->toPlainText().startsWith(u"CREATE INDEX"_s));
    QVERIFY(m_panel->details()->applyButton()->isVisible() && m_panel->details()->applyButton()->isEnabled());
    QVERIFY(!m_panel->details()->rollBackButton()->isVisible());
    QVERIFY(m_panel->applyTenButton()->isVisible() && m_panel->applyTenButton()->text().contains(u"1 missing"_s));
    QVERIFY(!m_panel->buildBar()->isVisible());
}

void IndexesPanelTest::appliesWhatIsMissingOfTheTen()
{
    QSignalSpy applied(m_panel.get(), &IndexesPanel::applied);
    m_panel->applyTenButton()->click();
    QVERIFY(m_panel->buildBar()->isVisible());
    QVERIFY(m_panel->buildBar()->text().contains(dropped));
    QVERIFY(!m_panel->applyTenButton()->isEnabled()); // one at a time
    QTRY_COMPARE_WITH_TIMEOUT(applied.size(), 1, tests::patience);
    QVERIFY(exists(dropped));
    QTRY_VERIFY(stateOf(dropped) != IndexState::Missing);
    QVERIFY(!m_panel->applyTenButton()->isVisible());
    QVERIFY(!m_panel->buildBar()->isVisible());
    QVERIFY(m_panel->details()->rollBackButton()->isVisible());
}

void IndexesPanelTest::rollingBackAsksFirst()
{
    const QString name = u"idx_users_org_name_id"_s;
    m_panel->select(name);
    m_panel->details()->rollBackButton()->click();
    QVERIFY(m_panel->notice()->text().contains(name));
    QVERIFY(offer(u"Keep"_s)->hasFocus() || !m_panel->isActiveWindow());
    QTRY_VERIFY(offer(u"Roll back"_s)->x() < offer(u"Keep"_s)->x()); // as everywhere: the action first
    offer(u"Keep"_s)->click();
    QCOMPARE(m_panel->notice()->text(), QString());
    QVERIFY(exists(name) && !m_panel->buildBar()->isVisible());
    m_panel->details()->rollBackButton()->click();
    QSignalSpy applied(m_panel.get(), &IndexesPanel::applied);
    offer(u"Roll back"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(applied.size(), 1, tests::patience);
    QVERIFY(!exists(name));
    QTRY_COMPARE(stateOf(name), IndexState::Missing);
    QVERIFY(m_panel->details()->applyButton()->isVisible()); // and back again
}

void IndexesPanelTest::theKeyboardStaysOnTheTable()
{
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    const auto isOnTheRow = [this] {
        return m_panel->table()->hasFocus() && m_panel->table()->current() && m_panel->table()->current()->name == dropped;
    };
    QSignalSpy applied(m_panel.get(), &IndexesPanel::applied);
    QSignalSpy loaded(m_panel.get(), &IndexesPanel::loaded);
    QTest::mouseClick(m_panel->details()->applyButton(), Qt::LeftButton);
    QVERIFY(isOnTheRow()); // the button can't be pressed any more
    QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, tests::patience);
    QVERIFY(isOnTheRow());
    m_panel->details()->rollBackButton()->setFocus();
    QTest::keyClick(m_panel->details()->rollBackButton(), Qt::Key_Space);
    QVERIFY(offer(u"Keep"_s)->hasFocus());
    QTest::keyClick(offer(u"Keep"_s), Qt::Key_Space);
    QVERIFY(isOnTheRow());
    m_panel->details()->rollBackButton()->click();
    QTest::mouseClick(offer(u"Roll back"_s), Qt::LeftButton);
    QVERIFY(isOnTheRow());
    QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 2, tests::patience);
    QVERIFY(isOnTheRow());

    db::Connection writer(m_database->options());
    writer.executeText(u"BEGIN; LOCK TABLE audit_logs IN ROW EXCLUSIVE MODE"_s);
    QTest::mouseClick(m_panel->details()->applyButton(), Qt::LeftButton); // waits for the writer
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->buildBar()->text().contains(u"waiting for writers"_s), tests::patience);
    QTest::mouseClick(m_panel->buildBar()->cancelButton(), Qt::LeftButton);
    QVERIFY(isOnTheRow());
    writer.rollback();
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->notice()->text().contains(u"cancelled"_s), tests::patience);
    QVERIFY(isOnTheRow());
}

void IndexesPanelTest::onlyWhatWasAppliedHereCanBeRolledBack()
{
    m_panel->select(u"users_pkey"_s);
    QVERIFY(!m_panel->details()->rollBackButton()->isVisible());
    QVERIFY(!action(u"Roll back selected"_s)->isEnabled());
    m_database->execute(u"DELETE FROM pivotal_console.migrations WHERE name LIKE '%idx_users_org_created'"_s); // it's the backend's
    QSignalSpy loaded(m_panel.get(), &IndexesPanel::loaded);
    m_panel->refresh();
    QVERIFY(loaded.wait(tests::patience));
    m_panel->select(u"idx_users_org_created"_s);
    QVERIFY(!m_panel->details()->rollBackButton()->isVisible());
    action(u"Roll back the ten of the report"_s)->trigger();
    QVERIFY(m_panel->notice()->text().contains(u"8 indexes"_s)); // of the ten one is missing, and one isn't ours
}

void IndexesPanelTest::aCancelledBuildLeavesNothing()
{
    db::Connection writer(m_database->options());
    writer.executeText(u"BEGIN; LOCK TABLE audit_logs IN ROW EXCLUSIVE MODE"_s);
    m_panel->details()->applyButton()->click(); // waits for the writer
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->buildBar()->text().contains(u"waiting for writers"_s), tests::patience);
    QVERIFY(exists(dropped));
    m_panel->buildBar()->cancelButton()->click();
    QVERIFY(!m_panel->buildBar()->isVisible());
    const auto phase = [this] {
        const auto progress = await(m_migrations->progress()).value;
        return progress && *progress ? (*progress)->phase : QString();
    };
    QTRY_VERIFY(!phase().startsWith(u"waiting for writers"_s)); // the build has ended; dropping waits for the writer too
    writer.rollback();
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->notice()->text().contains(u"cancelled"_s), tests::patience);
    QVERIFY(!exists(dropped));
    QTRY_COMPARE(stateOf(dropped), IndexState::Missing);
}

void IndexesPanelTest::anAdvisedIndexIsBuiltAndDropped()
{
    plans::IndexCandidate candidate;
    candidate.table = u"audit_logs"_s;
    candidate.keys = QStringList{u"\"organizationId\""_s, u"\"ipAddress\""_s};
    IndexBuilds builds;
    builds.setMigrations(m_migrations.get());
    QSignalSpy started(&builds, &IndexBuilds::started);
    QSignalSpy finished(&builds, &IndexBuilds::finished);
    builds.run({IndexStep::create(candidate)});
    QVERIFY(builds.isRunning() && builds.canCancel());
    QVERIFY(finished.wait(tests::patience));
    QVERIFY(exists(candidate.name()));
    builds.run({IndexStep::drop(candidate), IndexStep::apply(migrationOf(dropped))});
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, tests::patience);
    QVERIFY(!exists(candidate.name()) && exists(dropped));
    QStringList names;
    for (const QList<QVariant> &arguments : started)
        names << arguments.first().toString();
    QCOMPARE(names, (QStringList{candidate.name(), candidate.name(), dropped}));
    // What is waiting is given up; the drop itself isn't.
    builds.run({IndexStep::rollBack(migrationOf(dropped)), IndexStep::create(candidate)});
    builds.cancel();
    QVERIFY(builds.isRunning() && !builds.canCancel());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 3, tests::patience);
    QVERIFY(!exists(dropped) && !exists(candidate.name()));
}

void IndexesPanelTest::aFailureIsShown()
{
    m_database->execute(u"ALTER TABLE audit_logs RENAME action TO acted"_s);
    QSignalSpy applied(m_panel.get(), &IndexesPanel::applied);
    QSignalSpy loaded(m_panel.get(), &IndexesPanel::loaded);
    m_panel->details()->applyButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_panel->notice()->text().isEmpty(), tests::patience);
    QVERIFY(!m_panel->buildBar()->isVisible());
    QCOMPARE(applied.size(), 0);
    QCOMPARE(stateOf(dropped), IndexState::Missing);
    QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), tests::patience);
    QVERIFY(!m_panel->notice()->text().isEmpty()); // the list that came doesn't take the failure's word away
    m_panel->notice()->dismiss();
    m_database->execute(u"ALTER TABLE pivotal_console.migrations RENAME name TO called"_s);
    m_panel->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(offer(u"Try again"_s), tests::patience);
    QVERIFY(m_panel->table()->indexes()->rowCount() > 0); // the old rows stay
    m_database->execute(u"ALTER TABLE pivotal_console.migrations RENAME called TO name"_s);
    offer(u"Try again"_s)->click();
    QVERIFY(loaded.wait(tests::patience));
    QCOMPARE(m_panel->notice()->text(), QString());
}

void IndexesPanelTest::filtersByStateAndTable()
{
    const int all = m_panel->table()->filter()->rowCount();
    m_panel->filterBar()->stateButton()->setChosen({int(IndexState::Missing)});
    Q_EMIT m_panel->filterBar()->stateButton()->chosenChanged();
    QCOMPARE(m_panel->table()->filter()->rowCount(), 1);
    QVERIFY2(m_panel->countText().startsWith(u"1 of %1 indexes · 1 of 1 missing · "_s.arg(all)), qPrintable(m_panel->countText()));
    QCOMPARE(m_panel->missing(), QStringList{dropped});
    m_panel->filterBar()->tableButton()->setChosen({u"users"_s});
    Q_EMIT m_panel->filterBar()->tableButton()->chosenChanged();
    QTRY_VERIFY(m_panel->statePanel()->isVisible());
    QCOMPARE(m_panel->statePanel()->title(), u"Nothing matches this filter"_s);
    QVERIFY(!m_panel->table()->current());
    QVERIFY2(m_panel->countText().startsWith(u"0 of %1 indexes · 0 of 1 missing · "_s.arg(all)), qPrintable(m_panel->countText()));
    QCOMPARE(m_panel->missing(), QStringList{dropped}); // whatever is filtered
    m_panel->select(dropped);                           // leaves the filter, which would hide it
    QCOMPARE(m_panel->table()->filter()->rowCount(), all);
    QCOMPARE(m_panel->table()->current()->name, dropped);
}

void IndexesPanelTest::theCurrentRowStaysOverARefresh()
{
    m_panel->select(u"idx_users_search"_s);
    m_database->execute(u"CREATE INDEX aaa_first ON audit_logs (\"entityId\")"_s);
    QSignalSpy loaded(m_panel.get(), &IndexesPanel::loaded);
    m_panel->refresh();
    QVERIFY(loaded.wait(tests::patience));
    QVERIFY(info(u"aaa_first"_s));
    QCOMPARE(m_panel->table()->current()->name, u"idx_users_search"_s);
    QTest::keyClick(m_panel->table(), Qt::Key_Up);
    QVERIFY(m_panel->table()->current()->name != u"idx_users_search"_s);
}

void IndexesPanelTest::withoutASessionThereIsNothing()
{
    m_panel->setSession(nullptr, nullptr);
    QVERIFY(m_panel->statePanel()->isVisible());
    QCOMPARE(m_panel->statePanel()->title(), u"No connection"_s);
    QVERIFY(!m_panel->applyTenButton()->isVisible());
    QVERIFY(!m_panel->actionsButton()->isEnabled());
    QSignalSpy loaded(m_panel.get(), &IndexesPanel::loaded);
    m_panel->setSession(m_tuning.get(), nullptr); // a standby: to be looked at
    QVERIFY(loaded.wait(tests::patience));
    m_panel->select(dropped);
    QVERIFY(!m_panel->details()->applyButton()->isEnabled());
}

void IndexesPanelTest::theDetailsGoBelowWhereItIsNarrow()
{
    QSplitter *splitter = m_panel->findChild<QSplitter *>();
    QCOMPARE(splitter->orientation(), Qt::Horizontal);
    m_panel->resize(900, 800);
    QCOMPARE(splitter->orientation(), Qt::Vertical);
    QTRY_VERIFY(m_panel->details()->mapTo(m_panel.get(), QPoint()).y() > m_panel->table()->mapTo(m_panel.get(), QPoint()).y() + 100);
}

void IndexesPanelTest::everythingHasAName()
{
    for (const QWidget *widget : m_panel->findChildren<QWidget *>())
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && !widget->inherits("QSplitterHandle")
            && !widget->inherits("QHeaderView"))
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
}

QTEST_MAIN(IndexesPanelTest)
#include "tst_indexes_panel.moc"
