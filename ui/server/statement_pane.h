#pragma once

#include <QWidget>

class QPushButton;
class QTextBrowser;

namespace pivotal::ui {

/// A statement, whole: to be read, selected and copied. Hidden while there is none.
class StatementPane : public QWidget
{
    Q_OBJECT

public:
    explicit StatementPane(QWidget *parent = nullptr);

    /// Empty: none. What is selected in it stays so where the statement is the same.
    void setStatement(const QString &statement);
    [[nodiscard]] QString statement() const { return m_statement; }
    [[nodiscard]] QTextBrowser *text() const { return m_text; }
    [[nodiscard]] QPushButton *copyButton() const { return m_copy; }

private:
    QString m_statement;
    QTextBrowser *m_text;
    QPushButton *m_copy;
};

} // namespace pivotal::ui
