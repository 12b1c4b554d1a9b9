#include "ui/main_window.h"

#include "repo/session/console_session.h"
#include "ui/connection/connection_page.h"
#include "ui/connection/session_switch.h"
#include "ui/header_bar.h"
#include "ui/navigator.h"
#include "ui/page.h"
#include "ui/pages.h"
#include "ui/theme.h"
#include "ui/ui_settings.h"
#include "ui/widgets/row_clipboard.h"
#include "ui/widgets/suggestions.h"

#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

/// What isn't of one page.
void MainWindow::addActions()
{
    for (const PageKind &kind : pageKinds())
        m_actions.add(this, u"go."_s + kind.id, kind.go, kind.key, kind.id, [this, id = kind.id] { m_navigator->go({id, {}}); });
    m_actions.add(this, u"go.back"_s, tr("Back"), Qt::ALT | Qt::Key_Left, u"back"_s, [this] { m_navigator->goBack(); });
    m_actions.add(this, u"view.refresh"_s, tr("Refresh"), Qt::Key_F5, u"refresh"_s, [this] {
        if (Page *shown = m_navigator->current())
            shown->refresh();
    });
    m_actions.add(this, u"view.commands"_s, tr("Search or run a command"), Qt::CTRL | Qt::Key_K, {}, [this] { m_header->focusCommands(); });
    m_actions.add(this, u"view.zone"_s, tr("Switch between UTC and local time"), Qt::CTRL | Qt::SHIFT | Qt::Key_U, u"calendar"_s, [this] {
        using Kind = models::DisplayZone::Kind;
        m_zone.setKind(m_zone.kind() == Kind::Utc ? Kind::Local : Kind::Utc);
    });
    m_actions.add(this, u"view.theme"_s, tr("Change theme: system, light, dark"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, u"theme"_s, [] {
        Theme::instance().nextMode();
        UiSettings().setTheme(nameOf(Theme::instance().mode()));
    });
    m_actions.add(this, u"view.cancel"_s, tr("Cancel or close"), Qt::Key_Escape, u"close"_s, [this] { cancel(); });
    m_actions.add(this, u"connection.open"_s, tr("Connect to a database…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, u"database"_s, [this] {
        m_connection->showForm();
        m_stack->setCurrentWidget(m_connection);
    });
    m_actions.add(this, u"app.quit"_s, tr("Quit"), Qt::CTRL | Qt::Key_Q, {}, [this] { close(); });
    auto *clipboard = new RowClipboard(this);
    clipboard->addActions(m_actions);
    connect(clipboard, &RowClipboard::leftOut, this, [this](int rows) {
        m_banner->show(NoticeBar::Kind::Warning, tr("%Ln selected row(s) were not copied.", nullptr, rows),
                       tr("They are not loaded now. Scroll to them, then copy again, or select fewer."));
    });
}

void MainWindow::cancel()
{
    Page *shown = m_navigator->current();
    if (m_header->leaveCommands()) {
        if (shown && m_header->isAncestorOf(focusWidget()))
            shown->focusContent(); // where it was before is gone
    } else if (Suggestions::close()) {
        return; // the field under it keeps the keyboard
    } else if (shown) {
        shown->cancel();
    } else if (session()) {
        m_navigator->show({});
    }
}

} // namespace pivotal::ui
