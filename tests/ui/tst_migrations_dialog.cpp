#include "repo/db/closing.h"
#include "repo/migrations/migrations.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"
#include "ui/connection/migrations_dialog.h"
#include "ui/users/user_filter_bar.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

using namespace pivotal;
using tests::await;
using tests::TestDatabase;

namespace {

const QString search = u"idx_users_search"_s;

} // namespace

/// The dialog on a database whose search index is missing.
class MigrationsDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void appliesWhatIsPending();
    void aCancelledBuildLeavesNothing();
    void closingDuringABuildLeavesNothing();
    void aFailureIsShown();
    void theSearchFieldSaysHowItSearches();

private:
    [[nodiscard]] QString indexState() const;
    [[nodiscard]] QString stateOf(const QString &object) const;

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<db::Executor> m_executor;
    std::unique_ptr<Migrations> m_migrations;
    std::unique_ptr<ui::MigrationsDialog> m_dialog;
};

void MigrationsDialogTest::init()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
    m_database->execute(u"DROP INDEX idx_users_search"_s);
    m_database->execute(u"DELETE FROM pivotal_console.migrations WHERE name LIKE '%_idx_users_search'"_s);
    const auto source = [this] { return m_database->options(); };
    m_executor = std::make_unique<db::Executor>(source, 1);
    m_migrations = std::make_unique<Migrations>(*m_executor, source);
    m_dialog = std::make_unique<ui::MigrationsDialog>(*m_migrations);
    m_dialog->show();
    m_dialog->select(search);
    QTRY_COMPARE(m_dialog->list()->topLevelItemCount(), int(db::migrations().size()));
}

void MigrationsDialogTest::cleanup()
{
    m_dialog.reset();
    m_migrations.reset();
    m_executor.reset();
    m_database.reset();
}

QString MigrationsDialogTest::indexState() const
{
    return m_database->value(u"SELECT CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END FROM pg_index i WHERE i.indexrelid = "
                             "to_regclass('idx_users_search')"_s);
}

QString MigrationsDialogTest::stateOf(const QString &object) const
{
    for (int i = 0; i < m_dialog->list()->topLevelItemCount(); ++i)
        if (m_dialog->list()->topLevelItem(i)->text(0).endsWith(object))
            return m_dialog->list()->topLevelItem(i)->text(1);
    return {};
}

void MigrationsDialogTest::appliesWhatIsPending()
{
    QCOMPARE(stateOf(search), u"Pending"_s);
    QCOMPARE(stateOf(u"idx_users_org_email"_s), u"Applied"_s);
    QVERIFY(m_dialog->list()->currentItem()->text(0).endsWith(search)); // selected before the list was there
    QSignalSpy applied(m_dialog.get(), &ui::MigrationsDialog::applied);
    m_dialog->apply({m_dialog->list()->currentItem()->text(0)});
    QVERIFY(m_dialog->isBuilding());
    QVERIFY(applied.wait(tests::patience));
    QTRY_COMPARE(stateOf(search), u"Applied"_s);
    QVERIFY(!m_dialog->isBuilding());
    QCOMPARE(indexState(), u"valid"_s);
}

void MigrationsDialogTest::aCancelledBuildLeavesNothing()
{
    db::Connection writer(m_database->options());
    writer.executeText(u"BEGIN; UPDATE users SET phone = phone WHERE false; LOCK TABLE users IN ROW EXCLUSIVE MODE"_s);
    m_dialog->apply({m_dialog->list()->currentItem()->text(0)}); // waits for the writer
    const auto phase = [this] {
        const auto progress = await(m_migrations->progress()).value;
        return progress && *progress ? (*progress)->phase : QString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(phase().startsWith(u"waiting for writers"_s), tests::patience);
    QTRY_VERIFY(m_dialog->progress()->isVisible());
    QTRY_COMPARE(indexState(), u"invalid"_s);
    m_dialog->cancelBuild();
    QVERIFY(!m_dialog->isBuilding());
    QTRY_VERIFY(!phase().startsWith(u"waiting for writers"_s)); // the build has ended; dropping waits for the writer too
    writer.rollback();
    QTRY_VERIFY(m_dialog->notice()->text().contains(u"cancelled"_s));
    QCOMPARE(indexState(), QString());
    QTRY_COMPARE(stateOf(search), u"Pending"_s);
}

void MigrationsDialogTest::closingDuringABuildLeavesNothing()
{
    db::Connection writer(m_database->options());
    writer.executeText(u"BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE"_s);
    m_dialog->apply({m_dialog->list()->currentItem()->text(0)});
    QTRY_COMPARE_WITH_TIMEOUT(indexState(), u"invalid"_s, tests::patience);
    m_dialog.reset();
    m_migrations.reset();
    QTRY_COMPARE(m_database->value(u"SELECT count(*) FROM pg_stat_progress_create_index WHERE datname = current_database()"_s), u"0"_s);
    writer.rollback();
    db::waitForClosed();
    QCOMPARE(indexState(), QString());
}

void MigrationsDialogTest::aFailureIsShown()
{
    m_database->execute(u"DROP EXTENSION pg_trgm CASCADE"_s);
    m_database->execute(u"CREATE FUNCTION similarity(text, text) RETURNS real LANGUAGE sql AS 'SELECT 1::real'"_s); // in the way
    m_dialog->apply({m_dialog->list()->currentItem()->text(0)});
    QTRY_VERIFY(!m_dialog->notice()->text().isEmpty());
    QVERIFY(!m_dialog->isBuilding());
    QCOMPARE(stateOf(search), u"Pending"_s);
}

void MigrationsDialogTest::theSearchFieldSaysHowItSearches()
{
    const models::DisplayZone zone;
    ui::UserFilterBar bar(zone);
    const auto warning = [&bar] {
        for (const QAction *action : bar.search()->actions())
            if (action->isVisible() && action->text().startsWith(u"Slow"_s))
                return action->text();
        return QString();
    };
    bar.setSearchIndex(false, true);
    QVERIFY(warning().contains(u"idx_users_search is missing"_s));
    QSignalSpy asked(&bar, &ui::UserFilterBar::indexRequested);
    for (QAction *action : bar.search()->actions())
        if (action->isVisible() && action->text() == warning())
            action->trigger();
    QCOMPARE(asked.size(), 1);
    bar.setSearchIndex(false, false);
    QVERIFY(warning().contains(u"no pg_trgm"_s));
    bar.setSearchIndex(true, true);
    QCOMPARE(warning(), QString());
    QVERIFY(bar.search()->toolTip().contains(u"Fast"_s));
}

QTEST_MAIN(MigrationsDialogTest)
#include "tst_migrations_dialog.moc"
