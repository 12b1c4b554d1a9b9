#include "ui/users/user_form.h"

#include "models/users_table_model.h"
#include "models/visible_text.h"
#include "repo/domain/raw_bytes.h"
#include "ui/widgets/build.h"
#include "ui/widgets/suggestions.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimeZone>
#include <QWheelEvent>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

/// A wheel over a combo box scrolls the pane, and changes nothing by accident.
class FormCombo : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

QStringList timeZones()
{
    QStringList names;
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
        names << QString::fromLatin1(id);
    return names;
}

QStringList locales()
{
    QStringList names{u"ar-EG"_s, u"cs-CZ"_s, u"da-DK"_s, u"de-DE"_s, u"el-GR"_s, u"en-GB"_s, u"en-IE"_s, u"en-NZ"_s, u"en-US"_s,
                      u"es-ES"_s, u"es-MX"_s, u"fr-FR"_s, u"he-IL"_s, u"hi-IN"_s, u"it-IT"_s, u"ja-JP"_s, u"ko-KR"_s, u"nl-NL"_s,
                      u"pl-PL"_s, u"pt-BR"_s, u"ru-RU"_s, u"sv-SE"_s, u"th-TH"_s, u"tr-TR"_s, u"uk-UA"_s, u"vi-VN"_s, u"zh-CN"_s};
    return names;
}

/// A field draws its text as such characters have it; empty where it holds none.
QString turnedRound(const QString &text)
{
    const QString shown = models::withoutOverrides(text);
    return shown == text || holdsRawBytes(text) ? QString()
                                                : UserForm::tr("Characters in it change the direction of others: %1").arg(shown);
}

} // namespace

UserForm::UserForm(QWidget *parent) : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    addField(grid, 0, 0, 2, UserField::DisplayName, makeLine());
    addField(grid, 1, 0, 1, UserField::FirstName, makeLine());
    addField(grid, 1, 1, 1, UserField::LastName, makeLine());
    auto *status = makeCombo({}, false);
    for (const UserStatus known : knownUserStatuses)
        status->addItem(models::statusText(nameOf(known)), nameOf(known));
    addField(grid, 2, 0, 1, UserField::Status, status);
    addField(grid, 2, 1, 1, UserField::Phone, makeLine());
    addField(grid, 3, 0, 2, UserField::Timezone, makeCombo(timeZones(), true));
    addField(grid, 4, 0, 1, UserField::Locale, makeCombo(locales(), true));
    addField(grid, 4, 1, 1, UserField::Username, makeLine());
    addField(grid, 5, 0, 2, UserField::AvatarUrl, makeLine());
}

void UserForm::addField(QGridLayout *grid, int row, int column, int span, UserField field, QWidget *editor)
{
    auto *label = makeLabel(fieldLabel(field), u"field"_s, this);
    label->setBuddy(editor);
    editor->setAccessibleName(fieldLabel(field));
    editor->setObjectName(info(field).name);
    auto *problem = makeLabel({}, u"problem"_s, this);
    problem->setWordWrap(true);
    problem->hide();
    grid->addWidget(label, 4 * row, column, 1, span);
    grid->addWidget(editor, 4 * row + 1, column, 1, span);
    grid->addWidget(problem, 4 * row + 2, column, 1, span);
    grid->setRowMinimumHeight(4 * row + 3, 4);
    m_editors.insert(field, {editor, label, problem});
    editor->installEventFilter(this);
}

/// Esc takes back what was typed into a field; where nothing was, it is the window's.
bool UserForm::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!isKey || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Escape
        || static_cast<QKeyEvent *>(event)->modifiers() != Qt::NoModifier)
        return QWidget::eventFilter(watched, event);
    const auto editor =
        std::find_if(m_editors.cbegin(), m_editors.cend(), [watched](const Editor &each) { return each.widget == watched; });
    if (editor == m_editors.cend() || !isEditable(*editor) || !changes().contains(editor.key()))
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress)
        restore(editor.key());
    event->accept(); // as an override: it comes as a key press now
    return true;
}

bool UserForm::isEditable(const Editor &editor)
{
    const auto *line = qobject_cast<QLineEdit *>(editor.widget);
    return editor.widget->isEnabled() && !(line && line->isReadOnly());
}

void UserForm::restore(UserField field)
{
    const FieldValue stored = fieldValue(m_base, field);
    m_filling = true;
    show(field, stored);
    m_shown.insert(field, {textOf(field), stored});
    m_filling = false;
    check();
}

