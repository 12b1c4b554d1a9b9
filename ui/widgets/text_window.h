#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace pivotal::ui {

/// A long text in a window of its own, laid out as far as it is looked at. Deletes itself when it is closed.
class TextWindow : public QDialog
{
    Q_OBJECT

public:
    TextWindow(const QString &title, const QString &text, QWidget *parent);

    /// What Copy takes: to the character what is stored.
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QPlainTextEdit *view() const { return m_view; }

private:
    QString m_text;
    QPlainTextEdit *m_view;
};

} // namespace pivotal::ui
