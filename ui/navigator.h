#pragma once

#include "ui/place.h"

#include <QList>
#include <QObject>

class QStackedWidget;
class QWidget;

namespace pivotal {
class ConsoleSession;
}

namespace pivotal::ui {

class NavRail;
class Page;

/// The pages, one of which is shown, and the way back through where one was. Pages are the stack's children; while that shows
/// something else, no page is current.
class Navigator : public QObject
{
    Q_OBJECT

public:
    Navigator(QStackedWidget *stack, NavRail *rail, QObject *parent);

    void add(Page *page);
    [[nodiscard]] const QList<Page *> &pages() const { return m_pages; }
    [[nodiscard]] Page *page(const QString &id) const; ///< the first where none has that id
    [[nodiscard]] Page *current() const;

    /// Nothing leads to a page until this is set.
    void setEnabled(bool enabled) { m_isEnabled = enabled; }
    /// Without a way back.
    void show(const QString &id);
    /// With one, where that is another place.
    void go(const Place &place);
    void goBack();
    void forget() { m_history.clear(); }

    // Of all pages.
    void setSession(ConsoleSession *session) const;
    [[nodiscard]] QList<QWidget *> noticeAreas() const;
    [[nodiscard]] QString unsavedText() const; ///< sentences; empty where nothing is unsaved
    void discardUnsaved() const;
    void keepForNextTime() const;

Q_SIGNALS:
    void shown(pivotal::ui::Page *page);

private:
    void remember(const Place &place);

    static constexpr qsizetype maxPlaces = 50; ///< the oldest is forgotten first

    QStackedWidget *m_stack;
    NavRail *m_rail;
    QList<Page *> m_pages;
    QList<Place> m_history;
    bool m_isEnabled = false;
};

} // namespace pivotal::ui
