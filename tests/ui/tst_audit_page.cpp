#include "tests/support/window_fixture.h"
#include "ui/audit/audit_details.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/users/user_details.h"
#include "ui/widgets/chip_bar.h"
#include "ui/widgets/date_range_button.h"
#include "ui/widgets/diff_view.h"

#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::ui;
using tests::WindowFixture;

class AuditPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void filtersByWhatIsTyped();
    void detailsShowOldAgainstNew();
    void trailsLeadOnAndBack();
    void detailsAreOfAnEventInTheList();
    void datePresetsFilterAndFollowTheZone();
    void timesFollowTheZone();

private:
    [[nodiscard]] AuditPage *page() const { return m_fixture->window->findChild<AuditPage *>(); }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *candidate : page()->details()->findChildren<QPushButton *>())
            if (candidate->text() == text)
                return candidate;
        return nullptr;
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

void AuditPageTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->waitUntilIdle());
    m_fixture->window->showPage(u"audit"_s);
}

void AuditPageTest::filtersByWhatIsTyped()
{
    const qint64 all = page()->model()->total();
    QTest::keyClicks(page()->filterBar()->action(), u"users.status_changed"_s);
    QTRY_VERIFY(page()->model()->total() < all);
    QVERIFY(m_fixture->waitUntilIdle());
    for (int row = 0; row < 20; ++row)
        QCOMPARE(page()->model()->valueAt(row)->action, u"users.status_changed"_s);
    QCOMPARE(page()->filterBar()->chips()->texts(), QStringList{u"action: users.status_changed"_s});
}

void AuditPageTest::detailsShowOldAgainstNew()
{
    page()->filterBar()->action()->setText(u"users.status_changed"_s);
    QTRY_VERIFY(page()->model()->valueAt(0) && page()->model()->valueAt(0)->action == u"users.status_changed"_s);
    QVERIFY(m_fixture->waitUntilIdle());
    WindowFixture::selectRow(page(), 0);
    const AuditEvent event = *page()->model()->valueAt(0);
    const QString diff = page()->details()->diff()->toPlainText();
    QVERIFY(diff.contains(u"status"_s) && diff.contains(u"→"_s) && diff.contains(u"reason"_s));
    const QString when = page()->details()->whenText(); // ctest runs this in Auckland
    QVERIFY(when.contains(u"UTC"_s) && when.contains(u"Pacific/Auckland"_s));
    QVERIFY(when.contains(event.createdAt.inZone(QTimeZone::utc()).toString(u"HH:mm:ss.zzz"_s)));
    QVERIFY(when.contains(event.createdAt.inZone(QTimeZone("Pacific/Auckland")).toString(u"HH:mm:ss.zzz"_s)));
}

void AuditPageTest::trailsLeadOnAndBack()
{
    page()->filterBar()->action()->setText(u"users.*"_s);
    QTRY_VERIFY(page()->model()->valueAt(0) && page()->model()->valueAt(0)->entityType == u"User"_s);
    QVERIFY(m_fixture->waitUntilIdle());
    WindowFixture::selectRow(page(), 0);
    const QString entity = page()->model()->valueAt(0)->entityId;
    QTest::mouseClick(button(u"Entity trail"_s), Qt::LeftButton);
    QVERIFY(m_fixture->waitUntilIdle());
    QCOMPARE(page()->filterBar()->entityId()->text(), entity);
    for (int row = 0; row < page()->model()->rowCount() && page()->model()->valueAt(row); ++row)
        QCOMPARE(page()->model()->valueAt(row)->entityId, entity);
    QTest::mouseClick(button(u"Open user"_s), Qt::LeftButton);
    QVERIFY(m_fixture->window->findChild<UsersPage *>()->isVisible());
    QTRY_COMPARE(m_fixture->window->findChild<UsersPage *>()->details()->user().id.value, entity);
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(page()->filterBar()->entityId()->text(), entity);
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(page()->filterBar()->action()->text(), u"users.*"_s);
}

void AuditPageTest::detailsAreOfAnEventInTheList()
{
    WindowFixture::selectRow(page(), 3);
    const QString before = page()->table()->currentId();
    QVERIFY(!before.isEmpty());
    AuditFilterBar::State state;
    state.action = u"auth.login"_s;
    state.entityId =
        m_fixture->database->value(u"SELECT \"entityId\" FROM audit_logs WHERE action = 'auth.login' AND id <> ? AND \"organizationId\" = "
                                   "(SELECT id FROM organizations WHERE slug = 'northwind') ORDER BY \"createdAt\" LIMIT 1"_s,
                                   {before});
    page()->filterBar()->setState(state);
    QTRY_VERIFY(m_fixture->waitUntilIdle() && page()->model()->rowOf(page()->table()->currentId()) == 0);
    QVERIFY(page()->table()->currentId() != before);
}

void AuditPageTest::datePresetsFilterAndFollowTheZone()
{
    DateRangeButton *dates = page()->filterBar()->created();
    QTest::mouseClick(dates, Qt::LeftButton);
    QPushButton *month = nullptr;
    for (auto *candidate : dates->findChildren<QPushButton *>())
        if (candidate->text() == u"Last 30 days"_s)
            month = candidate;
    QVERIFY(month);
    const qint64 all = page()->model()->total();
    QTest::mouseClick(month, Qt::LeftButton);
    QTRY_VERIFY(page()->model()->total() < all);
    QCOMPARE(page()->filterBar()->chips()->texts(), QStringList{u"date: last 30 days"_s});
    dates->setChoice({models::DatePreset::Today, {}, {}});
    const InstantRange utc = page()->filterBar()->filter().created;
    m_fixture->window->zone().setKind(models::DisplayZone::Kind::Local);
    QVERIFY(page()->filterBar()->filter().created != utc);
}

void AuditPageTest::timesFollowTheZone()
{
    const QString utc = page()->model()->index(0, models::AuditTableModel::column("createdAt")).data().toString();
    QTest::keyClick(m_fixture->window.get(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_fixture->waitUntilIdle());
    QVERIFY(page()->model()->index(0, models::AuditTableModel::column("createdAt")).data().toString() != utc);
}

QTEST_MAIN(AuditPageTest)
#include "tst_audit_page.moc"
