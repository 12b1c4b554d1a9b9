#pragma once

#include "repo/domain/user_edit.h"

#include <QHash>
#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace pivotal::ui {

/// The editable fields of a user. Each says at once what is wrong with it, and is marked while it differs.
class UserForm : public QWidget
{
    Q_OBJECT

public:
    explicit UserForm(QWidget *parent = nullptr);

    /// Shows `base` with `edit` typed over it.
    void setUser(const User &base, const UserEdit &edit);
    /// Marks the fields that are another now in the database than they were when typing began.
    void setMoved(const QList<UserField> &fields);
    /// What differs from the user.
    [[nodiscard]] UserEdit changes() const;
    [[nodiscard]] bool hasProblem() const;
    void setReadOnly(bool readOnly);
    void focusFirst();
    [[nodiscard]] QWidget *editor(UserField field) const { return m_editors.value(field).widget; }

Q_SIGNALS:
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Editor
    {
        QWidget *widget = nullptr;
        QLabel *label = nullptr;
        QLabel *problem = nullptr;
    };
    /// A value as its editor has it, which may not hold all of it: while that is there, the value is meant.
    struct Shown
    {
        QString text;
        FieldValue value;
    };

    void addField(QGridLayout *grid, int row, int column, int span, UserField field, QWidget *editor);
    QLineEdit *makeLine();
    QComboBox *makeCombo(const QStringList &values, bool editable);
    [[nodiscard]] FieldValue typed(UserField field) const;
    void show(UserField field, const FieldValue &value);
    [[nodiscard]] QString textOf(UserField field) const;
    void check();
    [[nodiscard]] static bool isEditable(const Editor &editor);
    /// As it is in the user.
    void restore(UserField field);

    QHash<UserField, Editor> m_editors;
    QHash<UserField, Shown> m_shown;
    User m_base;
    bool m_filling = true; ///< also while it is built
};

} // namespace pivotal::ui
