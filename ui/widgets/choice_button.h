#pragma once

#include <QList>
#include <QString>
#include <QToolButton>
#include <QVariant>

class QMenu;

namespace pivotal::ui {

/// A filter of few values: a button with a menu, "Status ▾". Several may be checked (any of them), or one of them; it
/// is tinted while something is.
class ChoiceButton : public QToolButton
{
    Q_OBJECT

public:
    enum class Mode { One, Several };
    struct Choice
    {
        QString text;
        QVariant value;
    };

    ChoiceButton(const QString &name, Mode mode, QWidget *parent = nullptr);

    /// Keeps what is chosen and still offered.
    void setChoices(const QList<Choice> &choices);
    [[nodiscard]] QVariantList chosen() const { return m_chosen; }
    void setChosen(const QVariantList &values);
    /// The texts of what is chosen.
    [[nodiscard]] QString chosenText() const;
    [[nodiscard]] QString name() const { return m_name; }

Q_SIGNALS:
    /// By the user.
    void chosenChanged();

private:
    void rebuild();
    void toggle(const QVariant &value, bool on);

    QString m_name;
    Mode m_mode;
    QMenu *m_menu;
    QList<Choice> m_choices;
    QVariantList m_chosen;
};

} // namespace pivotal::ui
