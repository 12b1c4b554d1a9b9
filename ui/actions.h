#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>

class QAbstractButton;

namespace pivotal::ui {

/// The registry of commands: each has an id, a text and a key, is offered by the command field, and works in the whole
/// window. Two commands with one key are a programming error that `conflicts` shows and a test looks for.
class Actions : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// The action is owned by the registry. An empty key leaves it to the command field.
    QAction *add(const QString &id, const QString &text, const QKeySequence &key, const QString &iconName = {});

    /// The same, that does something, everywhere, while `context` lives.
    QAction *add(QObject *context, const QString &id, const QString &text, const QKeySequence &key, const QString &iconName,
                 const std::function<void()> &act);
    /// Can be done only while `place` is shown. Other places may have the same action: it does what belongs to the one that is shown.
    void addAt(QWidget *place, const QString &id, const QString &text, const QKeySequence &key, const QString &iconName,
               const std::function<void()> &act);
    /// Does what the button does, and can be done while that can be clicked: shown and enabled.
    void addFor(QAbstractButton *button, const QString &id, const QString &text, const QKeySequence &key, const QString &iconName = {});
    /// Does what the entry of a menu does, and can be done while that is enabled and `place` is shown.
    void addFor(QAction *entry, QWidget *place, const QString &id, const QString &text, const QKeySequence &key,
                const QString &iconName = {});

    [[nodiscard]] QAction *action(const QString &id) const { return m_byId.value(id); }
    [[nodiscard]] const QList<QAction *> &all() const { return m_actions; }
    /// Keys that more than one action has.
    [[nodiscard]] QStringList conflicts() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Place
    {
        QList<QPointer<QWidget>> widgets;
        QPointer<QAction> entry; ///< null: of no menu
    };

    void addPlace(QAction *action, QWidget *widget, QAction *entry);
    void update(QAction *action) const;

    QHash<QAction *, Place> m_places; ///< of those that can't be done everywhere
    QHash<QString, QAction *> m_byId;
    QList<QAction *> m_actions;
};

} // namespace pivotal::ui
