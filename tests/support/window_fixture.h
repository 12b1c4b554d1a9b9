#pragma once

#include "repo/session/console_session.h"
#include "tests/support/await.h"
#include "tests/support/test_database.h"
#include "ui/audit/audit_page.h"
#include "ui/list_page.h"
#include "ui/main_window.h"
#include "ui/theme.h"
#include "ui/users/users_page.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

namespace pivotal::tests {

using namespace Qt::StringLiterals;

/// A real window on a database of its own, with settings of its own.
class WindowFixture
{
public:
    WindowFixture()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        ui::Theme::instance();
        database = std::make_unique<TestDatabase>(TestDatabase::Kind::Demo);
        openWindow();
    }

    void openWindow()
    {
        Services services;
        services.metricsPath = m_settings.filePath(u"metrics.sqlite"_s);
        services.draftsPath = draftsPath();
        window = std::make_unique<ui::MainWindow>(services);
        window->resize(1440, 900);
        window->show();
        window->open({database->url(), u"northwind"_s, u"admin@northwind.example"_s});
    }

    [[nodiscard]] QString draftsPath() const { return m_settings.filePath(u"drafts.sqlite"_s); }

    /// Waits until both pages show what they should.
    [[nodiscard]] bool waitUntilIdle() const
    {
        return QTest::qWaitFor(
            [this] {
                const auto isSettled = [](const models::PagedTableModel *model) { return model->isTotalExact() && !model->isLoading(); };
                return window->session() && isSettled(window->findChild<ui::UsersPage *>()->model())
                       && isSettled(window->findChild<ui::AuditPage *>()->model());
            },
            patience);
    }

    static void selectRow(ui::ListPage *page, qint64 row)
    {
        auto *model = qobject_cast<models::PagedTableModel *>(page->table()->model());
        const QRect rect = page->table()->visualRect(model->index(model->windowRow(row), 0));
        QTest::mouseClick(page->table()->viewport(), Qt::LeftButton, {}, rect.center());
    }

    std::unique_ptr<TestDatabase> database;
    std::unique_ptr<ui::MainWindow> window;

private:
    QTemporaryDir m_settings;
};

} // namespace pivotal::tests
