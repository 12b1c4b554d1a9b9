#pragma once

#include <QObject>

class QAbstractItemView;
class QCompleter;

namespace pivotal::ui {

/// The list of suggestions under a field: looks like the rest, and is as wide as its entries, where the screen has room for them.
class Suggestions : public QObject
{
    Q_OBJECT

public:
    /// Owned by the completer.
    explicit Suggestions(QCompleter *completer);

    /// Closes the one that is open; false where none is. Before the keyboard goes elsewhere: while the list is open, its field would
    /// not hear of that.
    static bool close();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    QAbstractItemView *m_list;
    bool m_isFitting = false;
};

} // namespace pivotal::ui
