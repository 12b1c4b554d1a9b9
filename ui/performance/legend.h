#pragma once

#include <QIcon>
#include <QList>
#include <QSet>
#include <QWidget>

namespace pivotal::ui {

/// What a chart shows, by name, each with its sign; a click hides it or shows it again. In as many rows as it
/// needs.
class Legend : public QWidget
{
    Q_OBJECT

public:
    struct Entry
    {
        QString name;
        QIcon swatch;
    };

    explicit Legend(QWidget *parent = nullptr);
    /// What was hidden stays so, by its name.
    void setEntries(const QList<Entry> &entries);

Q_SIGNALS:
    void toggled(qsizetype index, bool shown);

private:
    void addEntry(const Entry &entry);

    QStringList m_names;
    QSet<QString> m_hidden;
};

} // namespace pivotal::ui
