#pragma once

#include <QWidget>

class QHBoxLayout;

namespace pivotal::ui {

/// The series of a chart by name, each with its colour; a click hides it or shows it again.
class Legend : public QWidget
{
    Q_OBJECT

public:
    explicit Legend(QWidget *parent = nullptr);
    /// Keeps what is hidden, where the names are the same.
    void setNames(const QStringList &names);

Q_SIGNALS:
    void toggled(qsizetype index, bool shown);

private:
    QHBoxLayout *m_row;
    QStringList m_names;
};

} // namespace pivotal::ui