QLineEdit *UserForm::makeLine()
{
    auto *line = new QLineEdit(this);
    connect(line, &QLineEdit::textChanged, this, &UserForm::check);
    return line;
}

QComboBox *UserForm::makeCombo(const QStringList &values, bool editable)
{
    auto *combo = new FormCombo(this);
    combo->setEditable(editable);
    combo->addItems(values);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(6);
    combo->setFocusPolicy(Qt::StrongFocus);
    if (editable) {
        combo->setInsertPolicy(QComboBox::NoInsert);
        combo->completer()->setFilterMode(Qt::MatchContains);
        combo->completer()->setCompletionMode(QCompleter::PopupCompletion);
        new Suggestions(combo->completer());
    }
    connect(combo, &QComboBox::currentTextChanged, this, &UserForm::check);
    return combo;
}

void UserForm::setUser(const User &base, const UserEdit &edit)
{
    m_filling = true;
    m_base = base;
    for (const UserFieldInfo &field : userFields()) {
        const auto typedOver = edit.find(field.field);
        const FieldValue value = typedOver == edit.end() ? fieldValue(base, field.field) : typedOver->second;
        show(field.field, value);
        m_shown.insert(field.field, {textOf(field.field), value});
    }
    m_filling = false;
    check();
}

/// A field that has the value already keeps its cursor.
void UserForm::show(UserField field, const FieldValue &value)
{
    QWidget *widget = m_editors.value(field).widget;
    const QString text = value.value_or(QString());
    auto *combo = qobject_cast<QComboBox *>(widget);
    if (combo && !combo->isEditable()) {
        if (combo->findData(text) < 0)
            combo->addItem(models::statusText(text), text); // a word that the console doesn't know
        combo->setCurrentIndex(combo->findData(text));
        return;
    }
    QLineEdit *line = combo ? combo->lineEdit() : qobject_cast<QLineEdit *>(widget);
    if (line->text() == text)
        return;
    if (combo)
        combo->setEditText(text);
    else
        line->setText(text);
    line->setCursorPosition(0);
}

void UserForm::setMoved(const QList<UserField> &fields)
{
    for (auto it = m_editors.cbegin(); it != m_editors.cend(); ++it) {
        const bool isMoved = fields.contains(it.key());
        setStyleProperty(it->widget, "moved", isMoved);
        it->label->setText(isMoved ? tr("%1 · changed meanwhile").arg(fieldLabel(it.key())) : fieldLabel(it.key()));
        it->widget->setAccessibleName(it->label->text());
    }
}

QString UserForm::textOf(UserField field) const
{
    QWidget *widget = m_editors.value(field).widget;
    if (auto *line = qobject_cast<QLineEdit *>(widget))
        return line->text();
    auto *combo = qobject_cast<QComboBox *>(widget);
    return combo->isEditable() ? combo->currentText() : combo->currentData().toString();
}

FieldValue UserForm::typed(UserField field) const
{
    const QString text = textOf(field);
    const auto shown = m_shown.constFind(field);
    return shown != m_shown.cend() && shown->text == text ? shown->value : FieldValue(text);
}

UserEdit UserForm::changes() const
{
    UserEdit edit;
    for (const UserFieldInfo &field : userFields())
        edit.emplace(field.field, typed(field.field));
    return changesAgainst(m_base, edit);
}

bool UserForm::hasProblem() const
{
    for (const auto &[field, value] : changes())
        if (problemWith(field, value))
            return true;
    return false;
}

void UserForm::setReadOnly(bool readOnly)
{
    for (const Editor &editor : std::as_const(m_editors)) {
        if (auto *line = qobject_cast<QLineEdit *>(editor.widget))
            line->setReadOnly(readOnly);
        else
            editor.widget->setEnabled(!readOnly);
    }
}

void UserForm::focusFirst()
{
    m_editors.value(UserField::DisplayName).widget->setFocus(Qt::TabFocusReason);
}

void UserForm::check()
{
    if (m_filling)
        return;
    const UserEdit changed = changes();
    for (auto it = m_editors.cbegin(); it != m_editors.cend(); ++it) {
        const auto change = changed.find(it.key());
        const auto problem = change == changed.end() ? std::nullopt : problemWith(it.key(), change->second);
        const QString told = problem.value_or(turnedRound(textOf(it.key())));
        it->problem->setText(told);
        it->problem->setVisible(!told.isEmpty());
        it->widget->setAccessibleDescription(told);
        setStyleProperty(it->widget, "dirty", change != changed.end() && !problem);
        setStyleProperty(it->widget, "invalid", problem.has_value());
    }
    Q_EMIT edited();
}

} // namespace pivotal::ui
