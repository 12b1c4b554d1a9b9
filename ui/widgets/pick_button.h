#pragma once

#include <QList>
#include <QString>
#include <QToolButton>
#include <QVariant>

class QMenu;

namespace pivotal::ui {

/// One of few, always chosen: a button with a menu that shows what is chosen, "Last 15 minutes ▾".
class PickButton : public QToolButton
{
    Q_OBJECT

public:
    struct Choice
    {
        QString text;
        QVariant value;

        friend bool operator==(const Choice &, const Choice &) = default;
    };

    /// `name` says what is chosen; `prefix` is shown before the choice, as in "Compare: hour before ▾".
    explicit PickButton(const QString &name, const QString &prefix = {}, QWidget *parent = nullptr);

    /// Keeps what is picked where it is still offered; else the first.
    void setChoices(const QList<Choice> &choices);
    [[nodiscard]] const QList<Choice> &choices() const { return m_choices; }
    [[nodiscard]] QVariant picked() const { return m_picked; }
    void setPicked(const QVariant &value);
    /// Shown in the place of what is picked, where something else is in force; empty: what is picked.
    void setInstead(const QString &text);

Q_SIGNALS:
    /// By the user.
    void pickedChanged();

private:
    void render();
    void fillMenu();

    QString m_name;
    QString m_prefix;
    QMenu *m_menu;
    QList<Choice> m_choices;
    QVariant m_picked;
    QString m_instead;
};

} // namespace pivotal::ui
