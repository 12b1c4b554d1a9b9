#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>

class QWidget;

namespace pivotal {
class MetricsHistory;
}

namespace pivotal::models {
class DisplayZone;
}

namespace pivotal::ui {

class Page;

/// What pages are made with; it outlives them.
struct PageContext
{
    const models::DisplayZone &zone;
    MetricsHistory &metrics;
    QString draftsPath; ///< a file for unsaved changes; empty: they aren't kept
};

/// A page of the window.
struct PageKind
{
    QString id;    ///< its icon has the same name; the action that leads there is "go." and the id
    QString title; ///< in the navigation
    QString go;    ///< of that action
    QKeySequence key;
    std::function<Page *(const PageContext &context, QWidget *parent)> make;
};

/// All of them, in the order of the navigation; the first is shown at the start. A new page is a line here.
[[nodiscard]] QList<PageKind> pageKinds();

} // namespace pivotal::ui
