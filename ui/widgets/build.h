#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QToolButton>

/// Small builders, so that every widget of a kind looks alike and has an accessible name.
namespace pivotal::ui {

/// A label of one of the style sheet's roles: title, heading, brand, secondary, field, problem; or plain.
[[nodiscard]] QLabel *makeLabel(const QString &text, const QString &role = {}, QWidget *parent = nullptr);
[[nodiscard]] QPushButton *makeButton(const QString &text, bool primary = false, QWidget *parent = nullptr);
/// A name, an email: data as the text of a button, a box or an entry of a menu, where its “&” is to be seen.
[[nodiscard]] QString literalText(QString text);
/// An icon without a frame; the text is its tool tip and accessible name.
[[nodiscard]] QToolButton *makeIconButton(const QString &iconName, const QString &text, QWidget *parent = nullptr);
/// Text that opens a menu: "Status ▾".
[[nodiscard]] QToolButton *makeMenuButton(const QString &text, QWidget *parent = nullptr);
/// Text without a frame.
[[nodiscard]] QToolButton *makeLink(const QString &text, QWidget *parent = nullptr);
[[nodiscard]] QFrame *makeCard(QWidget *parent = nullptr);
[[nodiscard]] QFrame *makeLine(QWidget *parent = nullptr);

/// Sets a property that the style sheet selects by, and has the widget styled anew.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);

} // namespace pivotal::ui
