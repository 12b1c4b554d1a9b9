#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

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

    [[nodiscard]] QAction *action(const QString &id) const { return m_byId.value(id); }
    [[nodiscard]] const QList<QAction *> &all() const { return m_actions; }
    /// Keys that more than one action has.
    [[nodiscard]] QStringList conflicts() const;

private:
    QHash<QString, QAction *> m_byId;
    QList<QAction *> m_actions;
};

} // namespace pivotal::ui
