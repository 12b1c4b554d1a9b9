#include "repo/session/console_session.h"
#include "tests/support/window_fixture.h"
#include "ui/actions.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/indexes/index_table.h"
#include "ui/indexes/indexes_page.h"
#include "ui/indexes/indexes_panel.h"
#include "ui/users/user_filter_bar.h"
#include "ui/widgets/missing_index_hint.h"

#include <QAction>
#include <QHeaderView>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::WindowFixture;

/// A list that is slow for want of an index says which one, and leads to it.
class MissingIndexesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListSaysWhatItIsSlowWithout();
    void nothingIsSaidWhereNothingIsMissing();
};

void MissingIndexesTest::aListSaysWhatItIsSlowWithout()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    const QString locked = u"idx_users_org_locked_id"_s;
    const QString name = u"idx_users_org_name_id"_s;
    const QString address = u"idx_audit_logs_org_address_id"_s;
    for (const QString &index : {locked, name, address})
        fixture.database->execute(u"DROP INDEX "_s + index);
    fixture.openWindow();
    QVERIFY(fixture.waitUntilIdle());
    UsersPage *users = fixture.window->findChild<UsersPage *>();
    const MissingIndexHint *hint = users->missingIndexHint();
    const QAction *action = fixture.window->actions().action(u"list.missingIndexes"_s);
    QVERIFY(!hint->isVisible()); // of this list none is missing
    QVERIFY(!action->isEnabled());

    UserFilterBar::State filter;
    filter.locked = {true};
    users->filterBar()->setState(filter);
    QVERIFY(hint->isVisible());
    QCOMPARE(hint->text(), u"1 index(es) missing"_s); // its translation says "1 index"
    QVERIFY2(hint->toolTip().contains(locked) && !hint->toolTip().contains(name), qPrintable(hint->toolTip()));
    QVERIFY(action->isEnabled());

    users->table()->horizontalHeader()->sectionClicked(users->model()->columnSortedBy(UserSortField::Name));
    QVERIFY2(hint->toolTip().contains(locked) && hint->toolTip().contains(name), qPrintable(hint->toolTip()));

    fixture.database->execute(
        u"CREATE INDEX idx_users_org_locked_id ON users (\"organizationId\", \"lockedUntil\", id) WHERE \"lockedUntil\" IS NOT NULL"_s);
    fixture.window->session()->refreshCapabilities();
    QTRY_VERIFY(!hint->toolTip().contains(locked));
    QVERIFY2(hint->isVisible() && hint->toolTip().contains(name), qPrintable(hint->toolTip()));

    fixture.window->actions().action(u"list.missingIndexes"_s)->trigger();
    QVERIFY(fixture.window->findChild<IndexesPage *>()->isVisible());
    const IndexesPanel *indexes = fixture.window->findChild<IndexesPage *>()->panel();
    QTRY_VERIFY(indexes->table()->current());
    QTRY_COMPARE(indexes->table()->current()->name, name);
    QTRY_VERIFY(indexes->applySelectedEntry()->isEnabled()); // though its migration was applied once
    indexes->applySelectedEntry()->trigger();
    QTRY_VERIFY(!fixture.window->session()->missingIndexes().contains(name));

    fixture.window->actions().action(u"go.back"_s)->trigger();
    QVERIFY(users->isVisible());
    QTRY_VERIFY(!hint->isVisible());
    users->filterBar()->clear();
    QVERIFY(!hint->isVisible());

    fixture.window->actions().action(u"go.audit"_s)->trigger();
    const MissingIndexHint *ofEvents = fixture.window->findChild<AuditPage *>()->missingIndexHint();
    QVERIFY(!ofEvents->isVisible());
    AuditFilterBar::State events;
    events.ipAddress = u"192.0.2.1"_s;
    fixture.window->findChild<AuditPage *>()->filterBar()->setState(events);
    QVERIFY(ofEvents->isVisible());
    QVERIFY2(ofEvents->toolTip().contains(address), qPrintable(ofEvents->toolTip()));
}

void MissingIndexesTest::nothingIsSaidWhereNothingIsMissing()
{
    WindowFixture fixture;
    QVERIFY(fixture.waitUntilIdle());
    UserFilterBar::State filter;
    filter.locked = {true};
    filter.mfa = {true};
    fixture.window->findChild<UsersPage *>()->filterBar()->setState(filter);
    QVERIFY(!fixture.window->findChild<UsersPage *>()->missingIndexHint()->isVisible());
}

QTEST_MAIN(MissingIndexesTest)
#include "tst_missing_indexes.moc"
